"""The QRIS of a photographed sticker: the one code that matters, or a sentence that says how to take the photo."""

from typing import IO

from marketplace.payments.qris import BadQris, Merchant, read_static
from marketplace.web.photos import seen_photo

WIDTH = 2000  # a sticker on a wall fills a tenth of the photo and can still be read
BEGINS = "000201"

NO_CODE = (
    "Tidak ada kode yang terbaca di foto ini. Foto stikernya dari dekat, lurus, terang, "
    "dan jangan sampai terlipat."
)
NO_QRIS = "Kode di foto ini bukan QRIS. Foto stiker QRIS-nya, bukan kode yang lain."
SEVERAL = "Ada {} kode QRIS di foto ini. Foto satu stiker saja, atau potong dulu fotonya."


def read_photo(stream: IO[bytes]) -> Merchant:
    """The owner of a photographed sticker. Raises BadPhoto for what is no photo, BadQris for what it shows."""
    with seen_photo(stream, WIDTH) as picture:
        found = codes_in(picture)
    return read_static(only_qris(found))


def codes_in(picture: object) -> list[str]:
    """The text of every QR code, each once. The reader is loaded here, for few requests need it."""
    import qriskit

    return [found.text.strip() for found in qriskit.scan_all(picture)]


def only_qris(codes: list[str]) -> str:
    """The same sticker twice in a picture is one. A damaged payload is given too: its reader says what is wrong."""
    if not codes:
        raise BadQris([NO_CODE])
    candidates = list(dict.fromkeys(code for code in codes if code.startswith(BEGINS)))
    if not candidates:
        raise BadQris([NO_QRIS])
    if len(candidates) > 1:
        raise BadQris([SEVERAL.format(len(candidates))])
    return candidates[0]
