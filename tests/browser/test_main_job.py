"""The main job in a real browser: a trained producer lists, the RW admin approves, a buyer orders from two stalls,
pays one by transfer and one in cash, and collects. The buyer's part once more without JavaScript."""

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from marketplace.catalogue.actions import add_photo
from marketplace.catalogue.checks import problems as stock_problems
from marketplace.demo.pictures.compose import compose
from marketplace.orders.checks import problems as order_problems
from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.payments.checks import problems as payment_problems
from marketplace.web.db import begin_write, db
from marketplace.web.photos import take_photo
from tests.make import make_admin, make_market, make_producer, make_product, make_stall, make_user
from tests.make_orders import let_stall_take_money

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PASSWORD = "jalan-sanan-gang-tiga"


def account(name: str, phone: str) -> Any:
    return make_user(phone=phone, name=name, password=PASSWORD)


@pytest.fixture
def market(app) -> Any:
    """Purwantoro RW 15 with two stalls; the second one has goods already."""
    market = make_market("purwantoro-rw-15", nickname="Sanan")
    first = make_stall(market, name="Dapur Bu Sri")
    second = make_stall(market, name="Tempe Pak Slamet")
    for stall in (first, second):
        let_stall_take_money(stall)
    make_producer(first, account("Bu Sri Wahyuni", "6281200000201"))
    make_producer(second, account("Pak Slamet Riyadi", "6281200000202"))
    make_admin(market, account("Bu Wiwik Handayani", "6281200000203"))
    other = make_product(second, title="Keripik tempe daun jeruk", stock=8, price=16000)
    file = BytesIO()
    compose("keripik tempe pedas", title="Keripik tempe daun jeruk", rank=2).save(file, "JPEG")
    file.seek(0)
    begin_write()
    add_photo(other, take_photo(file), "Keripik tempe daun jeruk")
    db.session.commit()
    return market


def sign_in(page: Any, phone: str) -> None:
    page.goto("/masuk")
    page.get_by_label("Nomor HP").first.fill(phone)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^Masuk")).click()
    page.wait_for_url(re.compile("/(akun|penjual|kelola)"))


def list_a_product(page: Any, folder: Path) -> None:
    """Five answers, one of them a photo."""
    picture = folder / "keripik.jpg"
    compose("keripik tempe", title="Keripik tempe tipis").save(picture)
    page.goto("/penjual")
    page.get_by_role("link", name="Dagangan", exact=True).first.click()
    page.get_by_role("link", name=re.compile("Dagangan baru|Tambah")).first.click()
    page.locator("input[type=file]").first.set_input_files(picture)
    page.get_by_label(re.compile("Nama dagangan")).fill("Keripik tempe tipis")
    page.get_by_label(re.compile("Jenis")).select_option(label="Keripik")
    page.get_by_label(re.compile("Harga")).first.fill("15.000")
    page.get_by_label(re.compile("Isi bersih")).first.fill("150")
    page.locator("#on_hand").fill("5")
    page.get_by_role("button", name="Pajang di pasar").click()
    expect(page.get_by_text("Keripik tempe tipis").first).to_be_visible()


def approve_it(page: Any) -> None:
    page.goto("/kelola/purwantoro-rw-15")
    waiting = page.get_by_role("listitem").filter(has_text="Keripik tempe tipis").first
    waiting.get_by_role("button", name="Setujui").click()
    expect(page.get_by_text(re.compile("Keripik tempe tipis")).first).to_be_visible()


def put_in_cart(page: Any, scripts: bool) -> None:
    """From the market of the RW, by search and by the shelf."""
    page.goto("/pasar/purwantoro-rw-15")
    expect(page.get_by_role("heading", level=1)).to_contain_text("RW 15")
    page.get_by_label(re.compile("^Cari di")).fill("keripik tempe")
    page.get_by_role("button", name="Cari").first.click()
    for title in ("Keripik tempe tipis", "Keripik tempe daun jeruk"):
        page.get_by_role("button", name=re.compile(f"keranjang.*{title}")).first.click()
        expect(page.get_by_text(re.compile(f"{title} masuk keranjang"))).to_be_visible()
    page.get_by_role("link", name=re.compile("barang di keranjang")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("dua dapur")


def order_it(page: Any, scripts: bool) -> str:
    """Transfer to the first stall, cash to the second. Gives the purchase's code."""
    page.get_by_role("button", name="Lanjut pesan").click()
    first = page.locator("section.lapak").filter(has_text="Keripik tempe tipis")
    second = page.locator("section.lapak").filter(has_text="Keripik tempe daun jeruk")
    choose(first, "transfer")
    choose(second, "cash")
    page.get_by_label(re.compile("^Nama")).fill("Rina")
    page.get_by_label(re.compile("Nomor WhatsApp")).fill("0812-0000")
    if not scripts:
        page.get_by_role("button", name="Hitung ulang").click()
    expect(page.get_by_text("Kode unik transfer")).to_be_visible()
    page.get_by_role("button", name=re.compile("Kirim pesanan")).click()
    expect(page.get_by_text(re.compile("kurang angka")).first).to_be_visible()
    page.get_by_label(re.compile("^Nama")).fill("Rina")
    page.get_by_label(re.compile("Nomor WhatsApp")).fill("0812 0000 0555")
    shown = page.get_by_role("button", name=re.compile("Kirim pesanan")).inner_text()
    page.get_by_role("button", name=re.compile("Kirim pesanan")).click()
    page.wait_for_url(re.compile("/bayar/PRW-"))
    assert "Rp31." in shown
    return page.url.rsplit("/", 1)[1]


def choose(stall: Any, method: str) -> None:
    """Press the row of a way to pay, as a thumb does."""
    stall.locator(f"input[value={method}] + label").click()


def prove_it(page: Any, folder: Path) -> None:
    proof = folder / "bukti.png"
    Image.new("RGB", (720, 1280), (240, 240, 240)).save(proof)
    page.locator("input[type=file]").first.set_input_files(proof)
    page.get_by_role("button", name="Kirim bukti", exact=True).first.click()
    expect(page.get_by_text("Bukti terkirim").first).to_be_visible()


def serve(page: Any, *, paid: bool) -> None:
    """The producer's part, from the day's page to the hand-over."""
    page.goto("/penjual")
    if paid:
        page.get_by_role("button", name=re.compile("^Masuk ")).first.click()
        page.get_by_role("button", name="Sanggup").click()
    else:
        page.get_by_role("button", name="Sanggup").first.click()
    page.get_by_role("button", name="Siap", exact=True).click()
    page.get_by_role("button", name=re.compile("serahkan", re.I)).click()
    expect(page.get_by_text("Selesai").first).to_be_visible()


def keep_picture(page: Any, path: str, name: str) -> None:
    """The README shows these two; `make pictures` says where to keep them."""
    if folder := os.environ.get("PASAR_PICTURES"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_whole_job(people, market, tmp_path, scripts):
    seller, other, admin = (people.come() for _ in range(3))
    sign_in(seller, "0812-0000-0201")
    list_a_product(seller, tmp_path)
    sign_in(admin, "+62 812 0000 0203")
    approve_it(admin)

    buyer = people.come(scripts=scripts)
    put_in_cart(buyer, scripts)
    code = order_it(buyer, scripts)
    expect(buyer.get_by_text("Bayar tepat segini")).to_be_visible()
    expect(buyer.get_by_text("Bayar tunai waktu serah terima")).to_be_visible()
    prove_it(buyer, tmp_path)

    serve(seller, paid=True)
    sign_in(other, "6281200000202")
    serve(other, paid=False)
    for number in (1, 2):
        buyer.goto(f"/pesanan/{code}-{number}")
        expect(buyer.get_by_text("Selesai").first).to_be_visible()

    statuses = db.session.scalars(db.select(Order.status)).all()
    assert statuses == [OrderStatus.COMPLETED] * 2
    assert stock_problems() + order_problems() + payment_problems() == []
    assert people.complaints == []
    assert people.hosts == {people.base.split("/")[2]}
    if scripts:
        keep_picture(buyer, "/pasar/purwantoro-rw-15", "market")
        keep_picture(buyer, f"/pesanan/{code}-1", "order")
