import pytest

from marketplace.payments.likeness import may_belong


@pytest.mark.parametrize(
    ("merchant", "names"),
    [
        ("DAPUR BU SRI", ("Dapur Bu Sri", "")),
        ("SRI WAHYUNI", ("Dapur Bu Sri", "Sri Wahyuni")),
        ("KERIPIK TEMPE MBAK NING", ("Keripik Mbak Ning", "")),
        ("RAHMA COOKIES", ("Camilan Bu Rahma", "")),
        ("SRIWAHYUNI", ("Dapur Bu Sri", "Sri Wahyuni")),
    ],
)
def test_names_that_may_belong_together(merchant, names):
    assert may_belong(merchant, *names)


@pytest.mark.parametrize("merchant", ["BUDI SANTOSO", "WARUNG KUE", "", "123"])
def test_strangers_and_common_words_do_not_count(merchant):
    assert not may_belong(merchant, "Warung Kue Bu Sri", "Sri Wahyuni")
