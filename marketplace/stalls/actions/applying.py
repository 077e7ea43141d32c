"""A resident asks for a stall: the draft, its name and address on the web, and sending it."""

from datetime import datetime
from typing import Any

from marketplace.accounts.models import User
from marketplace.kit.slugs import numbered, slugify
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall, StallSlug
from marketplace.stalls.names import skeleton
from marketplace.stalls.rules import IllegalStallMove, StallMove, StallStatus, Unfinished
from marketplace.training.models import Certificate
from marketplace.web.db import begin_write, db, lock


class NameTaken(Exception):
    """A stall of this market has a name that looks the same."""

    def __init__(self, name: str) -> None:
        super().__init__(f"looks like {name!r}")
        self.name = name


def apply_for_stall(user: User, market: Market, *, name: str, **fields: Any) -> Stall:
    """A draft of the applicant's; `fields` are columns of Stall. Raises NameTaken."""
    lock(market)
    refuse_lookalike(market.id, name)
    usual = {"owner_name": user.name, "whatsapp": user.phone}
    stall = Stall(market=market, name=name, slug=free_slug(name), applicant_id=user.id)
    for column, value in (usual | fields).items():
        setattr(stall, column, value)
    db.session.add(stall)
    db.session.flush()
    return stall


def start_application(user: User, market: Market) -> Stall:
    """The draft this person has in the market, or a new one under a name they will change."""
    lock(market)
    drafts = db.select(Stall).where(
        Stall.market_id == market.id,
        Stall.status == StallStatus.DRAFT,
        Stall.applicant_id == user.id,
    )
    found: Stall | None = db.session.scalar(drafts.order_by(Stall.id).limit(1))
    return found or apply_for_stall(user, market, name=free_name(market, f"Lapak {user.name}"))


def draft_from_certificate(
    user: User, certificate: Certificate, market: Market | None = None
) -> Stall:
    """A draft filled in from what the office knows; the one there is when it was asked for before.

    `market` is for participants whose own RW has none. Raises LookupError when neither is there.
    """
    participant = certificate.participant
    market = market or participant.rw.market
    if market is None:
        raise LookupError(f"no market in {participant.rw.full_label}")
    lock(market)
    found = stall_by_certificate(user, certificate)
    if found:
        return found
    name = free_name(market, f"Lapak {participant.name}")
    return apply_for_stall(
        user,
        market,
        name=name,
        owner_name=participant.name,
        plans=participant.product,
        whatsapp=participant.phone,
        certificate_id=certificate.id,
    )


def stall_by_certificate(user: User, certificate: Certificate) -> Stall | None:
    """What this person already asked for with this certificate."""
    query = db.select(Stall).where(
        Stall.certificate_id == certificate.id, Stall.applicant_id == user.id
    )
    found: Stall | None = db.session.scalar(query.limit(1))
    return found


def change_application(stall: Stall, **fields: Any) -> None:
    """Save one step. Raises IllegalStallMove once the application is sent, NameTaken for a new name that is."""
    lock(stall.market)
    lock(stall)
    if not stall.is_editable:
        raise IllegalStallMove(f"change while {stall.status}")
    if "name" in fields:
        rename_stall(stall, fields.pop("name"))
    for column, value in fields.items():
        setattr(stall, column, value)
    db.session.flush()


def move_application(stall: Stall, market: Market) -> None:
    """The draft goes to the market of another RW. Raises IllegalStallMove once it was sent."""
    if stall.market_id == market.id:
        return
    lock(market)
    lock(stall)
    if stall.status is not StallStatus.DRAFT:
        raise IllegalStallMove(f"move while {stall.status}")
    stall.market = market
    stall.name = free_name(market, stall.name)
    db.session.flush()


def free_name(market: Market, wished: str) -> str:
    """Two trained neighbours may both be called Sri: Lapak Sri, Lapak Sri 2."""
    name, number = wished, 2
    while lookalike_of(market.id, name):
        name, number = f"{wished} {number}", number + 1
    return name


def rename_stall(stall: Stall, name: str) -> None:
    """A new name and, with it, a new address; the old one redirects. Raises NameTaken."""
    lock(stall.market)
    if name == stall.name:
        return
    refuse_lookalike(stall.market_id, name, besides=stall.id)
    if stall.status is not StallStatus.DRAFT:
        db.session.merge(StallSlug(slug=stall.slug, stall_id=stall.id))
    stall.name, stall.slug = name, free_slug(name, besides=stall.id)
    db.session.execute(db.delete(StallSlug).where(StallSlug.slug == stall.slug))
    db.session.flush()


def submit_stall(stall: Stall, at: datetime) -> None:
    """To the RW admin. Raises IllegalStallMove, Unfinished, or NameTaken when a neighbour took the name meanwhile."""
    lock(stall.market)
    lock(stall)
    if stall.missing:
        raise Unfinished(stall.missing)
    refuse_lookalike(stall.market_id, stall.name, besides=stall.id)
    stall.make(StallMove.SUBMIT, at)


def refuse_lookalike(market_id: int, name: str, besides: int | None = None) -> None:
    found = lookalike_of(market_id, name, besides)
    if found:
        raise NameTaken(found)


def lookalike_of(market_id: int, name: str, besides: int | None = None) -> str | None:
    """The name of another stall of the market that looks the same. Other people's drafts are no names yet."""
    query = db.select(Stall.id, Stall.name).where(
        Stall.market_id == market_id, Stall.status.not_in((StallStatus.DRAFT, StallStatus.CLOSED))
    )
    bones = skeleton(name)
    for id, other in db.session.execute(query):
        if id != besides and skeleton(other) == bones:
            return str(other)
    return None


def free_slug(name: str, besides: int | None = None) -> str:
    """Unique on the whole site, and among the old addresses of other stalls."""
    begin_write()
    wished = slugify(name, "lapak")
    slug, number = wished, 2
    while is_taken(slug, besides):
        slug, number = numbered(wished, number), number + 1
    return slug


def is_taken(slug: str, besides: int | None) -> bool:
    now_used = db.select(Stall.id).where(Stall.slug == slug)
    once_used = db.select(StallSlug.stall_id).where(StallSlug.slug == slug)
    owners = {db.session.scalar(now_used), db.session.scalar(once_used)} - {None}
    return bool(owners - {besides})
