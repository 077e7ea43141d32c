"""Fields: what may be typed, the sentence for what may not, and that nothing typed is lost."""

from typing import Any

import pytest
from flask import Flask

from marketplace.web.forms import (
    AtMost,
    CountField,
    LineField,
    Needed,
    PhoneField,
    PostForm,
    QueryForm,
    RupiahField,
    TextField,
)
from tests.web.test_phones import SPELLINGS


class Typed(PostForm):
    name = LineField("Nama", [Needed(), AtMost(20)])
    story = TextField("Cerita", [AtMost(50)])
    price = RupiahField("Harga")
    count = CountField("Jumlah", [Needed()], least=1, most=5000)
    phone = PhoneField("Nomor")


USUAL = {"name": "Bu Sri", "count": "2"}


@pytest.fixture
def post():
    """`post(name=..., ...)` gives the form as it reads such a request."""
    app = Flask("forms")

    def typed(values: Any = None, **more: Any) -> Typed:
        with app.test_request_context(method="POST", data=values or {**USUAL, **more}):
            form = Typed()
            form.accepts = form.accepted()
        return form

    return typed


@pytest.mark.parametrize(
    "count", "-1 0 1e9 1.5 1,5 １ 1e3 NaN inf 0x1 +1 ½ ٢ 1_000 5001 1.00 99999999999".split()
)
def test_a_bad_count_is_refused_and_kept(post, count: str) -> None:
    form = post(count=count)

    assert not form.accepts
    assert form.count.data is None
    assert form.count.errors[0].endswith(".")
    assert f'value="{count}"' in form.count()
    assert form.name.data == "Bu Sri"


@pytest.mark.parametrize(
    ("typed", "count"), [(" 2 ", 2), ("0002", 2), ("1.000", 1000), ("5000", 5000)]
)
def test_a_count_is_read_as_people_type_it(post, typed: str, count: int) -> None:
    assert post(count=typed).count.data == count


def test_an_empty_count_is_asked_for(post) -> None:
    for empty in ("", "  "):
        assert post(count=empty).count.errors == ["Isi bagian ini dulu."]


def test_two_counts_are_one_too_many(post) -> None:
    form = post({"name": "Bu Sri", "count": ["1", "2"]})

    assert form.count.errors == ["Isi satu angka saja."]


@pytest.mark.parametrize("typed", ["15000", "15.000", "Rp 15.000,-", " Rp15.000 "])
def test_an_amount_is_a_whole_number_of_rupiah(post, typed: str) -> None:
    assert post(price=typed).price.data == 15000


@pytest.mark.parametrize("typed", ["12.50", "-5", "seribu", "1e9", "15,000", "99999999999"])
def test_a_bad_amount_is_refused_and_kept(post, typed: str) -> None:
    form = post(price=typed)

    assert not form.accepts
    assert form.price.data is None
    assert f'value="{typed}"' in form.price()


def test_an_amount_left_empty_is_none_and_zero_is_an_amount(post) -> None:
    assert post(price=" ").price.data is None
    assert post(price="0").price.data == 0


@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_phone_is_the_same_in_each_spelling(post, typed: str) -> None:
    assert post(phone=typed).phone.data == "6281200000123"


def test_a_bad_phone_is_refused_and_kept(post) -> None:
    form = post(phone="0812-abc")

    assert not form.accepts
    assert form.phone.errors == ["Tulis nomor dengan angka saja. Contoh: 0812-0000-0123"]
    assert 'value="0812-abc"' in form.phone()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bu   Sri \n Wahyuni ", "Bu Sri Wahyuni"),
        ("Bu\x00Sri\x07", "BuSri"),
        ("Sri \u202egnp.exe\u202c", "Sri gnp.exe"),
        ("Tempe\u0301", "Temp\u00e9"),
        ("<b>Sri</b>", "<b>Sri</b>"),
        ("ꦱꦿꦶ 🙂", "ꦱꦿꦶ 🙂"),
    ],
)
def test_a_line_is_cleaned_but_not_rewritten(post, typed: str, kept: str) -> None:
    assert post(name=typed).name.data == kept


def test_a_text_keeps_its_lines(post) -> None:
    assert post(story=" satu\r\ndua\n\ntiga ").story.data.split() == ["satu", "dua", "tiga"]
    assert "\n\n" in post(story="dua\n\ntiga").story.data


def test_only_spaces_are_nothing(post) -> None:
    assert post(name=" \t\n\u00a0").name.errors == ["Isi bagian ini dulu."]


def test_a_long_line_is_told_its_limit_and_kept(post) -> None:
    form = post(name="x" * 21)

    assert form.name.errors == ["Terlalu panjang, paling banyak 20 huruf."]
    assert form.name.data == "x" * 21
    assert 'maxlength="20"' in form.name()
    assert post(name="x" * 20).accepts


def test_what_was_not_sent_at_all_gets_a_sentence_too(post) -> None:
    form = post({"entah": "apa"})

    assert form.errors == {
        "name": ["Isi bagian ini dulu."],
        "count": ["Isi bagian ini dulu."],
    }


def test_a_form_that_was_not_posted_is_not_accepted() -> None:
    with Flask("forms").test_request_context("/?name=Bu+Sri&count=2"):
        form = Typed()

        assert not form.accepted()
        assert form.name.data is None
        assert not form.errors


def test_a_filter_in_the_address_always_answers() -> None:
    class Filter(QueryForm):
        most = RupiahField()
        page = CountField(least=1)

    with Flask("forms").test_request_context("/?most=murah&page=-3"):
        form = Filter()

    assert form.most.data is None
    assert form.page.data is None
