"""One line of a roster, understood or refused cell by cell."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from marketplace.kit.clock import MONTHS, SHORT_MONTHS
from marketplace.training.reading import Cell, Line
from marketplace.training.rules import ParticipantStatus
from marketplace.web.phones import BadPhone, read_phone

BROKEN = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
SAID = {
    "": ParticipantStatus.FINISHED,
    "lulus": ParticipantStatus.FINISHED,
    "selesai": ParticipantStatus.FINISHED,
    "finished": ParticipantStatus.FINISHED,
    "terdaftar": ParticipantStatus.REGISTERED,
    "registered": ParticipantStatus.REGISTERED,
    "berhenti": ParticipantStatus.DROPPED,
    "tidak lulus": ParticipantStatus.DROPPED,
    "dropped": ParticipantStatus.DROPPED,
}
MONTH_NUMBER = {
    name.lower(): number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, 1)
}


@dataclass(frozen=True)
class Fault:
    """What is wrong in which cell."""

    address: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.address}: {self.sentence}"


@dataclass(frozen=True)
class Entry:
    """A participant as the roster tells it. `village_at` is the cell to blame when no such place exists."""

    name: str
    phone: str
    village: str
    rw: int
    programme: str
    product: str = ""
    district: str = ""
    session: str = ""
    ended: date | None = None
    status: ParticipantStatus = ParticipantStatus.FINISHED
    village_at: str = ""


def read_entries(
    lines: Iterable[Line],
    programme: str = "",
    session: str = "",
    is_place: Callable[[str, str], bool] = lambda _village, _district: True,
) -> tuple[list[Entry], list[Fault]]:
    """Everybody who could be understood, and every cell that could not. `programme` and `session` are for
    rosters without such a column; `is_place` knows the kelurahan (and kecamatan) of this city.
    """
    entries, faults = [], []
    seen: dict[tuple[str, str, str], int] = {}
    for line in lines:
        reader = LineReader(line)
        entry = reader.entry(programme, session)
        if entry.village and not is_place(entry.village, entry.district):
            reader.blame("village", no_such_place(entry.village))
        key = (entry.programme.lower(), entry.session.lower(), entry.phone)
        if entry.phone and key in seen:
            reader.blame("phone", f"Nomor ini sudah ada di baris {seen[key]}.")
        seen.setdefault(key, line.number)
        faults += reader.faults
        if not reader.faults:
            entries.append(entry)
    return entries, faults


def no_such_place(village: str) -> str:
    return f"Kelurahan {village} tidak dikenal. Periksa ejaannya, atau isi kolom kecamatan."


class LineReader:
    """Reads the cells of one line and remembers what was wrong with them."""

    def __init__(self, line: Line) -> None:
        self.line, self.faults = line, list[Fault]()

    def entry(self, programme: str, session: str) -> Entry:
        ended = self.day()
        label = self.text("session") or session or (month_of(ended) if ended else "Angkatan 1")
        return Entry(
            name=self.needed("name", "Nama kosong."),
            phone=self.phone(),
            village=self.needed("village", "Kelurahan kosong."),
            rw=self.rw(),
            programme=self.text("programme") or programme or self.no_programme(),
            product=self.text("product")[:80],
            district=self.text("district"),
            session=label[:80],
            ended=ended,
            status=self.status(),
            village_at=self.cell("village").address,
        )

    def cell(self, meaning: str) -> Cell:
        return self.line.cells.get(meaning, Cell(f"baris {self.line.number}", ""))

    def text(self, meaning: str) -> str:
        text = self.cell(meaning).text
        if text in BROKEN:
            self.blame(meaning, f"Rumusnya gagal ({text}).")
            return ""
        return text

    def blame(self, meaning: str, sentence: str) -> None:
        self.faults.append(Fault(self.cell(meaning).address, sentence))

    def needed(self, meaning: str, sentence: str) -> str:
        text = self.text(meaning)
        if not text and self.cell(meaning).text not in BROKEN:
            self.blame(meaning, sentence)
        if len(text) > 80:
            self.blame(meaning, "Terlalu panjang, paling banyak 80 huruf.")
        return text

    def phone(self) -> str:
        typed = self.needed("phone", "Nomor HP kosong.")
        if re.fullmatch(r"[0-9.,]+E\+?[0-9]+", typed, re.IGNORECASE):
            self.blame("phone", "Nomor HP dibulatkan Excel. Ubah kolomnya menjadi teks.")
            return ""
        try:
            return read_phone(typed) if typed else ""
        except BadPhone as error:
            self.blame("phone", f"{error} (isinya {typed})")
            return ""

    def rw(self) -> int:
        typed = self.needed("rw", "RW kosong.")
        found = re.search(r"rw\W*0*(\d{1,2})\b", typed, re.IGNORECASE | re.ASCII)
        found = found or re.fullmatch(r"0*(\d{1,2})", typed, re.ASCII)
        number = int(found[1]) if found else 0
        if typed and not number:
            self.blame("rw", f"RW ditulis angka 1 sampai 99 (isinya {typed}).")
        return number

    def day(self) -> date | None:
        cell = self.cell("ended")
        typed = self.text("ended")
        found = cell.day or read_day(typed)
        if typed and not found:
            self.blame("ended", f"Tanggal ditulis seperti 31/12/2026 (isinya {typed}).")
        return found

    def status(self) -> ParticipantStatus:
        typed = self.text("status").lower()
        if typed not in SAID:
            self.blame(
                "status", f"Status ditulis lulus, terdaftar, atau berhenti (isinya {typed})."
            )
        return SAID.get(typed, ParticipantStatus.REGISTERED)

    def no_programme(self) -> str:
        self.blame("programme", "Program kosong.")
        return ""


def month_of(day: date) -> str:
    """The usual name of a session that has none: Maret 2026."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def read_day(typed: str) -> date | None:
    """31/12/2026, 31-12-2026, 2026-12-31, 31 Desember 2026."""
    words = re.fullmatch(
        r"(\d{1,2})[\s/.-]+([a-z]+|\d{1,2})[\s/.-]+(\d{4})", typed, re.I | re.ASCII
    )
    try:
        if not words:
            return date.fromisoformat(typed)
        month = MONTH_NUMBER.get(words[2].lower()) or int(words[2])
        return date(int(words[3]), month, int(words[1]))
    except ValueError:
        return None
