"""A voucher in plain terms: what it gives on goods of a worth, and why it does not."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.kit.clock import hari_tanggal
from marketplace.kit.labelled import Labelled
from marketplace.kit.rupiah import Rupiah, format_rupiah, share_of
from marketplace.orders.rules import Bearer

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,18}[A-Z0-9]", re.ASCII)
LONGEST = 20
SEPARATORS = re.compile(r"[,;\n]")
BASIS_POINTS = 100  # of one percent


class VoucherKind(Labelled):
    """How the discount is reckoned."""

    PERCENT = "percent", "Persen"
    AMOUNT = "amount", "Rupiah"


class VoucherState(Labelled):
    """Where a voucher is now."""

    RUNNING = "running", "Berjalan"
    NOT_BEGUN = "not_begun", "Belum mulai"
    ENDED = "ended", "Sudah lewat"
    USED_UP = "used_up", "Sudah habis"
    CLOSED = "closed", "Ditutup"


class Refusal(Labelled):
    """Why a code gives nothing, in the words that stand at the field; `sentence_of` fills them in."""

    UNKNOWN = "unknown", "Kode {code} tidak ada. Periksa lagi tulisannya.{several}"
    CLOSED = "closed", "Kode {code} sudah tidak berlaku."
    NOT_BEGUN = "not_begun", "Kode {code} baru berlaku mulai {starts}."
    ENDED = "ended", "Kode {code} berlaku sampai {ends}, jadi sudah lewat."
    ELSEWHERE = "elsewhere", "Kode {code} untuk {owner}. Belum ada barang dari sana di pesananmu."
    USED_UP = "used_up", "Kode {code} sudah habis dipakai."
    USED_BY_YOU = (
        "used_by_you",
        "Kode {code} hanya {limit} kali untuk tiap pembeli, dan kamu sudah memakainya.",
    )
    BELOW = (
        "below",
        "Kode {code} berlaku mulai belanja {least} di {owner}. Kurang {missing} lagi.",
    )


class LimitReached(Exception):
    """Somebody else took the last use of a voucher, or this buyer's uses are over. Carries its code."""


@dataclass(frozen=True)
class Terms:
    """A voucher as it is now. Without `stall_id` it is the market's. `worth` is percent or rupiah, by `kind`."""

    id: int
    code: str
    market_id: int
    stall_id: int | None
    owner: str  # whose goods it is for, in words
    kind: VoucherKind
    worth: int
    starts_at: datetime
    least: Rupiah = Rupiah(0)  # rupiah of goods from which it counts
    most: Rupiah | None = None  # rupiah that a percentage gives at most
    ends_at: datetime | None = None
    limit_total: int | None = None
    limit_per_buyer: int | None = None
    used: int = 0
    is_closed: bool = False
    borne_by: Bearer = Bearer.STALL

    @property
    def last_moment(self) -> datetime | None:
        """`ends_at` is the midnight after the last day; people speak of that day."""
        return self.ends_at - timedelta(seconds=1) if self.ends_at else None

    def state(self, at: datetime) -> VoucherState:
        if self.is_closed:
            return VoucherState.CLOSED
        if self.ends_at and self.ends_at <= at:
            return VoucherState.ENDED
        if self.limit_total is not None and self.used >= self.limit_total:
            return VoucherState.USED_UP
        return VoucherState.NOT_BEGUN if at < self.starts_at else VoucherState.RUNNING


def same_code(typed: str) -> str:
    """The spelling that is stored and compared: capitals, no spaces."""
    return "".join(typed.split()).upper()


def codes_in(typed: str) -> list[str]:
    """The different codes of a line with commas between them, as typed first to last."""
    found = (same_code(part) for part in SEPARATORS.split(typed))
    return list(dict.fromkeys(code for code in found if code))


def discount_on(terms: Terms, goods: int) -> Rupiah:
    """What it gives on goods of this worth: never more than they cost, percentages rounded down."""
    if terms.kind is VoucherKind.AMOUNT:
        return Rupiah(min(terms.worth, goods))
    share = share_of(goods, terms.worth * BASIS_POINTS)
    return share if terms.most is None else min(share, terms.most)


def why_not(terms: Terms, goods: int | None, mine: int, at: datetime) -> Refusal | None:
    """Why it gives nothing; None when it does. `goods` is what its orders come to, None without any; `mine` how often
    this buyer has used it.
    """
    state = terms.state(at)
    if state is not VoucherState.RUNNING and state is not VoucherState.USED_UP:
        return Refusal(state.value)
    if goods is None:
        return Refusal.ELSEWHERE
    if state is VoucherState.USED_UP:
        return Refusal.USED_UP
    if terms.limit_per_buyer is not None and mine >= terms.limit_per_buyer:
        return Refusal.USED_BY_YOU
    return Refusal.BELOW if goods < terms.least else None


def sentence_of(refusal: Refusal, code: str, terms: Terms | None = None, goods: int = 0) -> str:
    """The refusal as the buyer reads it at the field."""
    if terms is None:
        several = (
            " Kalau kodenya lebih dari satu, pisahkan dengan koma." if len(code) > LONGEST else ""
        )
        return refusal.label.format(code=code[:40], several=several)
    return refusal.label.format(
        code=code,
        owner=terms.owner,
        starts=hari_tanggal(terms.starts_at),
        ends=hari_tanggal(terms.last_moment) if terms.last_moment else "",
        limit=terms.limit_per_buyer,
        least=format_rupiah(terms.least),
        missing=format_rupiah(max(terms.least - goods, 0)),
    )
