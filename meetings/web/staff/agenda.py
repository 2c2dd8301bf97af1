"""What a conference goes through, with the time at which each item begins."""

from dataclasses import dataclass
from datetime import timedelta

from documents import press
from meetings.web.answers import Frame
from workflow.plan import Conference

Plan = tuple[tuple[int, str, str], ...]

#: Minutes, title and words of each item; other lengths are stretched alike.
WHOLE: Plan = (
    (2, "Welcome", "The student introduces everybody; each names a strength."),
    (5, "Profile", "The student shows strengths and interests."),
    (6, "Achievement goals", "Why this goal, and how will I reach it?"),
    (6, "Affective goals", "Why this goal, and how will I reach it?"),
    (4, "Programming", "Who does what, where and how often."),
    (4, "Support", "How can I support you at home and at school?"),
    (2, "Check-ins", "The next dates, and open questions."),
    (1, "Read back", "What changed is read aloud; then everybody signs."),
)
REVIEW: Plan = (
    (1, "Welcome", "What went well since the last conference."),
    (4, "The student's own check", "The student says how each goal goes."),
    (5, "Each goal", "On track, to be adjusted, met or dropped, and what shows it."),
    (3, "Next steps", "Who does what from here, at home and at school."),
    (1, "Check-ins", "The next dates, and open questions."),
    (1, "Read back", "What changed is read aloud; a changed text is signed."),
)
REVIEWS = ("midyear", "year_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    #: The school's time; "" while no time is set.
    begins: str
    title: str
    words: str
    minutes: int


def agenda_of(frame: Frame, conference: Conference, kind: str) -> tuple[Item, ...]:
    """The items fill the conference: their minutes add up to its length."""
    plan = REVIEW if kind in REVIEWS else WHOLE
    stretch = conference.length_minutes / sum(minutes for minutes, _, _ in plan)
    slot, passed, items = conference.slot, 0, []
    for minutes, title, words in plan:
        start, end = round(passed * stretch), round((passed + minutes) * stretch)
        at = slot.starts_at + timedelta(minutes=start) if slot else None
        begins = press.long_time(at, frame.zone, frame.locale) if at else ""
        items.append(Item(begins=begins, title=title, words=words, minutes=end - start))
        passed += minutes
    return tuple(items)
