"""The steps of an application. Each POST saves one, so it can stop here and go on on another phone."""

from flask import flash, redirect, request, url_for

from marketplace.accounts.guards import signed_in
from marketplace.stalls.actions import NameTaken, change_application, save_licence
from marketplace.stalls.blueprint import bp
from marketplace.stalls.forms import AboutForm, ContactForm, GoodsForm
from marketplace.stalls.rules import Step
from marketplace.stalls.views.frame import step_page
from marketplace.stalls.views.mine import editable
from marketplace.stalls.views.photo import photo_of
from marketplace.web.db import db


@bp.route("/<int:id>/tentang", methods=["GET", "POST"])
@signed_in
def about(id):
    stall = editable(id)
    form = AboutForm(obj=stall)
    if not form.accepted():
        return step_page(Step.ABOUT, stall, form=form)
    try:
        change_application(stall, **form.data)
    except NameTaken as taken:
        db.session.rollback()
        form.name.errors = [f"Mirip dengan {taken.name} di pasar ini. Pilih nama lain."]
        return step_page(Step.ABOUT, stall, form=form)
    db.session.commit()
    return redirect(url_for(".goods", id=stall.id))


@bp.route("/<int:id>/dagangan", methods=["GET", "POST"])
@signed_in
def goods(id):
    stall = editable(id)
    form = GoodsForm(obj=stall)
    digest = photo_of(form)
    if not form.accepted() or form.photo.errors:
        return step_page(Step.GOODS, stall, form=form)
    change_application(
        stall, plans=form.plans.data, story=form.story.data or "", photo=digest or stall.photo
    )
    db.session.commit()
    return redirect(url_for(".contact", id=stall.id))


@bp.route("/<int:id>/kontak", methods=["GET", "POST"])
@signed_in
def contact(id):
    stall = editable(id)
    form = ContactForm(obj=stall)
    if not form.accepted():
        if request.method == "GET":
            form.fill(stall)
        return step_page(Step.CONTACT, stall, form=form)
    change_application(
        stall,
        whatsapp=form.whatsapp.data,
        shows_whatsapp=form.shows_whatsapp.data,
        halal=form.halal_status(),
    )
    for kind, field in form.licences().items():
        for warning in save_licence(stall, kind, field.data or ""):
            flash(warning, "warn")
    db.session.commit()
    return redirect(url_for(".review", id=stall.id))


@bp.get("/<int:id>/periksa")
@signed_in
def review(id):
    return step_page(Step.REVIEW, editable(id))
