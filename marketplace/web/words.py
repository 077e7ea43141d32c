"""What templates may call to put facts into words: money, time, phones, links."""

from flask import Flask

from marketplace.kit import clock
from marketplace.kit.percent import format_percent
from marketplace.kit.rupiah import format_rupiah
from marketplace.web.phones import format_phone, wa_link

FILTERS = {
    "rupiah": format_rupiah,
    "persen": format_percent,
    "tanggal": clock.tanggal,
    "tanggal_pendek": clock.tanggal_pendek,
    "hari_tanggal": clock.hari_tanggal,
    "bulan": clock.bulan,
    "jam": clock.jam,
    "waktu": clock.waktu,
    "telepon": format_phone,
}


def teach_words(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(wa_link=wa_link, nama_hari=clock.nama_hari, now=clock.now)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
