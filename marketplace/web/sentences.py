"""What WTForms says by itself, in Indonesian."""

PICK = "Pilih salah satu dari daftar."
NUMBER = "Tulis dengan angka bulat saja."
SENTENCES = {
    "Not a valid choice.": PICK,
    "Invalid Choice: could not coerce.": PICK,
    "Invalid choice(s): one or more data inputs could not be coerced.": PICK,
    "Choices cannot be None.": PICK,
    "Not a valid date value.": "Pilih tanggalnya, atau tulis seperti 2026-11-25.",
    "Not a valid time value.": "Pilih jamnya, atau tulis seperti 14:00.",
    "Not a valid datetime value.": "Pilih tanggal dan jamnya, atau tulis seperti 2026-11-25 14:00.",
    "Not a valid integer value.": NUMBER,
    "Not a valid decimal value.": NUMBER,
    "Not a valid float value.": NUMBER,
}


class Indonesian:
    """The translations that a form's Meta hands to its fields."""

    def gettext(self, said: str) -> str:
        return SENTENCES.get(said, PICK if "valid choice" in said else said)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


class Spoken:
    """Meta of every form here."""

    def get_translations(self, _form: object) -> Indonesian:
        return Indonesian()
