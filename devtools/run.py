"""Run the whole site on this machine: migrate, seed the demo when empty, start web, worker and a local Stripe.

With PASAR_STRIPE_KEY or PASAR_MIDTRANS_KEY in the environment that provider is asked, and no local Stripe is started.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from devtools.supervisor import Supervisor

ROOT = Path(__file__).resolve().parent.parent
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
GUNICORN = [sys.executable, "-m", "gunicorn", "wsgi:app", "--no-control-socket"]
STRIPE = [sys.executable, "-m", "devtools.stripe"]
TEST_KEY, TEST_SECRET = "sk_test_pasar", "whsec_pasar"
GTHREAD = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]


def main() -> int:
    wanted = read_arguments()
    if is_taken(wanted.port):
        other = wanted.port + 1
        sys.exit(f"Port {wanted.port} is in use: choose another with make run PORT={other}.")
    env = environment(wanted.port, wanted.data)
    for step in ("db", "upgrade"), ("demo", "--if-empty"):
        subprocess.run([*FLASK, *step], env=env, cwd=ROOT, check=True)
    return serve(wanted.port, env)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=Path("data"))
    return parser.parse_args()


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def environment(port: int, data: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {
        **local_stripe(inherited),
        "PASAR_ENV": "development",
        "PASAR_DEMO": "1",
        "PASAR_DATA": str(data.resolve()),
        "PASAR_BASE_URL": address(port),
        "PYTHONUNBUFFERED": "1",
    }


def local_stripe(env: dict[str, str]) -> dict[str, str]:
    """What the site must know to ask a local Stripe, unless it is told to ask another one."""
    if env.get("PASAR_STRIPE_KEY") or env.get("PASAR_MIDTRANS_KEY"):
        return env
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    return {
        **env,
        "PASAR_STRIPE_KEY": TEST_KEY,
        "PASAR_STRIPE_WEBHOOK_SECRET": TEST_SECRET,
        "PASAR_STRIPE_ADDRESS": address(free),
    }


def stripe_command(port: int, env: dict[str, str]) -> dict[str, list[str]]:
    """The third process, when it is ours."""
    if env.get("PASAR_STRIPE_KEY") != TEST_KEY or not env.get("PASAR_STRIPE_ADDRESS"):
        return {}
    its_port = env["PASAR_STRIPE_ADDRESS"].rpartition(":")[2]
    webhook = ["--webhook", f"{address(port)}/webhook/stripe", "--secret", TEST_SECRET]
    return {"stripe": [*STRIPE, "--port", its_port, "--key", TEST_KEY, *webhook]}


def money_there(env: dict[str, str]) -> int:
    """What the demo, or an earlier run, took by card: this Stripe forgets it, and starts with it again."""
    asked = [*FLASK, "payments", "balance"]
    told = subprocess.run(asked, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return int(told.stdout.split()[-1])


def serve(port: int, env: dict[str, str]) -> int:
    web = [*GUNICORN, *GTHREAD, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    stripe = stripe_command(port, env)
    for command in stripe.values():
        command += ["--opening", str(money_there(env))]
    supervisor = Supervisor(env, ROOT)
    announced = False
    with supervisor.running(web=web, worker=[*FLASK, "worker"], **stripe):
        while not supervisor.ended():
            if not announced and answers(port):
                announced = True
                print(f"\nPasar RW is open at {address(port)} (Ctrl-C stops it)", flush=True)
    return supervisor.report()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"{address(port)}/healthz", timeout=2):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as failed:
        sys.exit(f"{' '.join(failed.cmd[-2:])} failed, so nothing was started.")
    except KeyboardInterrupt:
        sys.exit(130)
