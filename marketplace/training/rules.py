"""A course from registration to certificate."""

from marketplace.kit.labelled import Labelled


class ParticipantStatus(Labelled):
    """How far a participant came."""

    REGISTERED = "registered", "Terdaftar"
    FINISHED = "finished", "Lulus"
    DROPPED = "dropped", "Berhenti"
