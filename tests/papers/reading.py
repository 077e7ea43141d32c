"""Reading a PDF of ours back: its words in the order in which they were drawn."""

import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\) Tj", re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def lines_of(pdf: bytes) -> list[str]:
    """Each piece of text, as a reader would show it."""
    found = []
    for stream in STREAM.findall(pdf):
        try:
            drawn = zlib.decompress(stream)
        except zlib.error:
            continue  # no page
        found += [ESCAPED.sub(rb"\1", piece).decode("latin-1") for piece in SHOWN.findall(drawn)]
    return found


def text_of(pdf: bytes) -> str:
    return " ".join(lines_of(pdf))


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))
