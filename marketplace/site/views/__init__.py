"""Pages of text for people, the installed app for phones; health and sitemap for machines."""

from marketplace.site.blueprint import bp
from marketplace.site.views import health, installed, machines, pages

__all__ = ["bp", "health", "installed", "machines", "pages"]

blueprints = (bp,)
