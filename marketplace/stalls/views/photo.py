"""A photo that came with a form: taken once, kept when something else in the form was wrong."""

import re

from marketplace.web.photos import BadPhoto, current_store, take_photo

DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def photo_of(form) -> str | None:
    """The digest of the new photo; a sentence at the field when it cannot be read. Call it before any write."""
    sent = form.photo.data
    if sent and getattr(sent, "filename", ""):
        try:
            form.kept.data = take_photo(sent.stream).digest
        except BadPhoto as bad:
            form.photo.process_errors = [str(bad)]
    elif not is_kept(form.kept.data):
        form.kept.data = None
    return form.kept.data


def is_kept(digest: str | None) -> bool:
    return bool(digest and DIGEST.fullmatch(digest) and current_store().has(digest))
