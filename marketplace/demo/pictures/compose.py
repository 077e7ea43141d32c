"""One picture of goods: ground, way of serving, props, light."""

from random import Random

from PIL import Image

from marketplace.demo.pictures.grounds import SUITING, light, table
from marketplace.demo.pictures.kinds import recipe_of
from marketplace.demo.pictures.ways import LABELLED, WAYS


def compose(
    recipe: str, seed: int = 0, stall: str = "", title: str = "", rank: int = 0
) -> Image.Image:
    """640 by 640. Neighbours in a list should get different ranks or seeds."""
    r, rng = recipe_of(recipe), Random(f"{recipe}/{seed}/{stall}/{title}")
    grounds, ways = SUITING[r.shade].split(), r.ways.split()
    way = ways[(rng.randrange(len(ways)) + rank) % len(ways)]
    if way.startswith("rows"):  # nothing lies between goods and ground, so the ground is quiet
        grounds = [name for name in grounds if "_" not in name]
    im = table(grounds[(rng.randrange(len(grounds)) + rank) % len(grounds)], rng)
    WAYS[way](im, r, rng, stall or "Pasar RW", title or recipe)
    im = light(im, rng.randrange(9))
    if way not in LABELLED and rng.random() < 0.5:
        return im.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return im
