"""What the API answers when it refuses, in Stripe's shape."""

from typing import Any

from devtools.stripe.things import Thing

DOCS = "https://docs.stripe.com/error-codes"
PATH_PARAMS = {"checkout.session": "session", "payment_intent": "intent", "dispute": "dispute"}


class StripeError(Exception):
    """An answer other than 200.

    `saved` says whether an idempotency key remembers it: what was refused before the work began is
    not remembered, so the caller may mend the parameters under the same key.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        saved: bool = True,
        headers: dict[str, str] | None = None,
        **more: Any,
    ):
        super().__init__(message)
        self.status, self.kind, self.saved, self.more = status, kind, saved, more
        self.headers = headers or {}

    def body(self, request_id: str) -> Thing:
        told = {name: value for name, value in self.more.items() if value is not None}
        if code := told.get("code"):
            told["doc_url"] = f"{DOCS}#{code.replace('_', '-')}"
        log = f"https://dashboard.stripe.com/test/logs/{request_id}"
        return {"error": {"type": self.kind, "message": str(self), **told, "request_log_url": log}}


def invalid(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    """A parameter that cannot be right, whatever the state of things."""
    return StripeError(message, param=param, code=code, saved=False)


def refused(message: str, code: str | None = None, param: str | None = None) -> StripeError:
    """A sound request that the state of things does not allow."""
    return StripeError(message, param=param, code=code)


def no_such(kind: str, wanted: str, param: str | None = None) -> StripeError:
    """404 when the address names it, 400 when a parameter does."""
    return StripeError(
        f"No such {kind}: '{wanted}'",
        status=400 if param else 404,
        code="resource_missing",
        param=param or PATH_PARAMS.get(kind, "id"),
        saved=False,
    )


def missing_one(*params: str) -> StripeError:
    says = "One of the following params should be provided for this request: "
    return invalid(says + " or ".join(params) + ".", params[0], "parameter_missing")
