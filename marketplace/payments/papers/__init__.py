"""Papers: a nota for every order that was paid, a numbered correction for all that goes back, a stall's month.

A paper is numbered without gaps per market and year and is never changed. It says all that PMK 37/2025 asks of an
invoice: number and date, platform, seller, buyer, goods with kind, quantity, price and discount, PPh 22 (none so far).
`due.paper_due(order, at)` is called where money is taken as paid and where it becomes owed back; the papers are issued
at the end of that transaction (`due` says why).
"""
