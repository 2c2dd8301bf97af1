"""Who sits at the table of a conference, who answered, who is needed, and who is missing."""

from datetime import date

from workflow.ask import Ask, people_of
from workflow.plan import Answer, Case, Conference

#: Seats that are invited, in the order in which a person with several is named.
INVITED = (
    "chair",
    "specialist",
    "parent",
    "student",
    "teacher",
    "administrator",
    "counselor",
    "recorder",
    "interpreter",
    "guest",
)
#: Seats of which one person at least is needed, as people say it.
NEEDED = {
    "chair": "the chair",
    "student": "the student",
    "parent": "a parent",
    "teacher": "a teacher",
}


def participants(case: Case, on: date, conference: Conference | None = None) -> dict[int, str]:
    """Everybody who is invited, with the first of the seats that the person holds."""
    left_out = conference.left_out if conference else ()
    found: dict[int, str] = {}
    for role in INVITED:
        for person in people_of(case, role, on):
            if person not in left_out:
                found.setdefault(person, role)
    return found


def answer_of(conference: Conference, person_id: int) -> Answer | None:
    return next((one for one in conference.answers if one.person_id == person_id), None)


def silent(conference: Conference) -> tuple[int, ...]:
    """Those who were invited and have not answered."""
    return tuple(one.person_id for one in conference.answers if one.partstat == "needs_action")


def declined(conference: Conference) -> tuple[int, ...]:
    return tuple(one.person_id for one in conference.answers if one.partstat == "declined")


def excused(conference: Conference) -> tuple[int, ...]:
    return tuple(one.person_id for one in conference.excusals if one.granted_at is not None)


def present(ask: Ask, conference: Conference, here: tuple[int, ...]) -> frozenset[int]:
    """Who is here: as said, with whoever says it; if nothing was said, all who did not decline."""
    if here:
        return frozenset((*here, ask.by.person_id))
    invited = participants(ask.case, ask.moment.on, conference)
    return frozenset(invited) - frozenset(declined(conference))


def absent(ask: Ask, here: frozenset[int]) -> tuple[str, ...]:
    """The needed seats that nobody fills, in words; an excused or waived seat is not missed."""
    conference = ask.conference
    let_off = frozenset(excused(conference)) if conference else frozenset()
    missing = []
    for role, said in NEEDED.items():
        if role == "parent" and ask.subject.facts.get("parent") == "waived":
            continue
        holders = required(ask.case, role, ask.moment.on, conference)
        if holders and not (here | let_off) & frozenset(holders):
            missing.append(said)
    return tuple(missing)


def required(
    case: Case, role: str, on: date, conference: Conference | None = None
) -> tuple[int, ...]:
    """Those in this seat whose seat is required, and whom this conference asks."""
    left_out = conference.left_out if conference else ()
    needed = {
        party.person_id
        for party in case.parties
        if party.required and party.holds_on(on) and party.person_id not in left_out
    }
    return tuple(person for person in people_of(case, role, on) if person in needed)


def seat_lost(ask: Ask, conference: Conference) -> bool:
    """Whether a needed seat stays empty if this person does not come."""
    gone = frozenset((*declined(conference), ask.by.person_id))
    left = frozenset(participants(ask.case, ask.moment.on, conference)) - gone
    return bool(absent(ask, left))
