"""The columns of our own CSV files, with what they mean: the documentation that the pages show.

    students.csv      who is in the school (simple format)
    staff.csv         who works there (simple format)
    teaching.csv      who teaches whom what (simple format)
    guardians.csv     who belongs to whom, with which rights; joins any format
    gifted.csv        who is identified as gifted, in which areas; joins any format
    timetable.csv     what a teacher does in which period; joins any format
    bells.csv         when periods start and end
    days.csv          the school year, day by day
    rooms.csv         where a conference can be held
    interpreters.csv  who interprets which language
    windows.csv       when somebody can meet

The columns of OneRoster and of Microsoft SDS are `tables.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    #: For a person who writes the file.
    meaning: str = ""
    required: bool = False
    #: Other titles under which this column is found.
    aliases: tuple[str, ...] = ()


def _must(name: str, meaning: str, *aliases: str) -> Column:
    return Column(name=name, meaning=meaning, required=True, aliases=aliases)


def _may(name: str, meaning: str, *aliases: str) -> Column:
    return Column(name=name, meaning=meaning, aliases=aliases)


_YES_NO = "yes or no; empty when nobody has told"
_CYCLE = "the cycle days, such as A;B; empty means every day"

_STUDENTS = (
    _must("student_id", "the number that never changes"),
    _must("given_name", "as in the records", "first_name"),
    _must("family_name", "as in the records", "last_name", "surname"),
    _may("preferred_name", "what the student is called, where that differs"),
    _may("grade", "K, 1 to 12"),
    _may("school", "the name of the school"),
    _may("email", "the student's own address"),
    _may("birth_date", "year-month-day, such as 2014-03-09", "birthday", "date_of_birth"),
    _may("language", "the home language, such as es"),
    _may("gifted", "yes for a student who is identified as gifted"),
    _may("areas", "the areas of strength, with semicolons between"),
    _may("identified_on", "when the student was identified"),
)
_STAFF = (
    _must("staff_id", "the number that never changes"),
    _must("given_name", "as in the records", "first_name"),
    _must("family_name", "as in the records", "last_name", "surname"),
    _may("email", "the address for letters"),
    _may("role", "teacher, gt_specialist, counselor, principal, administrator, aide or staff"),
    _may("school", "the name of the school"),
)
_TEACHING = (
    _must("student_id", "as in students.csv"),
    _must("staff_id", "as in staff.csv"),
    _may("subject", "such as Mathematics"),
    _may("period", "as in bells.csv", "periods"),
    _may("cycle_days", _CYCLE),
)
_GUARDIANS = (
    _must("student_id", "as in the roster"),
    _must("guardian_id", "one number for one person, also with several children"),
    _may("given_name", "as in the records", "first_name"),
    _may("family_name", "as in the records", "last_name", "surname"),
    _may("relation", "mother, father, guardian …"),
    _may("email", "the address for letters"),
    _may("phone", "a number that is answered in the daytime"),
    _may("postal_address", "where a letter on paper goes", "address"),
    _may("language", "the language for letters and talks, such as es"),
    _may("channel", "email, paper or phone: how this person wants to hear from the school"),
    _may("contact_order", "1 is written to first"),
    _may("household", "guardians of one child with the same word live together"),
    _may("education_rights", f"may decide and see records: {_YES_NO}"),
    _may("may_contact", f"the school may write: {_YES_NO}"),
    _may("receives_copy", f"gets copies of papers: {_YES_NO}"),
    _may("address_confidential", f"the address is protected: {_YES_NO}"),
    _may("interpreter", f"needs an interpreter: {_YES_NO}"),
)
_GIFTED = (
    _must("student_id", "as in the roster"),
    _may("areas", "the areas of strength, with semicolons between"),
    _may("identified_on", "when the student was identified"),
    _may(
        "evidence", "kind: result; kind: result (date), such as CogAT: 98th percentile (2025-03-01)"
    ),
    _may("gt_specialist_id", "who leads this student's plan, as in the roster"),
)
_TIMETABLE = (
    _must("staff_id", "as in the roster"),
    _must("period", "as in bells.csv"),
    _may("cycle_days", _CYCLE),
    _may("kind", "class, planning, lunch or duty; empty means class"),
)
_BELLS = (
    _must("schedule", "the name of the bell schedule, such as regular"),
    _must("period", "such as 1 or lunch"),
    _must("starts", "wall time, such as 08:00", "start"),
    _must("ends", "wall time, such as 08:50", "end"),
)
_DAYS = (
    _must("date", "year-month-day", "day"),
    _must("kind", "instruction, no_school, testing or early_release"),
    _may("cycle_day", "such as A"),
    _may("bell_schedule", "a schedule of bells.csv"),
)
_ROOMS = (_must("room", "the room's name or number", "name"), _may("size", "how many people sit"))
_INTERPRETERS = (
    _must("person_id", "the number that never changes"),
    _must("given_name", "as in the records", "first_name"),
    _must("family_name", "as in the records", "last_name"),
    _may("email", "the address for letters"),
    _must("language", "such as es; a second language is a second row"),
)
_WINDOWS = (
    _must("person_id", "a guardian, student, interpreter or member of staff"),
    _may("weekday", "mon to sun, for every week", "day"),
    _may("date", "or one date, year-month-day"),
    _must("from", "wall time, such as 16:00"),
    _must("to", "wall time, such as 17:30"),
)

#: Our own files: the name without `.csv` to its columns, in the order they are written.
COLUMNS: dict[str, tuple[Column, ...]] = {
    "students": _STUDENTS,
    "staff": _STAFF,
    "teaching": _TEACHING,
    "guardians": _GUARDIANS,
    "gifted": _GIFTED,
    "timetable": _TIMETABLE,
    "bells": _BELLS,
    "days": _DAYS,
    "rooms": _ROOMS,
    "interpreters": _INTERPRETERS,
    "windows": _WINDOWS,
}
