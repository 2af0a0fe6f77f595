"""The same tree built with MkDocs and with Zensical; run by ``nox -s zensical`` only."""
