"""What the provider says becomes what we remember: the only way to paid for money that comes through a provider.

The return page, webhooks and the reconciler all fetch the present state outside the transaction and then call `settle`
in a short one. Calling it again, or with an older state, changes nothing that was settled.
"""

from marketplace.payments.settling.session import UnknownSession, settle

__all__ = ["UnknownSession", "settle"]
