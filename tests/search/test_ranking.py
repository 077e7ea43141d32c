"""The scoring function, without a database."""

from dataclasses import replace

import pytest

from marketplace.search.ranking import Standing, account, liked, question, score
from marketplace.search.rules import Entry
from marketplace.search.words import analyse, wanted

NOTHING = Entry(1, *[""] * 10)
USUAL = Standing()


def entry(
    title: str = "", stall: str = "", place: str = "", category: str = "", rest: str = ""
) -> Entry:
    parts = [text for part in (title, stall, place, category, rest) for text in analyse(part)]
    return Entry(1, *parts)


def points(found: Entry, words: str, standing: Standing = USUAL) -> float:
    return score(found, question(wanted(words), {}), standing)


def test_title_comes_before_stall_before_category_before_description():
    places = ("title", "stall", "category", "place", "rest")
    scores = [points(entry(**{place: "nastar keju"}), "nastar") for place in places]

    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(places)


def test_as_typed_comes_before_another_form_before_a_beginning():
    typed, meant = points(entry("keripik"), "keripik"), points(entry("keripik"), "kripik")

    assert (
        typed > meant > points(entry("keripikan"), "keripik") > points(entry("sambal"), "keripik")
    )


def test_a_title_in_another_spelling_is_found_as_another_form_too():
    assert points(entry("kripik"), "keripik") > points(entry("keripikan"), "keripik")


def test_a_product_with_all_words_comes_before_one_with_some():
    assert points(entry(rest="tempe pedas"), "tempe pedas") < points(entry("tempe"), "tempe pedas")
    assert points(entry("tempe", rest="pedas"), "tempe pedas") > points(
        entry("tempe"), "tempe pedas"
    )


def test_a_rare_word_weighs_more_than_a_common_one():
    rare, common = wanted("durian kue")
    weights = {rare: 3.0, common: 1.0}

    assert score(entry("durian"), question([rare, common], weights), USUAL) > score(
        entry("kue"), question([rare, common], weights), USUAL
    )


def test_a_title_about_nothing_else_comes_first():
    assert points(entry("nastar"), "nastar") > points(entry("nastar keju jumbo"), "nastar")
    assert points(entry("nastar keju"), "nastar") > points(entry("paket lebaran nastar"), "nastar")
    assert points(entry("keripik tempe pedas"), "keripik tempe") > points(
        entry("tempe pedas keripik"), "keripik tempe"
    )


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Standing(availability=2), Standing(availability=1)),
        (Standing(availability=1), Standing(availability=0)),
        (Standing(nearness=3), Standing(nearness=2)),
        (Standing(nearness=1), Standing(nearness=0)),
        (Standing(stars_sum=50, stars_count=10), Standing()),
        (Standing(), Standing(stars_sum=20, stars_count=10)),
        (Standing(age_days=1), Standing(age_days=90)),
    ],
)
def test_standing_breaks_ties(better: Standing, worse: Standing):
    assert points(entry("nastar"), "nastar", better) > points(entry("nastar"), "nastar", worse)


def test_what_stands_in_a_better_place_is_never_outweighed_by_standing():
    best = Standing(availability=2, nearness=3, stars_sum=500, stars_count=100, age_days=0)
    worst = Standing(availability=1, nearness=0, stars_sum=100, stars_count=100, age_days=900)

    for better, worse in (("title", "stall"), ("category", "rest")):
        held = points(entry(**{better: "nastar"}), "nastar", worst)
        assert held > points(entry(**{worse: "nastar"}), "nastar", best)


def test_one_kind_neighbour_does_not_beat_many_content_ones():
    assert liked(stars_sum=5, stars_count=1) < liked(stars_sum=96, stars_count=20)


def test_the_account_adds_up_to_the_score():
    found, asked = entry("nastar keju", "Dapur Bu Sri"), question(wanted("nastar sri"), {})
    lines = account(found, asked, USUAL)

    assert sum(line.points for line in lines) == pytest.approx(score(found, asked, USUAL))
    assert [line.why for line in lines[:2]] == ["title, as typed", "stall, as typed"]


def test_what_the_operator_taught_counts_as_another_form():
    taught = replace(wanted("bothok")[0], also=(("botok",),))

    assert (
        score(entry("botok"), question([taught], {}), USUAL)
        > score(NOTHING, question([taught], {}), USUAL) + 0.5
    )


def test_what_holds_every_word_comes_before_a_title_with_only_the_first():
    both = entry("nastar melati", place="gadingkasri", category="kue kering")

    assert points(both, "kue gadingkasri") > points(entry("kue lapis"), "kue gadingkasri")


def test_the_thing_itself_weighs_more_than_what_it_is_made_with():
    assert points(entry("rempeyek teri"), "rempeyek bayam") > points(
        entry("nugget bayam"), "rempeyek bayam"
    )


def test_sizes_are_no_part_of_what_a_title_is_about():
    assert points(entry("nastar 250 g 500 g"), "nastar") == points(entry("nastar"), "nastar")
