"""A roster as the office sends it, XLSX or CSV, opened without trusting it: lines of text cells with addresses."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from marketplace.training.columns import columns_of
from marketplace.web.forms import one_line

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNZIPPED = 120 * 1024 * 1024
MOST_PARTS = 500
MOST_LINES = 20_000
WIDEST = 60  # columns that are looked at
HEADER_WITHIN = 15  # titles and logos may stand above the header
DANGEROUS = ("vbaproject", "externallinks", "activex", "embeddings", "connections.xml")


class BadRoster(ValueError):
    """The file as a whole cannot be taken: one sentence in Indonesian."""


@dataclass(frozen=True)
class Cell:
    """What stands in one cell, and the address that people know it by: C7."""

    address: str
    text: str
    day: date | None = None  # when the sheet says that it is one


@dataclass(frozen=True)
class Line:
    """One person's cells by what their column means; an empty cell keeps its address."""

    number: int
    cells: dict[str, Cell]


def read_lines(file: Path) -> list[Line]:
    """All lines below the header. Raises BadRoster."""
    if file.stat().st_size > LARGEST_FILE:
        raise BadRoster("Berkasnya lebih besar dari 20 MB.")
    with file.open("rb") as opened:
        is_zip = opened.read(4) == b"PK\x03\x04"
    rows = sheet_rows(file) if is_zip else csv_rows(file)
    return list(below_header(rows))


def below_header(rows: Iterable[list[Any]]) -> Iterator[Line]:
    columns: dict[int, str] = {}
    for number, row in enumerate(rows, 1):
        if number > MOST_LINES + HEADER_WITHIN:
            raise BadRoster(f"Lebih dari {MOST_LINES} baris. Pecah menjadi beberapa berkas.")
        if not columns:
            columns = columns_of([words_in(value) for value in row])
            if not columns and number >= HEADER_WITHIN:
                break
        elif any(words_in(value) for value in row):
            yield Line(number, cells_of(number, row, columns))
    if not columns:
        raise BadRoster("Baris judul tidak ditemukan. Perlu kolom nama, hp, kelurahan, dan rw.")


def cells_of(number: int, row: list[Any], columns: dict[int, str]) -> dict[str, Cell]:
    cells = {}
    for index, meaning in columns.items():
        value = row[index] if index < len(row) else None
        day = value.date() if isinstance(value, datetime) else value
        cells[meaning] = Cell(
            f"{letter_of(index)}{number}",
            words_in(value),
            day if isinstance(day, date) else None,
        )
    return cells


def words_in(value: Any) -> str:
    """A cell as a person reads it: 81200000123.0 is a telephone number, not a fraction."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return one_line(str(value)[:500]) or ""


def letter_of(index: int) -> str:
    """0 -> A, 26 -> AA"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def csv_rows(file: Path) -> Iterator[list[Any]]:
    """UTF-8 with or without mark, else what Windows wrote; comma, semicolon or tab."""
    raw = file.read_bytes()
    if b"\x00" in raw:
        raise BadRoster("Ini bukan XLSX atau CSV. Simpan ulang sebagai XLSX, lalu coba lagi.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    head = "\n".join(text.splitlines()[:HEADER_WITHIN])
    delimiter = max(";,\t", key=head.count)
    try:
        yield from (
            row[:WIDEST] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        )
    except csv.Error as error:
        raise BadRoster("CSV-nya rusak. Simpan ulang dari Excel, lalu coba lagi.") from error


def sheet_rows(file: Path) -> Iterator[list[Any]]:
    """The first sheet, read as a stream, values only."""
    refuse_traps(file)
    from openpyxl import load_workbook  # slow to import, and only this command needs it

    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file claims about its size may be a lie
        rows = sheet.iter_rows(
            max_row=MOST_LINES + HEADER_WITHIN + 1, max_col=WIDEST, values_only=True
        )
        yield from (list(row) for row in rows)
    except BadRoster:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part made it stumble over
        raise BadRoster("XLSX-nya rusak. Simpan ulang dari Excel, lalu coba lagi.") from error


def refuse_traps(file: Path) -> None:
    """Looks at the table of contents only: nothing is unpacked yet."""
    try:
        with zipfile.ZipFile(file) as parts:
            entries = parts.infolist()
    except zipfile.BadZipFile as error:
        raise BadRoster("XLSX-nya rusak. Simpan ulang dari Excel, lalu coba lagi.") from error
    if len(entries) > MOST_PARTS or sum(part.file_size for part in entries) > LARGEST_UNZIPPED:
        raise BadRoster("Isi XLSX-nya terlalu besar. Simpan hanya lembar daftar peserta.")
    if any(mark in part.filename.lower() for part in entries for mark in DANGEROUS):
        raise BadRoster("XLSX ini berisi makro atau tautan ke berkas lain. Simpan tanpa itu.")
