"""Chromium on a phone of 360 by 740, with a record of everything it complained about."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

PHONE = {"width": 360, "height": 740}


class People:
    """Visitors with a browser of their own each; what their browsers complained about is kept."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.contexts: list[BrowserContext] = []

    def come(self, *, scripts: bool = True, **more: Any) -> Any:
        """A new visitor's page."""
        context = self.browser.new_context(
            base_url=self.base,
            viewport=PHONE,
            locale="id-ID",
            has_touch=True,
            is_mobile=True,
            java_script_enabled=scripts,
            **more,
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        page.on("response", self.answered)
        return page

    def heard(self, kind: str, text: str) -> None:
        """A refused form is no complaint: the browser only repeats its status."""
        if kind in ("error", "warning") and "status of 4" not in text:
            self.complaints.append(text)

    def answered(self, response: Any) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")


@pytest.fixture
def people(browser: Browser, server: str) -> Iterator[People]:
    people = People(browser, server)
    yield people
    for context in people.contexts:
        context.close()
