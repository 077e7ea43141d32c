"""Giving a part of an order's money back: some lines, some pieces of a line, the delivery."""
