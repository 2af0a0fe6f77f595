"""A blank official Word file to the first draft of a form of ``templates/forms/``."""
