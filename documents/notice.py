"""The notice of conference as a letter: purpose, time, place, who comes, and the family's rights.

Here: the values of one notice to one household. Not here: the calendar invitation
(`invitation.py`) and the mail around it (`letters.py`). Content after 34 CFR 300.322(b).
"""

from dataclasses import dataclass
from datetime import date, datetime

from documents.paper import Heading, Paper
from documents.plan import Line, TeamMember, filled


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeData:
    #: The lines of the address window, the addressee first.
    addressee: tuple[str, ...]
    dated: date
    #: "to review the Advanced Learning Plan of Amara Okafor for this school year".
    purpose: str
    starts_at: datetime
    ends_at: datetime
    place: str
    #: How to join by phone or video; empty for a room alone.
    join: str = ""
    attendees: tuple[TeamMember, ...]
    #: How to change the time: a link, a number, a date.
    how_to_change: str
    interpreter: str = ""
    draft_enclosed: bool = True
    #: 1 for the first notice; a later one says which it replaces.
    revision: int = 1
    replaces: date | None = None
    reason: str = ""
    #: True prints the waiver that a parent may sign when the time is short.
    short_notice: bool = False
    #: From the year in which the student turns 16 the conference also looks past school.
    after_school: bool = False


def notice(data: NoticeData, heading: Heading, at: datetime) -> Paper:
    """One page for the address window of an envelope."""
    return Paper(
        kind="notice",
        title=f"Notice of conference for {heading.student}",
        heading=heading,
        data={"notice": _view(data)},
        at=at,
    )


def _view(data: NoticeData) -> Line:
    return {
        "addressee": list(data.addressee),
        "dated": data.dated,
        "purpose": data.purpose,
        "starts_at": data.starts_at,
        "ends_at": data.ends_at,
        "places": filled(
            ("Where", data.place),
            ("By phone or video", data.join),
            ("Interpreter", data.interpreter),
        ),
        "attendees": [{"name": each.name, "role": each.role} for each in data.attendees],
        "how_to_change": data.how_to_change,
        "draft_enclosed": data.draft_enclosed,
        "revision": data.revision,
        "replaces": data.replaces,
        "reason": data.reason,
        "short_notice": data.short_notice,
        "after_school": data.after_school,
    }
