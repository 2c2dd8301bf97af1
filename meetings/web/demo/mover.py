"""The demo's own thread: it moves the clock a day at a time, and wakes the courier when asked.

One thread for both, so that no two couriers run. Pages ask `where` it stands. Also here, because
letters only come into being in this thread: how many letters each person has not opened yet.
"""

import threading
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from meetings.store import values
from meetings.store.tables import letter
from meetings.web.demo.play import Play

FAILED = (
    "The clock stopped here because something failed. The window in which the demo was started "
    "says what. Try to move the clock on, or start the demo again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where the clock stands, and where it goes."""

    now: datetime
    #: None when it stands still.
    until: datetime | None
    #: Days done and days in all of this movement.
    done: int
    days: int
    #: Why the last movement ended early, or "".
    failed: str


class Mover:
    def __init__(self, play: Play) -> None:
        self._play = play
        self._bell = threading.Condition()
        self._poked = True
        self._busy = False
        self._over = False
        self._since = play.clock.now()
        self._until: datetime | None = None
        self._step: Callable[[datetime], None] = play.live
        self._failed = ""
        self._letters: Counter[int] = Counter()
        self._opened: dict[str, int] = {}
        #: What became of answers that were mailed from the mailbox, by letter.
        self.told: dict[str, str] = {}
        with play.store.read() as connection:
            self._zone = ZoneInfo(values.zone(connection))
        self._thread = threading.Thread(target=self._run, name="demo", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Waits for the day that is being lived."""
        with self._bell:
            self._over = True
            self._bell.notify_all()
        self._thread.join()

    def poke(self) -> None:
        """Something was promised; the courier looks at once, or after the day that is running."""
        with self._bell:
            self._poked = True
            self._bell.notify_all()

    def move(self, until: datetime, *, people_act: bool) -> bool:
        """Begins to move there; False while another movement runs."""
        with self._bell:
            if self._until is not None:
                return False
            self._since = self._play.clock.now()
            self._until = until
            self._failed = ""
            self._step = self._play.live if people_act else self._play.ring
            self._bell.notify_all()
            return True

    def stop(self) -> None:
        """After the day that is being lived."""
        with self._bell:
            self._until = None
            self._bell.notify_all()

    def settled(self, seconds: float) -> bool:
        """Waits until nothing runs or is asked for; False when it still does."""
        with self._bell:
            return self._bell.wait_for(self._is_idle, seconds)

    def _is_idle(self) -> bool:
        return self._over or not (self._busy or self._poked or self._until)

    def where(self) -> Where:
        with self._bell:
            now, until = self._play.clock.now(), self._until
            return Where(
                now=now,
                until=until,
                done=(now - self._since).days,
                days=max(1, ((until or now) - self._since).days),
                failed=self._failed,
            )

    def days_on(self, days: int) -> datetime:
        """The same time of day, so many days later on the school's calendar."""
        local = self._play.clock.now().astimezone(self._zone)
        on = local.date() + timedelta(days)
        return datetime.combine(on, local.time(), self._zone).astimezone(UTC)

    def opened(self, letter_id: str, recipient_id: int) -> None:
        with self._bell:
            self._opened[letter_id] = recipient_id

    def is_opened(self, letter_id: str) -> bool:
        return letter_id in self._opened

    def unread(self, person_id: int | None = None) -> int:
        """Letters that nobody opened here: of one person, or of all."""
        with self._bell:
            if person_id is None:
                return self._letters.total() - len(self._opened)
            read = sum(1 for each in self._opened.values() if each == person_id)
            return self._letters[person_id] - read

    def _run(self) -> None:
        while (act := self._next()) is not None:
            failed = ""
            try:
                act()
                self._count()
            except Exception:  # noqa: BLE001  the thread outlives a fault; the page says that there was one
                traceback.print_exc()
                failed = FAILED
            self._after(failed)

    def _next(self) -> Callable[[], None] | None:
        with self._bell:
            self._bell.wait_for(lambda: self._over or self._poked or self._until is not None)
            if self._over:
                return None
            self._busy = True
            if self._poked:
                self._poked = False
                return lambda: self._play.deliver(self._play.clock.now())
            tomorrow = self.days_on(1)
            to, step = min(self._until or tomorrow, tomorrow), self._step
            return lambda: step(to)

    def _after(self, failed: str) -> None:
        with self._bell:
            self._busy = False
            if failed:
                self._failed = failed
                self._until = None
            if self._until is not None and self._play.clock.now() >= self._until:
                self._until = None
            self._bell.notify_all()

    def _count(self) -> None:
        asked = select(letter.c.recipient_id, func.count()).group_by(letter.c.recipient_id)
        with self._play.store.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(asked)}
        with self._bell:
            self._letters = Counter(found)
