"""Two markets that have nothing to do with each other, each with everything a page can be about.

The enumerating tests walk every address with the objects of one side and ask as people of the other.
"""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from flask import current_app

from marketplace.accounts.actions import grant, start_session
from marketplace.accounts.models import Grant
from marketplace.accounts.rules import Role
from marketplace.catalogue.actions import submit_product
from marketplace.catalogue.rules import SellsBy
from marketplace.checkout.actions import start_checkout
from marketplace.checkout.rules import Choices
from marketplace.kit.clock import now
from marketplace.kit.codes import new_key
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.actions import mark_sent, request_payout
from marketplace.ledger.rules import OPERATOR, treasurer
from marketplace.orders.rules import Actor, Move
from marketplace.payments.actions import confirm_received
from marketplace.payments.refunds import refunds_of
from marketplace.payments.rules import Method
from marketplace.regions.actions import add_pickup_point, create_cluster
from marketplace.regions.rules import Board
from marketplace.reviews.actions import Said, say
from marketplace.reviews.rules import ShowsAs
from marketplace.search.saved.actions import keep
from marketplace.search.saved.rules import wish_of
from marketplace.training.actions import import_roster
from marketplace.training.roster import Entry
from marketplace.web.db import begin_write, db
from marketplace.web.phones import format_phone
from tests.ledger.books import sell
from tests.make import (
    make_admin,
    make_batch,
    make_category,
    make_market,
    make_product,
    make_stall,
    make_user,
)
from tests.make_collected import current, let_collect
from tests.make_orders import make_cart, make_order, make_purchase
from tests.make_vouchers import make_voucher

LIVES = (
    (),
    (Move.PAY,),
    (Move.PAY, Move.ACCEPT),
    (Move.PAY, Move.ACCEPT, Move.PREPARE, Move.HAND_OVER),
    (Move.PAY, Move.REFUSE),
    (Move.CANCEL,),
    (Move.EXPIRE,),
)


@dataclass
class Side:
    """One market with its people and their things. `secrets` are words that no stranger may read."""

    name: str
    market: Any
    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    guest_key: str = field(
        default_factory=lambda: f"tamu{new_key()}".replace("-", "").replace("_", "")
    )
    secrets: list[str] = field(default_factory=list)

    def secret(self, words: str) -> str:
        """A private word that occurs nowhere else."""
        self.secrets.append(f"{words} {self.name}")
        return self.secrets[-1]


def make_side(name: str, place: str, number: int) -> Side:
    """A market that has been at work for a while."""
    side = Side(name, make_market(f"{place}-rw-{number:02}"))
    settle_people(side)
    fill_shelves(side)
    receive_orders(side)
    review_goods(side)
    collect_money(side)
    train(side)
    return side


def settle_people(side: Side) -> None:
    people, things, market = side.people, side.things, side.market
    people["admin"] = make_admin(market, make_user(name=f"Bu Wiwik {side.name}"))
    people["treasurer"] = make_admin(
        market, make_user(name=f"Pak Tono {side.name}"), Role.TREASURER
    )
    people["producer"] = make_user(name=f"Bu Sri {side.name}")
    people["neighbour"] = make_user(name=f"Bu Tetangga {side.name}")
    people["buyer"] = make_user(
        name=side.secret("Mbak Pembeli"), email=f"{side.name}@contoh.invalid".lower()
    )
    people["applicant"] = make_user(name=side.secret("Pak Pelamar"))
    for person in (people["buyer"], people["applicant"]):
        side.secrets += [person.phone, format_phone(person.phone)]
    side.secrets.append(people["buyer"].email)
    things["stall"] = make_stall(
        market,
        applicant=people["producer"],
        name=f"Dapur {side.name}",
        delivers=True,
        whatsapp=people["producer"].phone,
    )
    things["other stall"] = make_stall(
        market, applicant=people["neighbour"], name=f"Warung {side.name}"
    )
    things["application"] = make_stall(
        market,
        approved=False,
        applicant=people["applicant"],
        name=side.secret("Dapur Belum Jadi"),
        plans=side.secret("Rencana rahasia"),
    )
    things["unfinished"] = make_stall(
        market,
        approved=False,
        submitted=False,
        applicant=people["applicant"],
        name=f"Dapur Nanti {side.name}",
    )
    things["place"] = market.pickup_points[0]
    begin_write()
    hours = [(day, time(15), time(17)) for day in range(7)]
    things["terrace"] = add_pickup_point(market, "Teras", "Gang 3", hours, stall=things["stall"])
    things["cluster"] = create_cluster(
        f"klaster-{side.name.lower()}", f"Klaster {side.name}", "Cerita.", Board.DAUN, [market.rw]
    )
    db.session.commit()


def fill_shelves(side: Side) -> None:
    stall, things = side.things["stall"], side.things
    category = make_category()
    goods = {"category": category, "composition": "Tempe, minyak", "shelf_life_days": 30}
    things["product"] = make_product(stall, stock=50, title=f"Keripik {side.name}", **goods)
    things["plain"] = make_product(stall, stock=0, title=f"Habis {side.name}", category=category)
    things["round"] = make_product(
        stall, title=f"Nastar {side.name}", sells_by=SellsBy.BATCH, category=category
    )
    things["batch"] = make_batch(things["round"])
    things["neighbour's"] = make_product(things["other stall"], title=f"Opak {side.name}")
    draft = {"published": False, "description": side.secret("Resep rahasia")}
    things["draft"] = make_product(stall, title=side.secret("Dagangan rahasia"), **draft)
    things["submitted"] = make_product(stall, title=side.secret("Dagangan menunggu"), **draft)
    submit_product(things["submitted"], now())
    db.session.commit()
    things["voucher"] = make_voucher(stall, f"LAPAK-{side.name}".upper())
    things["market's voucher"] = make_voucher(side.market, f"PASAR-{side.name}".upper())


def receive_orders(side: Side) -> None:
    buyer, product = side.people["buyer"], side.things["product"]
    usual: dict[str, Any] = {"product": product, "buyer": buyer, "name": buyer.name}
    orders = [make_order(*moves, **usual) for moves in LIVES]
    orders.append(make_order(Move.ACCEPT, method=Method.CASH, **usual))
    orders.append(make_order(method=Method.QRIS, **usual))
    side.things["orders"] = orders
    side.things["by card"] = order_by_card(**usual)
    side.things["guest's"] = make_purchase(
        product, side.things["neighbour's"], name=side.secret("Tamu"), guest_key=side.guest_key
    )
    pay_treasurer(side)
    cart, _ = make_cart([product, side.things["neighbour's"]], buyer=buyer)
    side.things["line"] = cart.lines[0]
    side.things["checkout"] = start_checkout(
        cart, Choices(name=buyer.name, phone=buyer.phone), now()
    )
    side.things["device"], _token = start_session(buyer, "Ponsel lama")
    db.session.commit()
    wish = wish_of({"q": side.secret("Kue idaman")})
    side.secrets.append(wish["q"])
    side.things["kept search"] = keep(buyer, wish, now())
    db.session.commit()


def review_goods(side: Side) -> None:
    """The one order that was collected."""
    said = Said(4, "Renyah, gurihnya pas.", shows_as=ShowsAs.NEIGHBOUR, rt=3)
    begin_write()
    side.things["review"] = say(side.things["orders"][3].lines[0], said, now())
    db.session.commit()


def collect_money(side: Side) -> None:
    """Some lies with the treasurer and some with the operator, some is asked for, some was sent."""
    stall, things, asks = side.things["stall"], side.things, side.people["producer"]
    purse, at = treasurer(side.market.id), now()
    for number, holder in enumerate((purse, OPERATOR, None)):
        sell(stall, 100_000, holder=holder, key=f"uji:{stall.id}:{number}", at=at)
    things["payout"] = request_payout(stall, 30_000, asks, at, purse)
    things["card payout"] = request_payout(stall, 20_000, asks, at, OPERATOR)
    things["sent payout"] = request_payout(stall, 10_000, asks, at, purse)
    mark_sent(things["sent payout"], "TRX 0001", side.people["treasurer"], at)
    db.session.commit()


def order_by_card(**usual: Any) -> Any:
    """Asked for while the operator had cards; nobody answers for them now."""
    config = current_app.config
    config["STRIPE_KEY"] = "sk_test_uji"
    order = make_order(method=Method.CARD, **usual)
    config["STRIPE_KEY"] = ""
    return order


def pay_treasurer(side: Side) -> None:
    """Two stalls paid at once through the treasurer: one of them refused, so money is owed back; one still open."""
    let_collect(side.market, Method.QRIS)
    buyer, goods = side.people["buyer"], (side.things["product"], side.things["neighbour's"])
    paid, unpaid = (
        make_purchase(*goods, buyer=buyer, name=buyer.name, method=Method.QRIS) for _ in range(2)
    )
    side.things["collected"], side.things["uncollected"] = map(
        current, (paid.orders[0], unpaid.orders[0])
    )
    begin_write()
    confirm_received(
        side.things["collected"], Rupiah(side.things["collected"].due), Actor.TREASURER, now()
    )
    paid.orders[1].make(Move.REFUSE, Actor.PRODUCER, now(), note="Uji")
    db.session.commit()
    [side.things["collected refund"]] = refunds_of(paid.orders)[paid.orders[1].id]


def train(side: Side) -> None:
    applicant, place = side.people["applicant"], side.market.rw.village.name
    entry = Entry(applicant.name, applicant.phone, place, side.market.rw.number, "Keripik tempe")
    begin_write()
    import_roster([entry], today=date(2026, 11, 25))
    db.session.commit()
    from marketplace.training.actions import certificates_for

    [side.things["certificate"]] = certificates_for(applicant)
    role = Grant.role == Role.TREASURER
    side.things["grant"] = db.session.scalar(
        db.select(Grant).where(role, Grant.market_id == side.market.id)
    )


def make_officer() -> Any:
    """Somebody whose roles are not tied to a market."""
    officer = make_user(name="Pak Dinas")
    grant(officer, Role.CITY_OFFICER)
    grant(officer, Role.OPERATOR)
    db.session.commit()
    return officer


def make_everybody(side: Side) -> Any:
    """One person with every role that a market can give: the strongest stranger there is elsewhere."""
    user = side.people["buyer"]
    make_admin(side.market, user)
    make_admin(side.market, user, Role.TREASURER)
    grant(user, Role.PRODUCER, stall=side.things["stall"])
    db.session.commit()
    return user
