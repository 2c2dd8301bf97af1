"""QR codes as one SVG path, drawn from squares, so that no picture file is needed."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    #: Modules on a side, the quiet border of four included.
    size: int
    #: The `d` of an SVG path in that grid.
    path: str
    #: What it says when it is read.
    text: str


def qrcode(text: str) -> QrCode:
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    squares = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return QrCode(size=len(matrix), path="".join(squares), text=text)
