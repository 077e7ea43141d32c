"""The local Midtrans over HTTP, inside the process of a test.

with LocalMidtrans() as midtrans:
    ... MidtransGateway(midtrans.key, midtrans.address, midtrans.address) ...
    midtrans.pay(page, "capture")
    midtrans.deliver("http://127.0.0.1:8000/webhook/midtrans")
"""

import threading
import urllib.error
import urllib.request
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from flask import Flask, redirect, request
from werkzeug.serving import make_server

from devtools.midtrans.account import Account, No, Page

KEY = "SB-Mid-server-CONTOH"
DENIED = "Access denied due to unauthorized transaction, please check client or server key"


def create_app(account: Account) -> Flask:
    app = Flask(__name__)
    app.register_error_handler(No, refuse)
    app.before_request(lambda: open_door(account))
    app.add_url_rule("/snap/v1/transactions", view_func=creator(account), methods=["POST"])

    @app.post("/snap/v1/transactions/<token>/cancel")
    def cancel_page(token: str) -> Any:
        return account.cancel_page(token)

    @app.get("/v2/<name>/status")
    def status(name: str) -> Any:
        return account.status(name)

    @app.post("/v2/<name>/<act>")
    def act(name: str, act: str) -> Any:
        if act == "refund":
            return account.refund(name, request.get_json())
        return {"cancel": account.cancel, "expire": account.expire}[act](name)

    @app.route("/snap/v4/redirection/<token>", methods=["GET", "POST"])
    def page(token: str) -> Any:
        return show(account, account.pages[token])

    return app


def open_door(account: Account) -> None:
    """Only the page of the buyer needs no key."""
    is_page = request.path.startswith("/snap/v4/")
    name = request.authorization.username if request.authorization else None
    if not is_page and name != account.key:
        raise No(401, DENIED)


def creator(account: Account) -> Any:
    def create() -> Any:
        page = account.create(request.get_json())
        url = f"{request.host_url}snap/v4/redirection/{page.token}"
        return {"token": page.token, "redirect_url": url}, 201

    return create


def show(account: Account, page: Page) -> Any:
    """What the buyer chooses; a denied card leaves the page open."""
    if request.method == "GET":
        items = ", ".join(item["name"] for item in page.wanted["item_details"])
        return f"{items}: Rp{page.wanted['transaction_details']['gross_amount']}"
    done = account.try_card(page, request.form["how"])
    if done["transaction_status"] == "deny":
        return "Kartu ditolak", 402
    told = {name: done[name] for name in ("order_id", "status_code", "transaction_status")}
    return redirect(f"{page.wanted['callbacks']['finish']}?{urlencode(told)}", 303)


def refuse(error: No) -> Any:
    """In Snap's shape, or in that of the API, which says again in its body how it went."""
    if request.path.startswith("/snap/"):
        return {"error_messages": list(error.args)}, error.status
    return {"status_code": str(error.status), "status_message": error.args[0]}, error.status


class LocalMidtrans(Account):
    """Runs while the context lasts."""

    def __init__(self, key: str = KEY) -> None:
        super().__init__(key)
        self.server = make_server("127.0.0.1", 0, create_app(self), threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def pay(self, page: str, how: str = "capture") -> int:
        """The buyer at the page; gives the status of its answer, 303 when it leads back to the shop."""
        return post(page, urlencode({"how": how}).encode())

    def deliver(self, url: str, times: int = 1) -> list[int]:
        """Notifications that were not sent yet, each so often; gives the answers."""
        sent, self.outbox = self.outbox, []
        return [post(url, body, "application/json") for body in sent for _ in range(times)]


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *told: Any) -> None:
        return None


def post(url: str, body: bytes, kind: str = "application/x-www-form-urlencoded") -> int:
    asked = urllib.request.Request(url, body, {"Content-Type": kind})  # noqa: S310
    try:
        with urllib.request.build_opener(Stay).open(asked, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
