"""What a producer may type about a product, its sizes and its baking rounds."""

import re
from collections.abc import Iterator
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from marketplace.catalogue.photo_field import PhotosField
from marketplace.catalogue.rules import Allergen, SellsBy, unit_label
from marketplace.web.forms import (
    AtMost,
    CountField,
    LineField,
    Needed,
    PostForm,
    RupiahField,
    TextField,
    options_of,
)
from marketplace.web.sentences import Spoken

INDEX = re.compile(r"-([0-9]{1,3})-", re.ASCII)
MOST_SIZES = 12
NO_PRICE = "Isi harganya dulu."
NO_SIZE = "Isi beratnya dalam gram, atau tulis isinya, misalnya isi 12."
FREE = "Harganya paling sedikit Rp100."
LOWEST_PRICE = 100


class Rows(FieldList):
    """A list of rows, each under a short number; blank ones may stay blank."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for key in formdata:
            if key.startswith(f"{prefix}-") and (found := INDEX.match(key[len(prefix) :])):
                yield int(found[1])


def hidden_number(**more: Any) -> Any:
    return HiddenNumber(widget=HiddenInput(), **more)


class HiddenNumber(IntegerField):
    """A row's own number; anything else counts as none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = int(typed) if re.fullmatch(r"[0-9]{1,9}", typed, re.ASCII) else None


class Wanted:
    """Says "wajib" at the label; the form itself knows when it must be there, for a draft may lack it."""

    field_flags = {"required": True}

    def __call__(self, _form: Form, _field: Any) -> None:
        """Anything will do."""


class SizeForm(Form):
    """One more size or taste. A row in which nothing is typed is no size."""

    Meta = Spoken

    id = hidden_number()
    title = LineField("Nama ukuran", [AtMost(40)])
    price = RupiahField("Harga")
    grams = CountField("Gram", least=1, most=50_000)
    on_hand = CountField("Stok")
    is_active = BooleanField("Dijual", default=True)

    @property
    def is_blank(self) -> bool:
        return self.id.data is None and not any(
            getattr(field, "raw_data", None) and field.raw_data[0].strip()
            for field in (self.title, self.price, self.grams, self.on_hand)
        )

    @property
    def is_sold(self) -> bool:
        """A new size is; one that is there already may have stopped."""
        return self.id.data is None or bool(self.is_active.data)

    @property
    def name(self) -> str:
        return self.title.data or unit_label(self.grams.data)

    def validate_price(self, field: RupiahField) -> None:
        if not self.is_blank and not field.process_errors:
            check_price(field.data)

    def validate_title(self, field: LineField) -> None:
        if not self.is_blank and not field.data and not self.grams.data:
            raise ValidationError(NO_SIZE)


def check_price(price: int | None) -> None:
    if price is None:
        raise ValidationError(NO_PRICE)
    if price < LOWEST_PRICE:
        raise ValidationError(FREE)


class ProductForm(PostForm):
    """Five things are needed to be shown; a draft needs a name and a kind."""

    edition = hidden_number()
    step = StringField()
    photos = PhotosField("Foto", description="Dekat jendela, tanpa lampu kilat.")
    title = LineField("Nama dagangan", [Needed("Tulis nama dagangannya."), AtMost(80)])
    category = SelectField(
        "Jenis", [Needed("Pilih jenisnya.")], coerce=lambda value: int(value) if value else None
    )
    price = RupiahField("Harga", [Wanted()])
    grams = CountField("Isi bersih", [Wanted()], least=1, most=50_000)
    unit = LineField(
        "Nama ukuran",
        [AtMost(40)],
        description="Satu saja cukup: beratnya, atau isi 12, satu loyang, ukuran M.",
    )
    sells_by = RadioField(
        "Cara menjual", choices=options_of(SellsBy.choices()), default=SellsBy.SHELF.value
    )
    on_hand = CountField("Ada berapa sekarang?", default=0)
    is_sold = BooleanField("Ukuran yang pertama masih dijual", default=True)
    others = Rows(FormField(SizeForm), "Ukuran lain", max_entries=MOST_SIZES)
    composition = TextField("Bahan", [AtMost(600)], description="Urut dari yang paling banyak.")
    allergens = SelectMultipleField(
        "Alergen",
        choices=options_of(Allergen.choices()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    no_allergens = BooleanField("Tidak ada alergen di daftar ini")
    shelf_life_days = CountField("Tahan berapa hari", least=1, most=1_500)
    storage = LineField("Cara simpan", [AtMost(120)])
    origin = LineField(
        "Dari bahan sisa apa",
        [AtMost(120)],
        description="Kalau ada: ampas tempe, kulit ari kedelai, kulit pisang.",
    )
    description = TextField("Cerita di balik rasanya", [AtMost(2_000)])

    def __init__(self, must_be_whole: bool = False, **kwargs: Any) -> None:
        """`must_be_whole`: the product is in the market already, so it cannot fall back to half a draft."""
        super().__init__(**kwargs)
        self.must_be_whole = must_be_whole

    @property
    def is_for_market(self) -> bool:
        return self.step.data == "pajang"

    @property
    def is_whole(self) -> bool:
        """Whether everything that a buyer must see is asked for."""
        return self.is_for_market or self.must_be_whole

    def validate_photos(self, field: PhotosField) -> None:
        if self.is_whole and not field.data and not field.process_errors:
            raise ValidationError("Pasang paling sedikit satu foto.")

    def validate_price(self, field: RupiahField) -> None:
        if not field.process_errors and (self.is_whole or field.data is not None):
            check_price(field.data)

    def validate_grams(self, field: CountField) -> None:
        wanted = self.is_whole or self.price.data is not None
        if wanted and not field.process_errors and not field.data and not self.unit.data:
            raise ValidationError(NO_SIZE)

    def validate_others(self, field: Rows) -> None:
        names = {self.size_name.casefold()}
        for row in self.sizes:
            if row.is_sold and row.name.casefold() in names:
                raise ValidationError(f"Ukuran {row.name} sudah ada. Beri nama yang berbeda.")
            names.add(row.name.casefold())
        if self.is_whole and not any([self.first_is_sold, *(row.is_sold for row in self.sizes)]):
            raise ValidationError("Paling sedikit satu ukuran harus dijual.")
        if self.sizes and self.price.data is None:
            raise ValidationError("Isi dulu harga ukuran yang pertama di atas.")

    def validate_no_allergens(self, field: BooleanField) -> None:
        if field.data and self.allergens.data:
            raise ValidationError("Pilih alergennya, atau centang tidak ada. Jangan keduanya.")

    @property
    def first_is_sold(self) -> bool:
        """A new product sells its first size."""
        return self.edition.data is None or bool(self.is_sold.data)

    @property
    def size_name(self) -> str:
        return self.unit.data or unit_label(self.grams.data)

    @property
    def sizes(self) -> list[SizeForm]:
        """The other sizes in which something is typed."""
        return [row.form for row in self.others if not row.form.is_blank]

    @property
    def facts(self) -> dict[str, Any]:
        """What is typed about the product itself, in the words of the model."""
        said_none: list[str] | None = [] if self.no_allergens.data else None
        return {
            "title": self.title.data,
            "sells_by": SellsBy(self.sells_by.data),
            "composition": self.composition.data or "",
            "allergens": self.allergens.data or said_none,
            "shelf_life_days": self.shelf_life_days.data,
            "storage": self.storage.data or "",
            "origin": self.origin.data or "",
            "description": self.description.data or "",
        }


class ShelfForm(PostForm):
    """What was counted on one shelf."""

    on_hand = CountField("Jumlah yang ada", [Needed("Tulis jumlah yang kamu hitung.")])
