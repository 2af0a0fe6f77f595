"""Office files and text extractions to department-years: the mirror image of ``form/``."""
