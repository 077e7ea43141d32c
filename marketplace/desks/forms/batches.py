"""What may be typed about a baking round."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import Form, FormField, ValidationError

from marketplace.catalogue.forms import Rows, hidden_number
from marketplace.catalogue.models import Variant
from marketplace.catalogue.rules import BadRound
from marketplace.catalogue.stock import StockPool
from marketplace.kit.clock import moment, now, today
from marketplace.web.forms import CountField, Needed, PostForm
from marketplace.web.sentences import Spoken
from marketplace.web.time_fields import DayField, HourField

FARTHEST = timedelta(days=120)
MOST_ROWS = 40


class CapacityForm(Form):
    """How many of one size."""

    Meta = Spoken

    id = hidden_number()
    capacity = CountField("Bisa dibuat", default=0)


def near(_form: Any, field: DayField) -> None:
    """A day on which people can still plan. Also keeps years off that no clock can reckon with."""
    if field.data and not today(now()) <= field.data <= today(now()) + FARTHEST:
        raise ValidationError("Pilih tanggal mulai hari ini sampai empat bulan ke depan.")


class CapacitiesForm(PostForm):
    """Capacities of a round that is open."""

    rows = Rows(FormField(CapacityForm), "Kapasitas", max_entries=MOST_ROWS)

    @property
    def capacities(self) -> dict[int, int]:
        """By the id of the row: a variant's in a new round, a pool's in one that is open."""
        typed = {row.form.id.data: row.form.capacity.data for row in self.rows}
        return {id: many for id, many in typed.items() if id is not None and many is not None}


class RoundForm(CapacitiesForm):
    """A new round: when it is ready, until when people order, how many can be made."""

    ready_day = DayField("Siap tanggal", [Needed("Pilih tanggal siapnya."), near])
    ready_hour = HourField("Jam siap", [Needed("Pilih jam siapnya.")])
    closes_day = DayField("Pesan paling lambat tanggal", [Needed("Pilih batas pesannya."), near])
    closes_hour = HourField("Jam", [Needed("Pilih jamnya.")])

    @property
    def ready_at(self) -> datetime:
        return moment(self.ready_day.data, self.ready_hour.data)

    @property
    def closes_at(self) -> datetime:
        return moment(self.closes_day.data, self.closes_hour.data)

    def blame(self, refused: BadRound) -> None:
        """Say at its field why nobody could order from this round."""
        place, sentence = FAULTS[str(refused)]
        self[place].errors = [sentence]


FAULTS = {
    "closes in the past": ("closes_day", "Batas pesannya sudah lewat."),
    "closes after it is ready": ("closes_day", "Batas pesan harus sebelum barangnya siap."),
    "no capacity": ("rows", "Isi paling sedikit satu ukuran."),
}


def round_form(variants: list[Variant], at: datetime) -> RoundForm:
    """Proposes three days from now, ordered until the evening before."""
    ready: date = today(at) + timedelta(days=3)
    proposed = {
        "ready_day": ready,
        "ready_hour": time(15),
        "closes_day": ready - timedelta(days=1),
        "closes_hour": time(19),
        "rows": [{"id": variant.id, "capacity": None} for variant in variants],
    }
    return RoundForm(data=proposed)


def capacities_form(pools: list[StockPool]) -> CapacitiesForm:
    rows = [{"id": pool.id, "capacity": pool.on_hand} for pool in pools]
    return CapacitiesForm(data={"rows": rows})
