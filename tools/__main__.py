"""``python -m tools``: the same commands as the installed ``targets``."""

from tools.cli import main

if __name__ == "__main__":
    main()
