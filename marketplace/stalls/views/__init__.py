"""Pages of an applicant: what was asked for, where to sell, the steps, the certificate."""

from marketplace.stalls.blueprint import bp
from marketplace.stalls.views import certificate, mine, place, steps

blueprints = (bp,)
__all__ = ["blueprints", "certificate", "mine", "place", "steps"]
