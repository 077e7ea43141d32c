"""Pages of a list, chosen by the address. No OFFSET goes past 1,000 rows, and nothing is counted further."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, func, select

from marketplace.kit.clock import now, today
from marketplace.web.db import db

PER_PAGE = 12
LAST_PAGE = 1_000 // PER_PAGE + 1
MOST = LAST_PAGE * PER_PAGE
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Paging:
    """Which page is open. `known` names the parts of the address that other pages keep."""

    page: int
    total: int
    known: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        return min(max(-(-self.total // PER_PAGE), 1), LAST_PAGE)

    @property
    def count(self) -> str:
        """How many there are, in words: counting stops where paging does."""
        return "Lebih dari 1.000" if self.total >= MOST else str(self.total)

    def url(self, number: int) -> str:
        return here(self.known, hal=number if number > 1 else None)


def here(known: Iterable[str], **changes: Any) -> str:
    """This address with parts of its query changed (None takes one out). It leads to the first page."""
    query = {name: request.args[name] for name in known if request.args.get(name)}
    query |= {name: str(value) for name, value in changes.items() if value is not None}
    gone = {name for name, value in changes.items() if value is None}
    kept = urlencode({name: value for name, value in query.items() if name not in gone})
    return f"{request.path}?{kept}" if kept else request.path


def page_wanted(args: Mapping[str, str]) -> int:
    """`hal` of the address; whatever is not a page number means the first."""
    typed = args.get("hal", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    return min(max(number, 1), LAST_PAGE)


def before_wanted(args: Mapping[str, str], name: str = "sebelum") -> int | None:
    """The id of the last row of the page before, in lists that go on from there; else None."""
    typed = args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def month_wanted(args: Mapping[str, str]) -> date:
    """The first day of `bulan` (2026-11); this month for what is no month, or has not begun."""
    this = today(now()).replace(day=1)
    typed = MONTH.fullmatch(args.get("bulan", ""))
    return min(date(int(typed[1]), int(typed[2]), 1), this) if typed else this


def take_page(query: Select[Any], known: tuple[str, ...] = ()) -> tuple[list[Any], Paging]:
    """The first column of one page, and where we are: one statement, unless the page lies past the end."""
    wanted = page_wanted(request.args)
    counting = query.order_by(None).limit(MOST).subquery()
    total = select(func.count()).select_from(counting).scalar_subquery()
    rows = slice_of(query, total, wanted)
    if not rows and wanted > 1:
        wanted = Paging(1, db.session.scalar(select(total)) or 0).pages
        rows = slice_of(query, total, wanted)
    return [row[0] for row in rows], Paging(wanted, rows[0][-1] if rows else 0, known)


def slice_of(query: Select[Any], total: Any, page: int) -> list[Any]:
    sliced = query.add_columns(total).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return list(db.session.execute(sliced))
