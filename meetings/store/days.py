"""The school calendar from its rows, as the law wants it, remembered until the rows change."""

from dataclasses import dataclass, field
from datetime import date

import holidays
from sqlalchemy import Connection, literal_column, select

from meetings.store import values
from meetings.store.prepared import Prepared
from meetings.store.tables import school_day, setting
from workflow.deadlines import SchoolCalendar, SchoolDay

_REVISION = Prepared(
    select(setting.c.value).where(setting.c.name == literal_column("'days_revision'"))
)


@dataclass(slots=True)
class Calendars:
    """One a school year; built anew when days were imported, by this process or another."""

    known: dict[str, tuple[str, SchoolCalendar]] = field(default_factory=dict)

    def of(self, connection: Connection, school_year: str) -> SchoolCalendar:
        row = _REVISION.run(connection, {}).fetchone()
        revision = row[0] if row else ""
        found = self.known.get(school_year)
        if found is None or found[0] != revision:
            found = (revision, _calendar(connection, school_year))
            self.known[school_year] = found
        return found[1]


def _calendar(connection: Connection, school_year: str) -> SchoolCalendar:
    starts = int(school_year[:4])
    rows = connection.execute(
        select(school_day)
        .where(school_day.c.on_date >= date(starts, 7, 1))
        .where(school_day.c.on_date < date(starts + 1, 7, 1))
        .order_by(school_day.c.on_date)
    )
    state = values.text(connection, "state") or "CO"
    closed = holidays.country_holidays("US", subdiv=state, years=(starts, starts + 1))
    return SchoolCalendar(
        school_year=school_year,
        zone=values.zone(connection),
        days=tuple(SchoolDay(on=r.on_date, kind=r.kind, cycle=r.cycle_day) for r in rows),
        holidays=frozenset(closed),
    )
