"""Where the demo's buyers pay: stickers and accounts that look right and belong to nobody."""

from binascii import crc_hqx
from datetime import datetime

from marketplace.accounts.models import User
from marketplace.demo.plans import StallPlan
from marketplace.kit.slugs import slugify
from marketplace.payments.payees import set_bank, set_qris
from marketplace.payments.qris import read_static
from marketplace.stalls.models import Stall

BANKS = ("BRI", "BNI", "Mandiri", "BCA", "Bank Jatim")


def take_money(stall: Stall, plan: StallPlan, number: int, owner: User, at: datetime) -> None:
    pays = plan.pays.split()
    if "qris" in pays:
        set_qris(stall, read_static(sticker(plan.name, number)), owner, at)
    if "bank" in pays:
        bank, account = BANKS[number % len(BANKS)], f"90000{number:07}"
        set_bank(stall, bank, account, plan.owner, owner, at)
    stall.takes_cash = "cash" in pays


def sticker(name: str, number: int) -> str:
    """A static QRIS of an acquirer that does not exist."""
    merchant = slugify(f"{name} contoh", "").replace("-", " ").upper()[:25].strip()
    account = [("00", "ID.CO.CONTOH.WWW"), ("01", f"93600999{number:010}")]
    account += [("02", f"{number:015}"), ("03", "UMI")]
    national = [("00", "ID.CO.QRIS.WWW"), ("02", f"ID{1099999990000 + number}"), ("03", "UMI")]
    body = [("00", "01"), ("01", "11"), ("26", joined(account)), ("51", joined(national))]
    body += [("52", "5499"), ("53", "360"), ("58", "ID"), ("59", merchant)]
    body += [("60", "KOTA MALANG"), ("61", "65122"), ("62", joined([("07", "A01")]))]
    payload = joined(body) + "6304"
    return f"{payload}{crc_hqx(payload.encode(), 0xFFFF):04X}"


def joined(fields: list[tuple[str, str]]) -> str:
    return "".join(f"{tag}{len(value):02}{value}" for tag, value in fields)
