"""QR codes as inline SVG: one path in the colour of the text, no style for a policy to refuse."""

from markupsafe import Markup


def qr_svg(text: str, label: str = "", border: int = 0) -> Markup:
    """The code of `text`; the box around it (`.qr`) is its quiet zone.

    With a label it is a picture with a name, without one the caller says what it is.
    """
    import segno

    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = len(rows) + 2 * border
    named = Markup('role="img" aria-label="{}"').format(label) if label else 'aria-hidden="true"'
    return Markup(
        '<svg viewBox="0 0 {0} {0}" {1} shape-rendering="crispEdges">'
        '<path fill="currentColor" d="{2}"/></svg>'
    ).format(side, Markup(named), path_of(rows, border))  # noqa: S704 -- both parts are ours


def path_of(rows: list[bytes], border: int) -> str:
    """A rectangle for each run of dark modules."""
    return "".join(
        f"M{x + border} {y + border}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for x, length in runs(row)
    )


def runs(row: bytes) -> list[tuple[int, int]]:
    """(start, length) of the dark stretches of a row."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found
