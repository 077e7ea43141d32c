"""The table of kelurahan as CSV, read with a sentence for every line that cannot be right."""

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

BUNDLED = Path(__file__).parent / "data"
NAMES, POSTCODES = BUNDLED / "malang_kelurahan.csv", BUNDLED / "malang_kodepos.csv"
CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.[12]\d{3}", re.ASCII)  # 1… kelurahan, 2… desa
POSTCODE = re.compile(r"[1-9]\d{4}", re.ASCII)
COLUMNS = ("kode", "kecamatan", "kelurahan")


class BadRegions(ValueError):
    """The file cannot be taken; `faults` are sentences, one a line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class RegionRow(NamedTuple):
    """One kelurahan with what lies above it."""

    code: str
    city: str
    district: str
    village: str
    postcode: str | None = None


def read_regions(city: str, file: Path | None = None) -> list[RegionRow]:
    """Columns kode, kecamatan, kelurahan and, if there are, kota and kodepos. Raises BadRegions, takes all or none."""
    lines = lines_of(file or NAMES)
    postcodes = {} if file else {line["kode"]: line["kodepos"] for line in lines_of(POSTCODES)}
    missing = [column for column in COLUMNS if not lines or column not in lines[0]]
    if missing:
        raise BadRegions([f"Kolom {', '.join(missing)} tidak ada di baris pertama."])
    faults = [fault for number, line in enumerate(lines, 2) for fault in faults_of(number, line)]
    if faults:
        raise BadRegions(faults)
    return [row_of(line, city, postcodes) for line in lines]


def lines_of(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            return [cleaned(line) for line in csv.DictReader(text)]
    except (UnicodeDecodeError, csv.Error) as broken:
        raise BadRegions([f"{file.name} bukan CSV dalam UTF-8."]) from broken


def cleaned(line: Mapping[str | None, str | list[str] | None]) -> dict[str, str]:
    """Cells beyond the last column and white space are dropped; the names of columns in lower case."""
    cells = [(key, value) for key, value in line.items() if key and not isinstance(value, list)]
    return {key.strip().lower(): " ".join((value or "").split()) for key, value in cells if key}


def faults_of(number: int, line: Mapping[str, str]) -> Iterable[str]:
    if not CODE.fullmatch(line["kode"]):
        yield f"Baris {number}: kode {line['kode']!r} tidak seperti 35.73.01.1001."
    for column in ("kecamatan", "kelurahan"):
        if not line[column]:
            yield f"Baris {number}: {column} kosong."
    if line.get("kodepos") and not POSTCODE.fullmatch(line["kodepos"]):
        yield f"Baris {number}: kode pos {line['kodepos']!r} bukan lima angka."


def row_of(line: Mapping[str, str], city: str, postcodes: Mapping[str, str]) -> RegionRow:
    postcode = line.get("kodepos") or postcodes.get(line["kode"]) or None
    return RegionRow(
        line["kode"], line.get("kota") or city, line["kecamatan"], line["kelurahan"], postcode
    )
