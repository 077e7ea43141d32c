"""Pages as PDF, in the fonts that every reader has by itself.

They know the letters of western Europe, which is all that Indonesian needs, and cost no byte and no shaping engine. A
letter they lack becomes its nearest (ś becomes s) or a question mark: nothing that a person may be called breaks a
page. The page of the order on the site shows every script as it was typed, and prints as well.
"""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.payments.papers.layout import Block, Grid, Words

FONT = "Helvetica"
INSTEAD = str.maketrans(
    {
        "\u2212": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2026": "...",
        "\u2022": "*",
        "\u20ac": "EUR",
    }
)
NOTA, REPORT = (148, 210), (297, 210)  # A5, and A4 on its side
LONGEST = 400  # letters of one cell: a row has to fit on a page


def as_pdf(
    pages: Sequence[Sequence[Block]],
    title: str,
    at: datetime,
    size: tuple[int, int] = NOTA,
) -> bytes:
    """Each list of blocks begins on a page of its own; the same blocks give the same bytes. Sizes in millimetres."""
    from fpdf import FPDF  # slow to import, and few ask

    pdf = FPDF(format=size)
    pdf.set_title(printable(title))
    pdf.set_lang("id")
    pdf.set_creation_date(at)
    pdf.set_margin(12)
    pdf.set_auto_page_break(auto=True, margin=12)
    for blocks in pages:
        pdf.add_page()
        for block in blocks:
            if isinstance(block, Words):
                draw_words(pdf, block)
            else:
                draw_grid(pdf, block)
    return bytes(pdf.output())


def draw_words(pdf: Any, words: Words) -> None:
    pdf.set_font(FONT, style="B" if words.bold else "", size=words.size)
    height = words.size * 0.5
    pdf.multi_cell(0, height, printable(words.text), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1)


def draw_grid(pdf: Any, grid: Grid) -> None:
    from fpdf.enums import TableBordersLayout
    from fpdf.fonts import FontFace

    pdf.ln(1)
    pdf.set_font(FONT, size=grid.size)
    with pdf.table(
        col_widths=grid.widths,
        text_align=tuple("L" if n < grid.plain else "R" for n in range(len(grid.widths))),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        line_height=grid.size * 0.5,
        first_row_as_headings=bool(grid.heads),
        padding=0.6,
        v_align="TOP",
    ) as table:
        if grid.heads:
            table.row([printable(head) for head in grid.heads])
        for number, cells in enumerate(grid.rows, 1):
            last = grid.bold and number == len(grid.rows)
            style = FontFace(emphasis="BOLD") if last else None
            table.row([printable(cell)[:LONGEST] for cell in cells], style=style)
    pdf.ln(2)


def printable(text: str) -> str:
    """In letters that the font has; a line break is a space."""
    composed = unicodedata.normalize("NFC", text.translate(INSTEAD))
    return "".join(map(nearest, composed))


def nearest(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Mn", "Me"):
        return ""  # joins, directs or decorates a letter beside it
    if kind.startswith(("C", "Z")):
        return " " if kind != "Co" else "?"
    if ord(letter) < 256:
        return letter
    plain = unicodedata.normalize("NFKD", letter).encode("latin-1", "ignore").decode("latin-1")
    return plain or "?"
