"""Kota, kecamatan, kelurahan, RW; the market of an RW and where goods are picked up."""
