"""What the design's budgets are measured with: ``python -m tests.bench``, or ``nox -s bench``.

Nothing here is a test: seconds depend on the machine, so each is printed beside its budget and
beside other work of the same kind, measured in turns with it, whose ratio does not.
"""
