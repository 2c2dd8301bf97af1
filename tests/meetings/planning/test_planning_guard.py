"""The guard of self-booking: which starts leave as many places for the others as there were."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from bench.school_instances import Wanted, caseload
from bench.small_problems import (
    ALWAYS,
    MORNINGS,
    TUESDAY,
    at,
    during,
    family,
    placed,
    random_problem,
    seat,
    staff,
    talk,
)
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import maximum_flow  # type: ignore[import-untyped]

from meetings.planning.byhand import legal_starts
from meetings.planning.ground import starts_of
from meetings.planning.guard import Guard, laid, waiting
from meetings.planning.matching import Board
from meetings.planning.offer import safe_starts
from meetings.planning.options import table
from meetings.planning.problem import Policy, Problem
from meetings.planning.proposal import Placement
from meetings.planning.times import Times

ANA, BEN = talk("ana", seat("guardian", "f-ana")), talk("ben", seat("guardian", "f-ben"))


def school(**windows: int) -> Problem:
    people = (family(f"f-{key}", mask) for key, mask in windows.items())
    return Problem(grid=MORNINGS, people=(staff("specialist"), *people), conferences=(ANA, BEN))


def by_scipy(board: Board) -> int:
    """The same flow by somebody else: source → conference → slot → day → sink."""
    keys, slots = sorted(board.suits), list(starts_of(board.slots))
    days = range(len(board.left))
    node: dict[tuple[str, str | int], int] = {("key", k): 2 + n for n, k in enumerate(keys)}
    node |= {("slot", s): 2 + len(keys) + n for n, s in enumerate(slots)}
    node |= {("day", d): 2 + len(keys) + len(slots) + n for n, d in enumerate(days)}
    edges = [(0, node["key", k], 1) for k in keys]
    edges += [
        (node["key", k], node["slot", s], 1) for k in keys for s in slots if board.suits[k] >> s & 1
    ]
    edges += [(node["slot", s], node["day", s // board.per_day], 1) for s in slots]
    edges += [(node["day", d], 1, board.left[d]) for d in days]
    one, two, amount = zip(*edges, strict=True)
    size = 2 + len(node)
    return int(maximum_flow(csr_matrix((amount, (one, two)), (size, size)), 0, 1).flow_value)


def random_board(seed: int) -> Board:
    dice = Random(seed)  # noqa: S311 -- a test
    days, per_day = dice.randint(1, 4), dice.randint(1, 6)
    size = days * per_day
    slots = sum(1 << s for s in range(size) if dice.random() < 0.7)
    suits = {f"c{n}": dice.getrandbits(size) & dice.getrandbits(size) for n in range(7)}
    left = tuple(dice.randint(0, 3) for _ in range(days))
    return Board(suits=suits, slots=slots, per_day=per_day, left=left)


@pytest.mark.parametrize("seed", range(200))
def test_the_matching_is_as_large_as_the_greatest_flow(seed: int) -> None:
    board = random_board(seed)

    assert board.most() == by_scipy(board)


def test_slots_are_laid_one_after_another_into_what_is_left() -> None:
    starts = sum(1 << s for s in (0, 3, 6, 9, 12, 30, 33, 39))

    assert list(starts_of(laid(starts, 7))) == [0, 9, 30, 39]


def test_the_only_start_of_another_family_is_withheld_and_the_rest_is_not() -> None:
    problem = school(ana=during("07:00", "08:30"), ben=during("07:00", "07:30"))

    offers = {o.placement.start: (o.lowers, o.withheld) for o in safe_starts(problem, (), "ana")}

    assert offers == {
        at("07:00"): (True, True),
        at("07:15"): (True, True),
        at("07:30"): (True, True),
        at("07:45"): (False, False),
        at("08:00"): (False, False),
    }


def test_the_last_place_of_a_day_is_withheld_from_who_could_come_on_another() -> None:
    both = during("07:00", "09:00") | during("07:00", "09:00", TUESDAY)
    problem = replace(school(ana=both, ben=during("07:00", "07:30")), policy=Policy(max_per_day=1))

    offers = safe_starts(problem, (), "ana")

    assert {o.withheld for o in offers if o.placement.start < MORNINGS.per_day} == {True}
    assert {o.withheld for o in offers if o.placement.start >= MORNINGS.per_day} == {False}


def test_the_policy_says_whether_harmful_starts_are_hidden_put_last_or_not_asked_about() -> None:
    problem = school(ana=during("07:00", "08:30"), ben=during("07:00", "07:30"))

    def shown(guard: Guard) -> list[tuple[int, bool, bool]]:
        offers = safe_starts(problem, (), "ana", guard)
        return [(o.placement.start, o.lowers, o.withheld) for o in offers]

    early = [at("07:00"), at("07:15"), at("07:30")]
    late = [at("07:45"), at("08:00")]
    assert shown(Guard.WITHHOLD) == [
        *((start, True, True) for start in early),
        *((start, False, False) for start in late),
    ]
    assert shown(Guard.SHOW_LAST) == [
        *((start, False, False) for start in late),
        *((start, True, False) for start in early),
    ]
    assert shown(Guard.OFF) == [(start, False, False) for start in (*early, *late)]


def test_a_family_that_gave_no_times_counts_as_free_whenever_staff_are() -> None:
    problem = school(ana=during("07:00", "08:30"), ben=ALWAYS)

    queue = waiting(problem, (), "ana")

    assert (queue.most, queue.unasked) == (2, 1)
    assert [o.lowers for o in safe_starts(problem, (), "ana")] == [False] * 5


def test_somebody_who_has_no_time_at_all_withholds_nothing() -> None:
    problem = school(ana=during("07:00", "08:30"), ben=0)

    assert not any(o.withheld for o in safe_starts(problem, (), "ana"))


@pytest.mark.parametrize("seed", range(60))
def test_the_masks_are_the_starts_of_the_options(seed: int) -> None:
    problem = random_problem(seed)
    loose = problem.with_conferences(tuple(replace(c, fixed=None) for c in problem.conferences))

    times = Times(problem=loose, held=())

    options = table(loose).options
    for conference in loose.conferences:
        starts = {o.start for o in options[conference.key]}
        assert set(starts_of(times.starts(conference))) == starts


@pytest.mark.parametrize("seed", range(40))
def test_the_masks_beside_others_are_the_starts_that_by_hand_allows(seed: int) -> None:
    problem = random_problem(seed)
    # Class cover that others hold is left to the moment of booking.
    loose = problem.with_conferences(
        tuple(replace(c, fixed=None, cover=None) for c in problem.conferences)
    )
    first = loose.conferences[0]
    held = next(
        (v.placement for v in legal_starts(loose, (), first.key) if v.placement is not None), None
    )
    if held is None:
        return

    times = Times(problem=loose, held=(held,))

    for conference in loose.conferences[1:]:
        lawful = {
            v.start for v in legal_starts(loose, (held,), conference.key) if v.placement is not None
        }
        assert set(starts_of(times.starts(conference))) >= lawful


@pytest.mark.parametrize("give", ["easy", "medium", "tight"])
def test_each_verdict_equals_a_matching_made_anew_by_somebody_else(give: str) -> None:
    problem = caseload(Wanted(seed=2, give=give, students=24, days=8, max_per_day=3))
    present: list[Placement] = []
    dice = Random(give)  # noqa: S311 -- a test
    seen = Counter[bool]()

    for key in dice.sample(sorted(problem.conference), len(problem.conference)):
        queue, offers = waiting(problem, present, key), safe_starts(problem, present, key)
        most = by_scipy(queue.board)
        assert queue.most == most
        for offer in dice.sample(offers, min(12, len(offers))):
            booked = replace(queue, held=(*queue.held, offer.placement)).board
            rest = {k: mask for k, mask in booked.suits.items() if k != key}
            assert offer.lowers == (1 + by_scipy(replace(booked, suits=rest)) < most)
            seen[offer.lowers] += 1
        safe = [o for o in offers if not o.withheld]
        present += [dice.choice(safe).placement] if safe else []

    assert min(seen[True], seen[False]) > 5


@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_order_families_book_what_is_safe_the_greatest_number_is_placed(
    seed: int,
) -> None:
    problem = caseload(Wanted(seed=seed, give="tight", students=30, days=9, max_per_day=3))
    dice = Random(seed)  # noqa: S311 -- a test
    order = dice.sample(sorted(problem.conference), len(problem.conference))
    most = by_scipy(waiting(problem, (), order[0]).board)
    present: list[Placement] = []

    for key in order:
        safe = [o.placement for o in safe_starts(problem, present, key) if not o.withheld]
        present += [dice.choice(safe)] if safe else []

    assert len(present) >= most


def test_two_families_with_the_same_only_start_are_both_shown_it() -> None:
    problem = school(ana=during("07:00", "07:30"), ben=during("07:00", "07:30"))

    shown = [safe_starts(problem, (), key) for key in ("ana", "ben")]

    assert [[(o.placement.start, o.withheld) for o in some] for some in shown] == [
        [(at("07:00"), False)],
        [(at("07:00"), False)],
    ]


def test_a_buffer_before_the_next_conference_is_kept_free() -> None:
    problem = school(ana=during("07:00", "09:00"), ben=during("07:00", "09:00"))
    ben = placed("ben", at("08:00"), "f-ben")

    times = Times(problem=problem, held=(ben,))

    # From 07:30 the buffer would reach 08:05; ben is through with the buffer at 08:35.
    assert list(starts_of(times.starts(ANA))) == [at("07:00"), at("07:15")]


def test_a_day_that_is_full_has_no_start_and_a_chair_may_have_fewer_than_the_policy() -> None:
    problem = school(ana=ALWAYS, ben=during("07:00", "07:30"))
    few = replace(
        problem,
        people=tuple(
            replace(p, max_per_day=1) if p.key == "specialist" else p for p in problem.people
        ),
    )
    ben = placed("ben", at("07:00"), "f-ben")

    starts = {s // MORNINGS.per_day for s in starts_of(Times(problem=few, held=(ben,)).starts(ANA))}

    assert starts == {1}
