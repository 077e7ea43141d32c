"""A browser reduced to what a race needs: cookies, forms, and many of them at the same moment."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from threading import Barrier
from typing import Any
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


class Visitor:
    """Keeps cookies, follows nothing by itself. Every request has a connection of its own."""

    def __init__(self, base: str, **cookies: str) -> None:
        self.base, self.cookies = base, dict(cookies)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, None)

    def post(self, path: str, data: dict[str, Any] | None = None) -> Answer:
        return self.ask("POST", path, urlencode(data or {}))

    def ask(self, method: str, path: str, body: str | None) -> Answer:
        connection = HTTPConnection(urlsplit(self.base).netloc, timeout=60)
        headers = {"Origin": self.base, "Accept-Encoding": "identity"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, answer.getheader("Location", ""), text)

    def ready_to_press(self, phone: str, **wanted: str) -> tuple[str, dict[str, str]]:
        """From the cart to the last button: its address and the form as the page fills it in."""
        path = self.post("/checkout").location
        page = self.get(path).text
        form = filled_in(page) | {"nama": "Rina", "wa": phone}
        for ending, value in wanted.items():
            form |= {name: value for name in form if name.endswith(f"-{ending}")}
        if wanted:
            self.post(f"{path}/hitung", form)
            form["total"] = filled_in(self.get(path).text)["total"]
        return path, form


def words_of(page: str) -> str:
    """What a person reads on it, one space between words."""
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


def filled_in(page: str) -> dict[str, str]:
    """What the checkout form would send: hidden fields, chosen radios, chosen hours."""
    form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for tag in re.findall(r"<input[^>]*checked[^>]*>", page):
        form[re.search(r'name="([^"]+)"', tag)[1]] = re.search(r'value="([^"]*)"', tag)[1]  # type: ignore[index]
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        form[name] = unescape(chosen[1]) if chosen else ""
    return form


def all_at_once(presses: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Every press in a thread of its own, let go at the same moment."""
    gate = Barrier(len(presses))

    def press(one: Callable[[], Answer]) -> Answer:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))
