"""Which pages a phone may keep for when it has no network: said by a header, and read by the service worker.

Only what nobody asked for by name is kept: an answer to a request without any cookie is the same for everybody. Whoever
sends cookies is told to ask once more without them, so what lies in the phone never shows a person or their cart.
"""

from flask import Flask, Response, current_app, request

from marketplace.web.audience import View

HEADER = "Pasar-Copy"
FOR_ALL = "for-all"
ASK = "ask-without-cookies"


def keepable(view: View) -> View:
    """Mark a public page that is worth reading without network."""
    view.keepable = True  # type: ignore[attr-defined]
    return view


def mark_copies(app: Flask) -> None:
    @app.after_request
    def mark(answer: Response) -> Response:
        if may_be_kept(answer):
            answer.headers[HEADER] = ASK if request.cookies else FOR_ALL
        return answer


def may_be_kept(answer: Response) -> bool:
    if request.method != "GET" or answer.status_code != 200 or answer.mimetype != "text/html":
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "keepable", False) and "Set-Cookie" not in answer.headers
