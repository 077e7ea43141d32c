"""Lapak: a producer's shop in one market, its licences, its application."""
