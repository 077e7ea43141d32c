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

from collections.abc import Iterator, Mapping, Sequence
from math import exp
from typing import NamedTuple

from marketplace.search.rules import Entry, forms_of
from marketplace.search.words import Term

PLACES = {"title": 1.0, "stall": 0.62, "category": 0.55, "place": 0.45, "rest": 0.2}
FORMS = {"exact": 1.0, "stemmed": 0.92}
HELD = AS_TYPED, ANOTHER = "as typed", "another form"
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
FRESH_DAYS = 30.0  # after so many it is a third of that


class Standing(NamedTuple):
    """What is known of a find beside its words. `availability` and `nearness` as in Fact and Near."""

    availability: int = 2
    nearness: int = 0
    stars_sum: int = 0
    stars_count: int = 0
    age_days: float = FRESH_DAYS
    asked_near: bool = False
    cheapness: float = 0.0  # from 1, the cheapest find, to 0; only where "murah" was asked for

    @property
    def points(self) -> float:
        """What its lines add up to."""
        known = AVAILABLE[self.availability] + near(self) + CHEAP * self.cheapness
        return known + liked(self) + fresh(self)


class Line(NamedTuple):
    """One line of the account: what counted, where or why, and how much."""

    what: str
    why: str
    points: float


def score(
    entry: Entry, terms: Sequence[Term], rarity: Mapping[Term, float], standing: Standing
) -> float:
    """How well this product answers. `rarity`: what each term weighs; 1.0 where nothing is said."""
    return sum(line.points for line in account(entry, terms, rarity, standing))


def account(
    entry: Entry, terms: Sequence[Term], rarity: Mapping[Term, float], standing: Standing
) -> list[Line]:
    """The score, line by line."""
    return [*words(entry, terms, rarity), *shape(entry, terms), *standing_lines(standing)]


def words(entry: Entry, terms: Sequence[Term], rarity: Mapping[Term, float]) -> list[Line]:
    weights = weights_of(terms, rarity)
    perfect = sum(weights) or 1.0
    lines = []
    for term, weight in zip(terms, weights, strict=True):
        worth, why = best_place(entry, term)
        lines.append(Line(" ".join(term.exact), why, worth * weight / perfect))
    if all(line.why.endswith(HELD) for line in lines):
        lines.append(Line("every word", "is held", COMPLETE))
    return lines


def weights_of(terms: Sequence[Term], rarity: Mapping[Term, float]) -> list[float]:
    """By rarity; the first that is no measure is the head."""
    head = next((term for term in terms if not is_measure(term)), None)
    return [rarity.get(term, 1.0) * (HEAD if term is head else 1.0) for term in terms]


def is_measure(term: Term) -> bool:
    return any(has_digit(word) for word in term.stemmed)


def best_place(entry: Entry, term: Term) -> tuple[float, str]:
    """(worth between 0 and 1, where) of the best place where all of the term's words stand."""
    for place, worth in PLACES.items():
        if holds(getattr(entry, f"{place}_exact"), term.exact):
            return worth * FORMS["exact"], f"{place}, {AS_TYPED}"
        if any(holds(getattr(entry, f"{place}_stemmed"), form) for form in forms_of(term)[1:]):
            return worth * FORMS["stemmed"], f"{place}, {ANOTHER}"
    if any(begins(entry.title, form) for form in forms_of(term)):
        return PLACES["title"] * BEGINS, "title, begins so"
    some = sum(holds(entry.title_exact, (word,)) for word in term.exact) / len(term.exact)
    return PLACES["title"] * SOME_WORDS * some, "title, some of its words" if some else "nowhere"


def holds(text: str, words: Sequence[str]) -> bool:
    padded = f" {text} "
    return all(f" {word} " in padded for word in words)


def begins(text: str, words: Sequence[str]) -> bool:
    padded = f" {text}"
    return all(f" {word}" in padded for word in words)


def shape(entry: Entry, terms: Sequence[Term]) -> list[Line]:
    """How much the title is about what was asked, and nothing else. Sizes are no part of it."""
    title = [word for word in entry.title_stemmed.split() if not has_digit(word)]
    asked = [word for term in terms for word in term.stemmed]
    held = [at for at, word in enumerate(title) if word in asked]
    if not held:
        return []
    lines = [Line("title", f"at word {held[0] + 1}", TITLE_EARLY / (1 + held[0]))]
    if len(asked) > 1 and f" {' '.join(asked)} " in f" {' '.join(title)} ":
        lines.append(Line("title", "says it in one run", TITLE_RUN))
    filled = len(held) / len(title)
    lines.append(Line("title", f"{filled:.0%} of it was asked", TITLE_FILLED * filled))
    return lines


def has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def standing_lines(standing: Standing) -> Iterator[Line]:
    yield Line("available", str(standing.availability), AVAILABLE[standing.availability])
    yield Line("near", str(standing.nearness), near(standing))
    yield Line("liked", f"{standing.stars_count} reviews", liked(standing))
    yield Line("cheap", f"{standing.cheapness:.0%}", CHEAP * standing.cheapness)
    yield Line("fresh", f"{standing.age_days:.0f} days", fresh(standing))


def near(standing: Standing) -> float:
    return NEAR[standing.nearness] * (ASKED_NEAR if standing.asked_near else 1.0)


def fresh(standing: Standing) -> float:
    return FRESH * exp(-standing.age_days / FRESH_DAYS)


def liked(standing: Standing) -> float:
    """By the average with SURE_AFTER middling reviews added, so that one kind neighbour does not win."""
    if not standing.stars_count:
        return 0.0
    summed = standing.stars_sum + MIDDLING * SURE_AFTER
    return LIKED * (summed / (standing.stars_count + SURE_AFTER) - MIDDLING)
