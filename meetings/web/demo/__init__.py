"""What only a demo has: becoming anybody, everybody's mailbox, the clock, and the bar over all.

Who is not served as a demo has none of these addresses: the routers are given to the site by
meetings/demo/served.py alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from litestar import Router
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler

from meetings.web.demo.mail import (
    answer_by_mail,
    give_calendar,
    show_letter,
    show_letter_html,
    show_mail,
)
from meetings.web.demo.mover import Mover
from meetings.web.demo.moving import ahead, move_time, show_time, stop_time
from meetings.web.demo.people import become, show_people
from meetings.web.demo.play import Met, Play
from meetings.web.site import Viewer

HANDLERS = (
    show_people,
    become,
    show_time,
    move_time,
    stop_time,
    show_mail,
    show_letter,
    show_letter_html,
    give_calendar,
    answer_by_mail,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What stands on top of every page; made without asking the database."""

    moving: bool
    #: Word and label of each button of the clock.
    stops: tuple[tuple[str, str], ...]
    #: Whom one press becomes.
    people: tuple[Met, ...]
    #: Letters that were not opened yet: of all, and of whoever looks.
    unread: int
    mine: int


class Demo:
    """meetings.web.site.DemoControls."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.mover = Mover(play)

    @property
    def routers(self) -> Sequence[Router | HTTPRouteHandler]:
        given = {
            "play": Provide(lambda: self.play, sync_to_thread=False),
            "mover": Provide(lambda: self.mover, sync_to_thread=False),
        }
        return [Router("/", route_handlers=HANDLERS, dependencies=given)]

    def bar(self, viewer: Viewer | None) -> Bar:
        return Bar(
            moving=self.mover.where().until is not None,
            stops=ahead(self.play, self.play.clock),
            people=self.play.office + tuple(one.people[0] for one in self.play.tellings),
            unread=self.mover.unread(),
            mine=self.mover.unread(viewer.person_id) if viewer else 0,
        )
