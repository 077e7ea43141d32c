"""Programmes, participants and the certificates that open a stall."""
