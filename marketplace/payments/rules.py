"""Money between a buyer and a payee: methods, the life of a payment, what a received amount means."""

from collections.abc import Sequence

from marketplace.kit.labelled import Labelled
from marketplace.kit.rupiah import Rupiah, split_by

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
    """What came for each part of a payment: its amount, and its share of what was over or short.

    >>> shares([20_000, 10_000], 30_123), shares([20_000, 10_000], 29_999)
    ([20082, 10041], [19999, 10000])
    """
    over = received - sum(amounts)
    more = split_by(abs(over), amounts)
    sign = 1 if over >= 0 else -1
    return [Rupiah(amount + sign * part) for amount, part in zip(amounts, more, strict=True)]
