"""Which find comes first: the one scoring function, and every weight of it.

    score = words + standing

Words: each term of the query counts by the best place it stands in (title, then stall, category, place, and last the
rest), as it was typed before its stemmed form; the sum is divided by what a perfect title would get, so it lies
between 0 and 1. To it come a little for a title that begins with what was asked, says it in one run, and says
little else. What is of the same category as the best finds is lifted. Standing breaks near ties: can it be bought
now, is it near, do people like it, is it fresh. Standing never outweighs a term in a better place, but where the
visitor asked for what is near or cheap.

An engine has no part in this, so all engines rank alike. `flask search explain` shows every line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import exp
from typing import NamedTuple

from marketplace.search.rules import WORDS, Entry
from marketplace.search.words import Term

PLACES = {"title": 1.0, "stall": 0.62, "category": 0.55, "place": 0.45, "rest": 0.2}
FORMS = {"exact": 1.0, "stemmed": 0.92}
HEAD = 1.3  # times the weight of the first term: Indonesian names the thing first, keripik tempe is keripik
SOME_WORDS = 0.4  # of the title's worth, times the part of a term's words that stand there
BEGINS = 0.5  # of its place's worth, for a word that only begins as typed

COMPLETE = 0.2  # every term stands somewhere
TITLE_EARLY = (
    0.08  # divided by the place in the title of the first word asked for: what follows is its taste
)
TITLE_RUN = 0.08  # the terms stand in the title side by side, in order
TITLE_FILLED = 0.10  # times the part of the title's words that were asked for

KIN = 0.3  # times the part of the best finds that are of the same category: what most answers are, is meant
BEST = 5  # finds

AVAILABLE = (-0.12, 0.03, 0.06)  # sold out, in the next round, on the shelf
NEAR = (0.0, 0.02, 0.035, 0.05)  # elsewhere, same kecamatan, same kelurahan, same market
ASKED_NEAR = 6.0  # times that, for who says "dekat …"
LIKED = 0.05  # at five stars from many; two and a half count as nothing known
SURE_AFTER = 5  # reviews: so many middling ones are added before the average
MIDDLING = 4.0  # stars
CHEAP = 0.15  # for the cheapest of what was found
FRESH = 0.02  # on the day of publication
FRESH_DAYS = 30  # after so many it is a third of that

Texts = Sequence[str]  # the words of a product by WORDS, each part between spaces


class Standing(NamedTuple):
    """What is known of a find beside its words. `availability` and `nearness` as in Fact and Near."""

    availability: int = 2
    nearness: int = 0
    stars_sum: int = 0
    stars_count: int = 0
    age_days: int = FRESH_DAYS
    asked_near: bool = False
    cheapness: float = 0.0  # from 1, the cheapest find, to 0; only where "murah" was asked for

    @property
    def points(self) -> float:
        """What its lines add up to."""
        lasting = merit(self.availability, self.stars_sum, self.stars_count, self.age_days)
        return lasting + near(self.nearness, self.asked_near) + CHEAP * self.cheapness


class Line(NamedTuple):
    """One line of the account: what counted, where or why, and how much."""

    what: str
    why: str
    points: float


class Asked(NamedTuple):
    """One term, made ready once for many products: its words between spaces, and its part of the weights' sum.

    `exact` is one form, as typed; `others` every other, which may be the same words: a title may have been written
    in another way. `begun`: all forms, their words without the space behind them.
    """

    name: str
    exact: tuple[tuple[str, ...]]
    others: tuple[tuple[str, ...], ...]
    begun: tuple[tuple[str, ...], ...]
    weight: float


class Question(NamedTuple):
    """All terms of a query. `words`: their stemmed words, in order; `run`: side by side, between spaces."""

    asked: tuple[Asked, ...]
    words: frozenset[str]
    run: str


def question(terms: Sequence[Term], rarity: Mapping[Term, float]) -> Question:
    """What products are scored against. `rarity`: what each term weighs; 1.0 where nothing is said."""
    weights = weights_of(terms, rarity)
    perfect = sum(weights) or 1.0
    asked = (ready(term, weight / perfect) for term, weight in zip(terms, weights, strict=True))
    stemmed = [word for term in terms for word in term.stemmed]
    run = f" {' '.join(stemmed)} " if len(stemmed) > 1 else ""
    return Question(tuple(asked), frozenset(stemmed), run)


def weights_of(terms: Sequence[Term], rarity: Mapping[Term, float]) -> list[float]:
    """By rarity; the first that is no measure is the head."""
    head = next((term for term in terms if not any(map(has_digit, term.stemmed))), None)
    return [rarity.get(term, 1.0) * (HEAD if term is head else 1.0) for term in terms]


def ready(term: Term, weight: float) -> Asked:
    forms = [tuple(f" {word} " for word in form) for form in (term.exact, term.stemmed, *term.also)]
    begun = tuple(tuple(word[:-1] for word in form) for form in dict.fromkeys(forms))
    return Asked(" ".join(term.exact), (forms[0],), tuple(forms[1:]), begun, weight)


@lru_cache(maxsize=65_536)
def has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def score(entry: Entry, asked: Question, standing: Standing) -> float:
    """How well this product answers: what the lines of the account add up to."""
    return said(texts_of(entry), asked) + standing.points


def said(texts: Texts, asked: Question) -> float:
    """The part of the score that its words bring."""
    total, complete = 0.0, True
    for each in asked.asked:
        worth, why = best_place(texts, each)
        total += worth * each.weight
        complete = complete and why in WHERE_HELD
    total += COMPLETE if complete else 0.0
    return total + sum(shape(texts, asked))


def account(entry: Entry, asked: Question, standing: Standing) -> list[Line]:
    """The score, line by line."""
    texts = texts_of(entry)
    places = [(each, *best_place(texts, each)) for each in asked.asked]
    lines = [Line(each.name, why, worth * each.weight) for each, worth, why in places]
    if all(why in WHERE_HELD for _each, _worth, why in places):
        lines.append(Line("every word", "is held", COMPLETE))
    lines += [
        Line("title", why, points)
        for why, points in zip(SHAPES, shape(texts, asked), strict=True)
        if points
    ]
    return [*lines, *standing_lines(standing)]


PARTS = tuple(  # where to look, best first: the place among WORDS of its exact form, (worth, why) of both
    (
        WORDS.index(f"{place}_exact"),
        (worth * FORMS["exact"], f"{place}, as typed"),
        (worth * FORMS["stemmed"], f"{place}, another form"),
    )
    for place, worth in PLACES.items()
)
WHERE_HELD = frozenset(why for _at, *pair in PARTS for _worth, why in pair)
SHAPES = ("how early it stands", "says it in one run", "how much of it was asked")


def texts_of(entry: Entry) -> Texts:
    return spaced(getattr(entry, name) for name in WORDS)


def spaced(texts: Iterable[str]) -> Texts:
    """Between spaces, so that whole words can be looked for."""
    return [f" {text} " for text in texts]


def best_place(texts: Texts, asked: Asked) -> tuple[float, str]:
    """(worth between 0 and 1, where) of the best place where all of the term's words stand."""
    for at, typed, another in PARTS:
        if hold(texts[at], asked.exact):
            return typed
        if hold(texts[at + 1], asked.others):
            return another
    return nearly(texts[0], texts[1], asked)


def hold(text: str, forms: Iterable[Sequence[str]]) -> bool:
    """Whether all words of one of the forms stand in it. (Loops, for `any` and `all` take three times as long.)"""
    for form in forms:
        for word in form:
            if word not in text:
                break
        else:
            return True
    return False


def nearly(exact: str, stemmed: str, asked: Asked) -> tuple[float, str]:
    """A title that begins so, or holds some words of a term that has several."""
    if hold(exact + stemmed, asked.begun):
        return PLACES["title"] * BEGINS, "title, begins so"
    [typed] = asked.exact
    some = sum(word in exact for word in typed) / len(typed) if len(typed) > 1 else 0.0
    return PLACES["title"] * SOME_WORDS * some, "title, some of its words" if some else "nowhere"


def shape(texts: Texts, asked: Question) -> tuple[float, float, float]:
    """How much the title is about what was asked, and nothing else; by SHAPES. Sizes are no part of it."""
    title = [word for word in texts[1].split() if not has_digit(word)]
    held = [at for at, word in enumerate(title) if word in asked.words]
    if not held:
        return 0.0, 0.0, 0.0
    in_one_run = bool(asked.run) and asked.run in f" {' '.join(title)} "
    return (
        TITLE_EARLY / (1 + held[0]),
        TITLE_RUN if in_one_run else 0.0,
        TITLE_FILLED * len(held) / len(title),
    )


def standing_lines(standing: Standing) -> Iterator[Line]:
    yield Line("available", str(standing.availability), AVAILABLE[standing.availability])
    yield Line("near", str(standing.nearness), near(standing.nearness, standing.asked_near))
    stars = liked(standing.stars_sum, standing.stars_count)
    yield Line("liked", f"{standing.stars_count} reviews", stars)
    yield Line("cheap", f"{standing.cheapness:.0%}", CHEAP * standing.cheapness)
    yield Line("fresh", f"{standing.age_days} days", fresh(standing.age_days))


def merit(availability: int, stars_sum: int, stars_count: int, age_days: int) -> float:
    """What does not hang on the question."""
    return AVAILABLE[availability] + liked(stars_sum, stars_count) + fresh(age_days)


def near(nearness: int, asked_near: bool) -> float:
    return NEAR[nearness] * (ASKED_NEAR if asked_near else 1.0)


def fresh(age_days: int) -> float:
    return FRESH * exp(-max(age_days, 0) / FRESH_DAYS)


def liked(stars_sum: int, stars_count: int) -> float:
    """By the average with SURE_AFTER middling reviews added, so that one kind neighbour does not win."""
    if not stars_count:
        return 0.0
    summed = stars_sum + MIDDLING * SURE_AFTER
    return LIKED * (summed / (stars_count + SURE_AFTER) - MIDDLING)
