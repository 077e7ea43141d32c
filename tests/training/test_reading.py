"""Files that are opened, and files that are not."""

import zipfile
from datetime import date

import pytest

from marketplace.training import reading
from marketplace.training.reading import BadRoster, read_lines
from marketplace.training.roster import read_day, read_entries
from marketplace.training.rules import ParticipantStatus

CSV = "nama,hp,kelurahan,rw,produk,program\nBu Sari,0812-0000-0123,Purwantoro,15,Tempe,Kue kering\n"


def only_entry(file, **more):
    entries, faults = read_entries(read_lines(file), **more)
    assert faults == []
    [entry] = entries
    return entry


def test_a_sheet_is_read_with_numbers_dates_and_titles_above_it(roster):
    file = roster(
        (
            "Bu Sari ",
            81200000123,
            "Purwantoro",
            15,
            "Tempe",
            "Kue kering",
            "",
            date(2026, 3, 12),
        ),
        above=(("Dinas Koperasi",), ()),
    )

    entry = only_entry(file)

    assert (entry.name, entry.phone, entry.rw) == ("Bu Sari", "6281200000123", 15)
    assert entry.session == "Maret 2026"
    assert entry.ended == date(2026, 3, 12)


def test_columns_come_in_any_order_and_in_english(roster):
    header = ("RW", "Programme", "PHONE", "name", "Village", "catatan")
    file = roster(
        ("RW 05", "Cookies", "+62 812 0000 0123", "Sari", "Purwantoro", "x"), header=header
    )

    entry = only_entry(file)

    assert (entry.name, entry.rw, entry.programme, entry.product) == ("Sari", 5, "Cookies", "")


@pytest.mark.parametrize(
    "raw",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").replace("\n", "\r\n").encode(),
        CSV.replace("Tempe", "Tempé").encode("cp1252"),
    ],
)
def test_csv_comes_as_every_excel_writes_it(tmp_path, raw):
    file = tmp_path / "peserta.csv"
    file.write_bytes(raw)

    entry = only_entry(file)

    assert entry.phone == "6281200000123"
    assert entry.product in ("Tempe", "Tempé")


def test_every_faulty_cell_is_named_by_its_address(roster):
    file = roster(
        ("Bu Sari", "0812-0000-0123", "Purwantoro", 15, "", "Kue kering", "1", ""),
        ("", "0812", "", "RW 100", "", "", "1", "besok"),
        ("Bu Tia", 8.12e18, "#REF!", "", "", "Kue kering", "1", ""),
        ("Bu Nur", "8,12E+11", "Purwantoro", 1, "", "Kue kering", "1", ""),
        ("Pak Dul", "0812-0000-0123", "Purwantoro", 15, "", "Kue kering", "1", ""),
    )

    entries, faults = read_entries(read_lines(file))

    assert [entry.name for entry in entries] == ["Bu Sari"]
    told = {fault.address: fault.sentence for fault in faults}
    assert sorted(told) == ["A3", "B3", "B4", "B5", "B6", "C3", "C4", "D3", "D4", "F3", "H3"]
    assert "kurang angka" in told["B3"]
    assert "kelebihan angka" in told["B4"] or "belum benar" in told["B4"]
    assert "dibulatkan Excel" in told["B5"]
    assert told["B6"] == "Nomor ini sudah ada di baris 2."
    assert told["C4"] == "Rumusnya gagal (#REF!)."
    assert "31/12/2026" in told["H3"]


def test_a_roster_without_programme_and_session_takes_them_from_the_caller(roster):
    header = ("Nama", "HP", "Kelurahan", "RW", "Status")
    file = roster(("Bu Sari", "0812-0000-0123", "Purwantoro", 15, "Terdaftar"), header=header)

    entry = only_entry(file, programme="Kue kering", session="Angkatan 3")

    assert (entry.programme, entry.session) == ("Kue kering", "Angkatan 3")
    assert entry.status is ParticipantStatus.REGISTERED


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("1-2-2026", date(2026, 2, 1)),
        ("2026-02-01", date(2026, 2, 1)),
        ("12 Maret 2026", date(2026, 3, 12)),
        ("12 agu 2026", date(2026, 8, 12)),
        ("31/02/2026", None),
        ("12 Smarch 2026", None),
        ("", None),
    ],
)
def test_days_are_written_in_many_ways(typed, day):
    assert read_day(typed) == day


def refused(file):
    with pytest.raises(BadRoster) as bad:
        read_lines(file)
    return str(bad.value)


def test_what_is_no_roster_is_refused_in_a_sentence(tmp_path, roster):
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04 dan sisanya sampah")
    picture = tmp_path / "foto.jpg"
    picture.write_bytes(b"\xff\xd8\xff\x00\x00")
    empty = tmp_path / "kosong.csv"
    empty.write_bytes(b"")

    assert "rusak" in refused(broken)
    assert "bukan XLSX atau CSV" in refused(picture)
    assert "Baris judul tidak ditemukan" in refused(empty)
    assert "Baris judul tidak ditemukan" in refused(roster(("a", "b"), header=("x", "y")))


@pytest.mark.parametrize(
    "part",
    [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/x.bin",
        "xl/connections.xml",
    ],
)
def test_macros_and_links_to_other_files_are_refused_unopened(roster, part):
    file = roster(("Bu Sari",))
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr(part, "x")

    assert "makro atau tautan" in refused(file)


def test_a_bomb_is_refused_by_its_table_of_contents(roster, monkeypatch):
    file = roster(("Bu Sari",))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet9.xml", b"\0" * (reading.LARGEST_UNZIPPED + 1))
    monkeypatch.setattr("openpyxl.load_workbook", pytest.fail)

    assert file.stat().st_size < 1_000_000
    assert "terlalu besar" in refused(file)


def test_entities_are_not_expanded(roster, tmp_path):
    plain, bomb = roster(("Bu Sari",)), tmp_path / "entitas.xlsx"
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(bomb, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                text = entity + text.replace(
                    b"<sheetData>", b"<sheetData><row><c><v>&b;</v></c></row>"
                )
            new.writestr(part.filename, text)

    assert "rusak" in refused(bomb)


def test_more_lines_than_a_city_can_train_are_refused(tmp_path):
    file = tmp_path / "banyak.csv"
    file.write_text(CSV + "a,b,c,d,e,f\n" * (reading.MOST_LINES + 20))

    assert "Lebih dari 20000 baris" in refused(file)
