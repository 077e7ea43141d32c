"""The life of a stall, from application to approval."""

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
