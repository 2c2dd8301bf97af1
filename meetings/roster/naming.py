"""What a person calls one record in a list. How a difference is told is `describe.py`."""

from typing import assert_never

from meetings.roster.people import (
    BellPeriod,
    Guardian,
    Hour,
    Interpreter,
    Record,
    Room,
    School,
    SchoolDay,
    Staff,
    Student,
    Teaching,
    Tie,
    Window,
)
from workflow.content import Evidence


def evidence_text(line: Evidence) -> str:
    """As gifted.csv writes it: "CogAT: 98th percentile (2025-03-01)"."""
    on = f" ({line.on.isoformat()})" if line.on else ""
    return f"{line.kind}: {line.result}{on}"


def name_of(record: Record) -> str:
    """What a person calls this record in a list."""
    match record:
        case School() | Room():
            return record.name
        case Student() | Guardian() | Staff() | Interpreter():
            return f"{record.given_name} {record.family_name}".strip() or record.source_id
        case Tie():
            return f"{record.guardian_id} as guardian of {record.student_id}"
        case Teaching():
            return f"{record.student_id} taught {record.subject or 'by'} {record.staff_id}".strip()
        case Hour():
            return f"{record.staff_id} in period {record.period}"
        case BellPeriod():
            return f"{record.schedule}, period {record.period}"
        case SchoolDay():
            return record.on.isoformat()
        case Window():
            day = record.on.isoformat() if record.on else record.weekday
            return f"{record.person_id} on {day} from {record.from_wall:%H:%M}"
        case _:
            assert_never(record)
