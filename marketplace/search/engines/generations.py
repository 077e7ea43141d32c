"""Generations of an index on disk: one folder each, a pointer to the one that counts, a mark on a bad one.

search/current                      the name of a folder
search/index-7QK2MD-3fa9c2d1/       a generation, made by the analyser of this fingerprint
search/index-7QK2MD-3fa9c2d1.bad    why it cannot be trusted
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from marketplace.kit.codes import new_code
from marketplace.search.words import FINGERPRINT


class Generations:
    """Any process may read and mark; only who leads makes, switches and removes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pointer = root / "current"

    def current(self) -> Path | None:
        """The folder that counts, if the pointer names one; it may be gone."""
        try:
            name = self.pointer.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return self.root / name if name.startswith("index-") and "/" not in name else None

    def begin(self) -> Path:
        """An empty folder for the next generation, under a name that no reader has seen."""
        self.root.mkdir(parents=True, exist_ok=True)
        folder = self.root / f"index-{new_code()}-{FINGERPRINT}"
        folder.mkdir()
        return folder

    def switch(self, folder: Path) -> None:
        """From here on this generation counts; older ones are removed."""
        put(self.pointer, folder.name)
        for path in self.root.glob("index-*"):
            if path != folder:
                discard(path)

    def mark_bad(self, folder: Path, why: str) -> None:
        """Tell every process, as far as the disk lets us. One that was replaced needs no mark."""
        with suppress(OSError):
            if folder == self.current():
                mark_of(folder).write_text(why, encoding="utf-8")

    def trouble_of(self, folder: Path | None) -> str:
        """Why this generation cannot answer, or nothing."""
        if folder is None:
            return "no index yet"
        if not folder.is_dir():
            return f"{folder.name} is gone"
        try:
            return f"{folder.name} is bad: {mark_of(folder).read_text(encoding='utf-8')}"
        except FileNotFoundError:
            return ""

    def is_outdated(self) -> bool:
        """Whether the index was made by another analyser than ours."""
        folder = self.current()
        return folder is not None and not folder.name.endswith(FINGERPRINT)

    @contextmanager
    def leading(self, wait: bool) -> Iterator[bool]:
        """Whether we are the one indexer. The lock ends with the process."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "leader.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True


def put(path: Path, text: str) -> None:
    """Whole or not at all, whenever we are killed."""
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def mark_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".bad")


def discard(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
