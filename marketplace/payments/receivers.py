"""Who gets a buyer's money: the stall itself, the treasurer of its market, or the operator."""

from marketplace.kit.rupiah import Rupiah
from marketplace.payments.rules import Method, Payee, can_carry
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall


def payee_of(method: Method, market: Market) -> Payee:
    """Cards are always collected by the operator; anything else by the treasurer where the market says so."""
    if method is Method.CARD:
        return Payee.OPERATOR
    collects = {
        Method.QRIS: market.collects_qris,
        Method.TRANSFER: market.collects_transfer,
        Method.CASH: market.collects_cash,
    }
    return Payee.TREASURER if collects[method] else Payee.STALL


def receiver_of(payee: Payee, stall: Stall) -> Stall | Market | None:
    """Whose QRIS and account it is; the operator has neither."""
    if payee is Payee.OPERATOR:
        return None
    return stall if payee is Payee.STALL else stall.market


def goes_to(method: Method, stall: Stall) -> str:
    """Who gets the money, beside a way to pay."""
    payee = payee_of(method, stall.market)
    if payee is Payee.OPERATOR:
        return "lewat Pasar RW"
    return "ke lapak" if payee is Payee.STALL else f"ke bendahara {stall.market.rw.label}"


def paid_to(method: Method, stall: Stall) -> str:
    """The same with names, as the buyer's bank or wallet will show them."""
    payee = payee_of(method, stall.market)
    receiver = receiver_of(payee, stall)
    if receiver is None:
        return f"{method.label}, dikumpulkan Pasar RW"
    who = stall.name if payee is Payee.STALL else f"bendahara {stall.market.label}"
    shown = {Method.QRIS: receiver.qris_merchant, Method.TRANSFER: receiver.bank_holder}
    named = f", atas nama {shown[method]}" if shown.get(method) else ""
    return f"{method.label} ke {who}{named}"


def ways_to_pay(stall: Stall, amount: Rupiah, *, cards: bool) -> list[Method]:
    """What the market takes and whoever collects it can receive, for one order of this amount."""
    return [
        method
        for method in Method
        if can_receive(method, stall, cards=cards) and can_carry(method, amount)
    ]


def can_receive(method: Method, stall: Stall, *, cards: bool) -> bool:
    market = stall.market
    if method is Method.CARD:
        return cards and market.takes_card
    payee = payee_of(method, market)
    receiver = stall if payee is Payee.STALL else market
    return {
        Method.QRIS: market.takes_qris and bool(receiver.qris),
        Method.TRANSFER: market.takes_transfer and bool(receiver.bank_account),
        Method.CASH: market.takes_cash and (payee is Payee.TREASURER or stall.takes_cash),
    }[method]
