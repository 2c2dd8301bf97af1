"""The start page, "what needs me", and the caseload: one list with filters in its address."""

from babel.dates import format_date
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from meetings.enrolment import questions as open_questions
from meetings.store.caseload import Line
from meetings.web import told
from meetings.web.answers import Frame, page
from meetings.web.site import Site, Viewer
from meetings.web.staff import post_book
from meetings.web.staff.caseload import lines_of
from meetings.web.staff.needs import Filter, counted
from meetings.web.staff.words import STANDING, standing_said


@get("/", sync_to_thread=True)
def start(
    site: NamedDependency[Site], viewer: NamedDependency[Viewer], frame: NamedDependency[Frame]
) -> Response[str]:
    mine = post_book.only_of(viewer)
    with site.store.read() as connection:
        lines = lines_of(site.store, connection, frame)
        posted = post_book.counts(connection, mine)
        held = post_book.received_counts(connection, mine)
        asked = open_questions(connection)
    values = {
        "total": len(lines),
        "needs": [(need, count) for need, count in counted(lines) if count],
        "lost": sum(posted.get(state, 0) for state in ("failed", "bounced", "in_doubt")),
        "to_post": posted.get("to_print", 0),
        "held": held.get("held", 0) + held.get("dead", 0),
        "questions": asked,
        "soon": tuple(_meeting(frame, line) for line in _soon(lines)),
        "next_due": next((line for line in lines if line.due_on and not line.late), None),
    }
    return page(frame, "staff/start.html", values)


def _soon(lines: tuple[Line, ...]) -> list[Line]:
    """The next conferences whose time is set."""
    timed = [line for line in lines if line.meets == "scheduled" and line.meets_at]
    return sorted(timed, key=_starts)[:8]


def _starts(line: Line) -> str:
    return line.meets_at.isoformat() if line.meets_at else ""


def _meeting(frame: Frame, line: Line) -> tuple[str, str, str]:
    """Student, time in words, address."""
    when = told.moment(frame, line.meets_at) if line.meets_at else ""
    no = line.meeting.no if line.meeting else 0
    return line.student, when, f"/conferences/{line.case.id}/{no}"


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
        lines = lines_of(site.store, connection, frame, ended=bool(ended))
    wanted = Filter(need=need, state=stands, words=words[:80])
    shown = tuple(line for line in lines if wanted.keeps(line))
    values = {
        "rows": tuple(
            (line, standing_said(line.word), _conference(frame, line), _due(frame, line))
            for line in shown
        ),
        "total": len(lines),
        "counts": counted(lines),
        "states": [("", "Every state"), *((key, said[0]) for key, said in STANDING.items())],
        "wanted": wanted,
        "ended": ended,
    }
    return page(frame, "staff/caseload.html", values)


def _conference(frame: Frame, line: Line) -> str:
    at = line.meets_at if line.meets == "scheduled" else None
    return told.moment(frame, at) if at else ""


def _due(frame: Frame, line: Line) -> str:
    return format_date(line.due_on, "medium", locale=frame.locale) if line.due_on else ""
