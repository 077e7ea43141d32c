"""Taking a photo: read, cleaned, made into the files that pages ask for, and kept."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import IO, TYPE_CHECKING, NamedTuple

from marketplace.web.photos.derivatives import MASTER, master_of, others_of, webp
from marketplace.web.photos.reading import LARGEST_FILE, read_bytes, read_picture
from marketplace.web.photos.store import FileStore, current_store

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

AT_ONCE = BoundedSemaphore(2)  # decoded pictures a process holds in memory
READABLE = 240_000  # bytes of a transfer proof: small print stays sharp


class TakenPhoto(NamedTuple):
    """What a row remembers of a photo; width and height are those of its largest file."""

    digest: str
    width: int
    height: int


def take_photo(
    stream: IO[bytes], *, max_bytes: int = LARGEST_FILE, store: FileStore | None = None
) -> TakenPhoto:
    """Keep a photo for everybody to see. Raises BadPhoto; nothing is left of it then.

    Slow, and without the database: call it before `begin_write()`.
    """
    store = store or current_store()
    sent = read_bytes(stream, max_bytes)
    with AT_ONCE:
        im = read_picture(sent, MASTER)
        master = master_of(im)
        digest = hashlib.sha256(master).hexdigest()
        if not store.has(digest):
            store.keep(digest, others_of(im, master))
    return TakenPhoto(digest, im.width, im.height)


def take_private(
    stream: IO[bytes],
    folder: str = "proofs",
    *,
    max_bytes: int = LARGEST_FILE,
    store: FileStore | None = None,
) -> str:
    """Keep a picture only its owner's pages may show, such as a transfer proof; gives its key."""
    store = store or current_store()
    sent = read_bytes(stream, max_bytes)
    with AT_ONCE:
        proof = webp(read_picture(sent, MASTER), READABLE, method=4)
    return store.keep_private(folder, proof)


@contextmanager
def kept_private(stream: IO[bytes]) -> Iterator[str]:
    """`take_private` for the block that needs it: when the block fails, no file is left."""
    key = take_private(stream)
    try:
        yield key
    except BaseException:
        forget_private(key)
        raise


@contextmanager
def seen_photo(stream: IO[bytes], width: int) -> Iterator["Picture"]:
    """A clean upright picture, at most `width` wide, for the block that looks at it; nothing is kept.

    Raises BadPhoto. Slow, and without the database: before `begin_write()`.
    """
    sent = read_bytes(stream)
    with AT_ONCE:
        yield read_picture(sent, width)


def forget_private(key: str | None) -> None:
    """A picture that another took the place of."""
    if key:
        current_store().remove_private(key)
