"""What an RW admin looks at before deciding: (good or not, words) for a stall and for a product."""

from datetime import date

from marketplace.catalogue.models import Product
from marketplace.catalogue.rules import label_meter
from marketplace.stalls.licences import warnings_for
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus

Check = tuple[bool, str]


def checks_of_stall(stall: Stall, today: date) -> list[Check]:
    return [
        (True, "Ada foto") if stall.photo else (False, "Tanpa foto"),
        *certificate_of(stall),
        *licence_checks(stall, today),
        (True, stall.halal.label) if stall.is_halal else (False, f"Halal: {stall.halal.label}"),
    ]


def checks_of_product(product: Product, today: date) -> list[Check]:
    found: list[Check] = []
    if product.stall.status is not StallStatus.APPROVED:
        found.append((False, f"Lapaknya {product.stall.status.label.lower()}"))
    count = len(product.photos)
    found.append((True, f"{count} foto") if count else (False, "Tanpa foto"))
    if product.category.is_food:
        found += [label_check(product), *licence_checks(product.stall, today)]
    return found + certificate_of(product.stall)


def label_check(product: Product) -> Check:
    given, missing = label_meter(product.label_facts())
    return not missing, f"Label {given} dari {given + len(missing)}"


def missing_facts(product: Product) -> list[str]:
    """Names of what the label lacks; things that are not eaten need no label."""
    return label_meter(product.label_facts())[1] if product.category.is_food else []


def licence_checks(stall: Stall, today: date) -> list[Check]:
    """Each number, right or doubtful; the sentences stand on the stall's own page."""
    checks: list[Check] = [
        (False, f"{licence.kind.label} perlu dicek") if doubts else (True, licence.kind.label)
        for licence in stall.licences
        for doubts in [warnings_for(licence.kind, licence.number, today)]
    ]
    return checks or [(False, "Belum ada izin")]


def doubts_of(stall: Stall, today: date) -> list[str]:
    """Sentences about the licences of a stall."""
    return [
        doubt
        for licence in stall.licences
        for doubt in warnings_for(licence.kind, licence.number, today)
    ]


def certificate_of(stall: Stall) -> list[Check]:
    return [(True, f"Lulus {stall.trained_in}")] if stall.trained_in else []
