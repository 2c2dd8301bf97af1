"""What happens to a plan, who moves then, and what each of them is told."""

from dataclasses import replace
from datetime import date

import pytest
from bench.school_instances import Wanted, caseload
from bench.small_problems import (
    ALWAYS,
    MONDAY,
    MORNINGS,
    TUESDAY,
    at,
    during,
    family,
    placed,
    seat,
    staff,
    talk,
)

from meetings.planning.events import Event, away, closed_day, declined, newcomer, room_closed
from meetings.planning.moves import Move
from meetings.planning.problem import Conference, Kind, Pool, Present, Problem, SeatRule, Unit
from meetings.planning.proposal import Placement, Status
from meetings.planning.reseat import Ring
from meetings.planning.rules import breaches
from meetings.planning.settle import Settlement, settle
from meetings.planning.solve import Budget, solve

SEVEN, EIGHT = during("07:00", "07:30"), during("08:00", "08:30")


def wanted(key: str, *, confirmed: bool | None = None, stands: int | None = None) -> Conference:
    now = None if stands is None else Present(start=stands, confirmed=bool(confirmed), told=2)
    return replace(talk(key, seat("guardian", f"f-{key}")), now=now)


def school(*conferences: Conference, **windows: int) -> Problem:
    people = (family(f"f-{key}", mask) for key, mask in windows.items())
    return Problem(grid=MORNINGS, people=(staff("specialist"), *people), conferences=conferences)


def stands(key: str, start: int) -> Placement:
    return placed(key, start, f"f-{key}")


def told(found: Settlement) -> list[tuple[str, int | None, int | None, str]]:
    def start(placement: Placement | None) -> int | None:
        return None if placement is None else placement.start

    return [(m.conference, start(m.before), start(m.after), m.reason) for m in found.moves]


def test_who_declines_gets_another_time_and_who_gives_way_is_told_why() -> None:
    problem = school(wanted("ana"), wanted("ben"), ana=SEVEN | EIGHT, ben=ALWAYS)
    present = (stands("ana", at("07:00")), stands("ben", at("08:30")))

    event = declined(problem, present[:1], "ana", "f-ana")
    found = settle(replace(event, present=present))

    # Between eight and ben's half past eight the buffer is missing; beside ana ben comes first.
    assert found.ring is Ring.PROPOSED
    assert told(found) == [
        ("ana", at("07:00"), at("08:00"), "The guardian cannot come at this time."),
        (
            "ben",
            at("08:30"),
            at("07:15"),
            "Gave way: the specialist has another conference then.",
        ),
    ]


def test_a_confirmed_one_moves_only_if_no_proposed_one_could() -> None:
    both = SEVEN | EIGHT
    ben = wanted("ben", confirmed=True, stands=at("07:00"))
    cleo = wanted("cleo", confirmed=False, stands=at("08:00"))
    new = wanted("dora")
    more = both | during("07:00", "07:30", TUESDAY)
    problem = school(ben, cleo, ben=more, cleo=more)
    present = (stands("ben", at("07:00")), stands("cleo", at("08:00")))

    event = newcomer(problem, present, new, (family("f-dora", both),))
    found = settle(event)

    assert [(m.conference, m.confirmed) for m in found.others] == [("cleo", False)]
    assert found.ring is Ring.PROPOSED
    assert settle(event, widest=Ring.HIT).proposal.unplaced == ("dora",)


def test_if_only_a_confirmed_one_is_in_the_way_it_moves_and_is_marked() -> None:
    ben = wanted("ben", confirmed=True, stands=at("07:00"))
    problem = school(ben, ben=SEVEN | EIGHT)

    event = newcomer(
        problem, (stands("ben", at("07:00")),), wanted("dora"), (family("f-dora", SEVEN),)
    )

    assert settle(event, widest=Ring.PROPOSED).proposal.unplaced == ("dora",)
    assert [(m.conference, m.confirmed) for m in settle(event).others] == [("ben", True)]


def test_one_confirmed_of_many_people_moves_rather_than_two_of_few() -> None:
    walls = ("07:00", "07:45", "08:30")
    first, second, third = SEVEN, during("07:45", "08:15"), during("08:30", "09:00")
    crowd = replace(
        wanted("ben", confirmed=True, stands=at("07:00")),
        now=Present(start=at("07:00"), confirmed=True, told=9),
    )
    cleo = wanted("cleo", confirmed=True, stands=at("07:45"))
    emil = wanted("emil", confirmed=True, stands=at("08:30"))
    later = during("07:00", "07:30", TUESDAY)
    problem = school(crowd, cleo, emil, ben=first | later, cleo=second | third, emil=third | later)
    present = tuple(
        stands(key, at(wall)) for key, wall in zip(("ben", "cleo", "emil"), walls, strict=True)
    )

    found = settle(newcomer(problem, present, wanted("dora"), (family("f-dora", first | second),)))

    assert [m.conference for m in found.others] == ["ben"]


def test_a_chain_of_two_is_found_where_no_single_move_helps() -> None:
    early, middle, late = SEVEN, during("07:45", "08:15"), during("08:30", "09:00")
    problem = school(wanted("ben"), wanted("cleo"), ben=early | middle, cleo=middle | late)
    present = (stands("ben", at("07:00")), stands("cleo", at("07:45")))

    found = settle(newcomer(problem, present, wanted("dora"), (family("f-dora", early),)))

    assert {p.conference: p.start for p in found.proposal.placements} == {
        "dora": at("07:00"),
        "ben": at("07:45"),
        "cleo": at("08:30"),
    }


def test_when_the_teacher_is_ill_somebody_else_of_the_group_takes_the_same_time() -> None:
    conference = talk(
        "ana",
        seat("guardian", "f-ana"),
        seat("classroom teacher", "okafor", "lind", rule=SeatRule.ONE_OF),
        seat("counselor", "moss", rule=SeatRule.OPTIONAL),
    )
    people = (staff("specialist"), family("f-ana", SEVEN), *map(staff, ("okafor", "lind", "moss")))
    problem = Problem(grid=MORNINGS, people=people, conferences=(conference,))
    before = replace(placed("ana", at("07:00"), "f-ana", "okafor"), optional=("moss",))

    teacher = settle(away(problem, (before,), "okafor", MONDAY))
    counselor = away(problem, (before,), "moss", MONDAY)

    assert [p.team for p in teacher.proposal.placements] == [("f-ana", "lind", "specialist")]
    assert [(m.reason, m.to_new_time) for m in teacher.moves] == [
        (f"The classroom teacher is away on {MONDAY}.", False)
    ]
    assert (counselor.hit, counselor.present[0].optional) == ((), ())
    assert away(problem, (before,), "okafor", TUESDAY).hit == ()


def test_on_a_snow_day_all_of_that_day_move_and_nobody_of_another() -> None:
    problem = school(*map(wanted, ("ana", "ben", "cleo")), ana=ALWAYS, ben=ALWAYS, cleo=ALWAYS)
    present = (
        stands("ana", at("07:00")),
        stands("ben", at("08:00")),
        stands("cleo", at("08:30", TUESDAY)),
    )

    found = settle(closed_day(problem, present, MONDAY))

    assert [(m.conference, m.hit, m.reason) for m in found.moves] == [
        ("ana", True, f"The school is closed on {MONDAY}."),
        ("ben", True, f"The school is closed on {MONDAY}."),
    ]
    assert {MORNINGS.day(p.start) for p in found.proposal.placements} == {1}
    assert len(found.proposal.placements) == 3


def test_on_a_snow_day_one_of_another_day_gives_way_only_if_all_fit_then() -> None:
    problem = school(*map(wanted, ("ana", "ben", "cleo")), ana=ALWAYS, ben=ALWAYS, cleo=ALWAYS)
    present = (
        stands("ana", at("07:00")),
        stands("ben", at("08:00")),
        stands("cleo", at("08:00", TUESDAY)),
    )

    found = settle(closed_day(problem, present, MONDAY))

    starts = sorted(p.start for p in found.proposal.placements)
    assert starts == [at(wall, TUESDAY) for wall in ("07:00", "07:45", "08:30")]
    assert [m.conference for m in found.others] == ["cleo"]


def test_when_a_room_is_closed_the_conference_keeps_its_time_in_another_room() -> None:
    pool = Pool(key="rooms", units=(Unit(key="a", usable=ALWAYS), Unit(key="b", usable=ALWAYS)))
    ana = replace(wanted("ana"), rooms="rooms")
    problem = replace(school(ana, ana=ALWAYS), pools=(pool,))
    before = replace(stands("ana", at("07:30")), room="a")

    found = settle(room_closed(problem, (before,), "a", MONDAY))

    assert [(p.start, p.room) for p in found.proposal.placements] == [(at("07:30"), "b")]
    assert (found.moves[0].reason, found.others) == (
        f"The room cannot be used on {MONDAY}.",
        (),
    )
    assert room_closed(problem, (before,), "a", TUESDAY).hit == ()
    assert room_closed(problem, (before,), "a").hit == ("ana",)


def test_a_fixed_conference_that_is_hit_is_a_confirmed_one_that_has_to_move() -> None:
    from_db = school(wanted("ana"), ana=ALWAYS)
    present = (stands("ana", at("07:00")),)

    event = closed_day(from_db, present, MONDAY)

    assert event.problem.conference["ana"].now == Present(
        start=at("07:00"), confirmed=False, told=2
    )
    assert event.problem.conference["ana"].fixed is None


def test_who_cannot_be_placed_at_all_sends_nobody_away() -> None:
    problem = school(wanted("ben"), ben=ALWAYS)
    present = (stands("ben", at("07:00")),)

    found = settle(newcomer(problem, present, wanted("dora"), (family("f-dora", 0),)))

    assert (found.ring, found.others, found.proposal.unplaced) == (Ring.HIT, (), ("dora",))


def test_what_had_no_time_before_pushes_nobody_away() -> None:
    problem = school(
        wanted("ana"),
        wanted("ben"),
        wanted("cleo"),
        ana=SEVEN | EIGHT,
        ben=SEVEN | EIGHT,
        cleo=SEVEN,
    )
    present = (stands("ana", at("08:00")), stands("ben", at("07:00")))

    found = settle(declined(problem, present, "ana", "f-ana"))

    # Ana's guardian is left with seven o'clock, where ben has to give way to her and not to cleo.
    assert {p.conference: p.start for p in found.proposal.placements} == {
        "ana": at("07:00"),
        "ben": at("08:00"),
    }


def _event(problem: Problem, present: tuple[Placement, ...], number: int) -> Event:
    stood = present[number % len(present)]
    on: date = problem.grid.dates[problem.grid.day(stood.start)]
    match number % 4:
        case 0:
            guardian = next(p for p in stood.team if problem.person[p].kind is Kind.FAMILY)
            return declined(problem, present, stood.conference, guardian)
        case 1:
            teacher = next(p for p in stood.team if p.startswith("teacher"))
            return away(problem, present, teacher, on)
        case 2:
            return closed_day(problem, present, on)
        case _:
            return room_closed(problem, present, stood.room or "", on)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_plan_is_lawful_and_each_move_has_its_reason(seed: int) -> None:
    problem = caseload(Wanted(seed=seed, give="tight", students=30, days=12, max_per_day=3))
    present = solve(problem, Budget(points=0.1)).placements
    marked = tuple(
        replace(c, now=Present(start=p.start, confirmed=n % 2 == 0, told=3))
        for n, c in enumerate(problem.conferences)
        for p in present
        if p.conference == c.key
    )
    stood = {c.key for c in marked}
    rest = tuple(c for c in problem.conferences if c.key not in stood)
    asked = problem.with_conferences((*marked, *rest))

    for number in range(8):
        event = _event(asked, present, 5 * number + seed)
        found = settle(event)
        after = {p.conference: p for p in found.proposal.placements}
        assert breaches(event.problem, after.values()) == ()
        changed = {k for k in stood | set(after) if after.get(k) != _of(event.present, k)}
        assert {m.conference for m in found.moves} == changed
        assert all(m.reason for m in found.moves)
        assert stood - set(after) <= set(event.hit)
        assert set(after) <= stood


def _of(present: tuple[Placement, ...], key: str) -> Placement | None:
    return next((p for p in present if p.conference == key), None)


def test_the_same_event_has_the_same_answer_and_says_what_is_proven() -> None:
    problem = caseload(Wanted(seed=1, students=30, days=12, max_per_day=3))
    present = solve(problem, Budget(points=0.1)).placements
    event = declined(problem, present, present[3].conference, present[3].team[0])

    first, second = settle(event), settle(event)

    assert first == second
    alone = first.ring is Ring.HIT
    assert (first.proposal.stages[0].status is Status.PROVEN) == alone
    assert isinstance(first.moves[0], Move)
