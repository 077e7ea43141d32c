"""Whatever is typed: words of letters and digits, and documents and questions that agree."""

import time
from pathlib import Path
from shutil import copytree

from hypothesis import given
from hypothesis import strategies as st

from marketplace.search.words import (
    FINGERPRINT,
    KNOWN,
    MOST_LETTERS,
    analyse,
    fingerprint,
    fold,
    terms,
    wanted,
)
from marketplace.search.words import __file__ as package
from marketplace.search.words.lists import PAIRS

LONGEST_TEXT = 4_000  # letters of a description
MOST_SECONDS = 0.5
SPELLINGS = sorted({spelling for row in PAIRS for spelling in row})
PLAUSIBLE = st.lists(
    st.one_of(
        st.sampled_from(sorted(KNOWN)),
        st.sampled_from(SPELLINGS),
        st.builds(
            "{}{}{}".format,
            st.sampled_from(["", "me", "meng", "di", "ber", "ny", "pe", "ke"]),
            st.sampled_from(sorted(KNOWN)),
            st.sampled_from(["", "an", "nya", "kan", "i", "2", "-", "lah"]),
        ),
        st.builds(
            "{} {}".format, st.integers(0, 3000), st.sampled_from("kg gr ml pcs lusin".split())
        ),
    ),
    max_size=12,
).map(" ".join)
ANY = st.one_of(st.text(max_size=120), PLAUSIBLE)


@given(ANY)
def test_a_term_is_made_of_letters_and_digits(text):
    for term in terms(text):
        assert term.exact
        assert term.stemmed
        assert all(word.isalnum() for word in (*term.exact, *term.stemmed)), term


@given(ANY)
def test_a_term_is_analysed_to_itself(text):
    for term in terms(text):
        form = " ".join(term.stemmed)
        assert analyse(form)[1] == form


@given(ANY)
def test_a_folded_text_is_folded(text):
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_documents_and_questions_agree(text):
    asked = text[:MOST_LETTERS]
    exact, stemmed = analyse(asked)

    for term in wanted(asked):
        assert set(term.exact) <= set(exact.split())
        assert set(term.stemmed) <= set(stemmed.split())


def test_a_long_text_takes_no_long_time():
    for text in ("a" * LONGEST_TEXT, "isi " * 1_000, "1 " * 2_000, "1/2 " * 1_000, "me" * 2_000):
        start = time.process_time()
        analyse(text, "1." * 2_000, "menge " * 600, "isi:" + " " * LONGEST_TEXT)
        assert time.process_time() - start < MOST_SECONDS, text[:8]


def test_the_fingerprint_covers_code_and_lists(tmp_path):

    copy = copytree(Path(package).parent, tmp_path / "words")
    assert fingerprint(copy) == FINGERPRINT

    for name in ("pairs.csv", "roots.txt", "protected.txt", "stemmer.py", "measures.py"):
        before = fingerprint(copy)
        with (copy / name).open("a") as file:
            file.write("\n")
        assert fingerprint(copy) != before, name
