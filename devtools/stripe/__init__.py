"""A strict local Stripe: what a shop with hosted Checkout asks of the API, in a process of its own.

It refuses what Stripe refuses, forgets everything when it ends, and listens on this machine alone.
"""
