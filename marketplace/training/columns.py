"""What the office may call the columns of its roster, in Indonesian or English, in any order."""

import re

NAMES = {
    "name": "nama namalengkap namapeserta peserta name fullname",
    "phone": "hp nohp nomorhp telepon notelepon nomortelepon telp notelp phone phonenumber "
    "wa nowa nomorwa whatsapp nowhatsapp nomorwhatsapp hpwa nohpwa",
    "village": "kelurahan kel desa village",
    "district": "kecamatan kec district",
    "rw": "rw norw nomorrw rtrw",
    "product": "produk namaproduk product usaha jenisusaha dagangan jenisproduk",
    "programme": "programme program programpelatihan pelatihan namapelatihan course training",
    "session": "angkatan session gelombang batch sesi",
    "ended": "tanggalselesai tglselesai selesai tanggallulus tgllulus finishedon enddate",
    "status": "status keterangan hasil",
}
MEANING = {word: meaning for meaning, words in NAMES.items() for word in words.split()}
NEEDED = {"name", "phone", "village", "rw"}


def columns_of(header: list[str]) -> dict[int, str]:
    """Index to meaning, when this line is the header; else nothing. The first column of a meaning counts."""
    found: dict[int, str] = {}
    for index, words in enumerate(header):
        meaning = MEANING.get(re.sub(r"[^a-z]", "", words.lower()))
        if meaning and meaning not in found.values():
            found[index] = meaning
    return found if set(found.values()) >= NEEDED else {}
