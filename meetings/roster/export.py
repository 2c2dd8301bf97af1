"""A roster as files: OneRoster 1.1 or 1.2 CSV, joined by our own files for what it cannot say.

What `reading.read` makes of these files is the same roster again. A student who is not marked as
gifted is not read again as soon as another one is. Our own columns: `columns.py`.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Literal

from meetings.roster.cells import words
from meetings.roster.columns import COLUMNS
from meetings.roster.naming import evidence_text
from meetings.roster.people import Guardian, Key, Roster, Staff, Student, Teaching, Tie

Version = Literal["1.1", "1.2"]
User = Student | Guardian | Staff
Lines = Iterable[Mapping[str, object]]

_HEAD = "sourcedId,status,dateLastModified,"
_USERS_END = ",username,userIds,givenName,familyName,middleName,identifier,email,sms,phone"
_USERS_END += ",agentSourcedIds,grades,password"
_OURS = ",metadata.alp.language,metadata.alp.role"
_PREFERRED = ",userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName"
_USERS = {
    "1.1": f"{_HEAD}enabledUser,orgSourcedIds,role{_USERS_END},preferredGivenName{_OURS}",
    "1.2": f"{_HEAD}enabledUser{_USERS_END}{_PREFERRED},primaryOrgSourcedId,pronouns{_OURS}",
}
_CLASSES = "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId"
_CLASSES += ",termSourcedIds,subjects,subjectCodes,periods,metadata.alp.cycleDays"
_HEADERS = {
    "manifest": "propertyName,value",
    "orgs": f"{_HEAD}name,type,identifier,parentSourcedId",
    "classes": _HEAD + _CLASSES,
    "enrollments": f"{_HEAD}classSourcedId,schoolSourcedId,userSourcedId,role,primary"
    ",beginDate,endDate",
    "roles": f"{_HEAD}userSourcedId,roleType,role,beginDate,endDate,orgSourcedId"
    ",userProfileSourcedId",
    "demographics": f"{_HEAD}birthDate,sex",
}
#: Roles of OneRoster; a role of ours that it lacks stands in metadata.alp.role as well.
_ROLES = {"1.1": ("teacher", "aide"), "1.2": ("teacher", "aide", "counselor", "principal")}


def write_oneroster(roster: Roster, version: Version, *, source: str = "") -> dict[str, bytes]:
    """File name to content. All records must come from one source."""
    named = source or next((student.source for student in roster.students), "alp")
    files: dict[str, bytes] = {
        "orgs.csv": _csv("orgs", _orgs(roster)),
        "users.csv": _table(_USERS[version].split(","), _users(roster, version)),
        "classes.csv": _csv("classes", _classes(roster)),
        "enrollments.csv": _csv("enrollments", _enrollments(roster)),
        "demographics.csv": _csv("demographics", _demographics(roster)),
    }
    if version == "1.2":
        files["roles.csv"] = _csv("roles", _roles(roster))
    manifest = _manifest(files, version, named)
    return {"manifest.csv": _csv("manifest", manifest)} | files | own_files(roster)


def own_files(roster: Roster) -> dict[str, bytes]:
    """What OneRoster has no column for, in our files."""
    lines: dict[str, Lines] = {
        "guardians": _guardian_lines(roster),
        "gifted": [_gifted_line(student) for student in roster.students if student.gifted],
        "timetable": [
            {
                "staff_id": hour.staff_id,
                "period": hour.period,
                "cycle_days": ";".join(hour.cycle_days),
                "kind": hour.activity,
            }
            for hour in roster.hours
        ],
        "bells": [
            {
                "schedule": bell.schedule,
                "period": bell.period,
                "starts": f"{bell.starts_wall:%H:%M}",
                "ends": f"{bell.ends_wall:%H:%M}",
            }
            for bell in roster.bells
        ],
        "rooms": [{"room": room.name, "size": room.size or ""} for room in roster.rooms],
        **_dated_lines(roster),
    }
    names = {name: [column.name for column in COLUMNS[name]] for name in lines}
    return {f"{name}.csv": _table(names[name], lines[name]) for name in sorted(lines)}


def _dated_lines(roster: Roster) -> dict[str, Lines]:
    return {
        "days": [
            {
                "date": day.on,
                "kind": day.day_kind,
                "cycle_day": day.cycle_day,
                "bell_schedule": day.bell_schedule,
            }
            for day in roster.days
        ],
        "interpreters": [
            {
                "person_id": interpreter.source_id,
                "given_name": interpreter.given_name,
                "family_name": interpreter.family_name,
                "email": interpreter.email,
                "language": interpreter.language,
            }
            for interpreter in roster.interpreters
        ],
        "windows": [
            {
                "person_id": window.person_id,
                "weekday": window.weekday,
                "date": window.on,
                "from": f"{window.from_wall:%H:%M}",
                "to": f"{window.to_wall:%H:%M}",
            }
            for window in roster.windows
        ],
    }


def _csv(name: str, lines: Lines) -> bytes:
    return _table(_HEADERS[name].split(","), lines)


def _table(header: list[str], lines: Lines) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\r\n")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: "" if cell is None else cell for name, cell in line.items()})
    return out.getvalue().encode()


def _manifest(files: Iterable[str], version: str, source: str) -> Lines:
    told = {"manifest.version": "1.0", "oneroster.version": version}
    told |= {f"file.{name.removesuffix('.csv')}": "bulk" for name in files}
    told |= {"source.systemName": source, "source.systemCode": source}
    return [{"propertyName": name, "value": value} for name, value in told.items()]


def _orgs(roster: Roster) -> Lines:
    return [
        {
            "sourcedId": school.source_id,
            "name": school.name,
            "type": school.level,
            "parentSourcedId": school.parent_id,
        }
        for school in roster.schools
    ]


def _users(roster: Roster, version: Version) -> Lines:
    agents: dict[str, list[str]] = {}
    for tie in roster.ties:
        agents.setdefault(tie.student_id, []).append(tie.guardian_id)
    # A teacher can be a guardian as well: one person, one row, told by the staff list.
    people: list[User] = [*roster.guardians, *roster.students, *roster.staff]
    for person in {person.source_id: person for person in people}.values():
        line = {
            "sourcedId": person.source_id,
            "enabledUser": "true",
            "username": person.email or person.source_id,
            "givenName": person.given_name,
            "familyName": person.family_name,
            "email": person.email,
            "agentSourcedIds": ",".join(agents.get(person.source_id, ())),
        } | _particulars(person, version)
        school = line.pop("school", "")
        if version == "1.1":
            line |= {"role": _role(person, version), "orgSourcedIds": school}
        else:
            line["primaryOrgSourcedId"] = school
        yield line


def _particulars(person: User, version: Version) -> dict[str, str]:
    match person:
        case Student():
            return {
                "school": person.school_id,
                "grades": person.grade,
                "preferredGivenName": person.preferred_name,
                "metadata.alp.language": person.language,
            }
        case Guardian():
            return {"phone": person.phone, "metadata.alp.language": person.language}
        case Staff():
            told = person.role in _ROLES[version]
            return {"school": person.school_id, "metadata.alp.role": "" if told else person.role}


def _role(person: User, version: Version) -> str:
    match person:
        case Student():
            return "student"
        case Guardian():
            return "guardian"
        case Staff():
            return person.role if person.role in _ROLES[version] else "teacher"


def _roles(roster: Roster) -> Lines:
    people: list[User] = [*roster.students, *roster.staff, *roster.guardians]
    taken: set[str] = set()
    for number, person in enumerate(people, 1):
        yield {
            "sourcedId": f"role-{number}",
            "userSourcedId": person.source_id,
            "roleType": "secondary" if person.source_id in taken else "primary",
            "role": _role(person, "1.2"),
            "orgSourcedId": "" if isinstance(person, Guardian) else person.school_id,
        }
        taken.add(person.source_id)


def _class_of(teaching: Teaching) -> Key:
    """Students whom one teacher teaches one subject in one period sit in one class."""
    return teaching.key[2:]


def _class_ids(roster: Roster) -> dict[Key, str]:
    keys = sorted({_class_of(teaching) for teaching in roster.teachings})
    return {key: f"class-{number}" for number, key in enumerate(keys, 1)}


def _classes(roster: Roster) -> Lines:
    for (_, subject, period, days), number in _class_ids(roster).items():
        yield {
            "sourcedId": number,
            "title": subject,
            "classType": "scheduled",
            # A list: a subject with a comma would be read as two; then the title tells it.
            "subjects": subject if words(subject) == (subject,) else "",
            "periods": period,
            "metadata.alp.cycleDays": days,
        }


def _enrollments(roster: Roster) -> Lines:
    numbers = _class_ids(roster)
    seats = {(numbers[key], key[0], "teacher") for key in numbers}
    seats |= {(numbers[_class_of(t)], t.student_id, "student") for t in roster.teachings}
    for number, (class_id, person_id, role) in enumerate(sorted(seats), 1):
        yield {
            "sourcedId": f"seat-{number}",
            "classSourcedId": class_id,
            "userSourcedId": person_id,
            "role": role,
        }


def _demographics(roster: Roster) -> Lines:
    for student in roster.students:
        if student.birth_on:
            yield {"sourcedId": student.source_id, "birthDate": student.birth_on}


def _guardian_lines(roster: Roster) -> Lines:
    people = {guardian.source_id: guardian for guardian in roster.guardians}
    return [_guardian_line(tie, people[tie.guardian_id]) for tie in roster.ties]


def _guardian_line(tie: Tie, guardian: Guardian) -> dict[str, object]:
    told = {
        name: getattr(owner, name)
        for owner, names in (
            (guardian, "given_name family_name email phone postal_address language channel"),
            (guardian, "interpreter"),
            (tie, "student_id guardian_id relation contact_order household education_rights"),
            (tie, "may_contact receives_copy address_confidential"),
        )
        for name in names.split()
    }
    yes_no = {True: "yes", False: "no"}
    return {k: yes_no[v] if isinstance(v, bool) else v for k, v in told.items()}


def _gifted_line(student: Student) -> dict[str, object]:
    return {
        "student_id": student.source_id,
        "areas": ";".join(student.areas),
        "identified_on": student.identified_on,
        "evidence": "; ".join(map(evidence_text, student.evidence)),
        "gt_specialist_id": student.gt_specialist_id,
    }
