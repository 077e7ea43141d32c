"""Pictures that people send: refused before they cost memory, cleaned, kept by content."""

from marketplace.web.photos.intake import (
    TakenPhoto,
    forget_private,
    kept_private,
    seen_photo,
    take_photo,
    take_private,
)
from marketplace.web.photos.reading import BadPhoto
from marketplace.web.photos.store import OG, WIDTHS, FileStore, current_store

__all__ = [
    "OG",
    "WIDTHS",
    "BadPhoto",
    "FileStore",
    "TakenPhoto",
    "current_store",
    "forget_private",
    "kept_private",
    "seen_photo",
    "take_photo",
    "take_private",
]
