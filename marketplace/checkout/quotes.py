"""The sum of a checkout for given choices; unique codes are reserved where transfer is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from marketplace.checkout.models import CheckoutDraft
from marketplace.checkout.options import StallOptions
from marketplace.checkout.rules import (
    Asked,
    Choice,
    Choices,
    Part,
    Quote,
    grouped,
    share_courier_fee,
)
from marketplace.checkout.vouchers import applied_to
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.rules import Delivery
from marketplace.payments.receivers import paid_to, payee_of, receiver_of
from marketplace.payments.rules import Method, Payee
from marketplace.payments.unique_codes import code_of_draft, key_of_draft, reserve_code
from marketplace.payments.vouchers.rules import Applied
from marketplace.stalls.models import Stall


def with_defaults(choices: Choices, offered: Sequence[StallOptions]) -> Choices:
    """Fill what is not chosen, or cannot be had any more, with the first thing that can."""
    stalls = {
        options.stall.id: usual(choices.stalls.get(options.stall.id, Choice()), options)
        for options in offered
    }
    return replace(choices, stalls=stalls)


def usual(choice: Choice, options: StallOptions) -> Choice:
    option = options.option(choice.option)
    if option is None or not option.reaches:
        choice = replace(choice, option=options.options[0].value if options.options else "")
    slots = options.slots.get(choice.option, [])
    if options.slot(choice.option, choice.slot) is None:
        choice = replace(choice, slot=slots[0].starts.isoformat() if slots else "")
    if choice.method not in options.methods:
        choice = replace(choice, method=options.methods[0] if options.methods else "")
    return choice


def quote_for(
    draft: CheckoutDraft, choices: Choices, offered: Sequence[StallOptions], *, reserve: bool
) -> Quote:
    """Goods, discounts, delivery, payments, unique codes. With `reserve` missing codes are taken now (inside a write).

    Raises NoCodeLeft.
    """
    applied = applied_to(choices, offered, now())
    parts = parts_of(choices, offered, applied)
    stalls = {options.stall.id: options.stall for options in offered}
    asked = [
        replace(one, unique_code=unique_code(draft, one, stalls, reserve=reserve))
        for one in grouped(parts)
    ]
    return Quote(parts, asked, applied)


def parts_of(choices: Choices, offered: Sequence[StallOptions], applied: Applied) -> list[Part]:
    """What each order costs, and who is paid for it."""
    parts = []
    for options, fee in zip(offered, fees_of(choices, offered), strict=True):
        choice = choices.stalls.get(options.stall.id, Choice())
        method = Method(choice.method) if choice.method in options.methods else None
        stall, goods = options.stall, Rupiah(options.group.goods_total)
        payee = payee_of(method, stall.market) if method else Payee.STALL
        part = Part(stall.id, stall.market_id, goods, fee, method, payee)
        discount = applied.discounts.get(stall.id)
        if discount:
            part = replace(part, discount=discount.amount, borne_by=discount.borne_by)
        parts.append(part)
    return parts


def receivers_of(quote: Quote, offered: Sequence[StallOptions]) -> list[tuple[str, Rupiah]]:
    """Who receives what, one line for each payment."""
    stalls = {options.stall.id: options.stall for options in offered}
    return [(paid_to(one.method, stalls[one.stall_ids[0]]), one.due) for one in quote.asked]


def unique_code(
    draft: CheckoutDraft, asked: Asked, stalls: Mapping[int, Stall], *, reserve: bool
) -> int:
    """The code of a transfer; nothing else has one."""
    receiver = receiver_of(asked.payee, stalls[asked.stall_ids[0]])
    if asked.method is not Method.TRANSFER or receiver is None:
        return 0
    account, key = receiver.bank_account, key_of_draft(draft.key, asked.stall_ids[0])
    if reserve:
        return reserve_code(account, asked.amount, key, draft.expires_at)
    return code_of_draft(account, asked.amount, key) or 0


def fees_of(choices: Choices, offered: Sequence[StallOptions]) -> list[Rupiah]:
    """Delivery fees in the order of the stalls; the RW courier is paid once for each trip."""
    fees = [Rupiah(0)] * len(offered)
    trips: list[tuple[int, tuple[object, int, int]]] = []
    for place, options in enumerate(offered):
        choice = choices.stalls.get(options.stall.id, Choice())
        option = options.option(choice.option)
        if option and option.delivery is Delivery.COURIER:
            trip = (options.stall.market_id, choice.slot)
            trips.append((place, (trip, option.fee, options.group.goods_total)))
        elif option:
            fees[place] = Rupiah(option.fee)
    shares = share_courier_fee([trip for _, trip in trips])
    for (place, _), share in zip(trips, shares, strict=True):
        fees[place] = share
    return fees


def holds(config: dict[str, int]) -> dict[Method, int]:
    """Seconds that goods are held for each method that is paid beforehand."""
    return {
        Method.QRIS: config["HOLD_QRIS"],
        Method.TRANSFER: config["HOLD_TRANSFER"],
        Method.CARD: config["HOLD_CARD"],
    }


def address_of(choices: Choices, village: str, city: str) -> str:
    """Jl. Sanan Gg. III No. 129, RT 05/RW 15, Kel. Purwantoro, Kota Malang (dekat pos ronda)"""
    rt = f"RT {choices.rt:02}" if choices.rt else ""
    rw = f"RW {choices.rw:02}" if choices.rw else ""
    unit = "/".join(part for part in (rt, rw) if part)
    area = f"Kel. {village}" if village else ""
    line = ", ".join(part for part in (choices.street, unit, area, city) if part)
    return f"{line} ({choices.landmark})" if choices.landmark else line
