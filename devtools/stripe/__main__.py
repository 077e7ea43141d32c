"""A strict local Stripe, on this machine alone.

python -m devtools.stripe --port 8420 --key sk_test_pasar \\
    --webhook http://127.0.0.1:8000/webhook/stripe --secret whsec_pasar
"""

import argparse
import contextlib
import logging
import signal
import socket
import sys
import threading

from flask import Flask
from werkzeug.serving import make_server

from devtools.stripe.account import MINIMUM, Terms
from devtools.stripe.app import create_app
from devtools.stripe.balance import open_with
from devtools.stripe.office import BACKOFF, Endpoint, Office
from devtools.stripe.sweep import sweep

HOST = "127.0.0.1"


def main() -> None:
    wanted = read_arguments()
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, wanted.port))
        except OSError as error:
            sys.exit(f"Port {wanted.port} cannot be had: {error}")
        listening.listen(128)
        address = f"http://{HOST}:{listening.getsockname()[1]}"
        serve(application(address, wanted), address, listening)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m devtools.stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=8420, help="0 takes a free one")
    parser.add_argument("--key", default="sk_test_pasar", type=test_key)
    parser.add_argument("--webhook", default="", help="where events go")
    parser.add_argument("--secret", default="", help="what they are signed with")
    parser.add_argument("--types", default="*", help="which events, by commas")
    parser.add_argument("--merchant", default="Pasar RW")
    parser.add_argument("--minimum", type=int, default=MINIMUM["idr"] // 100, help="rupiah")
    parser.add_argument("--opening", type=int, default=0, help="rupiah that lie here at the start")
    parser.add_argument("--carriers", type=int, default=2, help="webhooks delivered at a time")
    parser.add_argument("--backoff", type=seconds, default=BACKOFF, help="1,5,30: before retries")
    wanted = parser.parse_args()
    if bool(wanted.webhook) != bool(wanted.secret):
        parser.error("--webhook and --secret come together")
    return wanted


def test_key(text: str) -> str:
    if not text.startswith(("sk_test_", "rk_test_")):
        raise argparse.ArgumentTypeError("a local Stripe takes a key that begins with sk_test_")
    return text


def seconds(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",") if part)


def application(address: str, wanted: argparse.Namespace) -> Flask:
    terms = Terms(address, wanted.merchant, wanted.minimum * 100)
    app = create_app(wanted.key, terms, Office(wanted.carriers, wanted.backoff))
    account = app.extensions["accounts"][wanted.key]
    if wanted.opening:
        open_with(account, wanted.opening * 100)
    if wanted.webhook:
        endpoint = Endpoint(wanted.webhook, wanted.secret, tuple(wanted.types.split(",")))
        account.mailing.endpoints.append(endpoint)
    return app


def serve(app: Flask, address: str, listening: socket.socket) -> None:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server(HOST, 0, app, threaded=True, fd=listening.fileno())
    stopped = threading.Event()
    threading.Thread(target=keep_sweeping, args=(app, stopped), daemon=True).start()
    print(f"Stripe is local at {address}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    stopped.set()


def keep_sweeping(app: Flask, stopped: threading.Event) -> None:
    """Sessions expire also while nobody asks."""
    while not stopped.wait(1.0):
        for account in list(app.extensions["accounts"].values()):
            sweep(account)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main()
