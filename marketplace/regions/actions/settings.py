"""What an RW admin changes in the market, each change with its entry in the audit trail."""

from datetime import datetime
from typing import Any

from marketplace.accounts import audit
from marketplace.accounts.models import User
from marketplace.regions.actions.markets import close_market, open_market
from marketplace.regions.models import Market
from marketplace.web.db import lock


def change_market(
    market: Market, by: User, action: str = "mengubah pengaturan pasar", **fields: Any
) -> None:
    """Set columns of the market; what stays the same leaves no trace."""
    lock(market)
    changed = {name: new for name, new in fields.items() if getattr(market, name) != new}
    if not changed:
        return
    before = {name: getattr(market, name) for name in changed}
    for name, new in changed.items():
        setattr(market, name, new)
    note(market, action, by, before=before, after=changed)


def open_by(market: Market, by: User, at: datetime) -> None:
    """Raises IllegalMarketMove when it is open."""
    before = market.status
    open_market(market, at)
    after = {"status": market.status}
    note(market, "membuka pasar", by, at=at, before={"status": before}, after=after)


def close_by(market: Market, by: User, at: datetime) -> None:
    """Raises IllegalMarketMove when it is not open."""
    before = market.status
    close_market(market, at)
    after = {"status": market.status}
    note(market, "menutup pasar", by, at=at, before={"status": before}, after=after)


def note(market: Market, action: str, by: User | None, about: str = "", **states: Any) -> None:
    """Commands and demos act without anybody; then there is nobody to name."""
    if by:
        subject = f"market:{market.id}"
        audit.record(action, about or market.name, subject, actor=by, market_id=market.id, **states)
