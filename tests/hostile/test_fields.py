"""One wrong field in an otherwise right form: a sentence, never a broken kitchen. (With all wrong at once
the first fault would hide the others.)
"""

import re
from itertools import cycle
from typing import Any

from tests.hostile.engines import on_postgres
from tests.hostile.forms import forms_on
from tests.hostile.test_junk import pages_at_home

JUNK: tuple[Any, ...] = (
    "9" * 30, "-1", "1e309", "１", "0001-01-01", "9999-12-31", "24:00", "2147483648", "NaN",
    ["1", "2"], "a\0b", "\ud7ff\ufffe", "0", "", "2026-11-25T10:00", "x" * 5000, "999999999",
)  # fmt: skip


@on_postgres
def test_one_wrong_field_in_each_form(app, side, browsers):
    faults, sent, junk = [], set(), cycle(JUNK)
    for path, browser in pages_at_home(app, side, browsers):
        for form in forms_on(browser.get(path), path):
            for name in form.values:
                if (kind := re.sub(r"\d", "", f"{form.action} {name}")) in sent:
                    continue  # the same once more, for the next thing of a list
                sent.add(kind)
                typed = next(junk)
                answer = browser.post(form.action, data=form.filled(**{name: typed}))
                if answer.status_code >= 500:
                    faults.append(f"{form.action} {name}={str(typed)[:20]!r}: {answer.status_code}")
    assert faults == []
