"""The life of a payout, and what each state of it has left in the ledger."""

from marketplace.kit.labelled import Labelled
from marketplace.ledger.rules.accounts import TRANSIT, Account, payable
from marketplace.ledger.rules.legs import Legs, legs, moved, undone


class PayoutStatus(Labelled):
    """Where a payout is."""

    REQUESTED = "requested", "Diminta"
    SENT = "sent", "Terkirim"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"


class IllegalPayout(Exception):
    """The payout is not where this step starts."""


class NotEnough(Exception):
    """More is asked for than is there. `left` is what could be asked for, never below zero."""

    def __init__(self, left: int) -> None:
        super().__init__(f"only {left} is there")
        self.left = left


def require_left(left: int, amount: int, seen: int | None = None) -> None:
    """Raises NotEnough when less is left than is asked for, or than was `seen` when it was asked: the same press
    came twice, or somebody else was faster.

    >>> require_left(5_000, 5_000), require_left(5_000, 2_000, seen=4_000)
    (None, None)
    """
    if amount > left or (seen is not None and left < seen):
        raise NotEnough(max(left, 0))


P = PayoutStatus
REACHED_FROM = {P.SENT: {P.REQUESTED}, P.FAILED: {P.REQUESTED, P.SENT}, P.CANCELLED: {P.REQUESTED}}


def require_step(status: PayoutStatus, to: PayoutStatus) -> None:
    """Raises IllegalPayout. A bank may return what was sent, so even a sent payout can fail."""
    if status not in REACHED_FROM.get(to, set()):
        raise IllegalPayout(f"{to} from {status}")


def left_by_payout(status: PayoutStatus, holder: Account, stall: int, amount: int) -> Legs:
    """All entries of a payout in this status, added up.

    >>> left_by_payout(PayoutStatus.FAILED, OPERATOR, 12, 5_000)
    ()
    """
    if status in (P.FAILED, P.CANCELLED):
        return ()
    asked = payout_requested(holder, stall, amount)
    return asked if status is P.REQUESTED else legs([*asked, *payout_sent(holder, amount)])


def payout_requested(holder: Account, stall: int, amount: int) -> Legs:
    """The sum leaves what is payable at once, so nobody can ask for it again.

    >>> told(payout_requested(OPERATOR, 12, 46_875))
    'payable:stall:12 +46875, payout:transit -46875'
    """
    return moved(payable(stall, holder), TRANSIT, amount)


def payout_sent(holder: Account, amount: int) -> Legs:
    """The bank has it.

    >>> told(payout_sent(treasurer(3), 46_998))
    'payout:transit +46998, clearing:treasurer:3 -46998'
    """
    return moved(TRANSIT, holder, amount)


def payout_ended(before: PayoutStatus, holder: Account, stall: int, amount: int) -> Legs:
    """A payout fails or is cancelled: whatever it had moved goes back, and the sum is payable again.

    >>> told(payout_ended(PayoutStatus.REQUESTED, OPERATOR, 12, 46_875))
    'payable:stall:12 -46875, payout:transit +46875'
    >>> told(payout_ended(PayoutStatus.SENT, OPERATOR, 12, 46_875))
    'payable:stall:12 -46875, clearing:stripe +46875'
    """
    return undone(left_by_payout(before, holder, stall, amount))
