"""Printing: worker processes that turn papers into PDFs, and the fonts that they may use.

Here: a pool that is warmed, watched and renewed, and the same work without a pool for small
installations. Not here: what a paper says (`documents/`) and sealing, which needs a key that no
worker may see (`meetings/courier.py`).
"""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from documents.fonts import coverage
from documents.paper import Paper, PaperRefused, print_paper, warm

_Asked = TypeVar("_Asked")
_Told = TypeVar("_Told")

#: A worker is renewed after so many papers, because layout keeps a little memory of each.
PAPERS_A_WORKER = 250

#: Longer than any paper of ours takes, even on a busy machine.
SECONDS_A_PAPER = 30

#: What a worker may know of the environment. Everything else, secrets above all, is left behind.
_KEPT = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "FONTCONFIG_FILE", "XDG_CACHE_HOME"}


class PrintingFailed(RuntimeError):  # noqa: N818 - house style: named after what happened
    """The paper was not made; printing it again later is safe."""


@dataclass(slots=True)
class Printer:
    """Prints papers in `workers` processes, or in this one when there are none."""

    workers: int = 0
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    def submit(self, paper: Paper) -> "Future[bytes]":
        """A future of the PDF; it carries PaperRefused when the paper cannot be printed."""
        if self.workers == 0:
            return _printed_here(paper)
        try:
            return self._running().submit(print_paper, paper)
        except BrokenProcessPool:
            self.close()
            return self._running().submit(print_paper, paper)

    def print_many(self, papers: Iterable[Paper]) -> Iterator[bytes]:
        """The PDFs in the order of the papers. Raises at the first that cannot be made."""
        for waiting in [self.submit(paper) for paper in papers]:
            yield self.result(waiting)

    def print_one(self, paper: Paper) -> bytes:
        return self.result(self.submit(paper))

    def ask(self, function: Callable[[_Asked], _Told], about: _Asked) -> _Told:
        """What a worker says to a question; for `alp doctor` and tests."""
        try:
            return self._running().submit(function, about).result(SECONDS_A_PAPER)
        except BrokenProcessPool:
            self.close()
            raise PrintingFailed("The printing process ended. It is tried again later.") from None

    def close(self) -> None:
        """Ends the workers at once; a later paper starts new ones."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        running = list(pool._processes.values())  # noqa: SLF001 - Python 3.11 has no public way to end a stuck worker
        pool.shutdown(wait=False, cancel_futures=True)
        for process in running:
            process.terminate()

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self.workers,
                mp_context=spawn,
                initializer=start_worker,
                max_tasks_per_child=PAPERS_A_WORKER,
            )
        return self._pool

    def result(self, waiting: "Future[bytes]") -> bytes:
        """The PDF of what was submitted. Raises PaperRefused, or PrintingFailed to try again."""
        try:
            return waiting.result(SECONDS_A_PAPER)
        except TooSlow:
            self.close()
            raise PrintingFailed("Printing took too long. It is tried again later.") from None
        except BrokenProcessPool:
            self.close()
            raise PrintingFailed("The printing process ended. It is tried again later.") from None


def workers_for_this_machine() -> int:
    """One less than the cores, so that pages stay quick while papers are printed."""
    return max(1, (os.cpu_count() or 1) - 1)


def _printed_here(paper: Paper) -> "Future[bytes]":
    done: Future[bytes] = Future()
    try:
        done.set_result(print_paper(paper))
    except PaperRefused as refusal:
        done.set_exception(refusal)
    return done


def start_worker() -> None:
    """First of all a worker forgets every secret, then it reads what each paper needs."""
    for name in set(os.environ) - _KEPT:
        del os.environ[name]
    warm()


#: Where Debian and most others keep the fonts that our style sheets name.
FONT_FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/opentype/noto"))

#: Sans faces only, because these are what the style sheets name.
_FACES = ("NotoSans*-Regular.*", "NotoSansCJK-Regular.*")


@cache
def printable(folders: tuple[Path, ...] = FONT_FOLDERS) -> frozenset[int]:
    """Every code point that some font here can print; empty when no font of ours is installed."""
    files = sorted({path for folder in folders for face in _FACES for path in folder.glob(face)})
    return frozenset().union(*(coverage(path.read_bytes()) for path in files))
