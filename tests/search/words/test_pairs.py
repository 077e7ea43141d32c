"""The list of spellings and synonyms holds together."""

from marketplace.search.words import analyse, terms
from marketplace.search.words.analysis import MEANS, key, pieces
from marketplace.search.words.lists import PAIRS


def test_every_spelling_takes_the_form_its_line_begins_with():
    for form, *others in PAIRS:
        for spelling in (form, *others):
            assert analyse(spelling)[1] == " ".join(key(pieces(form))), spelling


def test_no_spelling_stands_in_two_lines():
    lines: dict[tuple[str, ...], str] = {}
    for row in PAIRS:
        for spelling in row:
            assert lines.setdefault(key(pieces(spelling)), row[0]) == row[0], spelling


def test_there_are_enough_lines():
    assert len(PAIRS) >= 350


def test_a_form_that_is_agreed_on_agrees_with_itself():
    for form in set(MEANS.values()):
        assert analyse(" ".join(form))[1] == " ".join(form)


def test_a_line_names_at_least_two_spellings_and_none_twice():
    for row in PAIRS:
        assert len(row) > 1, row
        assert len(set(row)) == len(row), row


def test_the_longest_run_of_words_is_taken():
    assert [term.stemmed for term in terms("bawang merah goreng cabe rawit")] == [
        ("bawang", "goreng"),
        ("cabai", "rawit"),
    ]
