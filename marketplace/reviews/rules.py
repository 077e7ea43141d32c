"""Who may say something of what they bought, until when, and how a review is signed."""

from datetime import datetime, timedelta

from marketplace.kit.labelled import Labelled
from marketplace.orders.rules import OrderStatus

OPEN_FOR = timedelta(days=60)  # after the goods were collected
LONGEST, MOST_PHOTOS, LAST_RT = 500, 3, 99
STARS = {1: "Mengecewakan", 2: "Kurang", 3: "Cukup", 4: "Enak", 5: "Istimewa"}
TITLES = frozenset("bu ibu pak bapak mas mbak mbok bang abang kak haji hajah h. hj. hj".split())


class ShowsAs(Labelled):
    """How the buyer signs: "Rina", or as somebody of an RT."""

    NAME = "name", "Nama depanmu"
    NEIGHBOUR = "neighbour", "Warga saja, tanpa nama"


class NotReviewable(Exception):
    """Nothing may be said of this line now; the words say why."""


class AlreadySaid(Exception):
    """The stall has answered, or the committee has hidden or shown it, before this press."""


def must_be_reviewable(
    status: OrderStatus, collected_at: datetime | None, pieces: int, at: datetime
) -> None:
    """`pieces` are those whose money did not go back. Raises NotReviewable."""
    if status is not OrderStatus.COMPLETED or collected_at is None:
        raise NotReviewable("Ulasan dibuka setelah barangnya kamu terima.")
    if pieces < 1:
        raise NotReviewable("Uang barang ini sudah kembali semua, jadi tidak perlu diulas.")
    if at > collected_at + OPEN_FOR:
        raise NotReviewable(
            f"Ulasan ditulis paling lambat {OPEN_FOR.days} hari setelah barang diterima."
        )


def is_reviewable(
    status: OrderStatus, collected_at: datetime | None, pieces: int, at: datetime
) -> bool:
    try:
        must_be_reviewable(status, collected_at, pieces, at)
    except NotReviewable:
        return False
    return True


def first_name(name: str) -> str:
    """What neighbours call each other: the first word, with the title before it.

    >>> first_name("Rina Kusuma"), first_name("Bu Sri Wahyuni")
    ('Rina', 'Bu Sri')
    """
    words = name.split()
    return " ".join(words[: 2 if words and words[0].lower() in TITLES else 1])


def signature(shows_as: ShowsAs, name: str, rt: int | None) -> str:
    """
    >>> signature(ShowsAs.NEIGHBOUR, "Rina Kusuma", 3)
    'Warga RT 03'
    """
    if shows_as is ShowsAs.NAME and name.strip():
        return first_name(name)
    return f"Warga RT {rt:02}" if rt else "Warga"


def average(stars_sum: int, stars_count: int) -> str:
    """With one digit after the comma, half a tenth rounded up; nothing without reviews.

    >>> average(14, 3), average(0, 0)
    ('4,7', '')
    """
    if not stars_count:
        return ""
    tenths = (20 * stars_sum + stars_count) // (2 * stars_count)
    return f"{tenths // 10},{tenths % 10}"
