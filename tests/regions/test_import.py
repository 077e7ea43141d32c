"""The office's table of kelurahan: repeatable, and it says what changed."""

import pytest

from marketplace.regions.actions import find_village, import_regions
from marketplace.regions.models import Region
from marketplace.regions.reading import BadRegions, RegionRow, read_regions
from marketplace.regions.rules import RegionKind
from marketplace.web.db import db


def count(kind):
    return db.session.scalar(db.select(db.func.count()).where(Region.kind == kind))


def test_kota_malang_has_five_kecamatan_and_57_kelurahan(app):
    report = import_regions(read_regions("Kota Malang"))
    db.session.commit()
    assert (len(report.new), report.changed, report.same) == (63, [], 0)
    assert (count(RegionKind.DISTRICT), count(RegionKind.VILLAGE)) == (5, 57)
    village = find_village("Purwantoro")
    assert (village.code, village.postcode) == ("35.73.01.1007", "65122")
    assert village.parent.name == "Blimbing"
    assert village.parent.parent.name == "Kota Malang"


def test_a_second_import_changes_nothing(app):
    import_regions(read_regions("Kota Malang"))
    db.session.commit()
    again = import_regions(read_regions("Kota Malang"))
    db.session.commit()
    assert (again.new, again.changed, again.same) == ([], [], 63)


def test_a_changed_name_and_postcode_are_corrected_and_said(app):
    old = RegionRow("35.73.02.1001", "Kota Malang", "Klojen", "Klojen", "65111")
    import_regions([old])
    db.session.commit()
    report = import_regions([old._replace(village="Klojen Lor", postcode="65112")])
    db.session.commit()
    assert report.changed == [
        "Kelurahan Klojen Lor: nama Klojen menjadi Klojen Lor, kode pos 65111 menjadi 65112"
    ]
    assert find_village("klojenlor").postcode == "65112"


def test_a_row_without_postcode_keeps_the_known_one(app):
    old = RegionRow("35.73.02.1001", "Kota Malang", "Klojen", "Klojen", "65111")
    import_regions([old])
    report = import_regions([old._replace(postcode=None)])
    db.session.commit()
    assert report.changed == []
    assert find_village("Klojen").postcode == "65111"


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("Gadingkasri", "Gading Kasri"),
        ("OROORO DOWO", "Oro-oro Dowo"),
        ("tasik-madu", "Tasik Madu"),
        ("Kota Lama", "Kotalama"),
        (" pisang candi ", "Pisangcandi"),
    ],
)
def test_spaces_hyphens_and_case_do_not_matter(app, typed, official):
    import_regions(read_regions("Kota Malang"))
    db.session.commit()
    assert find_village(typed).name == official


def test_a_name_in_two_cities_needs_its_kecamatan(app):
    here = RegionRow("35.73.02.1009", "Kota Malang", "Klojen", "Sukoharjo")
    there = RegionRow("35.79.01.1001", "Kota Batu", "Batu", "Sukoharjo")
    import_regions([here, there])
    db.session.commit()
    assert find_village("Sukoharjo") is None
    assert find_village("Sukoharjo", "batu").code == "35.79.01.1001"
    assert find_village("Tidak Ada") is None


def test_every_faulty_line_is_said_and_nothing_is_taken(tmp_path):
    file = tmp_path / "regions.csv"
    file.write_text(
        "\ufeffkode,kecamatan,kelurahan,kodepos\n"
        "35.73.01.1001,Blimbing,Balearjosari,65126\n"
        "35-73,,Arjosari,651\n",
        encoding="utf-8",
    )
    with pytest.raises(BadRegions) as bad:
        read_regions("Kota Malang", file)
    assert len(bad.value.faults) == 3
    assert all(fault.startswith("Baris 3:") for fault in bad.value.faults)


@pytest.mark.parametrize("content", [b"", b"nama\nPurwantoro\n", b"\xff\xfe\x00kode"])
def test_a_file_that_is_no_such_table(tmp_path, content):
    file = tmp_path / "regions.csv"
    file.write_bytes(content)
    with pytest.raises(BadRegions):
        read_regions("Kota Malang", file)


def test_the_command_says_what_it_did(app, tmp_path):
    run = app.test_cli_runner().invoke
    first = run(args=["regions", "import"])
    assert "baru     Kelurahan Purwantoro" in first.output
    assert "63 baru, 0 berubah, 0 sama" in first.output
    file = tmp_path / "more.csv"
    file.write_text("kode,kecamatan,kelurahan\n35.73.01.1001,Blimbing,Bale Arjosari\n")
    second = run(args=["regions", "import", str(file)])
    assert (
        "berubah  Kelurahan Bale Arjosari: nama Balearjosari menjadi Bale Arjosari" in second.output
    )
    file.write_text("kode,kecamatan,kelurahan\nx,,\n")
    assert run(args=["regions", "import", str(file)]).exit_code == 1
