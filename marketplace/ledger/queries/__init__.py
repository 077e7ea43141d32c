"""What the books answer: balances, what a stall is owed, the trial balance, statements, kas RW."""

from marketplace.ledger.queries.balances import balance, balances, payable_to
from marketplace.ledger.queries.kas import Kas, kas_begins, kas_by_month, kas_of
from marketplace.ledger.queries.owed import (
    OwedStall,
    Standing,
    kas_with_operator,
    owed_stalls,
    standing_of,
)
from marketplace.ledger.queries.payouts import WAITING, payouts_by, payouts_to
from marketplace.ledger.queries.statements import (
    Statement,
    StatementPage,
    StatementRow,
    statement,
    statement_page,
)
from marketplace.ledger.queries.trial import TrialRow, folded, names_of, trial_balance

__all__ = [
    "WAITING",
    "Kas",
    "OwedStall",
    "Standing",
    "Statement",
    "StatementPage",
    "StatementRow",
    "TrialRow",
    "balance",
    "balances",
    "folded",
    "kas_begins",
    "kas_by_month",
    "kas_of",
    "kas_with_operator",
    "names_of",
    "owed_stalls",
    "payable_to",
    "payouts_by",
    "payouts_to",
    "standing_of",
    "statement",
    "statement_page",
    "trial_balance",
]
