"""The life of a stall, from application to approval."""

from collections.abc import Mapping

from marketplace.kit.labelled import Labelled


class StallStatus(Labelled):
    """Draft until sent; the RW admin approves it or returns it with a reason."""

    DRAFT = "draft", "Draf"
    SUBMITTED = "submitted", "Menunggu pengurus"
    APPROVED = "approved", "Disetujui"
    RETURNED = "returned", "Dikembalikan"
    CLOSED = "closed", "Ditutup"


class StallMove(Labelled):
    """What can be done with a stall."""

    SUBMIT = "submit", "Kirim ke pengurus"
    APPROVE = "approve", "Setujui"
    RETURN = "return", "Kembalikan"
    CLOSE = "close", "Tutup lapak"
    REOPEN = "reopen", "Buka lagi"


class IllegalStallMove(Exception):
    """The stall is not where this move starts."""


S, M = StallStatus, StallMove
LEADS_TO = {
    M.SUBMIT: ({S.DRAFT, S.RETURNED}, S.SUBMITTED),
    M.APPROVE: ({S.SUBMITTED}, S.APPROVED),
    M.RETURN: ({S.SUBMITTED, S.APPROVED}, S.RETURNED),
    M.CLOSE: ({S.APPROVED, S.RETURNED}, S.CLOSED),
    M.REOPEN: ({S.CLOSED}, S.SUBMITTED),
}


def next_status(status: StallStatus, move: StallMove) -> StallStatus:
    """Raises IllegalStallMove."""
    starts, end = LEADS_TO[move]
    if status not in starts:
        raise IllegalStallMove(f"{move} from {status}")
    return end


class LicenceKind(Labelled):
    """Numbers that a buyer may check."""

    NIB = "nib", "NIB"
    PIRT = "pirt", "P-IRT"
    HALAL = "halal", "Sertifikat halal"
    BPOM = "bpom", "BPOM"


class HalalStatus(Labelled):
    """What the stall says of its goods; the logo only with a certificate (PP 42/2024)."""

    CERTIFIED = "certified", "Bersertifikat halal"
    IN_PROCESS = "in_process", "Sedang diurus"
    NOT_YET = "not_yet", "Belum bersertifikat"
    NOT_HALAL = "not_halal", "Tidak halal"


EDITABLE = {
    StallStatus.DRAFT,
    StallStatus.RETURNED,
}  # its applicant may still change the application


class Step(Labelled):
    """The steps of an application, in order; the value stands in the address."""

    MARKET = "pasar", "Pasar RW"
    ABOUT = "tentang", "Tentang lapak"
    GOODS = "dagangan", "Yang kamu buat"
    CONTACT = "kontak", "WhatsApp dan izin"
    REVIEW = "periksa", "Periksa dan kirim"


NEEDED = {
    "name": (Step.ABOUT, "Nama lapak belum diisi."),
    "owner_name": (Step.ABOUT, "Nama pemilik belum diisi."),
    "rt": (Step.ABOUT, "RT belum diisi."),
    "address": (Step.ABOUT, "Alamat belum diisi."),
    "plans": (Step.GOODS, "Tulis apa yang mau kamu jual."),
    "whatsapp": (Step.CONTACT, "Nomor WhatsApp belum diisi."),
}


class Unfinished(Exception):
    """The application lacks something without which nobody can decide."""


def unfinished(facts: Mapping[str, object]) -> list[tuple[Step, str]]:
    """What is still missing, with the step where it is filled in."""
    return [what for field, what in NEEDED.items() if not facts.get(field)]


def next_step(step: Step) -> Step:
    """The last step leads to itself."""
    steps = list(Step)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]
