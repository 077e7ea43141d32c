"""A local Stripe for a test: started in a process of its own, disturbed by its controls.

with LocalStripe() as stripe:
    stripe.add_endpoint("http://127.0.0.1:8000/webhook/stripe", "whsec_x")
    ... StripeClient(stripe.key, base_addresses={"api": stripe.address}) ...
    stripe.buyer(session["url"]).pay("4242424242424242")
"""

import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from devtools.stripe.controls import ControlRefused, Controls

__all__ = ["ControlRefused", "Controls", "LocalStripe"]
ROOT = Path(__file__).parents[2]
KEY = "sk_test_pasar"
RETRIES = "0.02,0.05,0.1"


class LocalStripe(Controls):
    """Runs while the context lasts; arguments go to the command line."""

    def __init__(self, *arguments: str, key: str = KEY) -> None:
        super().__init__("", key)
        self.arguments = arguments

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "devtools.stripe", "--port", "0", "--key", self.key]
        command += ["--backoff", RETRIES, *self.arguments]
        self.running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        told = self.running.stdout.readline() if self.running.stdout else ""
        self.address = told.strip().rpartition(" ")[2]
        if not self.address:
            raise RuntimeError(f"the local Stripe did not start: {self.running.wait(10)}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.running.terminate()
        self.running.wait(10)
        if self.running.stdout:
            self.running.stdout.close()
