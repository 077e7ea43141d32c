"""A strict local Midtrans for tests: Snap for cards, as far as a shop needs it; in memory, on 127.0.0.1 alone.

It follows Midtrans' documentation and was not compared with the real one. What it refuses is what Midtrans refuses: a
wrong key (401), a sum that is not the items' (400), an `order_id` that was used (400), more back than came (412).
"""
