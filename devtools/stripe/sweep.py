"""What time alone brings about."""

from devtools.stripe.account import Account
from devtools.stripe.checkout import expire
from devtools.stripe.disputes import open_dispute


def sweep(account: Account) -> None:
    with account.lock:
        now = account.now()
        for session in list(account.objects["checkout.session"].values()):
            if session["status"] == "open" and session["expires_at"] <= now:
                expire(account, session)
        for charge, due in list(account.disputes_due.items()):
            if due <= now:
                open_dispute(account, account.find("charge", charge))
