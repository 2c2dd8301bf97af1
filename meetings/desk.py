"""The desk: the one place where a case changes. A door opens the transaction and commits.

`submit` loads the case, asks the law, and writes history, row, timers, orders and held times
together. A refusal leaves no trace. What is owed is done by the courier.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from meetings.store import Session, cases, claims, orders, timers, writing
from meetings.store.prepared import all_or_nothing
from workflow.ask import Ask, Moment, asked
from workflow.commands import Command, Pick
from workflow.decide import Decision, decide
from workflow.guards.meeting import slots_said
from workflow.opening import Opening
from workflow.opening import open_case as opened
from workflow.plan import Case, Slot
from workflow.refusals import Refused

#: What may not be said to a text or place that changed since: they close something.
EXACT = ("freeze", "close", "lapse", "uphold", "revise", "uphold_finally", "revise_finally")
#: Words that move or hold a time.
TIMED = ("offer", "convene", "move", "pick")
#: A race between two writers is tried again so often before the person is asked to.
TRIES = 3

UNKNOWN = Refused(
    code="not_now",
    why="There is no such plan.",
    remedy="Look for the student on the caseload page.",
)
STALE = Refused(
    code="changed",
    why="The plan changed after you opened this page.",
    remedy="Look at what it says now, then decide again. What you typed is still here.",
)
TAKEN = Refused(
    code="not_yet",
    why="Somebody else took that time a moment ago.",
    remedy="Choose another time.",
)
OVERTAKEN = Refused(
    code="changed",
    why="Others are changing this plan at this very moment.",
    remedy="Load the page again, look at what changed, and try once more.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The case as it stands now, and whether this very thing was said before."""

    case: Case
    repeated: bool = False

    @property
    def version(self) -> int:
        return self.case.version


def open_case(session: Session, opening: Opening, at: datetime) -> Case:
    """Writes row 0. Raises IntegrityError when the student has an open case of that year."""
    moment = Moment(at=at, school=session.school(opening.school_year))
    decision = opened(session.law, opening, moment)
    writing.create(session, decision)
    timers.put(session.connection, decision.case.id, (), decision.timers)
    return decision.case


def submit(session: Session, case_id: int, command: Command, at: datetime) -> Answer | Refused:
    """One command of a person or a machine; see the header. Nothing is committed here."""
    for _ in range(TRIES):
        try:
            return _submit(session, case_id, command, at)
        except writing.Overtaken:
            continue
        except claims.Taken:
            return TAKEN
    return OVERTAKEN


def _submit(session: Session, case_id: int, command: Command, at: datetime) -> Answer | Refused:
    kept = cases.lock(session.connection, case_id)
    if kept is None:
        return UNKNOWN
    if cases.is_pressed(session.connection, case_id, command.key):
        return Answer(case=kept.case, repeated=True)
    moment = Moment(at=at, school=session.school(kept.case.school_year))
    found = asked(session.law, kept.case, command, moment)
    if isinstance(found, Refused):
        return found
    if _is_stale(found, command):
        return STALE
    saying = writing.saying(session.secret, kept.case, command, found.word)
    ask = _informed(session, found, saying)
    decision = decide(session.law, ask)
    if isinstance(decision, Refused):
        return decision
    if decision.repeated:
        return Answer(case=kept.case, repeated=True)
    _write(session, kept, (ask, decision), saying)
    return Answer(case=decision.case)


def _is_stale(ask: Ask, command: Command) -> bool:
    """Whether the subject has entered another state since the person saw it."""
    seen = command.seen
    if seen is None:
        return False
    if ask.word in EXACT:
        return seen != ask.case.version
    return seen < ask.subject.entered_seq


def _informed(session: Session, ask: Ask, saying: writing.Saying) -> Ask:
    """The ask with what only the database knows: salted digests, timers, and who is taken."""
    return replace(
        ask,
        digests=saying.digests,
        clashes=_clashes(session, ask),
        timers=timers.of_case(session.connection, ask.case.id),
    )


def _clashes(session: Session, ask: Ask) -> tuple[str, ...]:
    if ask.word not in TIMED:
        return ()
    table = _table(session, ask.case, ask.moment)
    wanted = frozenset(cell for slot in _slots(ask) for cell in claims.cells(slot, table))
    booking = f"{ask.case.id}.{ask.subject.no}"
    return claims.clashes(session.connection, wanted, booking, ask.moment.at)


def _slots(ask: Ask) -> tuple[Slot, ...]:
    if isinstance(ask.command, Pick) and ask.conference is not None:
        chosen = ask.command.starts_at
        return tuple(slot for slot in ask.conference.offered if slot.starts_at == chosen)
    return slots_said(ask)


def _table(session: Session, case: Case, moment: Moment) -> claims.Table:
    buffer = session.law.profile.span("buffer_minutes").count
    return claims.table_of(case, buffer, moment.on)


def _write(
    session: Session, kept: cases.Kept, heard: tuple[Ask, Decision], saying: writing.Saying
) -> None:
    if claims.same_time(kept.case, heard[1].case):
        _put(session, kept, heard, saying)
        return
    ask, decision = heard
    with all_or_nothing(session.connection):
        _put(session, kept, heard, saying)
        _hold(session, kept.case, decision, ask.moment)


def _put(
    session: Session, kept: cases.Kept, heard: tuple[Ask, Decision], saying: writing.Saying
) -> None:
    ask, decision = heard
    # The row of the case first: where another was faster, nothing is written.
    writing.append(session, kept, decision, saying)
    timers.put(session.connection, kept.case.id, ask.timers, decision.timers)
    orders.put(session.connection, decision.case, decision.orders, ask.moment.at)


def _hold(session: Session, before: Case, decision: Decision, moment: Moment) -> None:
    held = claims.held(before, _table(session, before, moment))
    wanted = claims.held(decision.case, _table(session, decision.case, moment))
    if wanted is not None and wanted.kind == "offer":
        wanted = replace(wanted, until=_ends(decision))
    claims.follow(session.connection, held, wanted, moment.at)


def _ends(decision: Decision) -> datetime | None:
    """When the law ends an offer that nobody took."""
    found = (one.due_at for one in decision.timers if one.command == "end_offer")
    return next(found, None)
