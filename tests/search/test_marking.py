import pytest

from marketplace.search.marking import pieces
from marketplace.search.words import Term, wanted


def marked(title: str, typed: str) -> list[str]:
    return [text for text, hit in pieces(title, wanted(typed)) if hit]


@pytest.mark.parametrize(
    ("title", "typed", "words"),
    [
        ("Keripik tempe tipis", "keripik tempe", ["Keripik", "tempe"]),
        ("Keripik tempe tipis", "kripik", ["Keripik"]),
        ("Kue-kue kering", "kue kering", ["Kue", "kue", "kering"]),
        ("Kue lumpur", "kue kering", []),
        ("Stik tempe", "keripik tempe", ["tempe"]),
        ("Abon", "keripik", []),
        ("Sateria manis", "sate", []),
        ("KERIPIK Bayam", "bayam keripik", ["KERIPIK", "Bayam"]),
        ("Jum'at berkah", "jumat", ["Jum'at"]),
        ("Rujak café", "cafe", ["café"]),
    ],
)
def test_whole_words_that_mean_the_same_are_marked(title, typed, words):
    assert marked(title, typed) == words


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script> keripik & co",
        "keripik" * 40,
        "\u202ekeripik\u0000 \U0001f36a",
        "   keripik   tempe   ",
        "(keripik) [tempe]*",
        "",
    ],
)
def test_the_pieces_are_the_title_again(title):
    assert "".join(text for text, _ in pieces(title, wanted("keripik tempe"))) == title


def test_nothing_is_marked_when_nothing_was_looked_for():
    assert pieces("Keripik tempe", ()) == [("Keripik tempe", False)]


def test_a_thing_of_two_words_marks_only_where_both_stand():
    ketan = Term(("beras", "ketan"), ("beras", "ketan"))
    assert pieces("Ketan hitam", [ketan]) == [("Ketan hitam", False)]
    assert [hit for _, hit in pieces("Beras ketan", [ketan])] == [True, False, True]


def test_any_of_the_goods_a_word_may_mean_is_marked():
    telo = Term(("telo",), ("telo",), also=(("singkong",), ("ubi", "jalar")))
    assert ("Singkong", True) in pieces("Singkong goreng", [telo])
    assert pieces("Selai jalar", [telo]) == [("Selai jalar", False)]
