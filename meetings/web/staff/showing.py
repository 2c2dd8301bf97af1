"""Which part of a board is shown: the week, the room, the person, names or initials.

All of it stands in the address, so that it can be kept, sent and gone back to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from meetings.web.staff.board import PEOPLE, ROOMS, WEEKS, Card, monday

VIEWS = ((WEEKS, "Hours"), (ROOMS, "Rooms"), (PEOPLE, "People"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    #: Of the page, without a query.
    path: str
    #: weeks, rooms or people.
    how: str = WEEKS
    #: The Monday; None is the first week.
    week: date | None = None
    room: str = ""
    #: Only with this person; 0 is everybody.
    who: int = 0
    initials: bool = False

    def url(self, **changes: object) -> str:
        """This board with something changed, as an address."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        said = {
            "show": "" if other.how == WEEKS else other.how,
            "week": other.week or "",
            "room": other.room,
            "who": other.who or "",
            "names": "initials" if other.initials else "",
        }
        kept = {name: value for name, value in said.items() if value}
        return f"{other.path}?{urlencode(kept)}" if kept else other.path

    def keeps(self, card: Card) -> bool:
        return self.room in ("", card.room) and (not self.who or self.who in card.people)


def showing(path: str, asked: dict[str, str]) -> Showing:
    """From the query; what is no week, view or person is left out."""
    how, who = asked.get("show", ""), asked.get("who", "")
    return Showing(
        path=path,
        how=how if how in (ROOMS, PEOPLE) else WEEKS,
        week=_date(asked.get("week", "")),
        room=asked.get("room", "")[:80],
        who=int(who) if who.isdecimal() and len(who) < 10 else 0,  # noqa: PLR2004  nine digits are enough
        initials=asked.get("names", "") == "initials",
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def nearest(mondays: Iterable[date], wanted: date | None) -> date | None:
    """The week of this day, else the first one from it on, else the last; None of none."""
    found = sorted(mondays)
    if not found:
        return None
    if wanted is None:
        return found[0]
    return next((one for one in found if one >= monday(wanted)), found[-1])


def initials_of(name: str) -> str:
    """Give "M. C." for "Maya Cruz"."""
    return " ".join(f"{part[0]}." for part in name.split() if part)
