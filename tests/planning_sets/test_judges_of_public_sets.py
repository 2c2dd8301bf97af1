"""The judges themselves, by hand: each rule once broken and once just kept."""

import pytest

from tests.planning_sets.csplib046 import Instance, search, too_close
from tests.planning_sets.office_meetings import Meeting, Office
from tests.planning_sets.office_score import Held, OfficeScore, Timetable

FAR = Instance(
    number=1, meetings=2, slots=4, agents=((0, 1),), distance=((0, 2), (2, 0))
)  # fmt: skip


def test_an_agent_needs_as_many_slots_between_two_meetings_as_the_way_is_long() -> None:
    assert too_close(FAR, {0: 0, 1: 2}) == ((0, 1),)
    assert too_close(FAR, {0: 0, 1: 3}) == ()
    assert search(FAR) == [0, 3]


def test_search_says_so_where_there_is_no_time() -> None:
    narrow = Instance(
        number=1, meetings=2, slots=3, agents=((0, 1),), distance=((0, 2), (2, 0))
    )  # fmt: skip

    assert search(narrow) is None


def meeting(name: str, required: str, preferred: str = "", steps: int = 2) -> Meeting:
    return Meeting(
        name=name, steps=steps, required=frozenset(required), preferred=frozenset(preferred)
    )


def scored(*held: tuple[Meeting, int, str]) -> OfficeScore:
    """Two days of six steps; a room of three chairs and one of two."""
    office = Office(
        name="two", days=(6, 6), rooms={"L": 3, "S": 2}, meetings=tuple(m for m, _, _ in held)
    )
    some = tuple(Held(meeting=m, start=start, room=room) for m, start, room in held)
    return Timetable(office=office, held=some).score


@pytest.mark.parametrize(
    ("second", "broken"),
    [
        ((meeting("b", "x"), 1, "L"), {"room twice": -1}),
        ((meeting("b", "ax"), 1, "S"), {"required twice": -1}),
        ((meeting("b", "xyz"), 3, "S"), {"no chair": -1}),
        ((meeting("b", "x"), 5, "S"), {"over night": -1}),
        ((meeting("b", "x"), 11, "S"), {"overtime": -1, "over night": -1}),
        ((meeting("b", "x", "a"), 1, "S"), {}),
        ((meeting("b", "ax"), 2, "S"), {}),
        ((meeting("b", "xyz"), 6, "L"), {}),
    ],
)
def test_each_hard_rule_counts_and_its_neighbour_does_not(
    second: tuple[Meeting, int, str], broken: dict[str, int]
) -> None:
    score = scored((meeting("a", "a"), 0, "L"), second)

    names = ("room twice", "required twice", "no chair", "over night", "overtime")
    assert {name: score.parts[name] for name in names if score.parts.get(name)} == broken
    assert score.hard == sum(broken.values())


def test_a_meeting_without_a_place_is_a_hard_fault() -> None:
    office = Office(name="one", days=(6,), rooms={"L": 3}, meetings=(meeting("a", "a"),))

    assert Timetable(office=office, held=()).score.hard == -1


def test_medium_and_soft_parts_are_counted() -> None:
    first = meeting("a", "a", "p")

    score = scored((first, 0, "L"), (meeting("b", "p", "q"), 1, "S"), (meeting("c", "a"), 2, "S"))

    # b runs beside a for a step, and p is in both; c begins where a ends, in another room.
    assert (score.medium, score.parts["required and preferred"]) == (-1, -1)
    assert {name: n for name, n in score.parts.items() if n} == {
        "required and preferred": -1,
        "room twice": -1,
        "late": -(1 + 2 + 3),
        "larger room left": -2,
        "no break": -100,
        "at once": -20,
        "room changed": -2,
    }
