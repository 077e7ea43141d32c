"""When two names of stalls look alike to a hurried buyer: Dapur Bu Sri, dapur bu sri, Dapur Bu 5ri."""

import re
import unicodedata

LOOKALIKES = str.maketrans("01345$@|!", "oieassaii")
LETTERS = str.maketrans({"l": "i"})  # l, I and 1 are one stroke
FOREIGN = str.maketrans("авеорсухкмнтіѕјԁɡοαερτυνικ", "abeopcyxkmhtisjdgoaeptuvik")


def skeleton(name: str) -> str:
    """What is left when case, accents, invisible signs, spaces and letters that look alike are the same."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(FOREIGN)
    plain = "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LNPS")
    return re.sub(r"[\W_]+", "", plain.translate(LOOKALIKES).translate(LETTERS))
