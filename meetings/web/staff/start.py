"""The start page, "what needs me", and the caseload: one list with filters in its address."""

from babel.dates import format_date
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from meetings.enrolment import questions as open_questions
from meetings.web import told
from meetings.web.answers import Frame, page
from meetings.web.site import Site, Viewer
from meetings.web.staff import post_book
from meetings.web.staff.caseload import Row, rows_of
from meetings.web.staff.needs import NEEDS, Filter, needing
from meetings.web.staff.words import STANDING


@get("/", sync_to_thread=True)
def start(
    site: NamedDependency[Site], viewer: NamedDependency[Viewer], frame: NamedDependency[Frame]
) -> Response[str]:
    mine = post_book.only_of(viewer)
    with site.store.read() as connection:
        rows = rows_of(site.store, connection, frame)
        posted = post_book.counts(connection, mine)
        held = post_book.received_counts(connection, mine)
        asked = open_questions(connection)
    values = {
        "total": len(rows),
        "needs": needing(rows),
        "lost": sum(posted.get(state, 0) for state in ("failed", "bounced", "in_doubt")),
        "to_post": posted.get("to_print", 0),
        "held": held.get("held", 0) + held.get("dead", 0),
        "questions": asked,
        "soon": tuple(_meeting(frame, row) for row in _soon(rows)),
        "next_due": next((row for row in rows if row.due_on), None),
    }
    return page(frame, "staff/start.html", values)


def _soon(rows: tuple[Row, ...]) -> list[Row]:
    """The next conferences whose time is set."""
    timed = [
        row for row in rows if row.meets == "scheduled" and row.conference and row.conference.slot
    ]
    return sorted(timed, key=_starts)[:8]


def _starts(row: Row) -> str:
    slot = row.conference.slot if row.conference else None
    return slot.starts_at.isoformat() if slot else ""


def _meeting(frame: Frame, row: Row) -> tuple[str, str, str]:
    """Student, time in words, address."""
    conference = row.conference
    when = told.moment(frame, conference.slot.starts_at) if conference and conference.slot else ""
    return row.student, when, f"/conferences/{row.case.id}/{conference.no if conference else 0}"


@get("/caseload", sync_to_thread=True)
def show_caseload(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    need: FromQuery[str] = "",
    stands: FromQuery[str] = "",
    words: FromQuery[str] = "",
    ended: FromQuery[str] = "",
) -> Response[str]:
    with site.store.read() as connection:
        rows = rows_of(site.store, connection, frame, ended=bool(ended))
    wanted = Filter(need=need, state=stands, words=words[:80])
    shown = tuple(row for row in rows if wanted.keeps(row))
    values = {
        "rows": tuple((row, _conference(frame, row), _due(frame, row)) for row in shown),
        "total": len(rows),
        "counts": [(one, sum(map(one.holds, rows))) for one in NEEDS],
        "states": [("", "Every state"), *((key, said[0]) for key, said in STANDING.items())],
        "wanted": wanted,
        "ended": ended,
    }
    return page(frame, "staff/caseload.html", values)


def _conference(frame: Frame, row: Row) -> str:
    slot = row.conference.slot if row.conference else None
    return told.moment(frame, slot.starts_at) if slot and row.meets == "scheduled" else ""


def _due(frame: Frame, row: Row) -> str:
    return format_date(row.due_on, "medium", locale=frame.locale) if row.due_on else ""
