"""What a demo year came to: figures read from what was written, and everything verified."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from documents.verify import Trust, check
from meetings import checking
from meetings.demo.world import SCHOOL_YEAR, World
from meetings.store import cases
from meetings.store.tables import history, letter, letter_in, outbox, paper
from workflow.plan import Case

#: Orders that ended well: carried out, or no longer wanted by anybody.
ENDED_WELL = ("done", "moot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    figures: tuple[tuple[str, str], ...]
    #: Sentences about what is not as it should be; () is a clean year.
    faults: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        return tuple(f"{name}: {value}" for name, value in self.figures)


def report(world: World) -> Report:
    """Verifies every seal, history, letter and file, and counts."""
    faults = list(checking.check(world.store, world.office.archive))
    with world.store.read() as connection:
        year = [c for c in cases.everything(connection) if c.school_year == SCHOOL_YEAR]
        seals, bad = _seals(world, connection)
        lost = _lost(connection)
        figures = _figures(connection, year)
        histories = connection.execute(
            select(func.count(func.distinct(history.c.case_id)))
        ).scalar_one()
    faults += bad
    wrong = sum("history" in fault.lower() or "case " in fault.lower() for fault in faults)
    return Report(
        figures=(
            *figures,
            ("seals verified", _of(seals - len(bad), seals)),
            ("histories verified", _of(histories - wrong, histories)),
            ("lost", str(lost + len(faults))),
        ),
        faults=tuple(faults),
    )


def _of(good: int, whole: int) -> str:
    return f"{good} (all)" if good == whole else f"{good} of {whole}"


def _figures(connection: Connection, year: list[Case]) -> tuple[tuple[str, str], ...]:
    held = [s for c in year for s in c.subjects if s.chart == "conference" and s.state == "minuted"]
    agreements = [one for case in year for one in case.agreements]
    marks = [mark for one in agreements for mark in one.standing_signatures()]
    midyear = [c for c in year if any(r.kind == "midyear" for r in c.reviews)]
    counted = {
        "students": len(year),
        "conferences held": len(held),
        "held without a parent": _without_parent(year),
        "letters sent": _count(connection, letter.c.id),
        "letters to print": _count(connection, letter.c.id, letter.c.channel == "paper"),
        "invitations": _count(connection, letter.c.id, letter.c.name.in_(("invite", "moved"))),
        "calendar objects": _count(connection, letter.c.id, letter.c.calendar_method != ""),
        "replies read": _count(connection, letter_in.c.id, letter_in.c.state == "applied"),
        "times moved": sum(one.moves for case in year for one in case.conferences),
        "agreements sealed": sum(bool(one.sealed_sha256) for one in agreements),
        "agreements lapsed": sum(one.lapsed for one in agreements),
        "signatures": len(marks),
        "signed on paper": sum(mark.method == "paper" for mark in marks),
        "disagreements": sum(mark.meaning == "disagree" for mark in marks),
        "mid-year reviews done": len(midyear),
        "plans closed": sum(case.plan().state in {"closed", "archived"} for case in year),
        "transferred": _count(connection, history.c.seq, history.c.command == "transfer_out"),
        "history rows": _count(connection, history.c.seq),
    }
    return tuple((name, str(value)) for name, value in counted.items())


def _without_parent(year: list[Case]) -> int:
    found = 0
    for case in year:
        parents = {p.person_id for p in case.parties if p.role == "parent"}
        for one in case.conferences:
            here = {a.person_id for a in one.attendance if a.mode != "absent"}
            found += bool(one.attendance) and bool(parents) and not parents & here
    return found


def _count(connection: Connection, column: object, *where: object) -> int:
    wanted = select(func.count(column)).where(*where)  # type: ignore[arg-type]
    return int(connection.execute(wanted).scalar_one())


def _seals(world: World, connection: Connection) -> tuple[int, list[str]]:
    """How many sealed files there are, and a sentence for each that does not verify."""
    trust = Trust(roots=(world.office.keys.root,))
    rows = connection.execute(
        select(paper).where(paper.c.kind.in_(("record", "year_record"))).order_by(paper.c.id)
    ).all()
    bad = []
    for row in rows:
        verdict = check(world.office.archive.get(row.file_sha256), trust)
        if not verdict.unaltered:
            bad.append(f"The seal of {row.file_sha256} does not verify: {verdict.findings[0]}")
    return len(rows), bad


def _lost(connection: Connection) -> int:
    """Orders that were given up, and answers that nobody looked at."""
    failed = connection.execute(
        select(func.count(outbox.c.id))
        .where(outbox.c.done_at.is_not(None))
        .where(outbox.c.stage.not_in(ENDED_WELL))
    ).scalar_one()
    unread = connection.execute(
        select(func.count(letter_in.c.id)).where(letter_in.c.state.in_(("stored", "dead")))
    ).scalar_one()
    return int(failed) + int(unread)
