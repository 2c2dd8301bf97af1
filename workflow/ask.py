"""What the law is asked: who says what of which subject of a case, and when; all as values."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workflow.alarms import TimerDue
from workflow.chart import Law
from workflow.commands import Actor, Command
from workflow.deadlines import SchoolCalendar
from workflow.plan import Agreement, Case, Conference, Subject
from workflow.refusals import Refused

#: Roles that the district gives, and machines; every other role is a seat in the case.
DISTRICT = ("coordinator", "operator", "authority", "clock", "courier", "law")
LAW = Actor(person_id=0, role="law")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    at: datetime
    school: SchoolCalendar

    @property
    def on(self) -> date:
        """The local date."""
        return self.school.local(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    case: Case
    subject: Subject
    word: str
    by: Actor
    moment: Moment
    #: None for a telling, and where it is only asked what would be possible.
    command: Command | None = None
    #: The salted digest of each field of words; what is missing is digested unsalted.
    digests: dict[str, str] = field(default_factory=dict)
    #: Who or what is already taken at the time that is asked for, in words.
    clashes: tuple[str, ...] = ()
    #: The timers as they are armed until now.
    timers: tuple[TimerDue, ...] = ()

    @property
    def conference(self) -> Conference | None:
        """The conference asked about; for the plan the running one, else the newest."""
        if self.subject.chart == "conference":
            return self.case.conference(self.subject.no)
        running = self.case.running("conference")
        if running:
            return self.case.conference(running.no)
        return self.case.conferences[-1] if self.case.conferences else None

    @property
    def agreement(self) -> Agreement | None:
        """The agreement asked about; for other charts the running one."""
        if self.subject.chart == "agreement":
            return self.case.agreement(self.subject.no)
        running = self.case.running("agreement")
        return self.case.agreement(running.no) if running else None

    def told(self, case: Case, subject: Subject, word: str) -> "Ask":
        """The same moment, but the law itself says `word` to another subject."""
        return replace(self, case=case, subject=subject, word=word, by=LAW, command=None)


def asked(law: Law, case: Case, command: Command, moment: Moment) -> Ask | Refused:
    """Finds the subject that the command is about; Refused where there is none."""
    subject = subject_of(law, case, command.word(), command.no)
    if subject is None:
        return Refused(
            code="not_now",
            why="There is no conference or agreement that this could be about.",
            remedy="Call a conference or freeze the text first; the timeline shows what is open.",
        )
    return Ask(
        case=case,
        subject=subject,
        word=command.word(),
        by=command.by,
        moment=moment,
        command=command,
    )


def subject_of(law: Law, case: Case, word: str, no: int) -> Subject | None:
    """The subject whose chart knows the word: the one numbered, else the running or the newest."""
    chart = law.chart_of.get(word)
    if chart is None:
        return None
    if chart == "plan":
        return case.plan()
    if no:
        return case.subject(chart, no)
    ours = [subject for subject in case.subjects if subject.chart == chart]
    return case.running(chart) or (ours[-1] if ours else None)


def roles_of(case: Case, person_id: int, on: date) -> tuple[str, ...]:
    """The seats a person holds that day. From 18 on the student holds the parents' rights alone."""
    of_age = "birthday_18" in case.dates and case.dates["birthday_18"] <= on
    seats = dict.fromkeys(
        party.role
        for party in case.parties
        if party.person_id == person_id
        and party.holds_on(on)
        and (party.role != "parent" or (party.education_rights and not of_age))
    )
    if of_age and "student" in seats:
        seats["parent"] = None
    return tuple(seats)


def is_left_out(ask: Ask) -> bool:
    """Whether this conference has no seat for who asks, though the plan has one."""
    conference = ask.conference if ask.subject.chart == "conference" else None
    return conference is not None and ask.by.person_id in conference.left_out


def people_of(case: Case, role: str, on: date) -> tuple[int, ...]:
    """Everybody who may act in that role that day."""
    everybody = dict.fromkeys(party.person_id for party in case.parties)
    return tuple(person for person in everybody if role in roles_of(case, person, on))
