"""Searches that wait: kept by their meaning, looked at by the clock, told once."""
