"""One rule, one file. The docstring is the rule's manual page; the file's name is its id.

A rule yields findings and decides nothing else: where they are shown and how much they weigh is
the engine's business.
"""
