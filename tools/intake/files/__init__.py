"""One reader for each kind of file, each handing over a ``Scan``; none knows of targets."""
