"""What is written to the other side on WhatsApp, prefilled for each step. Addresses in it carry no key."""

from marketplace.kit.clock import hari_tanggal, jam
from marketplace.kit.rupiah import format_rupiah
from marketplace.orders.models import Order
from marketplace.orders.rules import Delivery, OrderStatus

S = OrderStatus


def to_stall(order: Order, url: str, about: str = "") -> str:
    """From the buyer: who, what, how much, and `about` what, if not what this state suggests."""
    goods = "\n".join(
        f"{n}. {line.title} {line.variant_title} × {line.quantity} = {format_rupiah(line.subtotal)}"
        for n, line in enumerate(order.lines, 1)
    )
    less = f"\nPotongan {format_rupiah(-order.discount_total)}" if order.discount_total else ""
    fee = f"\nOngkir {format_rupiah(order.delivery_fee)}" if order.delivery_fee else ""
    return (
        f"Halo {order.stall.name}, saya {order.purchase.contact_name}, soal pesanan di "
        f"{order.stall.market.name}:\n{goods}{less}{fee}\n*Total {format_rupiah(order.total)}*\n"
        f"No. pesanan {order.code}\n{about or opening(order)}\n{url}"
    )


def opening(order: Order) -> str:
    """What the buyer most likely writes about in this state."""
    is_fetched = order.delivery is Delivery.PICKUP
    return {
        S.AWAITING_PAYMENT: "Saya akan segera membayar.",
        S.PLACED: "Mohon kabarnya, apakah bisa?",
        S.ACCEPTED: "Kira-kira kapan siap?",
        S.READY: f"Saya ambil {when(order)}." if is_fetched else "Kira-kira kapan diantar?",
        S.ON_THE_WAY: "Sudah sampai mana, ya?",
        S.COMPLETED: "Pesanan sudah saya terima, terima kasih.",
        S.CANCELLED: "Saya mau bertanya soal pesanan yang batal ini.",
        S.EXPIRED: "Apakah pesanan ini masih bisa dibuka lagi?",
    }[order.status]


def to_buyer(order: Order, url: str, money_back: str = "") -> str:
    """From the stall: what has just happened and what to do. `money_back` says who gives money back, if anybody."""
    told = f"{news(order)} {money_back}".strip()
    return (
        f"Halo {order.purchase.contact_name}, ini {order.stall.name}. Pesanan {order.code} "
        f"({format_rupiah(order.total)}):\n{told}\n{url}"
    )


def news(order: Order) -> str:
    is_fetched = order.delivery is Delivery.PICKUP
    ready = f"Sudah siap diambil {when(order)}." if is_fetched else "Sudah siap diantar."
    show = f"Tunjukkan karcis {ticket(order.collection_code)} waktu"
    return {
        S.AWAITING_PAYMENT: "Kami tunggu pembayarannya, ya. Cara bayarnya ada di tautan ini.",
        S.PLACED: "Pesananmu sudah masuk, sebentar lagi kami kabari.",
        S.ACCEPTED: "Pesananmu kami sanggupi dan sedang disiapkan.",
        S.READY: f"{ready} {show} {'mengambil' if is_fetched else 'menerima'}.",
        S.ON_THE_WAY: f"Sedang diantar ke alamatmu. {show} menerima.",
        S.COMPLETED: "Terima kasih sudah belanja. Semoga cocok.",
        S.CANCELLED: "Maaf, pesanan ini batal.",
        S.EXPIRED: "Pesanan ini lewat waktu. Silakan pesan lagi kalau masih perlu.",
    }[order.status]


def when(order: Order) -> str:
    """Rabu, 25 November 2026, 16.00–17.00 WIB"""
    if not order.slot_starts or not order.slot_ends:
        return "sesuai janji"
    return f"{hari_tanggal(order.slot_starts)}, {jam(order.slot_starts)}–{jam(order.slot_ends)} WIB"


def ticket(code: str) -> str:
    """K7M42Q as it stands on the ticket: K7M-42Q."""
    return f"{code[:3]}-{code[3:]}"
