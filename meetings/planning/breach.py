"""A rule that a plan breaks, in words. The rules themselves are rules.py and crowd.py."""

from dataclasses import dataclass

from meetings.planning.problem import Conference
from meetings.planning.proposal import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A rule that a plan breaks."""

    rule: str
    conference: str
    #: The other one, where two get in each other's way.
    against: str | None = None
    sentence: str


def breach(rule: str, placement: Placement, sentence: str) -> Breach:
    """Say what is wrong with one placement by itself."""
    return Breach(rule=rule, conference=placement.conference, sentence=sentence)


def against(rule: str, first: Placement, second: Placement, sentence: str) -> Breach:
    """Say how two placements get in each other's way."""
    return Breach(
        rule=rule, conference=first.conference, against=second.conference, sentence=sentence
    )


def group_of(conference: Conference, key: str) -> str:
    """Name the seat that a person fills."""
    if key == conference.chair:
        return "specialist"
    return next((s.group for s in conference.seats if key in s.people), "person")
