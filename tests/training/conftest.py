"""Rosters as an office would send them."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.make import make_village

HEADER = ("Nama", "No. HP", "Kelurahan", "RW", "Produk", "Program", "Angkatan", "Tanggal selesai")


@pytest.fixture
def roster(tmp_path: Path) -> Any:
    """`roster(rows…)` writes an XLSX with the usual header and gives its path."""

    def write(*rows: tuple, header: tuple = HEADER, above: tuple = ()) -> Path:
        book = Workbook()
        for row in (*above, header, *rows):
            book.active.append(row)
        book.save(tmp_path / "peserta.xlsx")
        return tmp_path / "peserta.xlsx"

    return write


@pytest.fixture
def flask(app: Any) -> Any:
    """`flask("training", "import", …)` runs the command line, in a city with two kelurahan."""
    make_village("Purwantoro")
    make_village("Gading Kasri")

    def run(*words: Any) -> Any:
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return run
