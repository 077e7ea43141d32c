"""What the books answer: balances, what a stall is owed, the trial balance, statements, kas RW."""

from marketplace.ledger.queries.balances import balance, balances, payable_to
from marketplace.ledger.queries.kas import Kas, kas_begins, kas_by_month, kas_of
from marketplace.ledger.queries.statements import Statement, StatementRow, statement
from marketplace.ledger.queries.trial import TrialRow, names_of, trial_balance

__all__ = [
    "Kas",
    "Statement",
    "StatementRow",
    "TrialRow",
    "balance",
    "balances",
    "kas_begins",
    "kas_by_month",
    "kas_of",
    "names_of",
    "payable_to",
    "statement",
    "trial_balance",
]
