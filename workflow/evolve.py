"""The case after what has happened: never refuses, knows no law."""

from collections.abc import Iterable
from dataclasses import replace

from workflow.events.happening import CaseOpened, Event
from workflow.plan import Case


def evolve(case: Case, event: Event) -> Case:
    after = event.change(case)
    return after if after.version == event.stamp.seq else replace(after, version=event.stamp.seq)


def replay(events: Iterable[Event]) -> Case:
    """The case that these events made, from the first; ValueError if that one opens no case."""
    course = iter(events)
    first = next(course, None)
    if not isinstance(first, CaseOpened):
        raise ValueError("A history begins with the event that opens its case.")  # noqa: TRY004  the value is wrong, not a type of ours
    case = first.case
    for event in course:
        case = evolve(case, event)
    return case
