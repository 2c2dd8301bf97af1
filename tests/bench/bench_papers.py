"""How fast papers are printed and sealed, against the plain way of the same library in one run.

Run with `python -m tests.bench.bench_papers`; `rows()` is what `make bench` asks for.
"""

import gc
import time
from collections.abc import Callable
from statistics import median

from weasyprint import HTML

from documents import press
from documents.paper import STYLE_SHEETS, print_paper, xhtml
from documents.seal import seal
from documents.verify import check
from tests.documents.papers import signing
from tests.documents.papers.amara import papers

#: The promise of the issue: minutes of three pages, warm.
LEAST_RATIO = 1.3

_ROUNDS = 15

Row = tuple[str, float, str, bool]


def rows() -> list[Row]:
    """Name, figure, what it is, whether it keeps the promise."""
    minutes = papers()["minutes"]
    assets = press.template_folder().joinpath("assets")
    style = "".join(assets.joinpath(name).read_text() for name in STYLE_SHEETS)
    text = xhtml(minutes).replace("</head>", f"<style>{style}</style></head>")

    def ours() -> object:
        return print_paper(minutes)

    def plain() -> object:
        return HTML(string=text).write_pdf(pdf_variant="pdf/a-3a")

    mine, theirs = _interleaved(ours, plain)
    ratio = theirs / mine
    return [
        ("print minutes, plain", theirs * 1000, "ms CPU, 3 pages, warm", True),
        ("print minutes, ours", mine * 1000, "ms CPU, 3 pages, warm", True),
        ("print minutes, plain / ours", ratio, f">= {LEAST_RATIO}", ratio >= LEAST_RATIO),
        *_sealing(),
    ]


def _sealing() -> list[Row]:
    base, key = signing.record_pdf(), signing.authority().keys.seal
    sealed, trust = signing.sealed_pdf(), signing.trust()

    def make() -> object:
        return seal(base, key, signing.SETTLED_AT)

    def judge() -> object:
        return check(sealed, trust)

    making, judging = _interleaved(make, judge)
    return [
        ("seal a record", making * 1000, "<= 20 ms CPU", making <= 0.020),
        ("verify a record", judging * 1000, "<= 60 ms CPU", judging <= 0.060),
    ]


def _interleaved(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Medians of CPU seconds, measured in turn so that a busy machine disturbs both alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for kept, work in zip(times, (first, second), strict=True):
            gc.collect()
            start = time.process_time()
            work()
            kept.append(time.process_time() - start)
    return median(times[0][1:]), median(times[1][1:])


if __name__ == "__main__":
    for name, figure, unit, kept in rows():
        print(f"{name}: {figure:.2f} {unit}{'' if kept else '  MISSED'}")  # noqa: T201 - a report
