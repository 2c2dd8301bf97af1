"""At a glance: one page a student for a teacher, or one class with a cover list.

Here: the few things that help on a school morning. Not here: the plan itself (`plan.py`).
A student who does not fit on a page is refused, because a second page would not be read.
"""

from dataclasses import dataclass
from datetime import date, datetime

from documents.paper import Heading, Paper
from documents.plan import Line, area_label
from workflow.content import STRENGTH_AREAS, PlanContent


@dataclass(frozen=True, slots=True, kw_only=True)
class GlanceData:
    student: str
    grade: str
    content: PlanContent
    #: What works in class, as written by those who know.
    what_works: tuple[str, ...] = ()
    #: Whom to ask, in one line.
    ask: str
    next_date: date | None = None
    next_what: str = ""


def glance(data: GlanceData, heading: Heading, at: datetime) -> Paper:
    """Exactly one page; printing raises PaperRefused when it overflows."""
    return _paper((data,), "", heading, at)


def class_glance(
    students: tuple[GlanceData, ...],
    section: str,
    heading: Heading,
    at: datetime,
) -> Paper:
    """A cover list of the class section, then one page a student, in the order given."""
    return _paper(students, section, heading, at)


def _paper(
    students: tuple[GlanceData, ...],
    section: str,
    heading: Heading,
    at: datetime,
) -> Paper:
    return Paper(
        kind="glance",
        title=f"At a glance: {section or heading.student}",
        heading=heading,
        data={"section": section, "students": [_view(each) for each in students]},
        at=at,
        most_pages=len(students) + (1 if section else 0),
    )


def _view(data: GlanceData) -> Line:
    content = data.content
    areas = [STRENGTH_AREAS.get(each.area, each.area) for each in content.profile.areas]
    return {
        "name": data.student,
        "grade": data.grade,
        "areas": ", ".join(areas),
        "strengths": content.profile.strengths,
        "interests": ", ".join(content.profile.interests),
        "goals": [{"area": area_label(goal), "text": goal.statement} for goal in content.goals],
        "what_works": list(data.what_works),
        "accommodations": list(content.accommodations),
        "ask": data.ask,
        "next_date": data.next_date,
        "next_what": data.next_what,
    }
