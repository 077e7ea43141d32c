"""What may be typed into a review, into the answer of the stall, and as the reason for hiding."""

from typing import Any

from wtforms import RadioField

from marketplace.catalogue.photo_field import PhotosField
from marketplace.reviews.actions import Said
from marketplace.reviews.models import Review
from marketplace.reviews.rules import (
    LAST_RT,
    LONGEST,
    MOST_PHOTOS,
    STARS,
    ShowsAs,
    first_name,
)
from marketplace.web.forms import AtMost, CountField, Needed, PostForm, TextField, options_of
from marketplace.web.photos import TakenPhoto

STARLESS = "Pilih bintangnya dulu."


class ReviewForm(PostForm):
    """Of one line. `offer` says by which name the buyer may sign."""

    bintang = RadioField(
        "Bintang",
        [Needed(STARLESS)],
        choices=options_of(STARS.items()),
        coerce=int,
        invalid_choice_message=STARLESS,
    )
    ulasan = TextField("Ceritakan rasanya", [AtMost(LONGEST)], description="Boleh kosong.")
    foto = PhotosField(
        "Foto", description=f"Boleh kosong. Paling banyak {MOST_PHOTOS} foto.", most=MOST_PHOTOS
    )
    tampil = RadioField("Tampil sebagai", [Needed("Pilih salah satu.")])
    rt = CountField(
        "RT berapa", least=1, most=LAST_RT, description="Untuk Warga saja. Boleh kosong."
    )

    def offer(self, name: str) -> "ReviewForm":
        labels = {**{s.value: s.label for s in ShowsAs}, ShowsAs.NAME.value: first_name(name)}
        self.tampil.choices = options_of(labels.items())
        return self

    @property
    def said(self) -> Said:
        return Said(
            self.bintang.data,
            self.ulasan.data or "",
            self.foto.data or (),
            ShowsAs(self.tampil.data),
            self.rt.data,
        )


def as_typed(review: Review | None, rt: int | None) -> dict[str, Any]:
    """What stands in the form before anything is typed; `rt` is what we know of the buyer."""
    if review is None:
        return {"tampil": ShowsAs.NAME.value, "rt": rt}
    return {
        "bintang": review.stars,
        "ulasan": review.text,
        "foto": [TakenPhoto(photo.digest, photo.width, photo.height) for photo in review.photos],
        "tampil": review.shows_as.value,
        "rt": review.rt or rt,
    }


class ReplyForm(PostForm):
    balasan = TextField("Balasan", [Needed("Tulis balasannya dulu."), AtMost(LONGEST)])


class HideForm(PostForm):
    alasan = TextField("Alasan", [Needed("Tulis alasannya dulu."), AtMost(300)])
