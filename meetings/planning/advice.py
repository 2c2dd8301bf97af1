"""What would help the whole caseload: the few single changes after which most families find a time.

Each is verified: the number that can be placed is solved anew with the change. What helps one
conference alone is in its reason (explain.py).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from meetings.planning import saying
from meetings.planning.explain import Reason, explain_all
from meetings.planning.gains import Trial, harmless, plan_of
from meetings.planning.grid import span
from meetings.planning.ground import ground, starts_of
from meetings.planning.members import CHAIR
from meetings.planning.options import Option, table
from meetings.planning.problem import Problem
from meetings.planning.proposal import Proposal
from meetings.planning.scene import Scene
from meetings.planning.seating import without_clashes
from meetings.planning.solve import load_model
from meetings.planning.unlocked import Effort
from meetings.planning.whatif import (
    Change,
    Covered,
    CoverMore,
    InterpreterMore,
    MayPull,
    PerDay,
    RoomMore,
    Several,
    Window,
    changed,
)

#: Units for one solve; so many changes of staff are tried, and so many are told.
ADVICE_DT, STAFF_TRIED, TOLD = 1.0, 3, 5
#: Starts of one window that a member of staff is asked for.
STARTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One change, and how many more conferences find a time with it."""

    change: Change
    effort: Effort
    request: str
    #: Whose families are asked; () where it is no matter of families.
    conferences: tuple[str, ...] = ()
    #: More than the plan places now; solved anew with the change.
    gains: int
    #: No plan with this change places more.
    proven: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class _Idea:
    change: Change
    effort: Effort
    request: str
    conferences: tuple[str, ...] = ()


def what_would_help(
    problem: Problem, proposal: Proposal, reasons: tuple[Reason, ...] | None = None
) -> tuple[Advice, ...]:
    """Give the best single changes, those that place most first; () if nothing is unplaced."""
    if not proposal.unplaced:
        return ()
    told = explain_all(problem, proposal) if reasons is None else reasons
    tried = (_tried(problem, proposal, idea) for idea in _ideas(problem, told))
    found = [advice for advice in tried if advice is not None]
    return tuple(sorted(found, key=lambda a: (-a.gains, a.effort, a.request))[:TOLD])


def _tried(problem: Problem, proposal: Proposal, idea: _Idea) -> Advice | None:
    after = changed(problem, idea.change)
    most, proven = most_placed(after, proposal)
    gains = most - len(proposal.placements)
    if gains <= 0:
        return None
    many = saying.many(gains, "more conference finds a time", "more conferences find a time")
    return Advice(
        change=idea.change,
        effort=idea.effort,
        request=idea.request,
        conferences=idea.conferences,
        gains=gains,
        proven=proven,
        sentence=f"{idea.request}: {many}.",
    )


def most_placed(problem: Problem, proposal: Proposal) -> tuple[int, bool]:
    """Solve how many can be placed, on time first; begins with a plan, and says if it is proven."""
    layout, _ = without_clashes(table(problem))
    trial = Trial.of(layout, plan_of(layout, proposal.placements), harmless(problem))
    for key in proposal.unplaced:
        trial.one_more(key, layout.options[key])
    plan: Mapping[str, Option] = dict(trial.ledger.placed)
    model = load_model(layout)
    if model is None:
        return len(plan), False
    on_time = model.solve(model.on_time(), plan, ADVICE_DT, _go_on)
    if on_time is not None:
        plan = on_time.options
        model.hold(model.on_time(), on_time.value)
    most = model.solve(model.placed(), plan, ADVICE_DT, _go_on)
    sure = most is not None and most.proven and on_time is not None and on_time.proven
    return (len(plan) if most is None else most.value), sure and not layout.cut


def _go_on(_value: int, _bound: int) -> bool:
    return True


def _ideas(problem: Problem, reasons: tuple[Reason, ...]) -> Iterator[_Idea]:
    yield from _of_families(reasons)
    yield from _of_staff(problem, reasons)
    policy = problem.policy
    most = PerDay(most=policy.max_per_day + 1)
    yield _Idea(most, Effort.PER_DAY, "Allow one conference more a day")
    if not policy.may_pull:
        yield _Idea(MayPull(may_pull=True), Effort.COVER, "Let classes be covered")
    for cover in problem.covers:
        adult = CoverMore(cover=cover.key)
        yield _Idea(adult, Effort.COVER, "Find one more adult who can take a class")
    in_rooms = {c.rooms for c in problem.conferences}
    for pool in problem.pools:
        if pool.key in in_rooms:
            yield _Idea(RoomMore(pool=pool.key), Effort.ROOM, "Find one more room")
        else:
            change = InterpreterMore(pool=pool.key)
            yield _Idea(change, Effort.INTERPRETER, "Find one more interpreter")


def _of_families(reasons: tuple[Reason, ...]) -> Iterator[_Idea]:
    """Ask every family that could open a start for one more window."""
    asked = {}
    for reason in reasons:
        family = next((u for u in reason.unlocks if u.effort is Effort.FAMILY), None)
        if family is not None:
            asked[reason.conference] = family.change
    if asked:
        many = saying.many(len(asked), "family", "families")
        change = Several(changes=tuple(asked.values()))
        yield _Idea(change, Effort.FAMILY, f"Ask {many} for further times", tuple(asked))


def _of_staff(problem: Problem, reasons: tuple[Reason, ...]) -> Iterator[_Idea]:
    """Ask those members of staff whose time most conferences need, for the hours they need."""
    base = ground(problem)
    needed: dict[tuple[str, str], list[tuple[Scene, int]]] = defaultdict(list)
    for reason in reasons:
        scene = Scene(base, problem.conference[reason.conference])
        for group in scene.groups:
            for person in scene.staff(group):
                starts = scene.freed({person: -1}, (person,))
                if starts:
                    needed[person, group].append((scene, starts))
    ideas = [_idea(problem, who, wanted) for who, wanted in sorted(needed.items())]
    ranked = sorted(ideas, key=lambda one: (-one[0], one[1].effort, one[1].request))
    yield from (idea for _, idea in ranked[:STAFF_TRIED])


def _idea(
    problem: Problem, who: tuple[str, str], wanted: list[tuple[Scene, int]]
) -> tuple[int, _Idea]:
    """Choose the window of one member of staff that serves most conferences."""
    person, group = who
    first, last = _window(problem, [starts for _, starts in wanted])
    served = [scene for scene, starts in wanted if starts & span(first, last + 1)]
    end = last + max(scene.length for scene in served)
    mask, words = span(first, end), saying.window(problem.grid, first, end)
    one = problem.person[person]
    if one.in_class & mask and not mask & ~one.usable:
        request = f"Let somebody take a class of the {group} {words}"
        change: Change = Covered(people=(person,), mask=mask)
        return len(served), _Idea(change, Effort.COVER, request)
    effort = Effort.CHAIR if group == CHAIR else Effort.STAFF
    request = f"Free the {group} {words}"
    return len(served), _Idea(Window(people=(person,), mask=mask), effort, request)


def _window(problem: Problem, wanted: list[int]) -> tuple[int, int]:
    """Give first and last start of the stretch that opens a start for most of these."""
    together = 0
    for starts in wanted:
        together |= starts
    grid, best = problem.grid, (0, 0, 0)
    for first in starts_of(together):
        tomorrow = (grid.day(first) + 1) * grid.per_day
        stretch = span(first, min(first + STARTS * grid.step, tomorrow))
        served = sum(bool(starts & stretch) for starts in wanted)
        if served > best[0]:
            best = (served, first, (together & stretch).bit_length() - 1)
    return best[1], best[2]
