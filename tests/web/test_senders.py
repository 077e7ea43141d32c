"""Messages leave the house: into files that only we read, or to a mail server; never anywhere else."""

import socketserver
import stat
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from flask import Flask

from marketplace.web.senders import FileSender, MailSender, NotSent, sender

TO, SUBJECT, TEXT = "sri@contoh.invalid", "Kode Pasar RW", "Kodemu 012345.\nBerlaku 10 menit."


class Postman(socketserver.StreamRequestHandler):
    """The few words of SMTP that a sender needs; what arrives lies in `server.received`."""

    def handle(self) -> None:
        self.say("220 siap")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 mulai")
                self.server.received.append(self.whole_message())
            elif word == b"RCPT" and b"ditolak" in line:
                self.say("550 tidak ada")
                continue
            self.say("221 sampai jumpa" if word == b"QUIT" else "250 baik")
            if word == b"QUIT":
                return

    def whole_message(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def post_office() -> Iterator[socketserver.TCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as server:
        server.daemon_threads = True
        server.received = []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def mail(post_office) -> MailSender:
    return MailSender(
        f"smtp://127.0.0.1:{post_office.server_address[1]}", "Pasar <p@contoh.invalid>"
    )


def test_a_message_arrives_by_mail(mail, post_office) -> None:
    mail.send(TO, SUBJECT, TEXT)

    message = message_from_bytes(post_office.received[0], policy=policy.default)
    assert (message["To"], message["Subject"]) == (TO, SUBJECT)
    assert message["From"] == "Pasar <p@contoh.invalid>"
    assert message.get_content().splitlines() == TEXT.splitlines()


@pytest.mark.parametrize("end", ["\r\nBcc: jahat@contoh.invalid", "\nX-Isi: 1", "\r\n\r\nIsi lain"])
def test_a_header_cannot_be_slipped_in(mail, post_office, end: str) -> None:
    for to, subject in ((TO + end, SUBJECT), (TO, SUBJECT + end)):
        with pytest.raises((ValueError, NotSent)):
            mail.send(to, subject, TEXT)

    assert post_office.received == []


def test_mail_does_not_reach_a_phone_number(mail) -> None:
    with pytest.raises(NotSent, match=r"phone number \(62812…\)") as refusal:
        mail.send("6281200000123", SUBJECT, TEXT)

    assert "0123" not in str(refusal.value)


def test_a_refused_letter_is_tried_again_later(mail, post_office) -> None:
    with pytest.raises(NotSent) as refusal:
        mail.send("ditolak@contoh.invalid", SUBJECT, TEXT)

    assert "012345" not in str(refusal.value)
    assert post_office.received == []


def test_a_post_office_that_is_closed_is_tried_again_later() -> None:
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        MailSender("smtp://127.0.0.1:1", "p@contoh.invalid").send(TO, SUBJECT, TEXT)


def test_a_file_holds_the_message_and_only_we_read_it(tmp_path) -> None:
    FileSender(tmp_path / "mail").send("6281200000123", SUBJECT, TEXT)

    (file,) = (tmp_path / "mail").iterdir()
    assert file.read_text() == f"Kepada: 6281200000123\nPerihal: {SUBJECT}\n\n{TEXT}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_two_messages_of_one_moment_are_two_files(tmp_path) -> None:
    files = FileSender(tmp_path)
    for _ in range(20):
        files.send(TO, SUBJECT, TEXT)

    assert len(list(tmp_path.glob("[!.]*.txt"))) == 20
    assert not list(tmp_path.glob(".*"))


@pytest.fixture
def chosen(tmp_path):
    """`chosen(MAIL_URL=..., DEVELOPMENT=...)` gives the sender of such an installation."""

    def of(**config) -> object:
        app = Flask("senders")
        app.config.from_mapping(DATA=tmp_path, MAIL_FROM="p@contoh.invalid", **config)
        with app.app_context():
            return sender()

    return of


def test_each_installation_has_its_sender(chosen) -> None:
    assert isinstance(chosen(MAIL_URL="", DEVELOPMENT=True), FileSender)
    assert isinstance(chosen(MAIL_URL="smtp://mail", DEVELOPMENT=False), MailSender)


def test_production_without_mail_sends_nothing_rather_than_write_codes_to_files(chosen) -> None:
    with pytest.raises(NotSent, match="MAIL_URL"):
        chosen(MAIL_URL="", DEVELOPMENT=False)
