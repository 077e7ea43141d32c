"""What we know of a visitor already, so that checkout asks only what is missing."""

from flask_login import current_user

from marketplace.checkout.models import CheckoutDraft
from marketplace.checkout.rules import Choices
from marketplace.orders.models import Purchase
from marketplace.orders.queries import purchases_of_visitor
from marketplace.web.db import db


def known_about_visitor() -> Choices:
    """Contact and address of their last purchase in this browser or account, else the account's name and phone."""
    last = db.session.scalar(purchases_of_visitor().order_by(Purchase.id.desc()).limit(1))
    if last:
        draft = db.session.get(CheckoutDraft, last.draft_key)
        if draft and draft.choices:
            return Choices.from_json({**draft.choices, "vouchers": "", "stalls": {}})
        return Choices(name=last.contact_name, phone=last.contact_phone)
    if current_user.is_authenticated:
        return Choices(name=current_user.name, phone=current_user.phone or "")
    return Choices()
