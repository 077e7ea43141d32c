"""Who may do what: roles, the life of a one-time code, what a password must be."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from marketplace.kit.labelled import Labelled

CODE_LIVES = timedelta(minutes=10)
MOST_TRIES = 5
CODES_PER_HOUR = 5  # per destination
CODES_PER_NETWORK = 30  # per hour
CODES_IN_ALL = 1000  # per hour, the whole site
PROOF_LIVES = timedelta(minutes=30)  # between the right code and the end of signing up
SESSION_LIVES = timedelta(days=30)
SHORT_SESSION_LIVES = timedelta(hours=12)  # on a phone that is not one's own
SEEN_STEP = timedelta(minutes=10)  # how exactly "terakhir dipakai" is kept
WRONG_PASSWORDS_WITHIN = timedelta(minutes=15)
WRONG_PASSWORDS_PER_ACCOUNT = 10
WRONG_PASSWORDS_PER_NETWORK = 50  # many phones share one address of a mobile operator
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
COMMON_PASSWORDS = frozenset(
    "12345678 123456789 1234567890 password qwertyui qwerty123 11111111 00000000 87654321 "
    "sayang123 indonesia rahasia1 rahasia123 password1 abcd1234 malang123 bismillah iloveyou".split()
)


class Role(Labelled):
    """What a grant allows; producer holds for a stall, rw_admin and treasurer for a market."""

    PRODUCER = "producer", "Penjual"
    RW_ADMIN = "rw_admin", "Pengurus RW"
    TREASURER = "treasurer", "Bendahara RW"
    CITY_OFFICER = "city_officer", "Dinas"
    OPERATOR = "operator", "Pengelola situs"


SCOPE_OF = {Role.PRODUCER: "stall", Role.RW_ADMIN: "market", Role.TREASURER: "market"}


class Purpose(Labelled):
    """What a one-time code is good for, and nothing else."""

    SIGN_UP = "sign_up", "daftar"
    SIGN_IN = "sign_in", "masuk"
    RESET = "reset", "mengganti kata sandi"
    CHANGE = "change", "mengganti nomor atau e-mail"
    FIND_ORDERS = "find_orders", "melihat pesanan"


class Message(Labelled):
    """What is sent to somebody who asked for a code."""

    CODE = "code", "Kode Pasar RW"
    KNOWN = "known", "Kamu sudah punya akun"
    UNKNOWN = "unknown", "Belum ada akun"


def message_for(purpose: Purpose, known: bool) -> Message:
    """The code, or the reason why it would be of no use; either way the page says the same."""
    if purpose in (Purpose.SIGN_UP, Purpose.CHANGE) and known:
        return Message.KNOWN
    if purpose in (Purpose.SIGN_IN, Purpose.RESET) and not known:
        return Message.UNKNOWN
    return Message.CODE


def fault_of_password(password: str, about: tuple[str, ...] = ()) -> str | None:
    """A sentence that says what to change, or None. `about` are words an attacker knows: name, phone."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Paling sedikit {SHORTEST_PASSWORD} huruf atau angka."
    if len(password) > LONGEST_PASSWORD:
        return f"Paling banyak {LONGEST_PASSWORD} huruf."
    if password.lower() in COMMON_PASSWORDS or len(set(password)) < 4:
        return "Kata sandi ini mudah ditebak. Coba kalimat pendek yang hanya kamu tahu."
    if any(word and word.lower() in password.lower() for word in about if len(word) >= 5):
        return "Jangan pakai nama atau nomor HP sebagai kata sandi."
    return None


def code_is_alive(age: timedelta, tries: int, used: bool) -> bool:
    """Whether a code of this age, wrongly tried so often, may still be tried."""
    return not used and tries < MOST_TRIES and timedelta() <= age < CODE_LIVES


TITLES = frozenset("bu ibu pak bapak mbak mas mba cak ning hj h dr".split())


def short_name(name: str) -> str:
    """How people call somebody: 'Bu Sri Wahyuni' -> 'Bu Sri'."""
    words = name.split()
    titled = len(words) > 1 and words[0].lower().rstrip(".") in TITLES
    return " ".join(words[: 2 if titled else 1])


def network_of(address: str | None) -> str:
    """Whom a limit counts: an IPv4 address, or the /64 that one IPv6 subscriber owns."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return str(ip_network((found, 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)


SYSTEMS = (
    ("Android", "HP Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_name(user_agent: str) -> str:
    """What a person calls the device: Chrome di HP Android."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Peramban")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "perangkat lain")
    return f"{browser} di {system}"
