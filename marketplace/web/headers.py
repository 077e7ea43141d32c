"""Headers of every answer: a strict policy without nonce, and no private page in a shared cache."""

from flask import Flask, Response, current_app, request

from marketplace.web.audience import audience_of

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def set_headers(app: Flask) -> None:
    policy = policy_for(app.config.get("PAYMENT_PAGES", []))

    @app.after_request
    def on_every_answer(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", policy)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=()"
        if current_app.config["BASE_URL"].startswith("https://"):
            answer.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in answer.headers and request.endpoint != "static":
            answer.headers["Cache-Control"] = "no-store" if is_private() else "private, no-cache"
            answer.vary.add("Cookie")
        return answer


def policy_for(pages: list[str]) -> str:
    """With the payment pages of providers: a redirect there after a POST is blocked unless `form-action` names it."""
    allowed = " ".join(("form-action 'self'", *pages))
    return POLICY.replace("form-action 'self'", allowed)


def is_private() -> bool:
    """Pages of one person: never kept, not even for the Back button after signing out."""
    if not request.endpoint:
        return False
    return audience_of(current_app, request.endpoint) != "public"  # type: ignore[arg-type]
