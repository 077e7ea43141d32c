"""Controls of money: what banks, cardholders and the dashboard do."""

from devtools.stripe.charges import settle_fees
from devtools.stripe.checkout import settle_transfer
from devtools.stripe.control_views import asked, bp
from devtools.stripe.disputes import close, open_dispute
from devtools.stripe.refunds import finish, give_back, refundable
from devtools.stripe.things import Thing


@bp.post("/transfer")
def transfer() -> Thing:
    account, told = asked()
    with account.lock:
        session = account.find("checkout.session", told["session"])
        settle_transfer(account, session, told["arrived"])
    return session


@bp.post("/dispute")
def dispute() -> Thing:
    """Open one on a `charge`, or close a `dispute` as won or lost."""
    account, told = asked()
    with account.lock:
        if "charge" in told:
            charge = account.find("charge", told.pop("charge"))
            return open_dispute(account, charge, **told)
        return close(account, account.find("dispute", told["dispute"]), told["status"])


@bp.post("/refund")
def refund() -> Thing:
    """As by the dashboard: of a `charge`, `amount` of it."""
    account, told = asked()
    with account.lock:
        charge = account.find("charge", told["charge"])
        amount = refundable(account, charge, told.get("amount"))
        return give_back(account, charge, amount, "requested_by_customer", {})


@bp.post("/refund-outcome")
def refund_outcome() -> Thing:
    """`next`: what the coming refunds are, pending, failed or succeeded; or finish a pending one."""
    account, told = asked()
    account.refund_outcomes += told.get("next", [])
    if "refund" in told:
        with account.lock:
            finish(account, account.find("refund", told["refund"]), told["status"])
    return {}


@bp.post("/fees")
def fees() -> Thing:
    """`at_once` false: charges wait for their fee until `settle`."""
    account, told = asked()
    account.fees_at_once = told.get("at_once", account.fees_at_once)
    with account.lock:
        return {"settled": settle_fees(account) if told.get("settle") else 0}
