"""The form of a what-if, as one change of the problem with its words. Values alone.

What a change does is meetings/planning/whatif.py; the page and its post are whatif.py here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, time

from meetings.planner.building import case_key, person_id, person_key
from meetings.planning.grid import every, grain_on, span
from meetings.planning.problem import Problem, Weights
from meetings.planning.saying import row
from meetings.planning.whatif import (
    Change,
    CoverMore,
    DueOn,
    InterpreterMore,
    Length,
    MayPull,
    PerDay,
    RoomMore,
    Several,
    Video,
    Weighed,
    Window,
)
from meetings.web.forms import Form

MOST_A_DAY = 9
SHORT_MINUTES = 15
LARGEST_WEIGHT = 100
#: The parts of the burden, as sliders name them.
WEIGHTS = {
    "pull": "A class is left by its teacher",
    "pull_above": "Each further class of the same teacher, besides",
    "misses_class": "The student misses class",
    "possible": "A family's time that only suits",
    "if_needed": "A family's time only if need be",
    "siblings_apart": "Siblings are not back to back",
    "above_comfortable": "More in a day than is comfortable",
    "block": "The specialist begins a new block",
    "moved": "A proposed time changes",
    "optional_empty": "An invited guest cannot come",
    "unknown": "A calendar could not be read",
    "other_modality": "Somebody by video or phone instead",
    "change_of_school": "The specialist changes the school in a day",
}
Said = tuple[Change, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the form chooses from."""

    problem: Problem
    #: Cases of the run, by name.
    students: Mapping[int, str]
    people: Mapping[int, str]
    unplaced: tuple[str, ...]


def asked_change(form: Form, around: Around) -> Said | None:
    """None where a fault was noted, or nothing was asked."""
    found = [said for read in READERS for said in read(form, around)]
    if not found and not form.faults:
        form.fault("per_day", "Change one thing at least.")
    if form.faults:
        return None
    words = row([words for _, words in found])
    one = found[0][0] if len(found) == 1 else Several(changes=tuple(change for change, _ in found))
    return one, f"What if {words}?"


def _per_day(form: Form, around: Around) -> Iterator[Said]:
    most = form.whole("per_day")
    if most is None or most == around.problem.policy.max_per_day:
        return
    if not 1 <= most <= MOST_A_DAY:
        form.fault("per_day", f"A chair holds 1 to {MOST_A_DAY} conferences a day.")
    yield PerDay(most=most), f"there were {most} a day"


def _pulls(form: Form, around: Around) -> Iterator[Said]:
    said = form.typed("may_pull")
    if said in ("yes", "no") and (said == "yes") != around.problem.policy.may_pull:
        may = said == "yes"
        words = "teachers could leave class" if may else "no teacher left a class"
        yield MayPull(may_pull=may), words


def _units(form: Form, around: Around) -> Iterator[Said]:
    for key in form.picked("cover", around.problem.cover):
        yield CoverMore(cover=key), "one more adult could take a class"
    for key in form.picked("pool", around.problem.pool):
        if key.startswith("interpreters-"):
            yield InterpreterMore(pool=key), "there were one more interpreter"
        else:
            yield RoomMore(pool=key), "there were one more room"


def _video(form: Form, around: Around) -> Iterator[Said]:
    if form.ticked("video") and around.unplaced:
        changes = tuple(Video(conference=key) for key in around.unplaced)
        yield Several(changes=changes), "those without a time could meet by video"


def _one(form: Form, around: Around) -> Iterator[Said]:
    """What concerns one conference."""
    case = form.whole("case")
    due, what = form.on("due_on"), form.typed("what")
    if not case and (due or what):
        form.fault("case", "Choose the student.")
    if not case or case not in around.students:
        return
    key, name = case_key(case), around.students[case]
    if due:
        yield DueOn(conference=key, on=due), f"{name} were due on {due:%B} {due.day}"
    if what == "video":
        yield Video(conference=key), f"{name} could meet by video"
    if what == "short":
        length = Length(conference=key, minutes=SHORT_MINUTES)
        yield length, f"{name} met for {SHORT_MINUTES} minutes"


def _window(form: Form, around: Around) -> Iterator[Said]:
    person = form.whole("person")
    on, weekday = form.on("on"), form.typed("weekday")
    begins, ends = wall(form, "from"), wall(form, "to")
    if not person:
        if on or begins or ends:
            form.fault("person", "Choose who could come then.")
        return
    days = tuple(_days(around.problem, on, weekday))
    if person not in around.people or begins is None or ends is None or ends <= begins:
        form.fault("from", "Give the hours, the end later than the beginning.")
    elif not days:
        form.fault("on", "Give a day of this plan, or a weekday.")
    else:
        mask = _mask(around.problem, days, (begins, ends))
        when = f"{on:%B} {on.day}" if on else f"every {days[0]:%A}"
        words = f"{around.people[person]} could come {when} {begins:%-I:%M}–{ends:%-I:%M %p}"
        yield Window(people=(person_key(person),), mask=mask), words


def wall(form: Form, name: str) -> time | None:
    """A time of the school's clock; one with an offset is refused."""
    text = form.line(name)
    if not text:
        return None
    try:
        found = time.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        form.fault(name, "Please give a time, like 15:30.")
        return None
    return found


def _days(problem: Problem, on: date | None, weekday: str) -> Iterator[date]:
    for each in problem.grid.dates:
        if each == on or (on is None and str(each.weekday()) == weekday):
            yield each


def _mask(problem: Problem, days: tuple[date, ...], walls: tuple[time, time]) -> int:
    """Grains between these wall times, as far as the school is open."""
    opens, closes = problem.grid.opens_wall, problem.grid.closes_wall
    begins, ends = (min(max(one, opens), closes) for one in walls)
    minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    mask = 0
    for on in days:
        first = grain_on(problem.grid, on, begins)
        if first is not None:
            mask |= span(first, first + minutes // problem.grid.grain_minutes)
    return mask & every(problem.grid)


def _weights(form: Form, around: Around) -> Iterator[Said]:
    said, now = weights_of(form), around.problem.policy.weights
    new = replace(now, **said)
    if new != now:
        changed = (name for name in said if getattr(new, name) != getattr(now, name))
        words = row([f"“{WEIGHTS[name].lower()}” were {said[name]} points" for name in changed])
        yield Weighed(weights=new), words


def weights_of(form: Form) -> dict[str, int]:
    """The sliders that were sent; a number that is too large is a fault."""
    found = {}
    for one in fields(Weights):
        value = form.whole(f"weight-{one.name}")
        if value is not None and value > LARGEST_WEIGHT:
            form.fault(f"weight-{one.name}", f"Please give at most {LARGEST_WEIGHT} points.")
        elif value is not None:
            found[one.name] = value
    return found


READERS: tuple[Callable[[Form, Around], Iterator[Said]], ...] = (
    _per_day,
    _pulls,
    _units,
    _video,
    _one,
    _window,
    _weights,
)


def people_in(problem: Problem) -> tuple[int, ...]:
    return tuple(person_id(one.key) for one in problem.people)
