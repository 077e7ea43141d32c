"""A Chromium for the browser tests: the system's, else Debian's package, else playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = "chromium", "chromium-browser", "google-chrome"


def chromium() -> str | None:
    """Where the browser is, after installing one when there is none and it is possible."""
    return find() or install_from_debian() or install_from_playwright()


def find() -> str | None:
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return bundled()


def bundled() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Debian's chromium", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in ["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]:
        subprocess.run(["apt-get", *step], env=env, check=False, stdout=subprocess.DEVNULL)
    return shutil.which("chromium")


def install_from_playwright() -> str | None:
    print("Installing playwright's chromium", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return bundled()
