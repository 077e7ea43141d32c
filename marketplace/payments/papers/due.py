"""Papers wait for the end of their transaction: a market's counter is the last lock that anybody takes.

Two payments may cover the same two markets the other way round, and a batch that is cancelled moves many orders one
after the other. Were a number taken at each of them, they would hold counters while they wait for goods. So the orders
are only remembered, and the numbers are taken just before the commit, market by market, by what the database says then:
what a savepoint has undone gets no paper.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import event

from marketplace.orders.models import Order
from marketplace.payments.papers.missing import issue_papers
from marketplace.web.db import db

DUE = "papers due"


def paper_due(order: Order, at: datetime) -> None:
    """Money was taken as paid for this order, or became owed back: its papers are issued with this commit."""
    db.session().info.setdefault(DUE, {}).setdefault(order.id, at)


@event.listens_for(db.session, "before_commit")
def issue_what_is_due(session: Any) -> None:
    if not session.in_nested_transaction():
        issue_papers(session.info.pop(DUE, {}))


@event.listens_for(db.session, "after_soft_rollback")
def forget_what_was_due(session: Any, ended: Any) -> None:
    if ended.parent is None:
        session.info.pop(DUE, None)
