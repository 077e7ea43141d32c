"""Pictures for the demo: goods on a table in a Malang kitchen, faces of stalls, link previews.

Same arguments, same picture, always. They are illustrations; a real photo replaces each one.
Pillow is imported only when something is drawn.
"""

from marketplace.demo.pictures.batch import Goods, MarketCard, Portrait, compose_all
from marketplace.demo.pictures.kinds import kind_of

__all__ = ["Goods", "MarketCard", "Portrait", "compose_all", "kind_of"]
