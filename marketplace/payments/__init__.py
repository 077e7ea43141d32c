"""Payments, their parts, proofs and refunds."""
