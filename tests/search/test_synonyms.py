"""What the operator taught: at the command line, and what visitors find by it."""

import pytest

from marketplace.search.synonyms import BadSynonym, Taught, all_synonyms, teach
from marketplace.search.words import terms
from marketplace.web.db import db
from tests.make import make_product


def taught() -> dict[str, str]:
    return {each.spelling: each.means for each in all_synonyms()}


def run(app, *words):
    answer = app.test_cli_runner().invoke(args=["search", "synonyms", *words])
    db.session.rollback()  # what the command did not commit is gone with it
    return answer.exit_code, answer.output


def test_the_meaning_of_a_taught_spelling_is_found(app, found):
    basreng = make_product(title="Kerupuk ikan goreng")
    assert found("basreng") == []

    assert run(app, "add", "Basréng", "kerupuk ikan")[0] == 0

    assert taught() == {"basreng": "kerupuk ikan"}
    assert found("basreng") == [basreng.id]
    assert found("basreng", literal=True) == [basreng.id]


def test_it_works_in_one_direction_only(app, found):
    spoken = make_product(title="Basreng pedas")
    run(app, "add", "basreng", "kerupuk ikan")

    assert found("kerupuk ikan") == []
    assert found("basreng") == [spoken.id]


def test_a_run_of_words_is_one_term_that_also_means_the_other():
    know = Taught.of({"tahu walik": "tahu isi"})

    first, second = know.widened(terms("tahu walik pedas"))

    assert (first.exact, first.also) == (("tahu", "walik"), (("tahu", "isi"),))
    assert second.also == ()
    assert know.widened(terms("walik tahu")) == tuple(terms("walik tahu"))


def test_list_tells_them_and_remove_forgets(app, found):
    make_product(title="Kerupuk ikan")
    run(app, "add", "basreng", "kerupuk ikan")
    assert run(app, "list") == (0, "basreng → kerupuk ikan\n")

    assert run(app, "remove", "Basreng")[0] == 0

    assert run(app, "list") == (0, "")
    assert found("basreng") == []
    assert run(app, "remove", "basreng") == (1, "Error: “basreng” tidak ada di daftar.\n")


@pytest.mark.parametrize(
    ("spelling", "means", "sentence"),
    [
        ("", "keripik", "tidak boleh kosong"),
        ("basreng", " ", "tidak boleh kosong"),
        ("!!!", "keripik", "tidak boleh kosong"),
        ("satu dua tiga empat", "keripik", "Paling banyak 3 kata"),
        ("basreng", "satu dua tiga empat", "Paling banyak 3 kata"),
        ("basreng 250", "keripik", "bukan kata"),
        ("bas/reng", "keripik", "bukan kata"),
        ("keripik", "Keripik", "sudah dianggap sama"),
        ("kripik", "keripik", "sudah dianggap sama"),
        ("seblak", "basreng", "sendiri berarti “kerupuk ikan”"),
        ("kerupuk ikan", "seblak", "adalah arti dari “basreng”"),
        ("basreng", "seblak", "sudah berarti “kerupuk ikan”"),
    ],
)
def test_bad_input_is_answered_in_a_sentence(app, spelling, means, sentence):
    teach("basreng", "kerupuk ikan")
    db.session.commit()

    with pytest.raises(BadSynonym, match=sentence):
        teach(spelling, means)
    db.session.rollback()

    code, output = run(app, "add", spelling, means)
    assert code == 1
    assert sentence in output
    assert taught() == {"basreng": "kerupuk ikan"}


def test_a_file_is_taken_over_and_may_come_again(app, tmp_path):
    file = tmp_path / "kata.csv"
    file.write_text(
        "ejaan,arti\nbasreng,kerupuk ikan\n\nSeblak , kerupuk pedas\n", encoding="utf-8"
    )

    assert run(app, "import", str(file)) == (0, "2 baru, 0 sama\n")
    assert run(app, "import", str(file)) == (0, "0 baru, 2 sama\n")
    assert taught() == {"basreng": "kerupuk ikan", "seblak": "kerupuk pedas"}


def test_a_file_with_a_mistake_leaves_nothing_and_names_its_lines(app, tmp_path):
    file = tmp_path / "kata.csv"
    file.write_text("basreng,kerupuk ikan\nseblak\nrujak,\n", encoding="utf-8")

    code, output = run(app, "import", str(file))

    assert code == 1
    assert "Tidak ada yang disimpan" in output
    assert "Baris 2: Tulis dua kolom" in output
    assert "Baris 3: " in output
    assert taught() == {}


def test_a_file_that_is_no_text_is_refused(app, tmp_path):
    file = tmp_path / "kata.csv"
    file.write_bytes(b"\xff\xfe\x00keripik")

    code, output = run(app, "import", str(file))

    assert (code, "UTF-8" in output) == (1, True)
