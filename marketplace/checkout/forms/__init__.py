"""What is asked at checkout: who, where to, and for each stall how it is received and paid."""

from marketplace.checkout.forms.stall import METHOD_ICONS
from marketplace.checkout.forms.whole import CheckoutForm

__all__ = ["METHOD_ICONS", "CheckoutForm"]
