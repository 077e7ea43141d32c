"""Small decisions about people and their devices."""

from datetime import timedelta

import pytest

from marketplace.accounts.rules import (
    Message,
    Purpose,
    code_is_alive,
    device_name,
    fault_of_password,
    message_for,
    network_of,
    short_name,
)

ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID, "Chrome di HP Android"),
        (IPHONE, "Safari di iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126", "Edge di Windows"),
        ("", "Peramban di perangkat lain"),
    ],
)
def test_a_device_is_called_as_its_owner_would(agent, name):
    assert device_name(agent) == name


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        (None, "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_one_subscriber_is_one_network(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("age", "tries", "used", "alive"),
    [
        (0, 0, False, True),
        (599, 4, False, True),
        (600, 0, False, False),
        (0, 5, False, False),
        (0, 0, True, False),
        (-1, 0, False, False),
    ],
)
def test_a_code_lives_ten_minutes_and_five_tries(age, tries, used, alive):
    assert code_is_alive(timedelta(seconds=age), tries, used) is alive


def test_a_code_that_makes_no_sense_becomes_a_message():
    assert message_for(Purpose.SIGN_UP, known=True) is Message.KNOWN
    assert message_for(Purpose.SIGN_IN, known=False) is Message.UNKNOWN
    assert message_for(Purpose.RESET, known=False) is Message.UNKNOWN
    assert message_for(Purpose.FIND_ORDERS, known=False) is Message.CODE


@pytest.mark.parametrize(
    ("name", "called"),
    [("Bu Sri Wahyuni", "Bu Sri"), ("Sri Wahyuni", "Sri"), ("Bu", "Bu"), ("", "")],
)
def test_people_are_called_by_title_and_first_name(name, called):
    assert short_name(name) == called


def test_a_short_sentence_is_a_good_password():
    assert fault_of_password("tempe mendoan hangat", ("Sari",)) is None
    assert fault_of_password("x" * 129)
    assert fault_of_password("aaaaaaaaaa")
