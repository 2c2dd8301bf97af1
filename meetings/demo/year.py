"""The demo's year, day by day: the clock rings, letters are read, people act and meet."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from meetings.demo import authority, specialist
from meetings.demo.reactions import react
from meetings.demo.sitting import Sitting, hold
from meetings.demo.stage import Stage, at_local, local
from meetings.demo.world import World

#: By then every case of the year is sealed and filed.
ENDS_ON = date(2027, 6, 30)
MIDYEAR_ON = date(2027, 1, 19)
YEAR_END_ON = date(2027, 5, 14)
SATURDAY = 5

Tell = Callable[[date], None]


class Year:
    """One world's year; it can be lived in pieces."""

    def __init__(self, world: World) -> None:
        self.world = world
        chance = random.Random(f"year {world.seed}")  # noqa: S311  made-up people need no secrets
        self.stage = Stage(world=world, chance=chance)

    def live_until(self, at: datetime, tell: Tell | None = None) -> None:
        """Lets everybody act until that moment; `tell` hears of each day that is over."""
        on = local(self.world.clock.now())
        while on <= local(at):
            self._day(on, at)
            if tell is not None:
                tell(on)
            on += timedelta(days=1)
        self._round(at)

    def _day(self, on: date, until: datetime) -> None:
        """Morning letters, conferences, the specialist's afternoon, the evening's mail."""
        for when, act in self._hours(on):
            now = at_local(on, when)
            if self.world.clock.now() <= now <= until:
                self.stage.do_until(now)
                act(now)

    def _hours(self, on: date) -> list[tuple[time, Callable[[datetime], None]]]:
        hours: list[tuple[time, Callable[[datetime], None]]] = [(time(6, 50), self._morning)]
        if on.weekday() < SATURDAY:
            hours += [
                (time(7, 30), lambda at: authority.morning(self.stage, at)),
                (time(17, 30), lambda at: specialist.afternoon(self.stage, at)),
            ]
        hours += [(time(12, 0), self._round), (time(19, 30), self._round)]
        return sorted(hours, key=lambda hour: hour[0])

    def _morning(self, at: datetime) -> None:
        self._round(at)
        for case in self.stage.cases():
            running = case.running("conference")
            conference = case.conference(running.no) if running else None
            slot = conference.slot if conference else None
            if running is None or slot is None or running.state != "scheduled":
                continue
            if local(slot.starts_at) == local(at):
                sitting = Sitting(
                    stage=self.stage, case_id=case.id, no=running.no, at=slot.starts_at
                )
                self.stage.plan(slot.starts_at, lambda _, held=sitting: hold(held))  # type: ignore[misc]

    def _round(self, at: datetime) -> None:
        """What people meant to do by now; then clock and courier; then the new mail is read."""
        self.stage.do_until(at)
        self.stage.work(at)
        for mail in self.stage.new_mail():
            react(self.stage, mail, at)
