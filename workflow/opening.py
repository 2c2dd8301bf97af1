"""How a case begins: its parties, its start, and the dates from which its deadlines count."""

from dataclasses import dataclass
from datetime import date

from workflow.ask import Moment
from workflow.chart import Law
from workflow.configuration import started
from workflow.deadlines import day_after, day_before
from workflow.decide import Decision
from workflow.events.happening import CaseOpened, Stamp
from workflow.plan import Case, Party, Subject
from workflow.timers import timers


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    case_id: int
    student_id: int
    school_year: str
    #: annual or initial.
    kind: str = "annual"
    #: new or moved_in: how the plan's chart starts.
    start: str = "new"
    tier: str = "full"
    parties: tuple[Party, ...]
    born_on: date | None = None
    #: Of an initial plan: the day of identification; of a student who moved in: the day of arrival.
    since: date | None = None
    opened_by: int = 0


def open_case(law: Law, opening: Opening, moment: Moment) -> Decision:
    """The first history row: seq 0."""
    place = started(law.charts["plan"], opening.start)
    plan = Subject(
        chart="plan",
        no=0,
        state=place.state,
        facts=dict(place.facts),
        entered_seq=0,
        entered_at=moment.at,
    )
    case = Case(
        id=opening.case_id,
        student_id=opening.student_id,
        school_year=opening.school_year,
        kind=opening.kind,
        tier=opening.tier,
        version=0,
        law=law.digest,
        parties=opening.parties,
        subjects=(plan,),
        dates=first_dates(law, opening, moment),
    )
    stamp = Stamp(seq=0, at=moment.at, by=opening.opened_by)
    return Decision(
        case=case,
        events=(CaseOpened(stamp=stamp, case=case),),
        timers=timers(law, case, moment),
    )


def first_dates(law: Law, opening: Opening, moment: Moment) -> dict[str, date]:
    """The plan's dates by the profile; a birthday that is not known arms nothing."""
    school, profile = moment.school, law.profile
    plan_due_on = _plan_due_on(law, opening, moment)
    dates = {
        "first_school_day": school.first_school_day(),
        "last_school_day": school.last_school_day(),
        "plan_due_on": plan_due_on,
        "inputs_due_on": day_before(profile.span("inputs_due"), plan_due_on, school),
    }
    if opening.start == "moved_in":
        arrived = opening.since or moment.on
        dates["inform_due_on"] = day_after(profile.span("transfer_inform"), arrived, school)
    if opening.born_on is not None:
        for key in ("rights_notice_age", "rights_transfer_age"):
            age = profile.count(key)
            dates[f"birthday_{age}"] = birthday(opening.born_on, age)
    return dates


def _plan_due_on(law: Law, opening: Opening, moment: Moment) -> date:
    school, profile = moment.school, law.profile
    since = opening.since or moment.on
    if opening.start == "moved_in":
        return day_after(profile.span("transfer_review"), since, school)
    if opening.kind == "initial":
        return day_after(profile.span("initial_plan_due"), since, school)
    return day_after(profile.span("annual_plan_due"), school.first_school_day(), school)


def birthday(born_on: date, age: int) -> date:
    """Somebody born on 29 February comes of age on 1 March."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)
