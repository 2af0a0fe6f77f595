"""Prints the process's peak memory in MB, before and after it writes one Word file."""

from tests.bench.measuring import peak_megabytes
from tests.bench.sample import WORKSPACE, fifty
from tools.form.documents import word

if __name__ == "__main__":
    entry = fifty()
    before = peak_megabytes()
    word(WORKSPACE, entry)
    print(before, peak_megabytes())  # noqa: T201
