"""What the worker's clock asks for: a helping from the outbox every second, a comparison every hour."""

from datetime import timedelta

from marketplace.jobs.registry import job
from marketplace.search import indexer, known
from marketplace.search.saved import jobs as saved
from marketplace.web.db import begin_write, db

__all__ = ["index", "saved", "verify"]  # the jobs of kept searches register by their import


@job("search.index", every=timedelta(seconds=1))
def index() -> None:
    indexer.one_round()


@job("search.verify", every=timedelta(hours=1))
def verify() -> None:
    indexer.mend(thorough=indexer.words_are_due())
    begin_write()
    known.delete_old_notes()
    db.session.commit()
