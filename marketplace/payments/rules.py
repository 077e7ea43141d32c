"""Money between a buyer and a payee: methods, the life of a payment, what a received amount means."""

from marketplace.kit.labelled import Labelled
from marketplace.kit.rupiah import Rupiah

HIGHEST_QRIS = Rupiah(10_000_000)  # Bank Indonesia's limit for one transaction
UNIQUE_CODES = range(1, 1000)


class Method(Labelled):
    """How money travels."""

    QRIS = "qris", "QRIS"
    TRANSFER = "transfer", "Transfer"
    CASH = "cash", "Tunai"


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
