"""Codes that we fill in are read back exactly by readers that know nothing of us."""

import io
import shutil
import subprocess

import pytest
import segno
import zxingcpp
from PIL import Image

from marketplace.payments.qris import dynamic
from tests.payments.test_qris import KERIPIK, KUE

AMOUNTS = (1, 999, 12_345, 27_500, 150_000, 9_999_999, 10_000_000)


def drawn(payload, level="m", scale=4, border=4):
    out = io.BytesIO()
    segno.make(payload, error=level, micro=False).save(out, kind="png", scale=scale, border=border)
    return out.getvalue()


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("static", [KERIPIK, KUE], ids=["keripik", "kue"])
def test_zxing_reads_the_filled_in_code_to_the_last_letter(static, amount):
    payload = dynamic(static, amount, "PRW7K3M9Q")

    for level in "lmq":
        found = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn(payload, level))))
        assert [one.text for one in found] == [payload]


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="zbar-tools is not installed")
@pytest.mark.parametrize("amount", AMOUNTS)
def test_zbar_reads_the_filled_in_code_to_the_last_letter(amount):
    payload = dynamic(KERIPIK, amount, "PRW7K3M9Q")

    read = subprocess.run(
        ["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", "png:-"],
        input=drawn(payload, scale=2),
        capture_output=True,
        check=True,
    )

    assert read.stdout.decode() == payload + "\n"
