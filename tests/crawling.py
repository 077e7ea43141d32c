"""A visitor who opens every page and looks at everything it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient

from tests.counting import statements

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
LEADS = {
    "a": "href",
    "img": "src",
    "link": "href",
    "script": "src",
    "source": "srcset",
    "use": "href",
}


class Links(HTMLParser):
    """Addresses that a page leads to or loads, and where its forms go."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        for name in {LEADS.get(tag), "srcset"} - {None}:
            for part in (values.get(name) or "").split(", " if name == "srcset" else None):
                self.found.append(part.split(" ")[0])
        if tag == "form" and values.get("method", "get").lower() == "get" and values.get("action"):
            self.found.append(values["action"])


@dataclass
class Visit:
    """One page as it was answered, with what it cost."""

    path: str
    answer: Any
    sql: list[str]

    @property
    def is_page(self) -> bool:
        return self.answer.status_code == 200 and self.answer.mimetype == "text/html"

    @property
    def writes(self) -> list[str]:
        return [sql for sql in self.sql if sql.lstrip().upper().startswith(WRITES)]


@dataclass
class Visitor:
    """Opens each address once and remembers what was wrong."""

    name: str
    browser: FlaskClient
    base: str
    seen: dict[str, Visit] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Visit:
        if path not in self.seen:
            with statements() as sql:
                answer = self.browser.get(path)
            self.seen[path] = visit = Visit(path, answer, list(sql))
            if answer.status_code >= 500:
                self.blame(path, f"answers {answer.status_code}")
            if visit.writes:
                self.blame(path, f"writes by GET: {visit.writes[0][:80]}")
        return self.seen[path]

    def blame(self, path: str, what: str) -> None:
        self.faults.append(f"{self.name}: {path} {what}")

    def follow(self, visit: Visit) -> None:
        """Every link of the page once. Where it leads must be there."""
        if not visit.is_page:
            return
        for link in self.links_of(visit):
            answer = self.open(link).answer
            if answer.status_code >= 400:
                self.blame(visit.path, f"links to {link}: {answer.status_code}")

    def links_of(self, visit: Visit) -> Iterator[str]:
        """Links that stay in the house, without the part behind #."""
        for link in Links(visit.answer.text).found:
            whole = urljoin(f"{self.base}{visit.path}", link)
            if whole.startswith(f"{self.base}/"):
                parts = urlsplit(whole)
                yield f"{parts.path}?{parts.query}" if parts.query else parts.path
            elif urlsplit(whole).hostname not in FOREIGN and not whole.startswith(NO_PAGES):
                self.blame(visit.path, f"leads out of the house: {link}")


FOREIGN = {"wa.me", "maps.google.com", "www.google.com", "www.openstreetmap.org"}
NO_PAGES = ("data:", "tel:", "mailto:", "sms:", "geo:")
