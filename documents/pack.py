"""The paper pack: one file with all that a conference needs when the network is down.

Here: cover, agenda, seats, draft plan, the three questions, minutes form, disclosure, signature
sheet. Not here: taking the signed sheet in again (`meetings/`). Black on white, lines of 8 mm.
"""

from dataclasses import dataclass
from datetime import datetime

from documents.canonical import short
from documents.paper import Heading, Paper
from documents.plan import Line, PlanData, TeamMember, area_label, plan_view
from documents.qrcode import qrcode

#: The boxes of the signature sheet, in the first person.
BOXES = (
    "I was at the conference.",
    "I received a copy of this plan.",
    "I agree with this plan.",
    "I agree with this plan, with a comment.",
    "I disagree with this plan.",
    "I prefer not to sign.",
)

MINOR_BOX = "I helped write this plan and commit to it."


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    minutes: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackData:
    plan: PlanData
    starts_at: datetime
    place: str
    agenda: tuple[AgendaItem, ...]
    attendees: tuple[TeamMember, ...]
    #: The consent text to electronic records, for whoever wants to read it on paper.
    disclosure: str
    #: SHA-256 of the frozen paper; empty before the freeze.
    original_sha256: str = ""
    #: Where a scan of the sheet is handed in; becomes a QR code.
    return_address: str = ""


def pack(data: PackData, heading: Heading, at: datetime) -> Paper:
    return Paper(
        kind="pack",
        title=f"Paper pack for the conference of {heading.student}",
        heading=heading,
        data={"pack": _view(data), "plan": plan_view(data.plan)},
        at=at,
    )


def _view(data: PackData) -> Line:
    goals = data.plan.content.goals
    code = qrcode(data.return_address) if data.return_address else None
    return {
        "starts_at": data.starts_at,
        "place": data.place,
        "agenda": [{"minutes": each.minutes, "text": each.text} for each in data.agenda],
        "attendees": [{"name": each.name, "role": each.role} for each in data.attendees],
        "questions": [
            f"Goal {number}: {area_label(goal)}" for number, goal in enumerate(goals, start=1)
        ],
        "disclosure": data.disclosure,
        "original": short(data.original_sha256),
        "boxes": list(BOXES),
        "minor_box": MINOR_BOX,
        "qr": {"size": code.size, "path": code.path, "text": code.text} if code else None,
    }
