"""Several processes that live and die together."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 15.0
SIGNALS = signal.SIGINT, signal.SIGTERM, signal.SIGHUP


class Supervisor:
    """Starts processes, tells when one has ended, stops the others.

    Each gets a session of its own, so a Ctrl-C reaches the supervisor alone and the children are
    asked to stop once, by SIGTERM.
    """

    def __init__(self, env: dict[str, str], cwd: Path):
        self.env, self.cwd = env, cwd
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.first_to_end: str | None = None
        self.asked_to_stop = False

    @contextlib.contextmanager
    def running(self, **commands: list[str]) -> Iterator[None]:
        try:
            for name, command in commands.items():
                self.processes[name] = subprocess.Popen(
                    command, env=self.env, cwd=self.cwd, start_new_session=True
                )
            yield
        except KeyboardInterrupt:
            self.asked_to_stop = True
        finally:
            with deaf_to_signals():  # a second Ctrl-C must not leave orphans
                self.stop()

    def ended(self) -> bool:
        """Whether one process is over; waits a moment, so that it may be asked in a loop."""
        time.sleep(0.3)
        over = [name for name, process in self.processes.items() if process.poll() is not None]
        self.first_to_end = over[0] if over else None
        return bool(over)

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # whatever it left behind
            process.wait()

    def report(self) -> int:
        """Say why everything stopped; the exit code."""
        if self.asked_to_stop or self.first_to_end is None:
            print("\nStopped.", flush=True)
            return 0
        code = self.processes[self.first_to_end].returncode
        print(f"\n{self.first_to_end} ended with code {code}, so all were stopped.", flush=True)
        return 1


@contextlib.contextmanager
def deaf_to_signals() -> Iterator[None]:
    before = {number: signal.signal(number, signal.SIG_IGN) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
