"""A painted week of half hours, and what a person said of their time: each made from the other.

Values alone. What cannot be painted (rules, dates, weekends) is kept beside the week and never
lost. The pages are web/family/availability.py, the words web/hours.py, the rows
store/availability.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from meetings.store.availability import REMOTE, WEEKDAYS, Said, Stretch, counting

#: Monday to Friday: on other days nobody meets.
DAYS = WEEKDAYS[:5]
HALF_HOUR = timedelta(minutes=30)
#: A half hour that is covered less than this is not painted.
HALF_OF_IT = 15
#: Of two kinds in one half hour the more wanted one is shown.
WANTED = ("preferred", "possible", "if_needed")
WHOLE_DAY = (time(0), time(23, 59))
#: By column of the week and start: how the half hour is painted; a missing one is not.
Cells = Mapping[tuple[int, time], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Between which wall times conferences are held."""

    opens: time
    closes: time

    def starts(self) -> tuple[time, ...]:
        """Every half hour that ends by then."""
        found, at = [], _clock(self.opens)
        while at + HALF_HOUR <= _clock(self.closes):
            found.append(at.time())
            at += HALF_HOUR
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What counts of one person's word, apart."""

    #: Every week, Monday to Friday.
    usual: tuple[Stretch, ...] = ()
    #: On dates from today on.
    dated: tuple[Stretch, ...] = ()
    #: Rules, weekends, weeks with a beginning or an end, busy time of every week.
    other: tuple[Stretch, ...] = ()

    @property
    def everything(self) -> tuple[Stretch, ...]:
        return (*self.usual, *self.dated, *self.other)

    @property
    def zone(self) -> str:
        return self.usual[0].zone if self.usual else ""

    @property
    def remote(self) -> bool:
        return bool(self.usual) and all(one.modality == REMOTE for one in self.usual)

    def special(self, on: date) -> tuple[date, ...]:
        """Dates that are not like their weekday, from `on` on, ascending."""
        excepted = {off for one in self.usual for off in one.exdates if off >= on}
        return tuple(sorted(excepted | {one.on_date for one in self.dated if one.on_date}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What is said of one date, besides the week."""

    on: date
    #: A kind; busy without walls is the whole day.
    kind: str
    walls: tuple[time, time] = WHOLE_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """Everything that one press says."""

    cells: Cells
    #: The Monday of the one week it is said of; None is every week.
    monday: date | None = None
    remote: bool = False
    zone: str = ""
    days: tuple[Day, ...] = ()
    #: Dates that become like their weekday again.
    forgotten: frozenset[date] = frozenset()
    #: Places in `Sheet.other` that are taken away.
    dropped: frozenset[int] = field(default_factory=frozenset)


def sheet_of(said: Iterable[Said], on: date) -> Sheet:
    """Without what is over; a poll's yes is no hour that a person gave by itself."""
    kept = [
        one.stretch
        for one in counting(said)
        if not one.stretch.over_by(on) and not (one.source == "poll" and one.stretch.free)
    ]
    usual = tuple(one for one in kept if _is_usual(one))
    zone = usual[0].zone if usual else ""
    dated = tuple(one for one in kept if one.on_date is not None)
    return Sheet(
        usual=tuple(one for one in usual if one.zone == zone),
        dated=tuple(sorted(dated, key=lambda one: (one.on_date or on, one.from_wall))),
        other=tuple(
            one for one in kept if one.on_date is None and not (one in usual and one.zone == zone)
        ),
    )


def _is_usual(one: Stretch) -> bool:
    bounded = one.from_on is not None or one.until_on is not None
    return one.free and one.weekday in DAYS and not bounded


def usual_cells(sheet: Sheet, hours: Hours) -> Cells:
    """The week as it is painted for every week."""
    return {
        (column, start): kind
        for column in range(len(DAYS))
        for start, kind in _pattern(_of_column(sheet, column), hours).items()
    }


def week_cells(sheet: Sheet, monday: date, hours: Hours) -> Cells:
    """One week as it stands, with the dates that are not like their weekday."""
    return {
        (column, start): kind
        for column in range(len(DAYS))
        for start, kind in _pattern(_on(sheet, monday, column), hours).items()
    }


def _of_column(sheet: Sheet, column: int) -> tuple[Stretch, ...]:
    return tuple(one for one in sheet.usual if one.weekday == DAYS[column])


def _on(sheet: Sheet, monday: date, column: int) -> tuple[Stretch, ...]:
    on = monday + timedelta(days=column)
    usual = (one for one in _of_column(sheet, column) if on not in one.exdates)
    return (*usual, *(one for one in sheet.dated if one.on_date == on))


def _pattern(stretches: Iterable[Stretch], hours: Hours) -> dict[time, str]:
    told = tuple(stretches)
    found = {}
    for start in hours.starts():
        kinds = {one.kind for one in told if _covers(one, start)}
        kind = next((each for each in WANTED if each in kinds), "")
        if kind and "busy" not in kinds:
            found[start] = kind
    return found


def _covers(one: Stretch, start: time) -> bool:
    """Busy time counts where it touches, free time where it is half of the half hour."""
    begins, ends = _clock(start), _clock(start) + HALF_HOUR
    shared = min(ends, _clock(one.to_wall)) - max(begins, _clock(one.from_wall))
    return shared > timedelta() if not one.free else shared >= timedelta(minutes=HALF_OF_IT)


def said_now(sheet: Sheet, painted: Painted, hours: Hours) -> tuple[Stretch, ...]:
    """The whole word of the person after this press; a day that was not touched stays exact."""
    after = _forgetting(sheet, painted)
    if painted.monday is None:
        after = replace(after, usual=_every_week(after, painted, hours))
    else:
        after = _one_week(after, painted, hours)
    for day in painted.days:
        after = _with_day(after, day, painted)
    return tuple(dict.fromkeys(after.everything))


def _forgetting(sheet: Sheet, painted: Painted) -> Sheet:
    gone = painted.forgotten
    return Sheet(
        usual=tuple(_without(one, gone) for one in sheet.usual),
        dated=tuple(one for one in sheet.dated if one.on_date not in gone),
        other=tuple(one for place, one in enumerate(sheet.other) if place not in painted.dropped),
    )


def _without(one: Stretch, dates: Iterable[date]) -> Stretch:
    gone = set(dates)
    return replace(one, exdates=tuple(off for off in one.exdates if off not in gone))


def _every_week(sheet: Sheet, painted: Painted, hours: Hours) -> tuple[Stretch, ...]:
    same_way = not sheet.usual or (sheet.remote, sheet.zone) == (painted.remote, painted.zone)
    found: list[Stretch] = []
    for column, weekday in enumerate(DAYS):
        before = _of_column(sheet, column)
        wanted = _column(painted.cells, column)
        if same_way and wanted == _pattern(before, hours):
            found.extend(before)
            continue
        off = {on for one in before for on in one.exdates}
        off |= {
            one.on_date
            for one in sheet.dated
            if one.on_date and one.free and one.on_date.weekday() == column
        }
        made = _runs(wanted, painted)
        found.extend(replace(one, weekday=weekday, exdates=tuple(sorted(off))) for one in made)
    return tuple(found)


def _one_week(sheet: Sheet, painted: Painted, hours: Hours) -> Sheet:
    assert painted.monday is not None  # noqa: S101  said_now asks before
    after = sheet
    for column in range(len(DAYS)):
        wanted = _column(painted.cells, column)
        if wanted != _pattern(_on(after, painted.monday, column), hours):
            on = painted.monday + timedelta(days=column)
            made = tuple(replace(one, on_date=on) for one in _runs(wanted, painted))
            after = _instead(after, on, made)
    return after


def _instead(sheet: Sheet, on: date, made: tuple[Stretch, ...]) -> Sheet:
    """This date is as it is said here, whatever its weekday says."""
    usual = tuple(
        replace(one, exdates=tuple(sorted({*one.exdates, on})))
        if one.weekday == WEEKDAYS[on.weekday()]
        else one
        for one in sheet.usual
    )
    others = tuple(one for one in sheet.dated if one.on_date != on)
    return replace(sheet, usual=usual, dated=(*others, *made))


def _with_day(sheet: Sheet, day: Day, painted: Painted) -> Sheet:
    begins, ends = day.walls
    said = Stretch(on_date=day.on, from_wall=begins, to_wall=ends, kind=day.kind)
    mine = tuple(one for one in sheet.dated if one.on_date == day.on)
    if day.kind == "busy":
        kept = () if day.walls == WHOLE_DAY else mine
        others = tuple(one for one in sheet.dated if one.on_date != day.on)
        return replace(sheet, dated=(*others, *kept, said))
    said = replace(said, modality=REMOTE if painted.remote else "", zone=painted.zone)
    weekday = WEEKDAYS[day.on.weekday()]
    as_usual = tuple(
        replace(one, weekday="", on_date=day.on, exdates=())
        for one in sheet.usual
        if one.weekday == weekday and day.on not in one.exdates
    )
    free = tuple(one for one in mine if one.free or not _meet(one, said))
    return _instead(sheet, day.on, (*as_usual, *free, said))


def _meet(one: Stretch, other: Stretch) -> bool:
    return one.from_wall < other.to_wall and other.from_wall < one.to_wall


def _column(cells: Cells, column: int) -> dict[time, str]:
    return {start: kind for (at, start), kind in cells.items() if at == column}


def _runs(wanted: Mapping[time, str], painted: Painted) -> tuple[Stretch, ...]:
    """Half hours of one kind in a row as one stretch, without a date."""
    runs: list[Stretch] = []
    for start, kind in sorted(wanted.items()):
        ends = (_clock(start) + HALF_HOUR).time()
        if runs and (runs[-1].to_wall, runs[-1].kind) == (start, kind):
            runs[-1] = replace(runs[-1], to_wall=ends)
            continue
        runs.append(
            Stretch(
                from_wall=start,
                to_wall=ends,
                kind=kind,
                modality=REMOTE if painted.remote else "",
                zone=painted.zone,
            )
        )
    return tuple(runs)


def _clock(at: time) -> datetime:
    return datetime.combine(date(2000, 1, 1), at)
