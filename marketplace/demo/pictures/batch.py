"""Many pictures at once: drawn in two processes, kept by what they show, used again by every database.

The cache knows a picture by its arguments and by the code that draws it. Without Pillow, until
something is drawn.
"""

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from marketplace.web.photos import FileStore, TakenPhoto

if TYPE_CHECKING:
    from PIL.Image import Image

HERE = Path(__file__).parent
PROCESSES = 2
AT_A_TIME = 6  # neighbours share sprites, so a process draws several in a row
METHOD = 2  # of the WebP encoder: a third of the time, a few bytes more


class Goods(NamedTuple):
    """A picture of a product; see `compose`."""

    recipe: str
    seed: int = 0
    stall: str = ""
    title: str = ""
    rank: int = 0

    def draw(self) -> "Image":
        from marketplace.demo.pictures.compose import compose

        return compose(*self)


class Portrait(NamedTuple):
    """A stall's face; see `portrait`."""

    who: str
    seed: int | None = None

    def draw(self) -> "Image":
        from marketplace.demo.pictures.portraits import portrait

        return portrait(*self)


class MarketCard(NamedTuple):
    """A market's link preview; see `card`."""

    name: str
    place: str
    line: str
    board: str = "daun"
    seed: int = 0

    def draw(self) -> "Image":
        from marketplace.demo.pictures.cards import card

        return card(*self)


Job = Goods | Portrait | MarketCard
OnDone = Callable[[int, int], None]


def compose_all(
    jobs: Iterable[Job],
    cache_dir: Path | None = None,
    on_done: OnDone | None = None,
    *,
    store: FileStore | None = None,
) -> dict[Job, TakenPhoto]:
    """Each job's photo, all files of it in `store`; `on_done(done, total)` after every few.

    A second call finds everything in the cache, whichever database asks.
    """
    wanted = sorted(set(jobs), key=repr)
    kept = FileStore(cache_dir or default_cache(), durable=False)
    done = {job: photo for job in wanted if (photo := remembered(kept, job))}
    for fresh in drawn([job for job in wanted if job not in done], kept):
        done |= fresh
        if on_done:
            on_done(len(done), len(wanted))
    for photo in done.values():
        if store:
            store.adopt(photo.digest, kept.folder_of(photo.digest))
    if on_done:
        on_done(len(done), len(wanted))
    return done


def default_cache() -> Path:
    """PASAR_CACHE, or a folder of the person who runs the demo."""
    return Path(os.environ.get("PASAR_CACHE") or Path.home() / ".cache" / "pasar-rw")


def drawn(jobs: Sequence[Job], kept: FileStore) -> Iterator[dict[Job, TakenPhoto]]:
    """A process of its own is worth its start from a handful of pictures on."""
    groups = list(in_groups(jobs, AT_A_TIME))
    if len(groups) < PROCESSES:
        yield from (draw_group(group, kept.root) for group in groups)
        return
    apart = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=apart) as pool:
        tasks = [pool.submit(draw_group, group, kept.root) for group in groups]
        yield from results_of(tasks)


def results_of(tasks: list[Future[dict[Job, TakenPhoto]]]) -> Iterator[dict[Job, TakenPhoto]]:
    """The first failure ends the rest, so that its cause is what is seen."""
    try:
        for task in as_completed(tasks):
            yield task.result()
    finally:
        for task in tasks:
            task.cancel()


def in_groups(jobs: Sequence[Job], size: int) -> Iterator[tuple[Job, ...]]:
    left = iter(jobs)
    while group := tuple(islice(left, size)):
        yield group


def draw_group(jobs: Sequence[Job], root: Path) -> dict[Job, TakenPhoto]:
    kept = FileStore(root, durable=False)
    return {job: drawn_and_kept(job, kept) for job in jobs}


def drawn_and_kept(job: Job, kept: FileStore) -> TakenPhoto:
    from marketplace.web.photos.derivatives import master_of, others_of

    im = job.draw()
    master = master_of(im, METHOD)
    digest = hashlib.sha256(master).hexdigest()
    if not kept.is_whole(digest):
        kept.remove(digest)
        kept.keep(digest, others_of(im, master, METHOD))
    photo = TakenPhoto(digest, im.width, im.height)
    note = note_of(kept, job)
    note.parent.mkdir(parents=True, exist_ok=True)
    beside = note.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(photo))
    beside.replace(note)
    return photo


def remembered(kept: FileStore, job: Job) -> TakenPhoto | None:
    """A cache may be cut or emptied at any time; what does not hold together is drawn again."""
    try:
        photo = TakenPhoto(*json.loads(note_of(kept, job).read_text()))
        return photo if kept.is_whole(photo.digest) else None
    except (OSError, ValueError, TypeError):
        return None


def note_of(kept: FileStore, job: Job) -> Path:
    key = hashlib.sha256(f"{type(job).__name__}{tuple(job)!r}{version()}".encode()).hexdigest()
    return kept.root / "drawn" / key[:2] / f"{key}.json"


@cache
def version() -> str:
    """Changes with whatever changes a picture: code, kinds, pieces, sizes and the encoder."""
    from importlib.metadata import version as version_of

    from marketplace.web.photos import derivatives

    seen = hashlib.sha256(version_of("pillow").encode())
    sources = [path for path in HERE.rglob("*") if path.suffix in (".py", ".toml", ".webp")]
    for path in [*sorted(sources), Path(str(derivatives.__file__))]:
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()
