"""The buyer's own papers of an order: on the page, and as a file to keep."""

from typing import Any

from flask import render_template

from marketplace.checkout.views.orders import bp
from marketplace.orders.queries import own_order
from marketplace.payments.papers.showing import copies_for_buyer, paper_file
from marketplace.web.audience import buyer


@bp.get("/pesanan/<code>/nota")
@buyer
def nota(code: str) -> Any:
    order = own_order(code)
    return render_template(
        "orders/nota.html",
        order=order,
        market=order.stall.market,
        papers=copies_for_buyer(order),
    )


@bp.post("/pesanan/<code>/nota")
@buyer
def nota_file(code: str) -> Any:
    """The same papers as PDF."""
    return paper_file(copies_for_buyer(own_order(code)))
