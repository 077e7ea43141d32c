"""The two pages that every errand with a code has: where to send it, and which digits came."""

from typing import Any

from flask import render_template, request

from marketplace.accounts.forms import AskForm, CodeForm


def asking(form: AskForm, template: str, **more: Any) -> tuple[str, int]:
    """The form with the field for a number, or for an e-mail when the visitor wants that."""
    by_mail = request.args.get("lewat") == "email" or "@" in str(form.nomor.data or "")
    if by_mail:
        form.speak_of_mail()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    return render_template(template, form=form, by_mail=by_mail, **more), status_of(form)


def answering(form: CodeForm, to: str, **more: Any) -> tuple[str, int]:
    """The form for the digits."""
    return render_template("accounts/code.html", form=form, to=to, **more), status_of(form)


def status_of(form: Any) -> int:
    return 422 if form.errors else 200
