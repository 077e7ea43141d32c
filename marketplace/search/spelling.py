"""What a visitor meant to type, by the words of this market. Known words are never touched. Pure."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from marketplace.search.likeness import cost
from marketplace.search.vocabulary import LEAST, Vocabulary
from marketplace.search.words import MOST_LETTERS, STOP, fold

WORD = re.compile(r"[^\W_]+")
UNITS = frozenset("gram kilo liter ons pcs biji buah lusin butir rupiah ribu juta rbu".split())
SHORT = 5  # words of so many letters or fewer may differ by one edit, longer ones by two
SURE_SHORT = 0.5  # for three letters: a likely slip or none
SURE_ONE = 1.5  # the dearest edit that is still taken for a slip
SURE_TWO, SURE_TWO_LONG = 1.2, 1.3  # the dearest two
SURE_ELSEWHERE = 0.8  # for what no title has: names of people and places, other spellings
TOGETHER = 0.5  # what standing in a title beside the other words is worth


class Guess(NamedTuple):
    """A word that may have been meant: edits away, how unlikely the slip is, how often titles and names have it.

    `is_sure`: likely enough to search for it instead.
    """

    word: str
    distance: int
    cost: float
    frequency: int
    is_sure: bool

    def order(self) -> tuple[int, float, int, str]:
        return self.distance, round(self.cost, 1), -self.frequency, self.word


@dataclass(frozen=True)
class Token:
    """A word at text[start:end], folded."""

    start: int
    end: int
    word: str


class Spelling:
    """Guesses over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.in_order = sorted(vocabulary.frequency)
        words = (*vocabulary.frequency, *vocabulary.spellings)
        self.by_length = {edits: by_length(words, edits) for edits in (1, 2)}

    def near(self, word: str, most: int = 5) -> list[str]:
        """The nearest words as titles write them: by edits, by how likely the slip is, by frequency."""
        return [guess.word for guess in self.guesses(fold(word), most)[:most]]

    def guesses(self, word: str, enough: int) -> list[Guess]:
        """At least so many if there are, whole groups of equal distance."""
        found: dict[str, Guess] = {}
        for edits in (1, 2):
            if len(found) < enough:
                group = (self.guess(word, *hit) for hit in self.within(word, edits))
                for guess in sorted(group, key=Guess.order):
                    found.setdefault(guess.word, guess)
        return list(found.values())

    def within(self, word: str, edits: int) -> Iterator[tuple[str, int]]:
        """(word of the market, edits away), as far as its length allows."""
        choices = self.by_length[edits].get(len(word), ())
        hits = process.extract(word, choices, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return ((target, away) for target, away, _ in hits if away <= most_edits(word, target))

    def guess(self, word: str, target: str, distance: int) -> Guess:
        written = self.vocabulary.written(target) or target
        dear = cost(word, target)
        is_sure = dear <= self.dearest(word, target, distance)
        return Guess(written, distance, dear, self.vocabulary.frequency[written], is_sure)

    def dearest(self, word: str, target: str, distance: int) -> float:
        """The unlikeliest slip for which something else than was typed is searched."""
        if len(word) <= LEAST:
            return SURE_SHORT
        if target not in self.vocabulary.together:
            return SURE_ELSEWHERE
        if distance < 2:
            return SURE_ONE
        return SURE_TWO if len(word) <= SHORT else SURE_TWO_LONG

    def corrected(self, words: str, unfinished: bool = False) -> str | None:
        """The words with what was misspelt put right and all else as typed; None when nothing is to be done.

        `unfinished`: somebody is typing still; a last word that some word begins with is left alone.
        """
        tokens = [Token(*m.span(), fold(m[0])) for m in WORD.finditer(words[:MOST_LETTERS])]
        if unfinished and tokens and self.begins_a_word(tokens[-1].word):
            *tokens, _last = tokens
        repairs = sorted(self.repairs(tokens), reverse=True)
        for start, end, better in repairs:
            words = words[:start] + better + words[end:]
        return words if repairs else None

    def repairs(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        """(start, end, what should stand there)."""
        beside = {self.vocabulary.written(t.word) or t.word for t in tokens if t.word not in STOP}
        skip = False
        for token, following in zip_longest(tokens, tokens[1:]):
            if skip:
                skip = False
            elif following and (one := self.joined(token.word, following.word)):
                skip = True
                yield token.start, following.end, one
            elif self.is_odd(token.word) and (better := self.better(token.word, beside)):
                beside.update(better.split())
                yield token.start, token.end, better

    def is_odd(self, word: str) -> bool:
        """Neither known nor a number, a unit or too short to tell."""
        plain = len(word) >= LEAST and word.isalpha() and word not in UNITS
        return plain and not self.vocabulary.knows(word)

    def joined(self, word: str, following: str) -> str | None:
        """keri pik: one word that came apart."""
        both = word + following
        if both not in self.vocabulary.frequency or not (word + following).isalpha():
            return None
        apart = self.vocabulary.knows(word) and self.vocabulary.knows(following)
        return None if apart else both

    def better(self, word: str, beside: Iterable[str]) -> str | None:
        """The best reading of an odd word: two that ran together, or the nearest."""
        guess = self.best(word, beside)
        halves = self.parted(word)
        if halves and (guess is None or self.fit(halves)[0]):
            return " ".join(halves)
        return guess.word if guess else None

    def best(self, word: str, beside: Iterable[str]) -> Guess | None:
        """Of the nearest, the one that stands in titles with the other words; then the likeliest slip."""
        guesses = [guess for guess in self.guesses(word, 1) if guess.is_sure]
        if self.begins_a_word(word):  # not misspelt, only short: nothing but its own words will do
            guesses = [guess for guess in guesses if guess.word.startswith(word)]
        return min(guesses, key=lambda guess: self.rank(guess, beside), default=None)

    def rank(self, guess: Guess, beside: Iterable[str]) -> tuple[int, float, int, str]:
        fits = self.vocabulary.stand_together(guess.word, beside)
        dear = round(guess.cost - (TOGETHER if fits else 0), 1)
        return guess.distance, dear, -guess.frequency, guess.word

    def parted(self, word: str) -> tuple[str, str] | None:
        """kripiktempe: two words of titles; those that stand together first, then the most frequent."""
        cuts = range(LEAST, len(word) - LEAST + 1)
        pairs = [(word[:at], word[at:]) for at in cuts]
        written = self.vocabulary.written
        known = [pair for pair in pairs if written(pair[0]) and written(pair[1])]
        return max(known, key=self.fit, default=None)

    def fit(self, halves: tuple[str, str]) -> tuple[bool, int]:
        first, second = (self.vocabulary.written(half) or half for half in halves)
        frequency = self.vocabulary.frequency
        together = self.vocabulary.stand_together(first, (second,))
        return together, min(frequency[first], frequency[second])

    def begins_a_word(self, start: str) -> bool:
        at = bisect_left(self.in_order, start)
        return self.in_order[at : at + 1] != [] and self.in_order[at].startswith(start)


def by_length(words: Iterable[str], edits: int) -> Mapping[int, list[str]]:
    """By the length of what was typed, the words that so many edits may lead to."""
    found: dict[int, list[str]] = defaultdict(list)
    for word in words:
        for length in range(len(word) - edits, len(word) + edits + 1):
            found[length].append(word)
    return found


def most_edits(word: str, target: str) -> int:
    return 1 if max(len(word), len(target)) <= SHORT else 2
