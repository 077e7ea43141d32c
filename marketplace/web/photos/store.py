"""Where files lie: public photos by the hash of what they show, private ones under a random name.

A folder of a photo appears whole or not at all: it is written beside and renamed.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

from marketplace.web.photos.derivatives import MASTER, OG, WIDTHS

__all__ = ["OG", "WIDTHS", "FileStore", "current_store"]

NAMES = {f"{width}.webp": "image/webp" for width in WIDTHS} | {OG: "image/jpeg"}
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
KEY = re.compile(r"[a-z]{1,20}/[0-9a-f]{32}", re.ASCII)
UNFINISHED = "unfinished"


class FileStore:
    """The two folders of pictures under one root, the data folder.

    A store that is only a cache need not be `durable`: it does not wait for the disk.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root, self.durable = Path(root), durable
        self.files = self.root / "files"
        self.private = self.root / "private"

    def folder_of(self, digest: str) -> Path:
        """Raises ValueError for anything but a SHA-256 in hex, so no name can climb out."""
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"not a digest: {digest!r}")
        return self.files / digest[:2] / digest

    def has(self, digest: str) -> bool:
        return self.folder_of(digest).is_dir()

    def is_whole(self, digest: str) -> bool:
        """Every file is there, and the largest is what the digest says."""
        folder = self.folder_of(digest)
        if not all((folder / name).is_file() for name in NAMES):
            return False
        return hashlib.sha256((folder / f"{MASTER}.webp").read_bytes()).hexdigest() == digest

    def keep(self, digest: str, files: Mapping[str, bytes]) -> None:
        """All files of a photo at once; when they are there already, nothing happens."""
        with self.beside(digest) as folder:
            for name, content in files.items():
                write(folder / name, content, 0o644, self.durable)

    def adopt(self, digest: str, finished: Path) -> None:
        """A photo whose files lie finished elsewhere: linked where the disk allows, else copied."""
        with self.beside(digest) as folder:
            for name in NAMES:
                link_or_copy(finished / name, folder / name)

    @contextmanager
    def beside(self, digest: str) -> Iterator[Path]:
        """A folder to fill, which becomes the photo's own when the block ends well."""
        final, folder = self.folder_of(digest), self.files / UNFINISHED / secrets.token_hex(8)
        folder.mkdir(parents=True)
        try:
            yield folder
            move_in(folder, final)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def digests(self) -> Iterator[str]:
        """Every photo that is kept, for the job that removes what no row names."""
        for folder in self.files.glob("??/*"):
            if DIGEST.fullmatch(folder.name):
                yield folder.name

    def remove(self, digest: str) -> None:
        shutil.rmtree(self.folder_of(digest), ignore_errors=True)

    def remove_unfinished(self, older_than: float) -> None:
        """What a killed process left, by time of change in seconds since 1970."""
        for folder in (self.files / UNFINISHED).glob("*"):
            if folder.stat().st_mtime < older_than:
                shutil.rmtree(folder, ignore_errors=True)

    def keep_private(self, folder: str, content: bytes) -> str:
        """The key of a file that only its owner's pages may hand out."""
        key = f"{folder}/{secrets.token_hex(16)}"
        path = self.private_path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_suffix(".part")
        try:
            write(beside, content, 0o600, self.durable)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        return key

    def private_path(self, key: str) -> Path:
        """Raises ValueError for anything but a key of ours."""
        if not KEY.fullmatch(key):
            raise ValueError(f"not a key: {key!r}")
        return self.private / f"{key}.webp"

    def remove_private(self, key: str) -> None:
        self.private_path(key).unlink(missing_ok=True)


def current_store() -> FileStore:
    return FileStore(current_app.config["DATA"])


def write(path: Path, content: bytes, mode: int, durable: bool) -> None:
    """On disk before it is named, when durable: a power cut leaves no empty photo."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        if durable:
            os.fsync(file.fileno())


def link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def move_in(beside: Path, final: Path) -> None:
    """Whoever comes second finds the same photo and is done."""
    final.parent.mkdir(exist_ok=True)
    try:
        beside.rename(final)
    except OSError:
        if not final.is_dir():
            raise
