"""Amounts and currencies that Stripe would take."""

from devtools.stripe.account import MINIMUM, Account
from devtools.stripe.errors import invalid
from devtools.stripe.kinds import Raw, text_of
from devtools.stripe.things import rupiah

MOST = 999_999_999_999  # twelve digits in hundredths


class Currency:
    def read(self, raw: Raw, name: str) -> str:
        currency = text_of(raw, name)
        if currency not in MINIMUM:
            known = ", ".join(MINIMUM)
            says = (
                f"Invalid currency: {currency}. Stripe currently supports these currencies: {known}"
            )
            raise invalid(says, name)
        return currency


CURRENCY = Currency()


def refuse_amount(account: Account, amount: int, currency: str, param: str, noun: str) -> None:
    least = account.terms.minimum(currency)
    if amount < least:
        says = f"{noun} must be at least {rupiah(least, currency)}."
        raise invalid(says, param, "amount_too_small")
    if amount > MOST:
        says = f"{noun} must be no more than {rupiah(MOST, currency)}."
        raise invalid(says, param, "amount_too_large")
