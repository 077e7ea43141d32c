"""Money between a buyer and a payee: methods, the life of a payment, what a received amount means."""

from collections.abc import Sequence
from fractions import Fraction

from marketplace.kit.labelled import Labelled
from marketplace.kit.rupiah import Rupiah

HIGHEST_QRIS = Rupiah(10_000_000)  # Bank Indonesia's limit for one transaction
LEAST_CARD = Rupiah(10_000)  # a provider's least charge is about half a dollar; ours stays above it
UNIQUE_CODES = range(1, 1000)


class Method(Labelled):
    """How money travels."""

    QRIS = "qris", "QRIS"
    TRANSFER = "transfer", "Transfer"
    CASH = "cash", "Tunai"
    CARD = "card", "Kartu"


class Payee(Labelled):
    """Whose money it becomes first."""

    STALL = "stall", "Lapak"
    TREASURER = "treasurer", "Bendahara RW"
    OPERATOR = "operator", "Pengelola situs"


class PaymentStatus(Labelled):
    """Where a payment is. `late`: money after the end. `mismatch`: a wrong amount. `void`: closed unpaid."""

    PENDING = "pending", "Menunggu uang"
    PROOF_SENT = "proof_sent", "Bukti dikirim"
    PAID = "paid", "Lunas"
    FAILED = "failed", "Gagal"
    EXPIRED = "expired", "Lewat waktu"
    VOID = "void", "Ditutup"
    LATE = "late", "Uang datang terlambat"
    MISMATCH = "mismatch", "Jumlah tidak cocok"


class RefundStatus(Labelled):
    """What is owed to the buyer, until the payee has given it back."""

    OWED = "owed", "Belum dikembalikan"
    RETURNED = "returned", "Sudah dikembalikan"


class Arrival(Labelled):
    """What a received amount means for a payment in this state."""

    EXACT = "exact", "Pas"
    WRONG = "wrong", "Tidak cocok"
    LATE = "late", "Terlambat"


class NotOpen(Exception):
    """The payment does not take money, or proof, any more."""


M = Method
LIMITS: dict[Method, tuple[int, int | None]] = {
    M.QRIS: (0, HIGHEST_QRIS),
    M.CARD: (LEAST_CARD, None),
}
P = PaymentStatus
WAITING = {P.PENDING, P.PROOF_SENT}
STOPS_THE_CLOCK = {P.PROOF_SENT, P.MISMATCH}
ENDED = {P.EXPIRED, P.VOID, P.FAILED}
HAS_MONEY = {P.PAID, P.LATE, P.MISMATCH}


def judge(status: PaymentStatus, due: Rupiah, received: Rupiah) -> Arrival:
    """Raises NotOpen when this payment has been judged already."""
    if status in ENDED:
        return Arrival.LATE
    if status not in WAITING:
        raise NotOpen(status)
    return Arrival.EXACT if received == due else Arrival.WRONG


def can_carry(method: Method, amount: int) -> bool:
    """Whether one payment by this method may be of this amount, in rupiah."""
    least, _most = LIMITS.get(method, (0, None))
    return least <= amount and not is_too_much(method, amount)


def is_too_much(method: Method, amount: int) -> bool:
    """Whether an amount has to be paid in several payments by this method."""
    _least, most = LIMITS.get(method, (0, None))
    return most is not None and amount > most


def shares(amounts: Sequence[int], received: int) -> list[Rupiah]:
    """What came for each part of a payment: its share of all that came, by Webster's method. More money never makes a
    share smaller, as largest remainders would: what is owed back of a first piece is never more than its share later.

    >>> shares([20_000, 10_000], 30_123), shares([20_000, 10_000], 29_999)
    ([20082, 10041], [19999, 10000])
    """
    total = sum(amounts)
    parts = [(2 * amount * received + total) // (2 * total) for amount in amounts]

    def claim(place: int, part: int) -> tuple[Fraction, int]:
        """The part with the highest claim gets the next rupiah, the earlier of equals."""
        return Fraction(amounts[place], 2 * part + 1), -place

    places = range(len(parts))
    while sum(parts) < received:
        parts[max(places, key=lambda at: claim(at, parts[at]))] += 1
    while sum(parts) > received:
        parts[min(filter(parts.__getitem__, places), key=lambda at: claim(at, parts[at] - 1))] -= 1
    return [Rupiah(part) for part in parts]
