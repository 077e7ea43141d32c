"""What may be typed around a cart."""

from marketplace.cart.rules import MOST_OF_ONE
from marketplace.web.forms import CountField, IdField, Needed, PostForm


class AddForm(PostForm):
    """`varian` from a product card, `kolam` from a product page that names the pool."""

    varian = IdField()
    kolam = IdField()
    jumlah = CountField("Jumlah", least=1, most=MOST_OF_ONE)


class QuantityForm(PostForm):
    """A new quantity; zero takes the line out."""

    jumlah = CountField(
        "Jumlah", [Needed("Isi jumlahnya dengan angka.")], least=0, most=MOST_OF_ONE
    )
