"""Office Open XML (ISO/IEC 29500): the package, and WordprocessingML in its pieces."""
