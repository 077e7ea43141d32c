"""Codes that make an order cheaper: what they give, to whom, until when, and who bears it."""
