"""Pages of people: sign up, sign in, a forgotten password, the account."""

from marketplace.accounts.blueprint import bp
from marketplace.accounts.views import account, contact, development, reset, sign_in, sign_up

__all__ = ["account", "blueprints", "contact", "development", "reset", "sign_in", "sign_up"]
blueprints = (bp,)
