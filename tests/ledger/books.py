"""The sale that examples and tests of the ledger share."""

from dataclasses import replace

from marketplace.ledger.rules import Bearer, Sale, frozen_lines

LINES = frozen_lines([(30_000, 2), (20_000, 1)], discount=5_000, basis_points=250)
SALE = Sale(order=7, stall=12, market=3, lines=LINES, delivery=3_000)
SALE_ON_KAS = replace(SALE, borne_by=Bearer.MARKET)
