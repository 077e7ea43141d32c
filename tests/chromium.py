"""Debian's Chromium, started once for all browser tests of a worker."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("PASAR_TEST_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        try:
            browser = play.chromium.launch(executable_path=path, args=FLAGS)
        except Exception as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"no browser: {error}")
            pytest.skip("no browser: run make test, which installs one")
        yield browser
        browser.close()
