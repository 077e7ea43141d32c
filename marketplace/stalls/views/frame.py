"""The frame of every step: how far one is, and the way to the other steps."""

from typing import Any

from flask import render_template, request, url_for

from marketplace.stalls.models import Stall
from marketplace.stalls.rules import Step


def step_page(step: Step, stall: Stall | None, **context: Any) -> tuple[str, int]:
    """Without a draft there is only the first step. After a POST it is a refusal."""
    steps = list(Step)
    page = render_template(
        f"stalls/{step.name.lower()}.html",
        step=step,
        stall=stall,
        number=steps.index(step) + 1,
        count=len(steps),
        links=links_of(stall, step) if stall else [],
        **context,
    )
    return page, 422 if request.method == "POST" else 200


def links_of(stall: Stall, here: Step) -> list[tuple[str, str, bool]]:
    return [
        (
            f"{number}. {step.label}",
            url_for(f"stalls.{step.name.lower()}", id=stall.id),
            step is here,
        )
        for number, step in enumerate(Step, 1)
    ]
