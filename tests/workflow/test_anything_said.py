"""Whatever anybody says, in any order: the law answers as the walk foresaw, and history replays."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow import commands as say
from workflow.chart import Law
from workflow.commands import COMMANDS
from workflow.configuration import Configuration, configuration
from workflow.content import GoalReview, MinutesContent
from workflow.decide import Decision
from workflow.evolve import replay
from workflow.ground import Ground, ground
from workflow.options import may
from workflow.plan import Attendance, Party
from workflow.sense import CHANNELS, MEANINGS, PARTSTATS, RESULTS

PEOPLE = ("Mina", "Rosa", "Tomas", "Ms Okafor", "Ms Reyes", "Ms Lindqvist", "Mr Haddad")
MACHINES = ("clock", "courier")
ROLES = ("student", "parent", "teacher", "specialist", "chair", "coordinator", "authority")


@pytest.fixture(scope="module")
def walked(law: Law) -> Ground:
    return ground(law)


@pytest.fixture(scope="module")
def successors(walked: Ground) -> dict[tuple[Configuration, str, str], set[Configuration]]:
    found: dict[tuple[Configuration, str, str], set[Configuration]] = {}
    for edge in walked.edges:
        key = (edge.before, edge.row.chart, edge.row.name)
        found.setdefault(key, set()).add(edge.after)
    return found


def words(story: Any, kind: type[say.Command], pick: int) -> dict[str, object]:
    """Something to say with that command: mostly sensible, sometimes not."""
    conference = story.case.conferences[-1] if story.case.conferences else None
    offered = conference.offered if conference else ()
    slot = story.slot(10 + pick % 9)
    pools: dict[str, object] = {
        "content": MinutesContent(concerns=("time",))
        if kind is say.TakeMinutes
        else story.text(progress_schedule=("monthly", "yearly", "")[pick % 3]),
        "answers": {"why": "because"},
        "slots": (slot,),
        "slot": slot,
        "modalities": {},
        "starts_at": offered[0].starts_at if offered else slot.starts_at,
        "ends_at": slot.ends_at,
        "partstat": PARTSTATS[pick % 3],
        "sequence": conference.sequence if conference else 0,
        "stamp": story.at,
        "delegate": "an aunt",
        "person_id": 1 + pick % 7,
        "present": (Attendance(person_id=1 + pick % 7, role="student", mode="room"),)
        if kind is say.TakeAttendance
        else ((), (1, 2, 4, 5), (1, 4, 5))[pick % 3],
        "language": "es",
        "interpreter_id": 9,
        "relation": ("", "aunt")[pick % 2],
        "original_sha256": "d0" * 32,
        "pages": 4,
        "meaning": MEANINGS[pick % len(MEANINGS)],
        "shown_sha256": ("d0" * 32, "d0" * 32, "00" * 32)[pick % 3],
        "name": "somebody",
        "scan_sha256": ("5c" * 32, "")[pick % 2],
        "dated_on": story.moment.on,
        "sealed_sha256": "d1" * 32,
        "record_sha256": "ee" * 32,
        "parts": (("programming",), ())[pick % 2],
        "on": story.moment.on,
        "goal_key": ("a1", "f1", "zz")[pick % 3],
        "rating": pick % 5,
        "reviews": tuple(
            GoalReview(goal_key=key, outcome=("met", "met", "lost")[pick % 3])
            for key in ("a1", "f1")
        ),
        "what": "amendment",
        "channel": CHANNELS[pick % len(CHANNELS)],
        "tried_at": story.at,
        "result": RESULTS[pick % len(RESULTS)],
        "room": ("14", "")[pick % 2],
        "reason": ("", "because")[pick % 2],
        "party": Party(
            person_id=1 + pick % 7, role=ROLES[pick % len(ROLES)], since=date(2026, 9, 1)
        ),
    }
    if kind is say.AskExcusal:
        pools["kind"] = "not_needed"
    if kind is say.CallConference:
        pools |= {"kind": "requested", "tier": "full"}
    named = kind.__dataclass_fields__
    return {name: value for name, value in pools.items() if name in named}


steps = st.lists(
    st.tuples(
        st.integers(0, len(PEOPLE) + len(MACHINES) - 1), st.integers(0, 999), st.integers(0, 40)
    ),
    max_size=70,
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps, start=st.sampled_from(("new", "drafting", "scheduled", "out", "in_effect")))
def test_whatever_is_said_the_law_answers_as_the_walk_foresaw(
    year: Callable[[str], Any],
    successors: dict[tuple[Configuration, str, str], set[Configuration]],
    steps: list[tuple[int, int, int]],
    start: str,
) -> None:
    story = year(start)
    for who, pick, hours in steps:
        before = configuration(story.case)
        story.later(hours=hours)
        name = (PEOPLE + MACHINES)[who]
        word = one_word(story, name, pick)
        answer = story.ask(name, COMMANDS[word], **words(story, COMMANDS[word], pick))
        if not isinstance(answer, Decision) or answer.repeated:
            continue
        row = answer.moves[0].row
        assert configuration(answer.case) in successors[before, row.chart, row.name]
        assert (answer.case.dispute is None) == (answer.case.plan().facts["hold"] == "none")
        story.case = answer.case
        story.events += answer.events
    assert replay(story.events) == story.case


def one_word(story: Any, who: str, pick: int) -> str:
    """Something that this person could say here; now and then anything at all."""
    every = sorted(COMMANDS)
    if pick % 7 == 0 or who in MACHINES:
        heard = [timer.says for timer in story.timers] or every
        pool = heard if who == "clock" else every
        return pool[pick % len(pool)]
    by = say.Actor(person_id=1 + PEOPLE.index(who), role=ROLES[0])
    options: list[str] = []
    for role in ROLES:
        asking = say.Actor(person_id=by.person_id, role=role)
        if role in story_seats(story, by.person_id):
            options += [one.command for one in may(story.law, story.case, asking, story.moment)]
    return options[pick % len(options)] if options else every[pick % len(every)]


def story_seats(story: Any, person_id: int) -> set[str]:
    return {party.role for party in story.case.parties if party.person_id == person_id}


def test_a_line_of_time_is_kept(year: Callable[[str], Any]) -> None:
    story = year("in_effect")

    stamps = [event.stamp.at for event in story.events]

    assert stamps == sorted(stamps)
    assert story.at - stamps[0] > timedelta(days=10)
