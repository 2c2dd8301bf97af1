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

from meetings.planning.certificate import confirms
from meetings.planning.explain import Cause, Reason, explain, explain_all
from meetings.planning.forecast import forecast
from meetings.planning.problem import Fixed, Policy, Pool, Problem, Unit
from meetings.planning.proposal import Proposal
from meetings.planning.solve import Budget, solve
from meetings.planning.whatif import Covered, DueOn, PerDay, Video, Window, changed

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

    (reason,) = reasons(problem)

    assert replace(reason, unlocks=(), certificate=None) == Reason(
        conference="c",
        cause=Cause.NO_COMMON_START,
        members=("guardian", "specialist"),
        sets=(("guardian", "specialist"),),
        sentence="No start suits the guardian and the specialist together.",
        remedy="Ask the guardian for further times, such as Monday 14 September 07:00–08:00: "
        "3 starts open.",
        opens=3,
        change=Window(people=("ana",), mask=during("07:00", "08:00")),
        gains=1,
    )
    assert [u.sentence for u in reason.unlocks] == [
        "If the guardian could come Monday 14 September 07:00–08:00: 3 starts.",
        "If the specialist could come Monday 14 September 08:00–09:00: 3 starts.",
    ]


def test_a_class_that_may_not_be_left_is_offered_to_be_covered() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(SPECIALIST, staff("t", in_class=ALWAYS), family("ana", during("07:00", "07:30"))),
        conferences=(talk("c", seat("guardian", "ana"), seat("teacher", "t")),),
        policy=Policy(may_pull=False),
    )

    (reason,) = reasons(problem)

    assert reason.members == ("teacher",)
    assert reason.remedy == (
        "Let somebody take the class of the teacher Monday 14 September 07:00–07:30: 1 start opens."
    )
    assert reason.change == Covered(people=("t",), mask=during("07:00", "07:30"))
    assert reason.gains == 1


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
    assert reason.sentence == (
        "7 starts suit this conference, and 3 others want the same; only 3 of these 4 fit."
    )
    assert reason.remedy == (
        "Ask the guardian for further times, such as Tuesday 15 September 07:00–08:30: "
        "5 starts open."
    )
    assert reason.gains == 1


def test_one_more_a_day_is_advised_where_the_day_is_full() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(SPECIALIST, *(family(f"f{n}", during("07:00", "09:00")) for n in range(3))),
        conferences=tuple(talk(f"c{n}", seat("guardian", f"f{n}")) for n in range(3)),
        policy=Policy(max_per_day=2),
    )

    (reason,) = reasons(problem)

    assert (reason.remedy, reason.gains) == ("Allow one conference more a day.", 1)
    assert reason.change == PerDay(most=3)


def test_video_is_advised_where_a_room_is_wanting() -> None:
    chairs = tuple(replace(talk(f"c{n}", rooms="p"), chair=f"chair{n}") for n in range(2))
    problem = Problem(
        grid=MORNINGS,
        people=tuple(staff(f"chair{n}", during("07:00", "07:30")) for n in range(2)),
        conferences=chairs,
        pools=(Pool(key="p", units=(Unit(key="r", usable=ALWAYS),)),),
    )

    (reason,) = reasons(problem)

    assert reason.others == ("c0",) if reason.conference == "c1" else ("c1",)
    assert reason.change == Video(conference=reason.conference)
    assert reason.remedy == "Hold it by video."


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

    assert (reason.conference, reason.cause, reason.others) == ("b", Cause.PRIORITY, ("a",))
    assert reason.sentence == "It would fit, but then another one would come after the due date."
    assert reason.change == DueOn(conference="a", on=TUESDAY)
    assert solve(changed(problem, DueOn(conference="a", on=TUESDAY))).unplaced == ()


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
    assert reason.others == ("a",)


def test_every_reason_of_a_caseload_is_true_and_minimal() -> None:
    problem = caseload(Wanted(seed=2, give="tight", students=24, days=4, max_per_day=5))
    proposal = solve(problem)

    found = explain_all(problem, proposal)

    assert [r.conference for r in found] == list(proposal.unplaced)
    assert {r.cause for r in found} == {Cause.NO_COMMON_START, Cause.CONTENTION}
    assert all(r.verified and r.certificate and confirms(problem, r.certificate) for r in found)
    reason = next(r for r in found if r.cause is Cause.CONTENTION)
    group = (reason.conference, *reason.others)
    assert len(alone(problem, group).placements) == len(group) - 1
    for left_out in group:
        assert alone(problem, tuple(k for k in group if k != left_out)).unplaced == ()


def alone(problem: Problem, keys: tuple[str, ...]) -> Proposal:
    """Plan these conferences as if there were no others."""
    wanted = tuple(problem.conference[k] for k in keys)
    return solve(replace(problem, conferences=wanted, pairs=()), Budget(points=0.0, rounds=0))


def test_one_that_only_fits_where_others_stay_is_told_to_release_one() -> None:
    problem = Problem(
        grid=MORNINGS,
        people=(SPECIALIST, family("a"), family("b", during("07:00", "07:30"))),
        conferences=(
            talk("a", seat("guardian", "a"), fixed=Fixed(start=at("07:00"))),
            talk("b", seat("guardian", "b")),
        ),
    )

    (reason,) = reasons(problem)

    assert (reason.cause, reason.others) == (Cause.CONTENTION, ())
    assert reason.sentence == (
        "1 start suits this conference, and it is held by conferences that stay."
    )
    assert reason.remedy.startswith("Ask the guardian for further times")


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
        "1 school day with conferences, 1 a day at most; finishes Tuesday 15 September; "
        "2 miss the due date; proven: no plan places more."
    )
    assert [one.sentence for one in outlook.late_because] == [
        "No start until the due date suits all who must come. Ask for further times.",
        "No start until the due date suits all who must come. Ask for further times.",
    ]
