"""The page of the demo's clock: move it, see how far it has come, stop it."""

from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from meetings.web import told
from meetings.web.answers import Frame, go, page, refusal
from meetings.web.demo.mover import Mover
from meetings.web.demo.play import Play
from meetings.web.forms import Form
from meetings.web.signin import own_path
from meetings.web.site import AsksTheTime
from workflow.refusals import Refused

DAYS = {"day": 1, "week": 7}
#: A short movement is over before the page is answered.
PATIENCE_SECONDS = 1.5
MOVING = Refused(
    code="busy",
    why="The clock is moving already.",
    remedy="Wait until it has arrived, or stop it on the page of the clock.",
)
BEHIND = Refused(
    code="past",
    why="That day is over in this demo, and time runs forward only.",
    remedy="Start the demo again to live the year once more.",
)


@get("/demo/time", sync_to_thread=True)
def show_time(
    mover: NamedDependency[Mover],
    frame: NamedDependency[Frame],
    back: FromQuery[str] = "",
    still: FromQuery[bool] = False,  # noqa: FBT002  a parameter of the address
) -> Response[str] | Redirect:
    """`back` is where to go on when the clock has arrived; `still` keeps the page as it is."""
    where = mover.where()
    if back and where.until is None and not where.failed:
        return go(own_path(back) or "/demo/time")
    values = {
        "where": where,
        "now": told.moment(frame, where.now),
        "until": told.moment(frame, where.until) if where.until else "",
        "back": own_path(back),
        "still": still,
    }
    answer = page(frame, "demo/time.html", values)
    if where.until is not None and not still:
        answer.headers["Refresh"] = "2"
    return answer


@post("/demo/time", sync_to_thread=True)
def move_time(
    play: NamedDependency[Play],
    mover: NamedDependency[Mover],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
) -> Response[str] | Redirect:
    """`alone`: only timers ring and letters go out; nobody made up answers them."""
    until = _until(play, mover, form.line("to"))
    if until is None or until <= play.clock.now():
        return refusal(frame, BEHIND)
    if not mover.move(until, people_act=not form.line("alone")):
        return refusal(frame, MOVING)
    back = own_path(form.line("back")) or "/demo/time"
    if mover.settled(PATIENCE_SECONDS):
        return go(back if not mover.where().failed else "/demo/time")
    return go("/demo/time" if back.startswith("/demo/time") else f"/demo/time?back={back}")


def _until(play: Play, mover: Mover, word: str) -> datetime | None:
    if word in DAYS:
        return mover.days_on(DAYS[word])
    return next((stop.at for stop in play.stops if stop.word == word), None)


@post("/demo/time/stop", sync_to_thread=True)
def stop_time(mover: NamedDependency[Mover]) -> Redirect:
    mover.stop()
    mover.settled(PATIENCE_SECONDS)
    return go("/demo/time")


def ahead(play: Play, clock: AsksTheTime) -> tuple[tuple[str, str], ...]:
    """Word and label of each button that leads forward."""
    later = tuple((stop.word, stop.label) for stop in play.stops if stop.at > clock.now())
    return (("day", "Next day"), ("week", "+7 days"), *later)
