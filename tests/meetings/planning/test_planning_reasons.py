"""Reasons for what has no time: true, as small as can be, with a remedy that works."""

from dataclasses import replace

from bench.school_instances import Wanted, caseload
from bench.small_problems import (
    ALWAYS,
    MONDAY,
    MORNINGS,
    TUESDAY,
    at,
    during,
    family,
    seat,
    staff,
    talk,
)

from meetings.planning.explain import Cause, Reason, explain, explain_all
from meetings.planning.forecast import forecast
from meetings.planning.problem import Fixed, Policy, Pool, Problem, Unit
from meetings.planning.proposal import Proposal
from meetings.planning.solve import solve

SPECIALIST = staff("specialist")


def reasons(problem: Problem) -> tuple[Reason, ...]:
    return explain_all(problem, solve(problem))


def test_two_who_never_meet_are_named_and_the_one_who_can_help_is_asked() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(
            staff("specialist", during("07:00", "08:00")),
            family("ana", during("08:00", "09:00")),
        ),
        conferences=(talk("c", seat("guardian", "ana")),),
    )

    assert reasons(problem) == (
        Reason(
            conference="c",
            cause=Cause.NO_COMMON_START,
            members=("guardian", "specialist"),
            sentence="No start suits the guardian and the specialist together.",
            remedy="Ask the guardian for further times: 3 starts open, among them "
            "Monday 2026-09-14 07:00.",
            opens=3,
        ),
    )


def test_a_class_that_may_not_be_left_is_offered_to_be_covered() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(SPECIALIST, staff("t", in_class=ALWAYS), family("ana", during("07:00", "07:30"))),
        conferences=(talk("c", seat("guardian", "ana"), seat("teacher", "t")),),
        policy=Policy(may_pull=False),
    )

    (reason,) = reasons(problem)

    assert reason.members == ("teacher",)
    assert (
        reason.remedy
        == "Let a class be covered: 1 start opens, among them Monday 2026-09-14 07:00."
    )


def test_four_who_want_three_places_are_all_that_is_named() -> None:
    crowd = tuple(talk(f"c{n}", seat("guardian", f"f{n}")) for n in range(4))
    elsewhere = talk("other", seat("guardian", "other"))
    problem = Problem(
        grid=MORNINGS,
        people=(
            SPECIALIST,
            *(family(f"f{n}", during("07:00", "09:00")) for n in range(4)),
            family("other", during("07:00", "09:00", TUESDAY)),
        ),
        conferences=(*crowd, elsewhere),
        policy=Policy(max_per_day=3),
    )

    (reason,) = reasons(problem)

    assert reason.cause is Cause.CONTENTION
    assert {reason.conference, *reason.others} == {"c0", "c1", "c2", "c3"}
    assert reason.remedy.startswith("Ask for further times") or "a day" in reason.remedy


def test_one_more_room_is_advised_where_one_more_room_helps() -> None:
    chairs = tuple(replace(talk(f"c{n}", rooms="p"), chair=f"chair{n}") for n in range(2))
    problem = Problem(
        grid=MORNINGS,
        people=tuple(staff(f"chair{n}", during("07:00", "07:30")) for n in range(2)),
        conferences=chairs,
        pools=(Pool(key="p", units=(Unit(key="r", usable=ALWAYS),)),),
    )

    (reason,) = reasons(problem)

    assert reason.others == ("c0",) if reason.conference == "c1" else ("c1",)
    assert reason.remedy.startswith("Give one more room")


def test_who_yields_to_a_due_date_is_told_so() -> None:
    due, free = (talk(key, seat("guardian", key)) for key in ("a", "b"))
    problem = Problem(
        grid=MORNINGS,
        people=(
            SPECIALIST,
            family("a", during("07:00", "07:30") | during("07:00", "07:30", TUESDAY)),
            family("b", during("07:00", "07:30")),
        ),
        conferences=(replace(due, due_on=MONDAY, rank=0), free),
    )

    (reason,) = reasons(problem)

    assert (reason.conference, reason.cause) == ("b", Cause.PRIORITY)


def test_two_fixed_ones_that_clash_are_said_to_clash() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(SPECIALIST,),
        conferences=tuple(
            talk(k, fixed=Fixed(start=at(w))) for k, w in (("a", "07:00"), ("b", "07:15"))
        ),
    )

    (reason,) = reasons(problem)

    assert (reason.conference, reason.cause) == ("b", Cause.FIXED_CLASH)


def test_every_reason_of_a_caseload_is_true_and_minimal() -> None:
    problem = caseload(Wanted(seed=2, give="tight", students=40, days=5, max_per_day=6))
    proposal = solve(problem)

    found = explain_all(problem, proposal)

    assert [r.conference for r in found] == list(proposal.unplaced)
    assert {r.cause for r in found} == {Cause.NO_COMMON_START, Cause.CONTENTION}
    contended = [r for r in found if r.cause is Cause.CONTENTION]
    for reason in contended[:3]:
        group = (reason.conference, *reason.others)
        assert len(alone(problem, group).placements) == len(group) - 1
        for left_out in group:
            rest = tuple(k for k in group if k != left_out)
            assert alone(problem, rest).unplaced == ()


def alone(problem: Problem, keys: tuple[str, ...]) -> Proposal:
    """Plan these conferences as if there were no others."""
    pairs = tuple(p for p in problem.pairs if set(p) <= set(keys))
    wanted = tuple(problem.conference[k] for k in keys)
    return solve(replace(problem, conferences=wanted, pairs=pairs))


def test_a_remedy_opens_as_many_starts_as_it_says() -> None:
    problem = caseload(Wanted(seed=2, give="tight", students=40, days=5, max_per_day=6))
    proposal = solve(problem)
    reason = next(
        r for r in explain_all(problem, proposal) if r.remedy.startswith("Ask the guardian")
    )
    guardians = next(
        s for s in problem.conference[reason.conference].seats if s.group == "guardian"
    )

    people = tuple(
        replace(p, usable=(1 << problem.grid.size) - 1) if p.key in guardians.people else p
        for p in problem.people
    )
    asked = alone(replace(problem, people=people), (reason.conference,))

    assert reason.opens > 0
    assert asked.unplaced == ()


def test_one_reason_is_the_same_as_among_all() -> None:
    problem = caseload(Wanted(seed=2, give="tight", students=20, days=3, max_per_day=4))
    proposal = solve(problem)

    assert tuple(explain(problem, proposal, k) for k in proposal.unplaced) == explain_all(
        problem, proposal
    )


def test_the_forecast_counts_days_and_late_ones() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(SPECIALIST, family("a", during("07:00", "09:00", TUESDAY)), family("b", 0)),
        conferences=(
            talk("a", seat("guardian", "a"), due_on=MONDAY),
            talk("b", seat("guardian", "b"), due_on=TUESDAY),
        ),
    )

    outlook = forecast(problem, solve(problem))

    assert (outlook.days, outlook.last_on, outlook.late) == (1, TUESDAY, ("a", "b"))
    assert outlook.sentence == (
        "1 school day with conferences; finishes 2026-09-15; 2 miss the due date; "
        "proven: no plan places more."
    )
