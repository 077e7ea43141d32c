"""The RW admin's word on a stall. Each is written into the audit trail."""

from datetime import datetime

from marketplace.accounts import audit
from marketplace.accounts.actions import grant
from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallMove
from marketplace.web.db import db, lock


def approve_stall(stall: Stall, by: User, at: datetime) -> None:
    """Open for selling, and its applicant becomes its producer. Raises IllegalStallMove."""
    before = held(stall)
    stall.make(StallMove.APPROVE, at)
    applicant = db.session.get(User, stall.applicant_id) if stall.applicant_id else None
    if applicant:
        grant(applicant, Role.PRODUCER, stall=stall, by=by, at=at)
    keep(stall, "menyetujui lapak", by, before, at)


def return_stall(stall: Stall, by: User, reason: str, at: datetime) -> None:
    """Back to the applicant, who reads the reason. Raises IllegalStallMove."""
    before = held(stall)
    stall.make(StallMove.RETURN, at, reason)
    keep(stall, "mengembalikan lapak", by, before, at)


def close_stall(stall: Stall, by: User, at: datetime) -> None:
    """Its goods leave the market; open orders go on. Raises IllegalStallMove."""
    before = held(stall)
    stall.make(StallMove.CLOSE, at)
    keep(stall, "menutup lapak", by, before, at)


def reopen_stall(stall: Stall, by: User, at: datetime) -> None:
    """Closed stalls come back through the queue. Raises IllegalStallMove."""
    before = held(stall)
    stall.make(StallMove.REOPEN, at)
    keep(stall, "membuka lagi lapak", by, before, at)


def held(stall: Stall) -> str:
    """Holds the market before the stall, in the order of everybody who changes stalls. Gives the status."""
    lock(stall.market)
    lock(stall)
    return stall.status


def keep(stall: Stall, action: str, by: User, before: str, at: datetime) -> None:
    audit.record(
        action,
        stall.name,
        f"stall:{stall.id}",
        actor=by,
        market_id=stall.market_id,
        before={"status": before},
        after={"status": stall.status, "reason": stall.return_reason},
        at=at,
    )
