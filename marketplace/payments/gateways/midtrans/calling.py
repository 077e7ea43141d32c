"""Calls to Midtrans over HTTP, and its refusals in our words."""

from typing import Any

import requests
from requests.auth import HTTPBasicAuth

from marketplace.payments.gateways.interface import ProviderDown, Refused

PATIENCE = 15  # seconds for one answer
TRIES = (
    3  # of a question; what changes something is asked once, for its answer may only have been lost
)
LATER = (401, 408, 429)  # a wrong key is put right by the operator, and then it goes on
UNKNOWN = "404"


class Caller:
    """Answers are JSON objects whose own `status_code` counts more than that of HTTP."""

    def __init__(self, key: str) -> None:
        self.auth = HTTPBasicAuth(key, "")

    def get(self, url: str) -> dict[str, Any]:
        for _ in range(TRIES - 1):
            try:
                return self.call("GET", url)
            except ProviderDown:
                continue
        return self.call("GET", url)

    def post(self, url: str, wanted: dict[str, Any] | None = None) -> dict[str, Any]:
        return self.call("POST", url, wanted or {})

    def call(self, method: str, url: str, wanted: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            answer = requests.request(
                method,
                url,
                json=wanted,
                auth=self.auth,
                headers={"Accept": "application/json"},
                timeout=PATIENCE,
                allow_redirects=False,
            )
            told = answer.json()
        except requests.RequestException as error:
            raise ProviderDown(f"{type(error).__name__} at {url}") from error
        if not isinstance(told, dict):
            raise ProviderDown(f"no object from {url}")
        refuse(answer.status_code, told)
        return told


def refuse(status: int, told: dict[str, Any]) -> None:
    """Raises ProviderDown or Refused for every answer that is no success. 407 is the success of expiring."""
    code = str(told.get("status_code", status))
    said = "; ".join(map(str, told.get("error_messages", []))) or told.get("status_message", "")
    if status in LATER or status >= 500 or code in map(str, LATER) or code >= "500":
        raise ProviderDown(f"{code}: {said}")
    if status >= 300 or not (code.startswith("2") or code == "407"):
        raise Refused(code, said)
