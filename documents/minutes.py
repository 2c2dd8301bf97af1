"""The minutes as a paper: who was there, what was said, decided and promised.

Here: the values of a held conference and how each part is worded for print. Not here: the law of
holding (`workflow/`). No address of anybody is printed, only channels, dates and results.
"""

from dataclasses import dataclass
from datetime import datetime

from documents.paper import Heading, Paper
from documents.plan import Line, area_label, filled, on
from workflow.content import Goal, MinutesContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    name: str
    #: In words: "Mother", "Teacher of mathematics".
    role: str
    #: In words: "in the room", "by video", "by phone"; empty for who was absent.
    mode: str = ""
    #: In words: "attended", "attended in part", "absent", "excused, written input given".
    presence: str = "attended"
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """One notice that was sent: to whom by role or name, how, when."""

    to: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptLine:
    """One documented try to reach a parent (34 CFR 300.322(d)); never an address."""

    channel: str
    at: datetime
    by: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change at the read-back."""

    part: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesData:
    content: MinutesContent
    #: In words: "Annual conference".
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    attendees: tuple[Attendee, ...] = ()
    #: The goals of the plan, for the three questions; in the plan's order.
    goals: tuple[Goal, ...] = ()
    agenda: tuple[str, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    notices: tuple[NoticeLine, ...] = ()
    attempts: tuple[AttemptLine, ...] = ()
    #: Why the conference was held without a parent; empty if one was there.
    without_parent: str = ""


def minutes(data: MinutesData, heading: Heading, at: datetime) -> Paper:
    """The minutes alone, before the freeze; the signed paper has them after the plan."""
    return Paper(
        kind="minutes",
        title=f"Minutes of the ALP conference of {heading.student}",
        heading=heading,
        data={"minutes": minutes_view(data)},
        at=at,
    )


def minutes_view(data: MinutesData) -> Line:
    """Finished values for the template, in the order of print."""
    content = data.content
    return {
        "kind": data.kind,
        "starts_at": data.starts_at,
        "ends_at": data.ends_at,
        "place": data.place,
        "note_taker": content.note_taker,
        "attendees": [_attendee(each) for each in data.attendees],
        "without_parent": data.without_parent,
        "agenda": list(data.agenda),
        "decisions": [decision.text for decision in content.decisions],
        "concerns": list(content.concerns),
        "actions": [
            _action(item.text, item.owner, on(item.due_on)) for item in content.action_items
        ],
        "parked": list(content.parked),
        "talks": _talks(data),
        "commitments": _commitments(content),
        "changes": [_change(each) for each in data.changes],
        "notices": [{"to": n.to, "channel": n.channel, "at": n.at} for n in data.notices],
        "attempts": [
            {"channel": a.channel, "at": a.at, "by": a.by, "result": a.result}
            for a in data.attempts
        ],
    }


def _attendee(each: Attendee) -> Line:
    seat = "required" if each.required else "optional"
    how = ", ".join(part for part in (each.presence, each.mode) if part)
    return {"name": each.name, "role": each.role, "seat": seat, "how": how}


def _action(text: str, owner: str, due: str) -> Line:
    return {"text": text, "owner": owner, "due": due or "no date set"}


def _talks(data: MinutesData) -> list[Line]:
    """What was answered to the three family questions, goal by goal; silent goals are left out."""
    numbers = {goal.key: number for number, goal in enumerate(data.goals, start=1)}
    labels = {goal.key: area_label(goal) for goal in data.goals}
    return [
        {
            "title": f"Goal {numbers[talk.goal_key]}: {labels[talk.goal_key]}",
            "lines": filled(
                ("Why this goal?", talk.why),
                ("How will it be reached?", talk.how),
                ("How can home help?", talk.help_at_home),
            ),
        }
        for talk in data.content.goal_talks
        if talk.goal_key in numbers
    ]


def _commitments(content: MinutesContent) -> list[Line]:
    sides = (
        ("The school will", content.school_commitments),
        ("At home we will", content.home_commitments),
    )
    return [{"label": label, "lines": list(lines)} for label, lines in sides if lines]


def _change(each: ChangeLine) -> Line:
    return {
        "part": each.part,
        "before": each.before or "(nothing)",
        "after": each.after or "(taken out)",
    }
