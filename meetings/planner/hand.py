"""A thread that works off planning runs, so that a long search keeps no letter waiting.

What has to be read before, as calendars, is handed in. Who starts it is `alp serve`, `alp work` and
the demo; what it does is working.py.
"""

import threading
from collections.abc import Callable
from datetime import datetime

import structlog

from meetings.planner.working import work_once
from meetings.store import Store

log = structlog.get_logger()
#: Between two looks when nothing wakes it.
SECONDS = 5.0


Before = Callable[[datetime], object]


def _nothing(_: datetime) -> None:
    """Nothing is to be read before."""


class Hand:
    """One worker for runs; `now` is the clock of whoever started it.

    `before` is done ahead of each look for a run: what it reads is known to the next one.
    """

    def __init__(
        self, store: Store, now: Callable[[], datetime], before: Before | None = None
    ) -> None:
        self._store, self._now, self._before = store, now, before or _nothing
        self._wake, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="planning", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def poke(self) -> None:
        """A run may wait."""
        self._wake.set()

    def close(self) -> None:
        """The search that runs is stopped; its run waits for the next start, with what it found."""
        self._over.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            self._wake.clear()
            if not self._worked():
                self._wake.wait(SECONDS)

    def _worked(self) -> bool:
        try:
            self._before(self._now())
            return work_once(self._store, self._now(), over=self._over) is not None
        except Exception:
            # The pages must outlive one bad run; it stays visible, and its lease will end.
            log.exception("a planning run failed")
            return False
