"""Pages of text for people; health, sitemap and manifest for machines."""

from marketplace.site.blueprint import bp
from marketplace.site.views import health, machines, pages

__all__ = ["bp", "health", "machines", "pages"]

blueprints = (bp,)
