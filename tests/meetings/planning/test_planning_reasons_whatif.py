"""What if, why here, why not there, two plans side by side, fairness, and what would help all."""

import json
from dataclasses import replace

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
    talk,
)

from meetings.planning.advice import what_would_help
from meetings.planning.changeform import NAMES, NoChange, change_form, read_change
from meetings.planning.compare import Plan, difference
from meetings.planning.explain import explain_all
from meetings.planning.fairness import Given, fairness
from meetings.planning.form import explained_form, proposal_form
from meetings.planning.grid import close
from meetings.planning.offer import Standing
from meetings.planning.problem import Cover, Fixed, Policy, Pool, Problem, SeatRule, Unit, Weights
from meetings.planning.rules import breaches
from meetings.planning.score import score
from meetings.planning.solve import Budget, solve
from meetings.planning.whatif import (
    Another,
    Change,
    Covered,
    CoverMore,
    DaysOpen,
    DueOn,
    HoursOpen,
    InterpreterMore,
    Known,
    Length,
    MayPull,
    NoticeWaived,
    PerDay,
    Released,
    RoomMore,
    Several,
    Video,
    Weighed,
    Window,
    Wish,
    changed,
)
from meetings.planning.why import here, why

SPECIALIST = staff("specialist")
EIGHT = during("08:00", "08:30")
SCHOOL = Problem(
    grid=close(MORNINGS, during("08:30", "09:00")),
    people=(
        SPECIALIST,
        staff("t", in_class=ALWAYS, unknown=EIGHT),
        staff("u", 0),
        family("a", during("07:00", "07:30"), soft_busy=during("07:00", "07:30")),
    ),
    conferences=(
        talk(
            "a",
            seat("guardian", "a"),
            seat("teacher", "t", rule=SeatRule.ONE_OF),
            rooms="rooms",
            interpreters="es",
            cover="cover",
            earliest_on=TUESDAY,
            due_on=MONDAY,
            not_on=(TUESDAY,),
            fixed=Fixed(start=at("07:00")),
        ),
    ),
    pools=(Pool(key="rooms", units=()), Pool(key="es", units=(Unit(key="i", usable=0),))),
    covers=(Cover(key="cover", size=0, usable=ALWAYS),),
)
CHANGES: tuple[Change, ...] = (
    Window(people=("a",), mask=EIGHT, wish=Wish.PREFERRED),
    Covered(people=("t",), mask=EIGHT),
    Known(people=("t",), mask=EIGHT),
    CoverMore(cover="cover", by=2),
    RoomMore(pool="rooms"),
    InterpreterMore(pool="es"),
    PerDay(most=4),
    Video(conference="a"),
    DueOn(conference="a", on=TUESDAY),
    DueOn(conference="a", on=None),
    Length(conference="a", minutes=15),
    NoticeWaived(conference="a"),
    DaysOpen(conference="a"),
    Another(conference="a", group="teacher", person="u"),
    Released(conference="a"),
    HoursOpen(mask=during("08:30", "09:00")),
    MayPull(may_pull=False),
    Weighed(weights=Weights(pull=40)),
    Several(changes=(PerDay(most=2), Video(conference="a"))),
)


def test_a_change_changes_what_it_names_and_nothing_else() -> None:
    after = {type(c): changed(SCHOOL, c) for c in CHANGES}
    guardian = after[Window].person["a"]

    assert guardian.preferred == EIGHT
    assert guardian.usable == during("07:00", "07:30") | EIGHT
    assert guardian.soft_busy == during("07:00", "07:30")
    assert after[Covered].person["t"].in_class == ALWAYS & ~EIGHT
    assert after[Known].person["t"].unknown == 0
    assert after[CoverMore].cover["cover"].size == 2
    assert [u.key for u in after[RoomMore].pool["rooms"].units] == ["rooms+"]
    assert [u.key for u in after[InterpreterMore].pool["es"].units] == ["i", "i+"]
    assert (after[PerDay].policy.max_per_day, after[MayPull].policy.may_pull) == (4, False)
    assert after[Length].conference["a"].length_minutes == 15
    assert after[NoticeWaived].conference["a"].earliest_on is None
    assert after[DaysOpen].conference["a"].not_on == ()
    assert after[Another].conference["a"].seats[1].people == ("t", "u")
    assert after[Released].conference["a"].fixed is None
    assert after[HoursOpen].grid.closed == 0
    assert after[Weighed].policy.weights.pull == 40
    assert after[Several].conference["a"].video
    assert after[Several].policy.max_per_day == 2
    assert set(NAMES) == set(after)


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: type(c).__name__)
def test_a_change_is_read_back_from_its_form(change: Change) -> None:
    assert read_change(SCHOOL, change_form(SCHOOL, change)) == change


@pytest.mark.parametrize(
    "form",
    [
        "window",
        {"change": "weather"},
        {"change": "per_day"},
        {"change": "per_day", "most": "four"},
        {"change": "several", "changes": {}},
        {"change": "window", "people": ["a"], "times": [["2026-09-14T06:00-06:00", "later"]]},
        {
            "change": "window",
            "people": ["a"],
            "times": [["2026-09-19T08:00-06:00", "2026-09-19T09:00-06:00"]],
        },
    ],
)
def test_what_is_no_change_is_refused_with_a_sentence(form: object) -> None:
    with pytest.raises(NoChange, match=r"\.$"):
        read_change(SCHOOL, form)


def test_a_change_of_somebody_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match="names a person that the plan does not have"):
        changed(SCHOOL, Window(people=("nobody",), mask=1))


@pytest.mark.parametrize("seed", range(30))
def test_every_start_is_priced_or_refused_as_score_and_rules_say(seed: int) -> None:
    problem = random_problem(seed)
    proposal = solve(problem)
    cost = score(problem, proposal.placements)

    for conference in problem.conferences:
        if conference.fixed is not None:
            continue
        for start in range(0, problem.grid.size, problem.grid.step):
            found = why(problem, proposal, conference.key, start)
            if not found.possible:
                assert found.sentence.endswith(".")
                continue
            assert breaches(problem, found.placements) == ()
            then = score(problem, found.placements)
            assert found.points == then.points - cost.points == sum(found.parts.values())
            assert then.placed >= cost.placed


def test_who_would_move_is_named_and_a_rule_is_said() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(SPECIALIST, family("a", during("07:00", "07:30")), family("b")),
        conferences=(talk("a", seat("guardian", "a")), talk("b", seat("guardian", "b"))),
    )
    proposal = solve(problem)
    at_seven = why(problem, proposal, "b", at("07:00"))

    assert not at_seven.possible
    assert at_seven.sentence == ("The specialist has another conference then. Choose another time.")
    stands = next(p.start for p in proposal.placements if p.conference == "b")
    wide = replace(problem, people=(SPECIALIST, family("a", during("07:00", "08:30")), family("b")))
    moved = why(wide, proposal, "b", at("07:00"))
    assert moved.possible
    assert [(m.conference, m.was_at) for m in moved.moved] == [("a", at("07:00"))]
    assert why(problem, proposal, "b", stands).sentence == "It is held then."


def test_the_next_best_starts_cost_no_less() -> None:
    problem = caseload(Wanted(seed=3, students=16, days=4, max_per_day=5))
    proposal = solve(problem, Budget(points=10))
    assert proposal.proven

    for placement in proposal.placements[:5]:
        others = here(problem, proposal, placement.conference)
        assert all(o.points >= 0 and o.start != placement.start for o in others)
        assert [o.points for o in others] == sorted(o.points for o in others)


def planned(problem: Problem) -> Plan:
    return Plan(problem=problem, proposal=solve(problem))


def test_two_plans_are_told_apart() -> None:
    people = (SPECIALIST, family("a", during("07:00", "07:30")), family("b", 0))
    before = Problem(
        grid=MORNINGS,
        people=people,
        conferences=(talk("a", seat("guardian", "a")), talk("b", seat("guardian", "b"))),
    )
    asked = changed(before, Window(people=("b",), mask=during("07:00", "07:30")))
    after = changed(asked, Window(people=("a",), mask=during("07:00", "07:30", TUESDAY)))
    closed = replace(after, grid=close(MORNINGS, during("07:00", "07:15")))

    told = difference(
        Plan(problem=before, proposal=solve(before)), Plan(problem=after, proposal=solve(after))
    )
    lost = difference(
        Plan(problem=after, proposal=solve(after)), Plan(problem=closed, proposal=solve(closed))
    )

    assert (told.newly_placed, told.no_longer_placed, told.stayed) == (("b",), (), 0)
    assert [(m.conference, m.was_at.date(), m.is_at.date()) for m in told.moved] == [
        ("a", MONDAY, TUESDAY)
    ]
    assert told.moved[0].because == "The specialist has another conference then."
    assert told.sentence == "1 more finds a time and 1 moves; 5 points more."
    assert lost.no_longer_placed == ("b",)


def test_fairness_counts_pulls_wishes_and_windows() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(
            SPECIALIST,
            staff("t", in_class=ALWAYS),
            family("a", during("07:00", "07:30"), preferred=during("07:00", "07:30")),
            family("b", 0),
            family("c"),
        ),
        conferences=(
            talk("a", seat("guardian", "a"), seat("teacher", "t")),
            talk("b", seat("guardian", "b")),
            talk("c", seat("guardian", "c")),
        ),
    )

    found = fairness(problem, solve(problem))

    assert found.pulls == {"t": 1}
    assert found.wishes == {Standing.PREFERRED: 1, Standing.POSSIBLE: 1}
    assert found.preferred_share == 0.5
    assert found.given == (
        Given(conference="a", windows=1, answered=True, placed=True),
        Given(conference="b", windows=0, answered=True, placed=False),
        Given(conference="c", windows=2, answered=False, placed=True),
    )
    assert found.ask_again == ("b", "a")
    assert found.sentence == (
        "Classes are left 1 time, one teacher's 1 time at most; 1 of 2 families meet at a time "
        "they prefer; 2 families gave fewer than 3 times and should be asked again."
    )


def test_advice_for_all_gains_what_it_says_when_it_is_followed() -> None:
    problem = caseload(Wanted(seed=2, give="tight", students=24, days=4, max_per_day=4))
    proposal = solve(problem)

    advice = what_would_help(problem, proposal, explain_all(problem, proposal))

    assert advice
    assert [a.gains for a in advice] == sorted((a.gains for a in advice), reverse=True)
    for one in advice:
        again = solve(changed(problem, one.change), Budget(counted=4.0, points=0.0, rounds=0))
        assert len(again.placements) - len(proposal.placements) == one.gains, one.sentence


def test_one_adult_who_takes_a_class_helps_two_families() -> None:
    away = during("07:00", "08:15")
    chairs = [staff(f"chair{n}") for n in range(2)]
    problem = Problem(
        grid=MORNINGS,
        people=(*chairs, staff("t", in_class=ALWAYS), *(family(f, away) for f in "ab")),
        conferences=tuple(
            replace(talk(k, seat("guardian", k), seat("teacher", "t")), chair=f"chair{n}")
            for n, k in enumerate("ab")
        ),
        policy=Policy(may_pull=False),
    )

    best = what_would_help(problem, solve(problem))[0]

    assert best.gains == 2
    assert best.sentence == "Let classes be covered: 2 more conferences find a time."


def test_the_json_form_tells_it_all() -> None:
    problem = caseload(Wanted(seed=2, give="tight", students=16, days=3, max_per_day=4))
    proposal = solve(problem)

    plain, full = proposal_form(problem, proposal), explained_form(problem, proposal)

    assert {k: v for k, v in full.items() if k != "advice"} == plain
    unplaced = json.loads(json.dumps(plain))["unplaced"]
    assert unplaced
    for one in unplaced:
        assert one["verified"]
        assert one["certificate"]["masks_sha256"]
        if one["change"] is not None:
            read_change(problem, one["change"])
