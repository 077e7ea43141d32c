"""Demo pictures: the same for the same arguments, all different else, drawn once for every database."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from marketplace.demo.pictures import Goods, MarketCard, Portrait, compose_all, kind_of
from marketplace.demo.pictures.batch import default_cache
from marketplace.demo.pictures.cards import BOARDS, card, tray
from marketplace.demo.pictures.compose import compose
from marketplace.demo.pictures.grounds import GROUNDS, SUITING
from marketplace.demo.pictures.kinds import recipe_of, tables
from marketplace.demo.pictures.pieces import PIECES, TONES
from marketplace.demo.pictures.portraits import FACES, portrait
from marketplace.demo.pictures.ways import WAYS
from marketplace.web.photos import FileStore

KINDS = list(tables()["recipes"])
FEW = [Goods("nastar", n, "Kue Bu Tutik", "Nastar nanas", n) for n in range(3)]


@pytest.fixture
def cache_dir(tmp_path):
    return tmp_path / "cache"


@pytest.mark.parametrize("kind", KINDS)
def test_every_recipe_names_things_that_exist(kind):
    recipe = recipe_of(kind)

    assert set(recipe.ways.split()) <= set(WAYS)
    assert set(SUITING[recipe.shade].split()) <= set(GROUNDS)
    for piece in recipe.goods + recipe.props:
        assert (PIECES / f"{piece.file}.webp").is_file()
        assert piece.tone in ("", *TONES)


def test_every_way_of_serving_can_be_drawn():
    ways = {way: kind for kind in KINDS for way in recipe_of(kind).ways.split()}
    assert set(ways) == set(WAYS)

    for way, kind in ways.items():
        assert compose(kind, 1, "Dapur Bu Sri", kind, list(WAYS).index(way)).size == (640, 640)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Keripik tempe daun jeruk", "keripik tempe"),
        ("KRIPIK TEMPE pedas", "keripik tempe pedas"),
        ("Keripik tempe balado", "keripik tempe pedas"),
        ("Nastar nanas premium", "nastar"),
        ("Susu kedelai jahe", "sari kedelai"),
        ("Krupuk rambak", "kerupuk bawang"),
        ("Hampers Lebaran", "bingkisan"),
        ("Tempe mentah", "tempe"),
        ("Sesuatu yang lain", "semprit"),
    ],
)
def test_a_title_finds_its_picture(title, kind):
    assert kind_of(title) == kind


def test_the_same_arguments_make_the_same_picture():
    first, second = (compose("klepon", 3, "Jajan Bu Lilis", "Klepon", 1) for _ in range(2))

    assert first.tobytes() == second.tobytes()
    assert first.tobytes() != compose("klepon", 4, "Jajan Bu Lilis", "Klepon", 1).tobytes()


def test_titles_of_any_length_fit_their_label():
    for title in ("", ",", "A", "Keripik tempe daun jeruk purut pedas manis istimewa" * 3):
        assert compose("sambal", 1, "Lapak dengan nama yang panjang sekali", title).mode == "RGB"


def test_faces_trays_and_cards():
    assert {portrait(who).size for who in FACES} == {(256, 256)}
    assert portrait("sri", 1).tobytes() != portrait("sri", 2).tobytes()
    assert tray(1).getpixel((0, 0))[3] == 0
    for board in BOARDS:
        assert card("RW 05", "Sukun", "Kue kering", board).size == (1200, 630)


def test_a_second_database_takes_what_is_drawn(cache_dir, tmp_path, monkeypatch):
    jobs = [*FEW, Portrait("sri", 7), MarketCard("RW 15", "Purwantoro", "Keripik tempe")]
    first, second = FileStore(tmp_path / "one"), FileStore(tmp_path / "two")

    made = compose_all(jobs, cache_dir, store=first)
    monkeypatch.setattr(Goods, "draw", None)
    monkeypatch.setattr(Portrait, "draw", None)
    again = compose_all(jobs, cache_dir, store=second)

    assert made == again
    assert len({photo.digest for photo in made.values()}) == len(jobs)
    for photo in made.values():
        for store in (first, second):
            im = Image.open(store.folder_of(photo.digest) / "320.webp")
            assert im.width == min(320, photo.width)


def test_pictures_of_two_processes_are_those_of_one(cache_dir, tmp_path, monkeypatch):
    monkeypatch.setattr("marketplace.demo.pictures.batch.AT_A_TIME", 2)
    jobs, told = [*FEW, Portrait("sri", 7)], []

    apart = compose_all(jobs, cache_dir, lambda done, total: told.append((done, total)))

    assert told == [(2, 4), (4, 4), (4, 4)]
    assert apart == compose_all(jobs[:2], tmp_path) | compose_all(jobs[2:], tmp_path)


def test_a_damaged_cache_is_drawn_again(cache_dir, tmp_path):
    photo = compose_all(FEW[:1], cache_dir)[FEW[0]]
    folder = FileStore(cache_dir).folder_of(photo.digest)
    (folder / "og.jpg").unlink()
    for note in (cache_dir / "drawn").rglob("*.json"):
        note.write_text("{")

    store = FileStore(tmp_path / "data")
    again = compose_all(FEW[:1], cache_dir, store=store)

    assert again == {FEW[0]: photo}
    assert (store.folder_of(photo.digest) / "og.jpg").is_file()


def test_the_cache_lies_where_it_is_wanted(monkeypatch, tmp_path):
    monkeypatch.setenv("PASAR_CACHE", str(tmp_path))
    assert default_cache() == tmp_path
    monkeypatch.delenv("PASAR_CACHE")
    assert default_cache().parts[-2:] == (".cache", "pasar-rw")


def test_naming_a_picture_does_not_load_the_drawing():
    code = "import sys, marketplace.demo.pictures; sys.exit('PIL' in sys.modules)"
    root = Path(__file__).parents[2]

    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0
