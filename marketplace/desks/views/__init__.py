"""Pages of the desks, one module a page or two."""

from marketplace.desks.blueprint import bp

blueprints = (bp,)
