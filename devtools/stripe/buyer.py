"""A buyer at the hosted page: types a card, answers the bank, without a browser."""

from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Seen:
    status: int
    location: str
    page: str


class Buyer:
    """`url` is the session's."""

    def __init__(self, url: str) -> None:
        self.host, self.path = urlsplit(url).netloc, urlsplit(url).path

    def look(self) -> Seen:
        return self.ask("GET", self.path)

    def pay(self, number: str, expiry: str = "12/34", cvc: str = "123") -> Seen:
        typed = {"method": "card", "number": number, "expiry": expiry, "cvc": cvc}
        return self.ask("POST", self.path, typed)

    def pay_by_transfer(self) -> Seen:
        return self.ask("POST", self.path, {"method": "id_bank_transfer"})

    def answer_bank(self, approve: bool = True) -> Seen:
        """At the 3-D Secure page."""
        answer = {"answer": "approve" if approve else "deny"}
        return self.ask("POST", f"{self.path}/3ds", answer)

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> Seen:
        connection = HTTPConnection(self.host, timeout=60)
        try:
            body = urlencode(typed) if typed else None
            connection.request(method, path, body, FORM if typed else {})
            answer = connection.getresponse()
            return Seen(answer.status, answer.getheader("Location", ""), answer.read().decode())
        finally:
            connection.close()
