"""Files with sourcedIds: OneRoster 1.1 and 1.2, Microsoft SDS v2 and v2.1.

The four differ in where a role stands (users or roles) and where a guardian (agents or
relationships); everything found is read. OneRoster: 1EdTech OneRoster 1.2 CSV binding, section 4.
The older SDS with "SIS ID" is `classic.py`.
"""

from collections.abc import Mapping
from dataclasses import replace

from meetings.roster.cells import cycle_days, words
from meetings.roster.faults import FaultList, Row
from meetings.roster.people import School
from meetings.roster.register import Register
from meetings.roster.tables import Sheet
from meetings.roster.told import Person, Relation, SchoolClass, Seat, Told
from meetings.roster.words import STAFF_ROLES, grade_of, language_of, one_of, role_of, squeezed

_PRIMARY = frozenset({"primary", "true"})


def layout_of(sheets: Mapping[str, Sheet]) -> str:
    """The name of the format, for a person."""
    users = sheets["users"].columns
    declared = _manifest(sheets).get("oneroster.version", "")
    if declared or users & {"status", "enabledUser", "agentSourcedIds", "userIds", "identifier"}:
        return f"OneRoster {declared or ('1.2' if 'roles' in sheets else '1.1')}"
    return f"Microsoft SDS {'v2.1' if {'roles', 'relationships'} & set(sheets) else 'v2'}"


def source_of(sheets: Mapping[str, Sheet]) -> str:
    """The system that wrote the files, as the manifest calls it; else a word for the format."""
    manifest = _manifest(sheets)
    named = manifest.get("source.systemCode") or manifest.get("source.systemName")
    return named or ("oneroster" if layout_of(sheets).startswith("OneRoster") else "sds")


def whole_exports(sheets: Mapping[str, Sheet], faults: FaultList) -> dict[str, Sheet]:
    """Without the files that the manifest calls delta; each of them is told."""
    manifest = _manifest(sheets)
    whole = dict(sheets)
    for name in sorted(sheets):
        if manifest.get(f"file.{name}", "").casefold() == "delta":
            what = "The file holds only what changed since an earlier export (delta)."
            remedy = "Export the whole roster (bulk); what is unchanged is recognised."
            faults.refuse_file(whole.pop(name).file, what, remedy)
    return whole


def read_sourced(sheets: Mapping[str, Sheet], register: Register, extra: str) -> Told:
    """`extra` is the column of users or demographics that marks the gifted; it may be empty."""
    for row in _rows(sheets, "orgs"):
        _add_org(row, register)
    births = {row["sourcedId"]: row for row in _rows(sheets, "demographics")}
    register.cells.learn_order(births.values(), "birthDate")
    with_roles = "roles" in sheets
    for row in _rows(sheets, "users"):
        person = _person(row, births.get(row["sourcedId"]), register, extra)
        told = with_roles or bool(row["role"])
        register.add_person(
            person if with_roles else _with_role(person, row, register), "sourcedId"
        )
        if not told:
            register.faults.warn(row, "role", "No role is told.", "Fill in student or teacher.")
    for row in sorted(_rows(sheets, "roles"), key=_secondary):
        _add_role(row, register)
    _relate(sheets, register)
    for row in _rows(sheets, "classes"):
        _add_class(row, register)
    for row in _rows(sheets, "enrollments"):
        _enrol(row, register)
    return register.told(layout_of(sheets))


def _rows(sheets: Mapping[str, Sheet], name: str) -> list[Row]:
    """Without what a bulk file still lists although it is to be deleted."""
    sheet = sheets.get(name)
    rows = sheet.rows if sheet else ()
    return [row for row in rows if squeezed(row["status"]) != "tobedeleted"]


def _manifest(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    sheet = sheets.get("manifest")
    return {row["propertyName"]: row["value"] for row in sheet.rows} if sheet else {}


def _add_org(row: Row, register: Register) -> None:
    if register.id_of(row, "sourcedId"):
        school = School(
            source=register.source,
            source_id=row["sourcedId"],
            name=row["name"] or row["sourcedId"],
            level=row["type"] or "school",
            parent_id=row["parentSourcedId"],
        )
        register.add_school(row, school)


def _person(row: Row, births: Row | None, register: Register, extra: str) -> Person:
    cells = register.cells
    own_mark = row[extra] or (births[extra] if births else "")
    preferred = row["preferredGivenName"]
    return Person(
        row=row,
        source_id=row["sourcedId"],
        given_name=row["givenName"],
        family_name=row["familyName"],
        preferred_name="" if preferred == row["givenName"] else preferred,
        email=cells.email(row, "email", "username", "activeDirectoryMatchId"),
        phone=row["phone"] or row["sms"],
        grade=grade_of((words(row["grade"]) or ("",))[0]),
        school_id=(words(row["orgSourcedIds"]) or ("",))[0],
        language=language_of(row["metadata.alp.language"]),
        birth_on=cells.day(births, "birthDate") if births else None,
        also=(row["identifier"],) if row["identifier"] else (),
        gifted=marks_gifted(own_mark) if extra else None,
    )


def marks_gifted(cell: str) -> bool:
    """Any word but an empty cell or a no: districts write codes such as GT or M."""
    return cell.casefold() not in {"", "false", "no", "n", "0", "f", "none"}


def _with_role(person: Person, row: Row, register: Register) -> Person:
    role = _known_role(row, register)
    return replace(person, roles=(role,) if role else ())


def _known_role(row: Row, register: Register) -> str:
    role = one_of(row["metadata.alp.role"], STAFF_ROLES) or role_of(row["role"]) or ""
    if row["role"] and not role:
        what = f"The role {row['role']!r} is not known."
        remedy = "Use student, teacher, guardian, parent or another role of the format."
        register.faults.refuse(row, "role", what, remedy)
    return role


def _secondary(row: Row) -> bool:
    return squeezed(row["roleType"]) not in _PRIMARY


def _add_role(row: Row, register: Register) -> None:
    person = register.person_of(row, "userSourcedId")
    role = _known_role(row, register) if person else ""
    if not person or not role:
        return
    own = one_of(person.row["metadata.alp.role"], STAFF_ROLES)
    if own and role in STAFF_ROLES:
        role = own
    register.people[person.source_id] = replace(
        person,
        roles=tuple(dict.fromkeys((*person.roles, role))),
        school_id=person.school_id or row["orgSourcedId"],
        grade=person.grade or grade_of(row["grade"]),
    )


def _relate(sheets: Mapping[str, Sheet], register: Register) -> None:
    """Agents stand at the student, at the guardian, or at both; a relationship in its own file."""
    words_of_roles = {row["userSourcedId"]: row["role"] for row in _rows(sheets, "roles")}
    for row in _rows(sheets, "users"):
        for other in words(row["agentSourcedIds"]):
            _relate_agent(row, other, words_of_roles, register)
    for row in _rows(sheets, "relationships"):
        student = register.person_of(row, "userSourcedId")
        guardian = student and register.person_of(row, "relationshipUserSourcedId")
        if student and guardian and "student" in guardian.roles:
            what = "A student stands here as the guardian of a student."
            register.faults.refuse(row, "relationshipUserSourcedId", what, "Name an adult.")
        elif student and guardian:
            _add_relation(register, student, guardian, row["relationshipRole"])


def _relate_agent(row: Row, other: str, roles: Mapping[str, str], register: Register) -> None:
    one, two = register.people.get(row["sourcedId"]), register.people.get(other)
    if not one:
        return
    if not two:
        what = f"Nobody has the number {other!r}."
        register.faults.warn(row, "agentSourcedIds", what, "Add the person to users.csv.")
        return
    student, guardian = (one, two) if "student" in one.roles else (two, one)
    if "student" not in student.roles or "guardian" not in guardian.roles:
        what = f"{other!r} and this person are not a student and a guardian."
        register.faults.warn(row, "agentSourcedIds", what, "Correct the role of one of them.")
        return
    word = roles.get(guardian.source_id) or guardian.row["role"]
    _add_relation(register, student, guardian, word)


def _add_relation(register: Register, student: Person, guardian: Person, word: str) -> None:
    relation = Relation(
        student_id=student.source_id,
        guardian_id=guardian.source_id,
        relation=word.casefold(),
    )
    register.relations.append(relation)


def _add_class(row: Row, register: Register) -> None:
    if not register.id_of(row, "sourcedId"):
        return
    register.add_class(
        row,
        SchoolClass(
            source_id=row["sourcedId"],
            subject=(words(row["subjects"]) or (row["title"],))[0],
            periods=words(row["periods"]),
            cycle_days=cycle_days(row["metadata.alp.cycleDays"]),
        ),
    )


def _enrol(row: Row, register: Register) -> None:
    school_class = register.class_of(row, "classSourcedId")
    person = school_class and register.person_of(row, "userSourcedId")
    if not school_class or not person:
        return
    role = role_of(row["role"])
    seat = Seat(class_id=school_class.source_id, person_id=person.source_id)
    if role == "student":
        register.learning.append(seat)
    elif role == "teacher":
        register.teaching.append(seat)
    elif role is None:
        what = f"The role {row['role']!r} is not known."
        register.faults.refuse(row, "role", what, "Use student or teacher.")
