"""Every unsafe request comes from our own pages: no tokens, nothing to expire.

Browsers send Sec-Fetch-Site on secure origins and Origin on every POST; one of them must say it is us.
Webhooks and API tokens are exempt by their mark, for they carry no cookie. The site sends
`Referrer-Policy: strict-origin-when-cross-origin`; under `no-referrer` our own forms would send `Origin: null`.
"""

from flask import Flask, abort, current_app, request

from marketplace.web.audience import audience_of

SAFE = {"GET", "HEAD", "OPTIONS"}
COOKIELESS = {"webhook", "api_token"}


def refuse_foreign_posts(app: Flask) -> None:
    @app.before_request
    def check() -> None:
        if request.method in SAFE or not request.endpoint:
            return
        if audience_of(app, request.endpoint) in COOKIELESS:
            return
        site = request.headers.get("Sec-Fetch-Site")
        ours = request.headers.get("Origin") == current_app.config["BASE_URL"]
        if site != "same-origin" and not (site is None and ours):
            abort(403)
