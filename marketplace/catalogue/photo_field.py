"""Photos of a form: those that lie on the table already, and new ones, which are taken when the form is read.

A good photo is kept at once, so a form that is refused for another reason comes back with it. It travels as
its place and digest ("2.ab12…"); a digest is the hash of what the photo shows, so it can be kept or invented
without harm: one that the store does not hold is dropped.
"""

import re
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import Field

from marketplace.catalogue.rules import MOST_PHOTOS
from marketplace.web.photos import BadPhoto, TakenPhoto, current_store, take_photo

ON_THE_TABLE = re.compile(r"(x|[1-9][0-9]?)\.([0-9a-f]{64})", re.ASCII)
AWAY = "x"
TOO_MANY = "Paling banyak {} foto. Buang satu dulu kalau mau menambah."


class PhotosField(Field):
    """data: the photos in their order. Each one that cannot be taken has its own sentence in the errors."""

    def __init__(self, *args: Any, most: int = MOST_PHOTOS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def _value(self) -> str:
        return ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        placed = in_order([sent for sent in valuelist if isinstance(sent, str)])
        self.data = placed[: self.most]
        for upload in valuelist:
            if isinstance(upload, FileStorage) and upload.filename:
                self.take(upload)

    def take(self, upload: FileStorage) -> None:
        if len(self.data) >= self.most:
            if (sentence := TOO_MANY.format(self.most)) not in self.process_errors:
                self.process_errors.append(sentence)
            return
        try:
            taken = take_photo(upload.stream)
        except BadPhoto as refused:
            self.process_errors.append(f"{short_name(upload.filename)}: {refused}")
            return
        if taken.digest not in {photo.digest for photo in self.data}:
            self.data.append(taken)


class OnePhotoField(PhotosField):
    """At most one photo, by digest; the newest upload replaces what lay there."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data[-1:]


def in_order(sent: list[str]) -> list[TakenPhoto]:
    """What lies on the table by the places that were chosen."""
    placed = []
    for was, value in enumerate(sent[: 2 * MOST_PHOTOS], start=1):
        read = ON_THE_TABLE.fullmatch(value)
        if read and read[1] != AWAY:
            placed.append((place_of(int(read[1]), was), was, read[2]))
    digests = dict.fromkeys(digest for *_, digest in sorted(placed))
    return [photo for photo in map(measured, digests) if photo][:MOST_PHOTOS]


def place_of(wanted: int, was: int) -> float:
    """Just before the photo that stands there when moved forward, just behind it when moved back."""
    if wanted == was:
        return wanted
    return wanted - 0.5 if wanted < was else wanted + 0.5


def measured(digest: str) -> TakenPhoto | None:
    """A kept photo with its size, read from the head of its largest file; None when it is not kept."""
    from PIL import Image

    store = current_store()
    if not store.has(digest):
        return None
    with Image.open(store.folder_of(digest) / "1280.webp") as largest:
        return TakenPhoto(digest, *largest.size)


def short_name(name: str | None) -> str:
    """A file's name as a person may recognise it, without folders and not endless."""
    tail = re.split(r"[\\/]", name or "")[-1]
    return tail if len(tail) <= 30 else f"{tail[:14]}…{tail[-13:]}"
