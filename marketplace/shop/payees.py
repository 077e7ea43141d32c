"""Who gets a buyer's money in a market, in one sentence."""

from marketplace.checkout.options import takes_cards
from marketplace.payments.receivers import payee_of
from marketplace.payments.rules import Method, Payee
from marketplace.regions.models import Market


def money_words(market: Market) -> str:
    """QRIS langsung ke lapak, transfer ke bendahara RW 05, kartu lewat Pasar RW. Empty when nothing is taken."""
    ends = {
        Payee.STALL: "langsung ke lapak",
        Payee.TREASURER: f"ke bendahara {market.rw.label}",
        Payee.OPERATOR: "lewat Pasar RW",
    }
    ways = {payee: [name_of(one) for one in taken(market, payee)] for payee in ends}
    parts = [f"{listed(names)} {ends[payee]}" for payee, names in ways.items() if names]
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def taken(market: Market, payee: Payee) -> list[Method]:
    return [
        method
        for method in Method
        if getattr(market, f"takes_{method}")
        and payee_of(method, market) is payee
        and (method is not Method.CARD or takes_cards())
    ]


def name_of(method: Method) -> str:
    """As it stands inside a sentence."""
    return method.label if method is Method.QRIS else method.label.lower()


def listed(names: list[str]) -> str:
    """QRIS, transfer, dan tunai"""
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"
