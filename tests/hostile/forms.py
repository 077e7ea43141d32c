"""Forms as a browser would send them: what stands on the page, the first choice where none is made."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

WORDLESS = {"hidden", "checkbox", "radio", "file", "submit", "button", "date", "time", "number"}
ELSEWHERE = ("/keluar", "/akun/perangkat")  # these would end the session that asks


@dataclass
class FoundForm:
    """One form that posts. `texts` take words of one's own, `files` an upload."""

    page: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def filled(self, **changed: Any) -> dict[str, Any]:
        return self.values | changed


def forms_on(answer: Any, path: str) -> list[FoundForm]:
    return list(read_forms(answer, path)) if answer.mimetype == "text/html" else []


def read_forms(answer: Any, path: str) -> Iterator[FoundForm]:
    for tag in BeautifulSoup(answer.text, "html.parser").find_all("form", method="post"):
        form = FoundForm(path, urljoin(path, str(tag.get("action") or path)))
        for control in tag.find_all(["input", "select", "textarea", "button"]):
            if control.get("name"):
                read_control(control, form)
        if not form.action.startswith(ELSEWHERE):
            yield form


def read_control(control: Tag, form: FoundForm) -> None:
    name, kind = str(control["name"]), str(control.get("type", "text"))
    value = str(control.get("value", ""))
    if kind == "file":
        form.files.append(name)
    elif control.name == "select":
        form.values[name] = chosen(control)
    elif control.name == "textarea":
        form.values[name] = [control.text]
        form.texts.append(name)
    elif kind == "radio" or control.name == "button" or kind == "submit":
        if control.has_attr("checked") or name not in form.values:
            form.values[name] = [value]
    elif kind != "checkbox" or control.has_attr("checked"):
        form.values.setdefault(name, []).append(value)
        if kind not in WORDLESS | {"tel", "password"} and "inputmode" not in control.attrs:
            form.texts.append(name)


def chosen(select: Tag) -> list[str]:
    """What is selected, else the first option that says something."""
    options = select.find_all("option")
    values = [
        str(option.get("value", option.text)) for option in options if option.has_attr("selected")
    ]
    values += [str(option.get("value", option.text)) for option in options]
    return [next(filter(None, values), "")]
