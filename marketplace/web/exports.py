"""Tables that leave the house as files. Every export registers here, so that one test can try them all.

What a person typed stays what they typed: a text never becomes a formula, and read back it is the original. Amounts are
numbers, days are days. Nothing else in the house writes CSV or XLSX.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import ascii_uppercase
from typing import Any

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what programs for tables take for the beginning of one
BEFORE_IT = " '\"\ufeff"
DIGITS = re.compile("[0-9]+")
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


class Cell(StrEnum):
    """What a column holds; rupiah and numbers are whole. Digits are the name of something: an account."""

    TEXT = "text"
    DIGITS = "digits"
    RUPIAH = "rupiah"
    NUMBER = "number"
    DAY = "day"


FORMATS = {Cell.RUPIAH: "#,##0;\u2212#,##0", Cell.NUMBER: "0", Cell.DAY: "dd/mm/yyyy"}


@dataclass(frozen=True)
class Column:
    """`width` in characters, where the file knows one."""

    title: str
    holds: Cell = Cell.TEXT
    width: int = 14


@dataclass(frozen=True)
class Export:
    """One kind of table that people take home."""

    name: str
    columns: tuple[Column, ...]

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]


EXPORTS: dict[str, Export] = {}


def export(name: str, *columns: Column) -> Export:
    """Register a table. A name is taken once."""
    if name in EXPORTS:
        raise ValueError(f"there is an export {name!r}")
    EXPORTS[name] = Export(name, columns)
    return EXPORTS[name]


def as_csv(table: Export, rows: Iterable[Sequence[Any]]) -> bytes:
    """With the mark by which Excel knows UTF-8. Days are written 2026-11-25."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(title) for title in table.titles])
    for row in rows:
        cells = zip(table.columns, row, strict=True)
        writer.writerow([plain(column, value) for column, value in cells])
    return out.getvalue().encode("utf-8-sig")


def plain(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if column.holds is Cell.DIGITS and DIGITS.fullmatch(value):
        return (
            f"\t{value}"  # readers trim it; programs for tables keep the zeros and the last figures
        )
    return guarded(str(value)) if isinstance(value, str) else str(value)


def guarded(text: str) -> str:
    """A text that a program could take for a formula, behind an apostrophe."""
    return f"'{text}" if looks_like_formula(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and looks_like_formula(text[1:]) else text


def looks_like_formula(text: str) -> bool:
    """Also behind spaces and quotes, which some programs take away."""
    return text.lstrip(BEFORE_IT).startswith(FORMULA)


def as_xlsx(
    table: Export,
    rows: Iterable[Sequence[Any]],
    title: str,
    before: Iterable[tuple[str, Any]] = (),
    total: Sequence[Any] | None = None,
) -> bytes:
    """One sheet: pairs of words and values, then the table under its heads, then a total."""
    from openpyxl import Workbook  # slow to import, and few ask

    book = Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
    row = 0
    for row, (words, value) in enumerate(before, 1):
        put(sheet.cell(row, 1), words, Cell.TEXT)
        put(sheet.cell(row, 2), value, Cell.RUPIAH if isinstance(value, int) else Cell.TEXT)
    row += 2 if row else 1
    write_row(sheet, row, [(name, Cell.TEXT) for name in table.titles], bold=True)
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    for letter, column in zip(ascii_uppercase, table.columns, strict=False):
        sheet.column_dimensions[letter].width = column.width
    kinds = [column.holds for column in table.columns]
    for values in rows:
        row += 1
        write_row(sheet, row, zip(values, kinds, strict=True))
    if total is not None:
        write_row(sheet, row + 1, zip(total, kinds, strict=True), bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_row(
    sheet: Any, number: int, cells: Iterable[tuple[Any, Cell]], *, bold: bool = False
) -> None:
    from openpyxl.styles import Font

    for column, (value, holds) in enumerate(cells, 1):
        cell = sheet.cell(number, column)
        put(cell, value, holds)
        if bold:
            cell.font = Font(bold=True)


def put(cell: Any, value: Any, holds: Cell) -> None:
    """A text is kept as text whatever it begins with, also after somebody has edited the cell beside it."""
    if isinstance(value, str):
        cell.value = NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
        cell.data_type, cell.quotePrefix = "s", looks_like_formula(value)
    elif value is not None:
        cell.value, cell.number_format = value, FORMATS[holds]


def text_in_xlsx(value: str) -> str:
    """What `put` was given: Excel reads such escapes by itself, openpyxl leaves them to us."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)


def download(body: bytes, kind: str, name: str) -> Response:
    """A file made for whoever asked, to be kept by nobody on the way. `name` is plain ASCII."""
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
