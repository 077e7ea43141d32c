"""Double entry for collected money: what came, whose it is, how it left.

Direct money never enters, only what it leaves owed: kas RW by the stall, money by the stall to a buyer.

Build legs with a function of `rules` (`collected`, `direct_sale`, `refund_owed`, `payout_requested`, …), then
`actions.post(key, memo, legs, at, market=…)` in the transaction of the act itself. The key makes it happen once:
`pay:<id>:<market>`, `re:<refund id>`, `payout:<id>`, `dispute:<id>:<step>`, `kas:<random>`
where a person decides how much. An entry belongs to one market: a payment
that covers two markets is two entries, so each market's trial balance comes to nothing by itself.

Positive is debit. Entries and postings are only ever added to; a mistake is undone by the opposite entry (`undone`).
`queries` answers what somebody is owed; `checks.problems()` proves that the books agree.
"""
