"""Midtrans Snap: its own page for cards, asked over plain HTTP.

Not as at Stripe: a session is an `order_id` of ours, good for one page; its page is told once and cannot be asked for
again; amounts are whole rupiah; nobody can list events, or ask for fees and the balance. A refund of what is not
settled yet (until the next day) is the cancelling of the whole; a part waits.
"""
