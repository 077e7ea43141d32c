"""The test cards: what a bank says to each."""

from dataclasses import dataclass

from devtools.stripe.things import Thing


@dataclass(frozen=True)
class Decline:
    code: str
    message: str
    pesan: str
    decline_code: str | None = None

    def error(self) -> Thing:
        told = {"type": "card_error", "code": self.code, "message": self.message}
        return {**told, **({"decline_code": self.decline_code} if self.decline_code else {})}


@dataclass(frozen=True)
class Card:
    number: str
    shown: str
    brand: str = "visa"
    declined: Decline | None = None
    challenged: bool = False
    disputed: bool = False
    token: str = ""  # its ready-made payment method

    @property
    def last4(self) -> str:
        return self.number[-4:]


GENERIC = Decline(
    "card_declined", "Your card was declined.", "Kartu kamu ditolak.", "generic_decline"
)
NO_FUNDS = Decline(
    "card_declined",
    "Your card has insufficient funds.",
    "Saldo kartu kamu tidak cukup.",
    "insufficient_funds",
)
EXPIRED = Decline("expired_card", "Your card has expired.", "Kartu kamu sudah kedaluwarsa.")
WRONG_CVC = Decline(
    "incorrect_cvc", "Your card's security code is incorrect.", "Kode CVC kartu kamu salah."
)
NOT_PROVED = Decline(
    "payment_intent_authentication_failure",
    "We are unable to authenticate your payment method. Please choose a different payment method "
    "and try again.",
    "Bank tidak bisa memastikan kartu ini milikmu. Coba lagi atau pakai kartu lain.",
)
BANK_FAILED = Decline(
    "payment_intent_payment_attempt_failed",
    "The payment failed.",
    "Pembayaran gagal.",
)
CARDS = {
    card.number: card
    for card in (
        Card("4242424242424242", "berhasil", token="pm_card_visa"),
        Card("5555555555554444", "berhasil", "mastercard", token="pm_card_mastercard"),
        Card("4000000000000002", "ditolak", declined=GENERIC, token="pm_card_visa_chargeDeclined"),
        Card(
            "4000000000009995",
            "saldo kurang",
            declined=NO_FUNDS,
            token="pm_card_visa_chargeDeclinedInsufficientFunds",
        ),
        Card("4000000000000069", "kedaluwarsa", declined=EXPIRED),
        Card("4000000000000127", "CVC salah", declined=WRONG_CVC),
        Card("4000002500003155", "3-D Secure", challenged=True),
        Card("4000002760003184", "3-D Secure selalu", challenged=True),
        Card(
            "4000000000000259",
            "disengketakan kemudian",
            disputed=True,
            token="pm_card_createDispute",
        ),
    )
}
BY_TOKEN = {card.token: card for card in CARDS.values() if card.token}
