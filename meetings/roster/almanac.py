"""School days where no file tells them: weekdays less the state's holidays and the district's own.

Holidays come from the `holidays` library; breaks, testing and early release days are arguments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from meetings.roster.people import SchoolDay

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What a district decides of its year. A break is (first day off, last day off)."""

    first_on: date
    last_on: date
    #: The state whose holidays close the school, "CO".
    state: str = "CO"
    breaks: tuple[tuple[date, date], ...] = ()
    testing: tuple[date, ...] = ()
    early_release: tuple[date, ...] = ()
    #: ("A", "B") alternate over the days of instruction; () is no cycle.
    cycle: tuple[str, ...] = ("A", "B")
    bell_schedule: str = "regular"
    early_schedule: str = "early"


def school_days(year: Year) -> tuple[SchoolDay, ...]:
    """Every weekday of the year in order, those without school too."""
    closed = holidays.country_holidays(
        "US", subdiv=year.state, years=range(year.first_on.year, year.last_on.year + 1)
    )
    days: list[SchoolDay] = []
    taught = 0
    for on in _weekdays(year):
        if on in closed or any(first <= on <= last for first, last in year.breaks):
            days.append(SchoolDay(on=on, day_kind="no_school"))
            continue
        days.append(_school_day(year, on, taught))
        taught += 1
    return tuple(days)


def _weekdays(year: Year) -> Iterator[date]:
    on = year.first_on
    while on <= year.last_on:
        if on.weekday() < SATURDAY:
            yield on
        on += timedelta(days=1)


def _school_day(year: Year, on: date, taught: int) -> SchoolDay:
    kind = "instruction"
    if on in year.testing:
        kind = "testing"
    elif on in year.early_release:
        kind = "early_release"
    return SchoolDay(
        on=on,
        day_kind=kind,
        cycle_day=year.cycle[taught % len(year.cycle)] if year.cycle else "",
        bell_schedule=year.early_schedule if kind == "early_release" else year.bell_schedule,
    )
