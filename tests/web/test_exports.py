"""Every table that leaves the house: what a person typed stays text, amounts stay numbers, read back it is the same."""

import ast
import csv
import io
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from marketplace.web.exports import (
    EXPORTS,
    Cell,
    Column,
    Export,
    as_csv,
    as_xlsx,
    export,
    guarded,
    text_in_xlsx,
    unguarded,
)

HOSTILE = [
    "=1+1",
    "+62812",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "  @x",
    '"=1"',
    "'=1",
    "''=1",
    "' =1",
    "\ufeff=1",
    "＝1",
    '=HYPERLINK("https://contoh.invalid","x")',
    "=cmd|' /C calc'!A0",
    "_x000D_",
    "_x003D_1",
    "dua\r\nbaris",
    "\x01\x1f",
    "ꦗꦮ 😀 مرحبا",
    "a" + "\u0301" * 100,
    'koma, titik; "kutip"',
    "0812",
    "",
    "Keripik tempe",
]
WRITERS = ("csv.writer", "csv.DictWriter", "Workbook", "DictWriter", "writerow", "writerows")
NUMBERS = {
    Cell.DIGITS: "0012345678901234567",
    Cell.RUPIAH: -15_000,
    Cell.NUMBER: 3,
    Cell.DAY: date(2026, 11, 25),
}


def load_everything() -> None:
    """Every file that registers a table."""
    for path in Path("marketplace").rglob("*.py"):
        if "export(" in path.read_text() and path.name != "exports.py":
            import_module(".".join(path.with_suffix("").parts))


load_everything()


def row_for(table: Export, words: str) -> list[Any]:
    return [NUMBERS.get(column.holds, words) for column in table.columns]


def test_there_are_tables_to_try() -> None:
    assert "laporan lapak" in EXPORTS


@pytest.mark.parametrize("table", EXPORTS.values(), ids=lambda table: table.name)
def test_a_sheet_gives_back_what_it_was_given(table: Export) -> None:
    rows = [row_for(table, words) for words in HOSTILE]
    body = as_xlsx(table, rows, "=Judul/[1]", [("=Kepala", "=2"), ("Jumlah", 5)], rows[0])

    sheet = load_workbook(io.BytesIO(body)).active

    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    below = list(sheet.iter_rows(min_row=5, values_only=True))
    assert sheet["A1"].value == "=Kepala"
    assert (sheet["B1"].value, sheet["B2"].value) == ("=2", 5)
    assert [read(table, row) for row in below] == [*rows, rows[0]]


def read(table: Export, row: tuple[Any, ...]) -> list[Any]:
    """A sheet's row as Python has it: an empty cell is an empty text."""
    return [
        text_in_xlsx(value or "") if column.holds is Cell.TEXT else as_day(column.holds, value)
        for column, value in zip(table.columns, row, strict=True)
    ]


def as_day(holds: Cell, value: Any) -> Any:
    return value.date() if holds is Cell.DAY else value


@pytest.mark.parametrize("table", EXPORTS.values(), ids=lambda table: table.name)
def test_a_list_gives_back_what_it_was_given(table: Export) -> None:
    rows = [row_for(table, words) for words in HOSTILE]

    heads, *lines = csv.reader(io.StringIO(as_csv(table, rows).decode("utf-8-sig"), newline=""))

    assert [unguarded(head) for head in heads] == table.titles
    for line, row in zip(lines, rows, strict=True):
        for column, cell, value in zip(table.columns, line, row, strict=True):
            if column.holds is Cell.TEXT:
                assert not cell.lstrip(" \"'\ufeff").startswith(("=", "+", "@")) or cell[0] == "'"
                assert unguarded(cell) == value
            else:
                assert cell.removeprefix("\t" * (column.holds is Cell.DIGITS)) == str(value)


def test_an_account_number_keeps_its_zeros_and_what_is_none_starts_no_formula() -> None:
    table = Export("uji", (Column("Rekening", Cell.DIGITS),))

    lines = as_csv(table, [["0012345"], ["=1+1"]]).decode("utf-8-sig").split("\r\n")

    assert lines[1:3] == ["\t0012345", "'=1+1"]


@pytest.mark.parametrize("words", HOSTILE)
def test_the_guard_can_be_taken_away_again(words: str) -> None:
    assert unguarded(guarded(words)) == words


def test_an_amount_below_zero_is_a_number_and_no_formula() -> None:
    table = Export("uji", EXPORTS["laporan lapak"].columns[-1:])

    assert as_csv(table, [[-500]]).decode("utf-8-sig").splitlines()[1] == "-500"
    sheet = load_workbook(io.BytesIO(as_xlsx(table, [[-500]], "Uji"))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (-500, "n")


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="laporan lapak"):
        export("laporan lapak")


def test_nobody_else_writes_tables() -> None:
    others = [path for path in Path("marketplace").rglob("*.py") if path.name != "exports.py"]

    assert {
        f"{path}: {name}"
        for path in others
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        for name in [ast.unparse(call.func)]
        if name.split(".")[-1] in {writer.split(".")[-1] for writer in WRITERS} - {"writer"}
        or name == "csv.writer"
    } == set()
