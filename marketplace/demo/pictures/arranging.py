"""Ways to arrange pieces: heaped, in rows, in a ring, strewn, beside."""

import math
from collections.abc import Sequence
from random import Random

from PIL.Image import Image

from marketplace.demo.pictures.kinds import Piece, Recipe, piece
from marketplace.demo.pictures.pieces import put

Goods = Sequence[Piece]
LARGE = ("1f34d", "1f34c", "1f9c0", "1f965", "1f36b")  # pineapple, banana, cheese, coconut, bar


def heap(
    canvas: Image,
    goods: Goods,
    at: tuple[float, float],
    radius: float,
    size: float,
    rng: Random,
    layers: int = 2,
    spin: float = 360,
    gap: float = 0.62,
) -> None:
    """A generous pile: rings from outside in, a smaller layer on top."""
    for layer in range(layers):
        spots = rings(radius * (1 - layer / layers), size, rng, gap)
        if layer == layers - 1 or not spots:
            spots.append((0.0, 0.0))
        for dx, dy in sorted(spots, key=lambda p: p[1] + rng.uniform(-7, 7)):
            put(
                canvas,
                rng.choice(goods),
                at[0] + dx + rng.uniform(-4, 4),
                at[1] + dy - layer * 6 + rng.uniform(-4, 4),
                size * rng.uniform(0.93, 1.07),
                rng.uniform(-spin / 2, spin / 2),
            )


def rings(reach: float, size: float, rng: Random, gap: float) -> list[tuple[float, float]]:
    spots: list[tuple[float, float]] = []
    r = reach
    while r > size * 0.25:
        n = max(3, int(2 * math.pi * r / (size * gap)))
        start = rng.random() * 6.28
        spots += [
            (r * math.cos(start + i * 6.283 / n), r * math.sin(start + i * 6.283 / n))
            for i in range(n)
        ]
        r -= size * 0.62
    return spots


def rows(
    canvas: Image,
    goods: Goods,
    at: tuple[float, float],
    area: tuple[float, float],
    size: float,
    rng: Random,
    spin: float = 40,
    step: float = 1.1,
    tall: float = 1,
) -> None:
    """Laid out one by one, as for counting; every other row moves half a step."""
    w, h = area
    size = min(size, w / 3.15)
    nx, ny = max(2, int(w / (size * step) + 0.3)), max(2, int(h / (size * step * tall) + 0.3))
    for j in range(ny):
        for i in range(nx):
            x = at[0] + (i - (nx - 1) / 2) * w / nx + (j % 2 - 0.5) * size * 0.12
            put(
                canvas,
                goods[(i + j) % len(goods)],
                x + rng.uniform(-4, 4),
                at[1] + (j - (ny - 1) / 2) * h / ny + rng.uniform(-4, 4),
                size,
                rng.uniform(-spin / 2, spin / 2),
                8,
            )


def ring(canvas: Image, goods: Goods, at: tuple[float, float], size: float, rng: Random) -> None:
    for radius, n in ((214, 11), (98, 5)):
        start = rng.random() * 360
        for i in range(n):
            a = math.radians(start + i * 360 / n)
            x, y = at[0] + radius * math.sin(a), at[1] - radius * math.cos(a)
            put(canvas, goods[i % len(goods)], x, y, size, -math.degrees(a), 8)


def strew(
    canvas: Image,
    goods: Goods,
    at: tuple[float, float],
    reach: tuple[float, float],
    size: float,
    n: int,
    rng: Random,
    turn: float = 25,
    spread: float = 30,
) -> None:
    """Sticks, threads, beans: thrown on a heap, thicker in the middle."""
    for _ in range(n):
        a, r = rng.random() * 6.283, math.sqrt(rng.random())
        put(
            canvas,
            rng.choice(goods),
            at[0] + math.cos(a) * r * reach[0],
            at[1] + math.sin(a) * r * reach[1],
            size * rng.uniform(0.9, 1.1),
            rng.gauss(turn, spread),
            5,
        )


def props(
    im: Image, r: Recipe, rng: Random, spots: list[tuple[int, int]], size: float = 116
) -> None:
    """What lies beside the goods and says their flavour."""
    soy = piece("kedelai")
    places = zip(rng.sample(r.props, len(r.props)), rng.sample(spots, len(spots)), strict=False)
    for prop, (x, y) in places:
        if prop == soy:
            strew(im, (soy,), (x, y), (46, 40), 38, 9, rng, 0, 180)
            continue
        big = 1.55 if prop.file in LARGE else 1.0
        put(
            im,
            prop,
            x + rng.uniform(-14, 14),
            y + rng.uniform(-14, 14),
            size * big * rng.uniform(0.9, 1.1),
            rng.uniform(-40, 40),
            8,
        )


def beside(im: Image, r: Recipe, rng: Random, left: bool) -> None:
    """What lies outside a pack: a few pieces and the props."""
    size, x = min(r.size, 150), 500 if left else 140
    if r.goods[0].file.startswith("stik"):
        n = 24 if size > 99 else 70
        strew(im, r.goods, (x, 360), (70, 170), size, n, rng, rng.choice((60, 100, 120)), 24)
    else:
        scatter(im, r, rng, x, size, 30 if left else -30)
    spots = [(560, 80), (420, 590)] if left else [(80, 80), (220, 590)]
    props(im, r, rng, spots, 104)


def scatter(im: Image, r: Recipe, rng: Random, x: float, size: float, lean: int) -> None:
    n = max(3, int(530 / (size * 0.98)))
    for k in range(n):
        put(
            im,
            rng.choice(r.goods),
            x + rng.uniform(-34, 34) + (k % 2) * lean,
            150 + k * 470 / n + rng.uniform(-12, 12),
            size,
            rng.uniform(0, 360),
            8,
        )
    for _ in range(5 if size < 110 else 0):
        put(
            im,
            rng.choice(r.goods),
            x + rng.uniform(-80, 80),
            rng.uniform(300, 600),
            size,
            rng.uniform(0, 360),
            7,
        )
