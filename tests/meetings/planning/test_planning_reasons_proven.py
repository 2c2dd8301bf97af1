"""Reasons proven again by others: certificates, remedies applied, what a family is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

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
    random_problem,
    seat,
    staff,
    student,
    talk,
)

from meetings.planning.certificate import Certificate, Shortage, confirms, digest_of
from meetings.planning.explain import Cause, Reason, explain_all
from meetings.planning.gains import Standing, plan_of
from meetings.planning.grid import span
from meetings.planning.ground import ground
from meetings.planning.options import table
from meetings.planning.ownform import for_family
from meetings.planning.problem import Policy, Present, Problem, SeatRule, Travel
from meetings.planning.proposal import Proposal
from meetings.planning.solve import solve
from meetings.planning.unlock import unlocks
from meetings.planning.whatif import Window, changed

SPECIALIST = staff("specialist")
APART = Problem(
    grid=MORNINGS,
    people=(
        staff("specialist", during("07:00", "08:00")),
        family("ana", during("08:00", "09:00")),
        staff("t", ALWAYS),
    ),
    conferences=(talk("c", seat("guardian", "ana"), seat("teacher", "t")),),
)
CROWDED = Problem(
    grid=MORNINGS,
    people=(SPECIALIST, *(family(f"f{n}", during("07:00", "09:00")) for n in range(4))),
    conferences=tuple(talk(f"c{n}", seat("guardian", f"f{n}")) for n in range(4)),
    policy=Policy(max_per_day=3),
)


def reason_of(problem: Problem) -> Reason:
    (reason,) = explain_all(problem, solve(problem))
    return reason


def certificate_of(problem: Problem) -> Certificate:
    found = reason_of(problem).certificate
    assert found is not None
    return found


def test_a_shortage_is_proven_again_and_a_wrong_one_is_refused() -> None:
    true = certificate_of(APART)

    assert true.shortages == (Shortage(members=("guardian", "specialist"), without=(3, 3)),)
    assert confirms(APART, true)
    for wrong in (
        Shortage(members=("guardian", "specialist"), without=(3, 4)),
        Shortage(members=("guardian", "teacher"), without=(3, 3)),
        Shortage(members=("guardian", "specialist", "teacher"), without=(3, 3, 0)),
        Shortage(members=("guardian", "principal"), without=(3, 3)),
        Shortage(members=(), without=()),
    ):
        assert not confirms(APART, replace(true, shortages=(wrong,)))
    assert not confirms(APART, replace(true, shortages=()))
    assert not confirms(APART, replace(true, conference="nobody"))


def test_a_certificate_holds_for_the_masks_that_it_was_made_from() -> None:
    true = certificate_of(APART)
    people = tuple(
        replace(p, usable=p.usable | during("07:00", "07:30")) if p.key == "ana" else p
        for p in APART.people
    )

    assert not confirms(replace(APART, people=people), true)
    liked = tuple(replace(p, preferred=p.usable) if p.key == "ana" else p for p in APART.people)
    assert not confirms(replace(APART, people=liked), true)


def test_a_crowd_is_proven_again_and_a_smaller_or_larger_one_is_refused() -> None:
    true = certificate_of(CROWDED)

    assert true.group == ("c0", "c1", "c2", "c3")
    assert confirms(CROWDED, true)
    fewer = ("c0", "c1", "c2")
    one = replace(true, conference="c0", group=fewer, digest_sha256=digest_of(CROWDED, fewer))
    assert not confirms(CROWDED, one)
    more = replace(
        CROWDED,
        people=(*CROWDED.people, family("f4", during("07:00", "09:00", TUESDAY))),
        conferences=(*CROWDED.conferences, talk("c4", seat("guardian", "f4"))),
    )
    five = tuple(f"c{n}" for n in range(5))
    too_many = replace(true, group=five, digest_sha256=digest_of(more, five))
    assert not confirms(more, too_many)


def test_every_smallest_set_is_named() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(
            staff("specialist", during("07:00", "08:00")),
            family("ana", during("08:00", "09:00")),
            staff("t", during("07:00", "07:30")),
        ),
        conferences=(talk("c", seat("guardian", "ana"), seat("teacher", "t")),),
    )

    reason = reason_of(problem)

    assert reason.sets == (("guardian", "specialist"), ("guardian", "teacher"))
    assert confirms(problem, certificate_of(problem))


def everything(seed: int) -> Problem:
    """Add travel, video, sizes, steps and people at a distance to a small school."""
    bare, dice = random_problem(seed), Random(seed)  # noqa: S311 -- a test

    def some(share: float) -> int:
        halves = (span(n, n + 6) for n in range(0, bare.grid.size, 6))
        return sum(half for half in halves if dice.random() < share)

    people = (
        replace(p, remote=p.usable & some(0.3), max_per_day=dice.choice((None, None, 1)))
        for p in bare.people
    )
    pools = tuple(
        replace(
            pool,
            units=tuple(
                replace(u, size=dice.choice((None, 4, 8)), accessible=dice.random() < 0.7)
                for u in pool.units
            ),
        )
        for pool in bare.pools
    )
    conferences = (
        replace(
            c,
            video=dice.random() < 0.3,
            school=dice.choice(("north", "south", None)),
            size=dice.choice((0, 0, 6)),
            accessible=dice.random() < 0.2,
        )
        for c in bare.conferences
    )
    return replace(
        bare,
        people=tuple(people),
        pools=pools,
        conferences=tuple(conferences),
        travel=(Travel(one="north", two="south", minutes=40),),
    )


@pytest.mark.parametrize("made", [random_problem, everything])
@pytest.mark.parametrize("seed", range(60))
def test_every_reason_of_a_small_school_is_confirmed_and_every_remedy_places_it(
    made: Callable[[int], Problem], seed: int
) -> None:
    problem = made(seed)
    proposal = solve(problem)

    for reason in explain_all(problem, proposal):
        if reason.certificate is not None:
            assert confirms(problem, reason.certificate), reason
        else:
            assert reason.cause in {Cause.PRIORITY, Cause.FIXED_CLASH}
        if reason.change is not None and reason.gains:
            assert gained(problem, proposal, reason) >= reason.gains, reason


def gained(problem: Problem, proposal: Proposal, reason: Reason) -> int:
    """Plan anew with the remedy; what is due and what is agreed asks for nothing here."""
    assert reason.change is not None
    after = changed(problem, reason.change)
    anytime = tuple(replace(c, due_on=None) for c in after.conferences)
    again = solve(after.with_conferences(anytime))
    return len(again.placements) - len(proposal.placements)


@pytest.mark.parametrize("made", [random_problem, everything])
@pytest.mark.parametrize("seed", range(250))
def test_an_unlock_opens_the_starts_that_it_says(made: Callable[[int], Problem], seed: int) -> None:
    problem = made(seed)
    base = ground(problem)

    for conference in problem.conferences:
        if conference.fixed is not None:
            continue
        before = starts_in(problem, conference.key)
        for unlock in unlocks(base, conference):
            after = starts_in(changed(problem, unlock.change), conference.key)
            told = {n for n in range(problem.grid.size) if unlock.starts >> n & 1}
            assert told <= after - before, (conference.key, unlock.request)


def starts_in(problem: Problem, key: str) -> set[int]:
    return {option.start for option in table(problem).options[key]}


def test_one_of_another_table_is_advised_where_one_of_them_is_enough() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(
            SPECIALIST,
            family("a", during("07:00", "07:30")),
            family("b"),
            staff("t0", during("08:00", "08:30")),
            staff("t1"),
        ),
        conferences=(
            talk("a", seat("guardian", "a"), seat("teacher", "t0", rule=SeatRule.ONE_OF)),
            talk("b", seat("guardian", "b"), seat("teacher", "t1", rule=SeatRule.ONE_OF)),
        ),
    )

    reason = reason_of(problem)

    assert reason.remedy == (
        "Let another teacher of the school take part: 1 start opens, among them "
        "Monday 14 September 07:00."
    )
    assert solve(changed(problem, reason.unlocks[0].change)).unplaced == ()


def test_two_are_asked_at_once_where_one_is_not_enough() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(
            staff("specialist", during("07:00", "07:30")),
            family("a", during("07:30", "08:00")),
            staff("t", during("08:30", "09:00")),
        ),
        conferences=(talk("a", seat("guardian", "a"), seat("teacher", "t")),),
    )

    reason = reason_of(problem)

    assert reason.remedy.startswith("Ask the guardian and the teacher for further times")
    assert (reason.gains, reason.opens) == (1, 1)


def test_the_familys_own_form_names_its_own_times_and_nobody_else() -> None:
    told = for_family(APART, reason_of(APART))

    assert told.given == ("Monday 14 September 08:00–09:00",)
    assert told.sentence == (
        "Thank you for the times that you gave us. We have not found a time yet. "
        "Could you come Monday 14 September 07:00–08:00?"
    )


def test_no_familys_form_of_a_caseload_names_a_group_or_a_conference() -> None:
    problem = caseload(Wanted(seed=2, give="tight", students=24, days=4, max_per_day=4))
    proposal = solve(problem)
    words = {s.group for c in problem.conferences for s in c.seats} | {
        "specialist",
        "room",
        "cover",
    }
    keys = {c.key for c in problem.conferences} | {p.key for p in problem.people}

    forms = [for_family(problem, r).sentence for r in explain_all(problem, proposal)]

    assert forms
    for form in forms:
        assert not [w for w in words | keys if w in form]


def test_no_sentence_for_the_specialist_holds_a_key() -> None:
    problem = caseload(Wanted(seed=2, give="tight", students=24, days=4, max_per_day=4))
    keys = {c.key for c in problem.conferences} | {p.key for p in problem.people}

    for reason in explain_all(problem, solve(problem)):
        said = " ".join([reason.sentence, reason.remedy, *(u.sentence for u in reason.unlocks)])
        assert not [k for k in keys - {"specialist"} if k in said]


@pytest.mark.parametrize(
    ("confirmed", "due_on", "gained"),
    [(False, None, ("b",)), (True, None, ()), (False, MONDAY, ())],
)
def test_no_remedy_counts_that_moves_a_confirmed_one_or_makes_one_late(
    confirmed: bool,  # noqa: FBT001 -- a column
    due_on: date | None,
    gained: tuple[str, ...],
) -> None:
    early = during("07:00", "07:30")
    now = Present(start=at("07:00"), confirmed=confirmed, told=2)
    problem = Problem(
        grid=MORNINGS,
        people=(
            staff("specialist", early | during("07:00", "07:30", TUESDAY)),
            family("a", early | during("07:00", "07:30", TUESDAY)),
            family("b", 0),
            student("s", early),
        ),
        conferences=(
            talk("a", seat("guardian", "a"), now=now, due_on=due_on),
            talk("b", seat("guardian", "b"), seat("student", "s")),
        ),
    )
    proposal = solve(problem)
    layout = table(problem)
    plan = plan_of(layout, proposal.placements)
    standing = Standing(layout=layout, plan=plan, waiting=proposal.unplaced)

    assert [(p.conference, p.start) for p in proposal.placements] == [("a", at("07:00"))]
    assert standing.gains(Window(people=("b",), mask=early), "b") == gained
