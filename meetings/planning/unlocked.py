"""A change that opens starts for one conference, and what it takes: a value with its words.

Which changes open a start is unlock.py (things and rules) and asking.py (people).
"""

from dataclasses import dataclass
from enum import IntEnum

from meetings.planning import saying
from meetings.planning.ground import starts_of
from meetings.planning.scene import Scene
from meetings.planning.whatif import Change

#: So many starts are named as examples, each on its own day.
EXAMPLES = 3


class Effort(IntEnum):
    """How hard a change is to get; what takes nobody's time comes first."""

    READ = 1
    VIDEO = 2
    ROOM = 3
    INTERPRETER = 4
    DAYS = 5
    COVER = 6
    PER_DAY = 7
    ANOTHER = 8
    FAMILY = 9
    STAFF = 10
    SHORT = 11
    HOURS = 12
    CHAIR = 13
    #: Somebody of another conference that wants the same times.
    RIVAL = 14
    #: One that stays would have to move.
    RELEASE = 15
    #: More than one member at once.
    SEVERAL = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """One change that opens starts."""

    change: Change
    effort: Effort
    #: Groups of this conference who would have to do more; () where it is nobody of them.
    asked: tuple[str, ...] = ()
    #: "the guardian could come Tuesday 15 September 15:00–16:30"
    condition: str
    #: "Ask the guardian for further times, such as Tuesday 15 September 15:00–16:30"
    request: str
    #: The windows that are asked for, in words; "" where it is no matter of certain hours.
    windows: str = ""
    #: Marks the starts that open.
    starts: int
    #: ", among them Monday 14 September 07:00", where the request names no window.
    example: str = ""

    @property
    def opens(self) -> int:
        return self.starts.bit_count()

    @property
    def sentence(self) -> str:
        """Say what it would give: "If it could be held by video: 3 starts."."""
        found = saying.many(self.opens, "start") if self.opens else "a place"
        return f"If {self.condition}: {found}."

    @property
    def advice(self) -> str:
        """Say what to do, and what that opens."""
        if not self.opens:
            return f"{self.request}."
        many = "1 start opens" if self.opens == 1 else f"{self.opens} starts open"
        return f"{self.request}: {many}{self.example}."


@dataclass(frozen=True, slots=True)
class Words:
    """How a change is called as a condition and as a request."""

    effort: Effort
    condition: str
    request: str


def anywhere(scene: Scene, change: Change, words: Words, starts: int) -> Unlock:
    """Fold a change that opens all of these starts; a few are named."""
    first: dict[int, int] = {}
    for start in starts_of(starts & scene.room or starts):
        first.setdefault(scene.problem.grid.day(start), start)
    some = [saying.start(scene.problem.grid, start) for start in list(first.values())[:EXAMPLES]]
    return Unlock(
        change=change,
        effort=words.effort,
        condition=words.condition,
        request=words.request,
        starts=starts,
        example=f", among them {saying.row(some)}" if some else "",
    )
