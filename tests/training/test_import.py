"""flask training import: right lines are saved, again and again with the same result."""

from marketplace.accounts.models import User
from marketplace.regions.models import Rw
from marketplace.training.actions import certificates_for
from marketplace.training.models import Certificate, Participant, Programme, TrainingSession
from marketplace.web.db import db
from tests.make import make_user

SARI = (
    "Bu Sari",
    "0812-0000-0123",
    "Purwantoro",
    15,
    "Keripik tempe",
    "Kue kering",
    "Angkatan 1",
    "12/03/2026",
)
TIA = (
    "Bu Tia",
    "0812-0000-0124",
    "GADING KASRI",
    "3",
    "Nastar",
    "kue kering",
    "angkatan 1",
    "12/03/2026",
)


def count(model):
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def test_people_programmes_places_and_certificates_are_born(app, flask, roster):

    answer = flask("training", "import", roster(SARI, TIA))

    assert answer.exit_code == 0, answer.output
    assert "2 baru, 0 berubah, 0 sama" in answer.output
    assert "2 sertifikat terbit" in answer.output
    assert (count(Programme), count(TrainingSession), count(Rw)) == (1, 1, 2)
    person = db.session.scalar(db.select(Participant).order_by(Participant.id))
    assert person.rw.full_label == "RW 15 Purwantoro"
    assert str(person.certificate.issued_on) == "2026-03-12"
    assert person.certificate.number.startswith("SRT-2026-")


def test_the_same_roster_again_changes_nothing(app, flask, roster):
    file = roster(SARI, TIA)
    flask("training", "import", file)
    numbers = db.session.scalars(db.select(Certificate.number)).all()

    answer = flask("training", "import", file)

    assert "0 baru, 0 berubah, 2 sama" in answer.output
    assert db.session.scalars(db.select(Certificate.number)).all() == numbers


def test_a_corrected_roster_changes_what_was_corrected(app, flask, roster):
    flask("training", "import", roster(SARI, TIA))
    corrected = (*SARI[:4], "Keripik tempe pedas", *SARI[5:])

    answer = flask("training", "import", roster(corrected, TIA))

    assert "0 baru, 1 berubah, 1 sama" in answer.output
    assert db.session.scalar(db.select(Participant.product)) == "Keripik tempe pedas"
    assert count(Certificate) == 2


def test_faulty_cells_are_listed_and_the_right_lines_saved(app, flask, roster):
    faulty = ("Bu Nur", "0812", "Antah Berantah", 100, "", "Kue kering", "", "")

    answer = flask("training", "import", roster(SARI, faulty))

    assert answer.exit_code == 1
    assert "B3: Nomornya kurang angka" in answer.output
    assert "C3: Kelurahan Antah Berantah tidak dikenal" in answer.output
    assert "D3: RW ditulis angka 1 sampai 99 (isinya 100)." in answer.output
    assert "1 baru" in answer.output
    assert "3 sel perlu dibetulkan" in answer.output
    assert count(Participant) == 1


def test_a_file_that_is_no_roster_saves_nothing(app, flask, tmp_path):
    (tmp_path / "kosong.csv").write_text("")

    answer = flask("training", "import", tmp_path / "kosong.csv")

    assert answer.exit_code == 1
    assert "Tidak ada yang disimpan" in answer.output


def test_who_did_not_finish_has_no_valid_certificate(app, flask, roster):
    header = ("Nama", "HP", "Kelurahan", "RW", "Program", "Status")
    line = ("Bu Sari", "0812-0000-0123", "Purwantoro", 15, "Kue kering")
    flask("training", "import", roster((*line, "terdaftar"), header=header))
    assert count(Certificate) == 0
    flask("training", "import", roster((*line, "lulus"), header=header))
    assert db.session.scalar(db.select(Certificate)).revoked_on is None
    db.session.rollback()

    flask("training", "import", roster((*line, "berhenti"), header=header))

    assert db.session.scalar(db.select(Certificate)).revoked_on is not None


def test_who_signed_up_before_the_roster_came_is_found(app, flask, roster):
    user = make_user(phone="6281200000123")
    stranger = make_user(phone="6281200000999")

    flask("training", "import", roster(SARI, TIA))

    assert [c.programme.name for c in certificates_for(user)] == ["Kue kering"]
    assert certificates_for(stranger) == []
    assert db.session.scalar(db.select(Participant.user_id).order_by(Participant.id)) == user.id


def test_who_signs_up_after_the_roster_came_is_found(app, flask, roster):
    flask("training", "import", roster(SARI, TIA))

    user = make_user(phone="6281200000123")

    assert [c.participant.name for c in certificates_for(user)] == ["Bu Sari"]
    assert db.session.scalar(db.select(Participant.user_id).order_by(Participant.id)) == user.id


def test_an_unverified_number_opens_nothing(app, flask, roster):
    flask("training", "import", roster(SARI))
    user = make_user(phone="6281200000999")
    claimed = User(id=user.id, phone="6281200000123", phone_verified_at=None)

    assert certificates_for(claimed) == []


def test_hundreds_of_people_come_in_parts(app, flask, roster):
    people = [(f"Bu {n}", f"0812000{n:05}", *SARI[2:]) for n in range(450)]

    answer = flask("training", "import", roster(*people))

    assert "450 baru, 0 berubah, 0 sama" in answer.output
    assert count(Certificate) == 450
    assert len(set(db.session.scalars(db.select(Certificate.number)))) == 450
