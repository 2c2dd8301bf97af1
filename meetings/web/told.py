"""A case in words for pages: times in the school's zone, names, what stands, what a goal says.

Values go to templates finished; nothing here reads the database or decides anything.
"""

from datetime import date, datetime

from documents import press
from meetings.web.answers import Frame
from workflow.content import COMPETENCIES, STRENGTH_AREAS, Goal
from workflow.plan import Answer, Case, Conference, Slot

#: How a place of a plan is said to families and teachers.
STANDING = {
    "identified": "The plan of this year will be written.",
    "drafting": "The plan is being written.",
    "ready": "The draft is ready; a conference will be planned.",
    "conferring": "A conference is being planned or held.",
    "finalizing": "The text is being read back after the conference.",
    "signing": "The plan is out for signatures.",
    "in_effect": "The plan is in effect.",
    "midyear_due": "The mid-year review is open.",
    "midyear_done": "The plan is in effect, and was reviewed at mid-year.",
    "year_end_due": "The year-end review is open.",
    "declined_by_family": "You declined a plan for this year.",
    "closed": "The year is over.",
    "transferred_out": "The student moved to another school.",
    "exited": "The student left the program.",
    "superseded": "A newer plan took its place.",
    "archived": "The year is over and its record is kept.",
}
REPLIES = {
    "accepted": "You come.",
    "tentative": "You may come.",
    "declined": "You do not come.",
    "needs_action": "You have not answered yet.",
}
MODES = {"room": "at school", "video": "by video", "phone": "by phone"}
RATINGS = (
    (4, "I reached it"),
    (3, "Going well"),
    (2, "It is moving"),
    (1, "I am stuck"),
)
ROLES = {
    "parent": "parent or guardian",
    "student": "student",
    "teacher": "teacher",
    "specialist": "gifted specialist",
    "chair": "chair",
    "recorder": "note-taker",
    "administrator": "administrator",
    "interpreter": "interpreter",
    "guest": "guest",
    "coordinator": "coordinator",
    "counselor": "counselor",
    "authority": "authority for disagreements",
}


def moment(frame: Frame, at: datetime) -> str:
    """Date, time and zone, in the viewer's language and the school's zone."""
    return press.long_moment(at, frame.zone, frame.locale)


def day(frame: Frame, on: date) -> str:
    return press.long_date(on, frame.locale)


def span(frame: Frame, slot: Slot) -> str:
    """Beginning and end: "Thursday, October 1, 2026, 3:30 PM MDT – 4:00 PM MDT"."""
    ends = press.long_time(slot.ends_at, frame.zone, frame.locale)
    return f"{moment(frame, slot.starts_at)} – {ends}"


def area(goal: Goal) -> str:
    names = COMPETENCIES if goal.kind == "affective" else STRENGTH_AREAS
    return names.get(goal.area, goal.area)


def answer_of(conference: Conference, person_id: int) -> Answer | None:
    return next((one for one in conference.answers if one.person_id == person_id), None)


def newest_conference(case: Case, person_id: int | None = None) -> Conference | None:
    """The running one, else the last one; of those that ask this person, if one is named."""
    running = case.running("conference")
    asked = [one for one in case.conferences if person_id not in one.left_out]
    now = [one for one in asked if running is not None and one.no == running.no]
    return next(reversed(now or asked), None)
