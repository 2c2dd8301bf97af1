"""One round of the courier: claim, do, settle, until nothing is due.

Work comes before letters: a new time that is found makes the letter about the lost one moot. A
failure puts the order off, longer each time; after five days it has failed and stays visible.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from documents.letters import UnfitLetterError
from documents.paper import PaperRefused
from meetings.archive import Altered
from meetings.courier import delivery, digests, letters, papers, scene, times, years
from meetings.courier.letters import Frozen, Moot, Prepared
from meetings.courier.office import Office
from meetings.printing import PrintingFailed
from meetings.store import Session, cases, orders, people, values
from meetings.store import letters as kept_letters
from meetings.store.orders import Ending, Owed
from workflow.still import still

log = structlog.get_logger()

PAPERS = ("print_original", "seal_minutes", "seal_record")
#: Orders that are neither a paper nor a letter.
WORK: dict[str, Callable[[Office, Owed], str]] = {
    "find_times": times.find_times,
    "supersede_prior": years.supersede_prior,
    "start_next": years.start_next,
}
#: The desk releases held times itself; the order only says that it did.
DONE_BY_DESK = ("release_slots",)
#: Reminders: several to one person become one letter a day.
REMINDERS = (
    "nudge",
    "escalate",
    "remind_inputs",
    "remind_parent",
    "remind_party",
    "remind_silent",
    "remind_unsigned",
    "ask_progress",
    "ask_to_call",
)
FAILURES = (PaperRefused, PrintingFailed, Altered, papers.NotSealed, papers.NotHeard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a call of `work` did."""

    letters: int = 0
    papers: int = 0
    other: int = 0
    put_off: int = 0


def work(office: Office, at: datetime) -> Done:
    """Everything that is due at `at`, what it entails included."""
    done = Done()
    while True:
        claimed = office.store.write(lambda session: orders.claim(session, at))
        wanted = _still_wanted(office, claimed, at)
        if not claimed:
            break
        done = _sum(done, _round(office, wanted, at))
    delivery.deliver(office, at)
    return done


def _sum(one: Done, other: Done) -> Done:
    return Done(
        letters=one.letters + other.letters,
        papers=one.papers + other.papers,
        other=one.other + other.other,
        put_off=one.put_off + other.put_off,
    )


def _still_wanted(office: Office, claimed: Sequence[Owed], at: datetime) -> list[Owed]:
    """Asks the law again; what nobody wants any more is settled as moot."""
    wanted = []
    with office.store.read() as connection:
        for owed in claimed:
            case = cases.load(connection, owed.case_id)
            if case is not None and still(case, owed.order):
                wanted.append(owed)
    gone = [owed for owed in claimed if owed not in wanted]
    if gone:
        _settle(
            office, [(owed, Ending(stage="moot", at=at, note="No longer wanted.")) for owed in gone]
        )
    return wanted


def _settle(office: Office, endings: Iterable[tuple[Owed, Ending]]) -> None:
    rows = list(endings)

    def write(session: Session) -> None:
        for owed, ending in rows:
            orders.settle(session.connection, owed.id, ending)

    office.store.write(write)


def _round(office: Office, claimed: Sequence[Owed], at: datetime) -> Done:
    work_first = [owed for owed in claimed if owed.kind in WORK or owed.kind in DONE_BY_DESK]
    printed = [owed for owed in claimed if owed.kind in PAPERS]
    bundled = [owed for owed in claimed if owed.kind == "package"]
    done = (*work_first, *printed, *bundled)
    written = [owed for owed in claimed if owed not in done]
    for owed in work_first:
        note = WORK[owed.kind](office, owed) if owed.kind in WORK else "Released with the case."
        _settle(office, [(owed, Ending(stage="done", at=at, note=note))])
    put_off = _print(office, printed, at) + _bundle(office, bundled, at)
    count, late = _write(office, written, at)
    return Done(
        letters=count,
        papers=len(printed) + len(bundled) - put_off,
        other=len(work_first),
        put_off=put_off + late,
    )


def _bundle(office: Office, bundled: Sequence[Owed], at: datetime) -> int:
    """After the papers of this round, which belong into the bundle; how many were put off."""
    late = 0
    for owed in bundled:
        try:
            note = years.package(office, owed)
        except years.NotFiledYet as failure:
            late += _put_off(office, owed, failure, at)
        else:
            _settle(office, [(owed, Ending(stage="done", at=at, note=note))])
    return late


def _print(office: Office, printed: Sequence[Owed], at: datetime) -> int:
    """All papers go to the printer before the first is awaited; how many were put off."""
    late = 0
    jobs: list[papers.Job] = []
    wanted = {(one.kind, one.case_id, one.order.no): one for one in reversed(printed)}
    for owed in printed:
        if wanted[owed.kind, owed.case_id, owed.order.no] is not owed:
            _settle(office, [(owed, Ending(stage="moot", at=at, note="It is being printed."))])
            continue
        try:
            with office.store.read() as connection:
                job = papers.job(office, connection, owed)
        except FAILURES as failure:
            late += _put_off(office, owed, failure, at)
            continue
        if job is None:
            _settle(office, [(owed, Ending(stage="moot", at=at, note="No longer wanted."))])
        else:
            jobs.append(job)
    waiting = [(job, office.printer.submit(job.paper)) for job in jobs]
    for job, future in waiting:
        try:
            job.finish(office.printer.result(future))
        except FAILURES as failure:
            late += _put_off(office, job.owed, failure, at)
        else:
            _settle(office, [(job.owed, Ending(stage="done", at=at))])
    return late


def _put_off(office: Office, owed: Owed, failure: Exception, at: datetime) -> int:
    """The sentence goes to the operator's page; the log, which names nobody, gets its kind."""
    log.warning("order put off", order=owed.id, kind=owed.kind, failure=type(failure).__name__)
    why = str(failure)
    office.store.write(lambda session: orders.put_off(session.connection, owed, why, at))
    return 1


def _write(office: Office, written: Sequence[Owed], at: datetime) -> tuple[int, int]:
    """How many letters were frozen, and how many orders were put off."""
    prepared, moot = office.store.write(lambda session: _prepare(session, office, written, at))
    _settle(office, [(owed, Ending(stage="moot", at=at, note=why.why)) for owed, why in moot])
    frozen: list[tuple[tuple[Owed, ...], Frozen]] = []
    late = 0
    for owed, one in _merged(prepared, at):
        try:
            frozen.append((owed, _composed(office, one)))
        except digests.WrittenToday as until:
            _wait(office, owed, until)
        except UnfitLetterError as failure:
            late += sum(_put_off(office, each, failure, at) for each in owed)
    ids = office.store.write(lambda session: _freeze(session, office, frozen, at))
    with office.store.read() as connection:
        delivery.lay_down(office.store.folder, connection, ids)
    return len(frozen), late


def _wait(office: Office, owed: Sequence[Owed], until: digests.WrittenToday) -> None:
    def write(session: Session) -> None:
        for each in owed:
            orders.wait(session.connection, each, until.next_at, str(until))

    office.store.write(write)


def _composed(office: Office, prepared: Prepared) -> Frozen:
    """Raises WrittenToday where the list of the day is out: what is new waits for the next."""
    if prepared.name == "digest":
        with office.store.read() as connection:
            if kept_letters.one(connection, prepared.scene.owed.id) is not None:
                raise digests.WrittenToday(digests.tomorrow(prepared))
    return letters.compose(prepared)


def _prepare(
    session: Session, office: Office, written: Sequence[Owed], at: datetime
) -> tuple[list[Prepared], list[tuple[Owed, Moot]]]:
    prepared: list[Prepared] = []
    moot: list[tuple[Owed, Moot]] = []
    for owed in written:
        found = scene.read(session.connection, _addressed(session, owed), at)
        made = letters.prepare(session, office, found) if found else Moot(why="No such case.")
        if isinstance(made, Moot):
            moot.append((owed, made))
        else:
            prepared.append(made)
    return prepared, moot


def _addressed(session: Session, owed: Owed) -> Owed:
    """An order to an office of the district goes to whoever holds it."""
    role = owed.order.body.get("role", "")
    if owed.order.recipient is not None or not role:
        return owed
    holders = people.with_account_role(session.connection, role)
    return letters.addressed(owed, holders[0]) if holders else owed


def _merged(prepared: Sequence[Prepared], at: datetime) -> list[tuple[tuple[Owed, ...], Prepared]]:
    """Reminders to the same person as one letter; everything else by itself."""
    by_person: dict[int, list[Prepared]] = {}
    found: list[tuple[tuple[Owed, ...], Prepared]] = []
    for one in prepared:
        if one.scene.owed.kind in REMINDERS:
            by_person.setdefault(one.person.id, []).append(one)
        else:
            found.append(((one.scene.owed,), one))
    for mine in by_person.values():
        owed = tuple(one.scene.owed for one in mine)
        found.append((owed, mine[0] if len(mine) == 1 else digests.digest_of(tuple(mine), at)))
    return found


def _freeze(
    session: Session,
    office: Office,
    frozen: Sequence[tuple[tuple[Owed, ...], Frozen]],
    at: datetime,
) -> list[str]:
    """Keeps the letters and settles their orders in one transaction; their ids."""
    kept = office.server is None or values.capture(session.connection)
    for owed, letter in frozen:
        letters.freeze(session, letter, "captured" if kept else "frozen")
        for each in owed:
            orders.settle(session.connection, each.id, Ending(stage="done", at=at))
    return [letter.prepared.scene.owed.id for _, letter in frozen]
