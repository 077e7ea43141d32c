"""`/healthz`: the process lives. `/readyz`: it can serve, with what it found."""

from dataclasses import asdict
from typing import Any

from marketplace.kit.clock import now
from marketplace.site.blueprint import bp
from marketplace.site.checks import readiness
from marketplace.web.audience import public

NO_STORE = {"Cache-Control": "no-store"}


@bp.get("/healthz")
@public
def healthz() -> Any:
    return {"alive": True}, NO_STORE


@bp.get("/readyz")
@public
def readyz() -> Any:
    found = readiness(now())
    state = {"ready": found.is_ready, **asdict(found)}
    return state, 200 if found.is_ready else 503, NO_STORE
