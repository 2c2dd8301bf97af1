"""The text that a plan begins with when nobody wrote anything: what the roster already says."""

from meetings.store.people import Person
from workflow.content import STRENGTH_AREAS, PlanContent, Profile, StrengthArea


def first_text(student: Person | None, school_year: str) -> PlanContent:
    """The areas of the identification with their evidence; the rest is still to be written."""
    codes = student.areas if student else ()
    found = student.evidence if student else ()
    known = [code for code in codes if code in STRENGTH_AREAS]
    areas = tuple(StrengthArea(area=code, evidence=found) for code in known)
    return PlanContent(school_year=school_year, profile=Profile(areas=areas))
