"""What waits for a decision, the decisions, and many at once."""

from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_login import current_user

from marketplace.catalogue.actions import publish_product, return_product
from marketplace.catalogue.models import Product
from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.desks.checks import checks_of_product, checks_of_stall, doubts_of, missing_facts
from marketplace.desks.finding import find_at_desk, words_typed
from marketplace.desks.forms.decisions import PRODUCT_REASONS, STALL_REASONS, ReturnForm
from marketplace.desks.queue import stalls_waiting, things, waiting_keys, waits_here
from marketplace.kit.clock import now, today
from marketplace.regions.guards import rw_admin
from marketplace.stalls.actions import approve_stall, return_stall
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db
from marketplace.web.paging import PER_PAGE, Paging, take_page

REASONS = {"stall": STALL_REASONS, "product": PRODUCT_REASONS}


@bp.get("/kelola/<market>")
@rw_admin
def queue() -> Any:
    words = words_typed()
    keys, paging, corrected = find_waiting(words) if words else list_waiting()
    day = today(now())
    rows = [
        row_of(thing, key, day) for key, thing in zip(keys, things(g.market, keys), strict=True)
    ]
    return admin_page(
        "desks/admin/queue.html",
        "desks.queue",
        rows=rows,
        paging=paging,
        reasons=REASONS,
        words=words,
        corrected=corrected,
    )


def list_waiting() -> tuple[list[str], Paging, str | None]:
    return *take_page(waiting_keys(g.market)), None


def find_waiting(words: str) -> tuple[list[str], Paging, str | None]:
    """Stalls by their names on the first page, then products by their words."""
    finds = find_at_desk(words, *waits_here(g.market), known=("q",))
    stalls = stalls_waiting(g.market, words)
    keys = [f"product:{id}" for id in finds.ids]
    if finds.paging.page == 1:
        keys = stalls + keys
    return keys, replace(finds.paging, total=finds.paging.total + len(stalls)), finds.corrected


def row_of(thing: Stall | Product, key: str, day: Any) -> dict[str, Any]:
    kind = key.partition(":")[0]
    checks = (
        checks_of_stall(thing, day) if isinstance(thing, Stall) else checks_of_product(thing, day)
    )
    return {"key": key, "kind": kind, "thing": thing, "checks": checks}


@bp.get("/kelola/<market>/<any(lapak, dagangan):kind>/<int:id>")
@rw_admin
def admin_thing(kind: str, id: int) -> Any:
    thing, form = thing_and_form(kind, id)
    return thing_page(kind, thing, form)


def thing_and_form(kind: str, id: int) -> tuple[Any, ReturnForm]:
    """A stall or product of this market, else 404; and the form that sends it back."""
    word = {"lapak": "stall", "dagangan": "product"}[kind]
    [thing] = things(g.market, [f"{word}:{id}"])
    form = ReturnForm()
    form.offer(REASONS[word])
    return thing, form


def thing_page(kind: str, thing: Any, form: ReturnForm) -> str:
    day = today(now())
    stall = thing if kind == "lapak" else thing.stall
    facts: dict[str, Any] = {"doubts": doubts_of(stall, day)}
    if kind == "dagangan":
        facts |= {"checks": checks_of_product(thing, day), "missing": missing_facts(thing)}
    else:
        facts |= {"checks": checks_of_stall(thing, day)}
    page = {"lapak": "stall", "dagangan": "product"}[kind]
    here = "desks.admin_stalls" if kind == "lapak" else "desks.queue"
    return admin_page(f"desks/admin/{page}.html", here, thing=thing, form=form, **facts)


@bp.post("/kelola/<market>/<any(lapak, dagangan):kind>/<int:id>/persetujuan")
@rw_admin
def approve_thing(kind: str, id: int) -> Any:
    thing, _form = thing_and_form(kind, id)
    begin_write()
    approve(thing)
    db.session.commit()
    flash(f"{name_of(thing)} disetujui.")
    return redirect(url_for(".queue", market=g.market.slug))


@bp.post("/kelola/<market>/<any(lapak, dagangan):kind>/<int:id>/pengembalian")
@rw_admin
def return_thing(kind: str, id: int) -> Any:
    thing, form = thing_and_form(kind, id)
    if not form.accepted():
        return thing_page(kind, thing, form), 422
    begin_write()
    give_back = return_stall if kind == "lapak" else return_product
    give_back(thing, current_user, form.words(), now())
    db.session.commit()
    flash(f"{name_of(thing)} dikembalikan dengan alasan.")
    return redirect(url_for(".queue", market=g.market.slug))


@bp.post("/kelola/<market>/persetujuan")
@rw_admin
def approve_many() -> Any:
    """All that was ticked, or nothing: one foreign thing among them and the whole is refused."""
    chosen = things(g.market, request.form.getlist("pilih")[: 2 * PER_PAGE])
    if chosen:
        begin_write()
        for thing in sorted(chosen, key=lambda t: (isinstance(t, Product), t.id)):
            approve(thing)
        db.session.commit()
        flash(f"{len(chosen)} hal disetujui.")
    else:
        flash("Centang dulu yang mau disetujui.", "warn")
    return redirect(url_for(".queue", market=g.market.slug))


def approve(thing: Stall | Product) -> None:
    decide = approve_stall if isinstance(thing, Stall) else publish_product
    decide(thing, current_user, now())


def name_of(thing: Stall | Product) -> str:
    return thing.name if isinstance(thing, Stall) else thing.title
