"""What is done with stalls: applying, deciding, licences, holidays, a new name."""

from marketplace.stalls.actions.applying import (
    NameTaken,
    apply_for_stall,
    change_application,
    draft_from_certificate,
    move_application,
    rename_stall,
    stall_by_certificate,
    start_application,
    submit_stall,
)
from marketplace.stalls.actions.deciding import (
    approve_stall,
    close_stall,
    reopen_stall,
    return_stall,
)
from marketplace.stalls.actions.keeping import save_licence, set_holiday

__all__ = [
    "NameTaken",
    "apply_for_stall",
    "approve_stall",
    "change_application",
    "close_stall",
    "draft_from_certificate",
    "move_application",
    "rename_stall",
    "reopen_stall",
    "return_stall",
    "save_licence",
    "set_holiday",
    "stall_by_certificate",
    "start_application",
    "submit_stall",
]
