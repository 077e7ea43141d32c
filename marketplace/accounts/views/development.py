"""On a developer's machine: the messages that would have been sent."""

from typing import Any

from flask import abort, current_app, render_template

from marketplace.accounts.blueprint import bp
from marketplace.web.audience import public

SHOWN = 20


@bp.get("/dev/pesan")
@public
def messages() -> Any:
    if not current_app.config["DEVELOPMENT"]:
        abort(404)
    files = sorted((current_app.config["DATA"] / "mail").glob("*.txt"), reverse=True)
    texts = [file.read_text(encoding="utf-8") for file in files[:SHOWN]]
    return render_template("accounts/messages.html", texts=texts)
