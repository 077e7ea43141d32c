"""What can be drawn, read from kinds.toml, and which of it a title asks for. Without Pillow."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ANYTHING = "semprit"
Box = tuple[int, int, int, int]


class Piece(NamedTuple):
    """A rendering, what colour it should have and which of its proportions to change."""

    file: str
    tone: str = ""
    tall: float = 1.0
    crop: Box | None = None


class Recipe(NamedTuple):
    """Goods with the size of one piece on a 640 px picture, and what may lie around them."""

    goods: tuple[Piece, ...]
    size: int
    ways: str
    shade: str
    props: tuple[Piece, ...] = ()
    spin: int = 360
    fill: str = ""


@cache
def tables() -> dict[str, Any]:
    return tomllib.loads((HERE / "kinds.toml").read_text())


@cache
def piece(name: str) -> Piece:
    """By its own name, or written out as file:tone:height:crop."""
    file, *rest = tables()["pieces"].get(name, name).split(":")
    tone, tall, crop = [*rest, "", "", ""][:3]
    return Piece(file, tone, float(tall or 1), box_of(crop) if crop else None)


def box_of(written: str) -> Box:
    left, top, right, bottom = (int(n) for n in written.split(","))
    return left, top, right, bottom


@cache
def recipe_of(kind: str) -> Recipe:
    written = dict(tables()["recipes"][kind])
    goods, props = written.pop("goods"), written.pop("props", [])
    return Recipe(goods=pieces(goods), props=pieces(props), **written)


def pieces(names: list[str]) -> tuple[Piece, ...]:
    return tuple(piece(name) for name in names)


def kind_of(title: str) -> str:
    """The recipe a product's title asks for; a plate of semprit when it names nothing we know."""
    recipes, aliases = tables()["recipes"], tables()["aliases"]
    words = title.lower()
    for other in ("kripik", "krupuk"):
        words = words.replace(other, aliases[other])
    names = {kind: kind for kind in recipes} | {
        word: kind for word, kind in aliases.items() if kind in recipes
    }
    found = [name for name in names if name in words]
    if not found:
        return ANYTHING
    kind = names[min(found, key=lambda name: (name in ("tempe", "kue kering"), -len(name)))]
    if kind == "keripik tempe" and ("pedas" in words or "balado" in words):
        return "keripik tempe pedas"
    return kind
