"""How the specialist of the demo gets people to the table: telephone, other times, attempts."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import insert

from meetings import planner
from meetings.demo.stage import Stage, holders, local, me, seat
from meetings.store import Session
from meetings.store.tables import window
from workflow.commands import Convene, Move, RecordAttempt, Reply, WaiveParent
from workflow.plan import Case, Conference, Slot


def arrange(stage: Stage, case: Case, conference: Conference, at: datetime) -> None:
    subject = case.subject("conference", conference.no)
    state = subject.state if subject else ""
    waited = at - subject.entered_at if subject else timedelta()
    if state in {"draft", "unanswered"} and waited >= timedelta(days=1):
        _find(stage, case, conference, at)
    elif state == "scheduled":
        _chase(stage, case, conference, at)


def _find(stage: Stage, case: Case, conference: Conference, at: datetime) -> None:
    """By telephone the family gives more times; then one is found and set."""
    store = stage.world.store
    parents = holders(case, "parent")
    store.write(lambda session: _more_windows(session, parents))
    with store.read() as connection:
        found = planner.find(store, connection, stage.case(case.id), at)
    if isinstance(found, planner.Nothing):
        return
    command = Convene(**me(stage), no=conference.no, slot=found, modalities={})
    stage.ask(case.id, command, at)


def _more_windows(session: Session, parents: tuple[int, ...]) -> None:
    rows = [
        {"person_id": one, "source": "demo", "said": "page", "weekday": weekday,
         "from_wall": time(7), "to_wall": time(17)}
        for one in parents
        for weekday in ("mon", "tue", "wed", "thu", "fri")
    ]  # fmt: skip
    if rows:
        session.connection.execute(insert(window), rows)


def _chase(stage: Stage, case: Case, conference: Conference, at: datetime) -> None:
    story = stage.habits(case).story
    for proposed in conference.proposals:
        if proposed.state == "open" and conference.slot is not None:
            slot = replace(conference.slot, starts_at=proposed.starts_at, ends_at=proposed.ends_at)
            _move(stage, case, conference, (slot, at))
            return
    if story in {"silent_then_called", "never_there"}:
        _call_up(stage, case, conference, at)


def _move(stage: Stage, case: Case, conference: Conference, to: tuple[Slot, datetime]) -> None:
    slot, at = to
    if conference.slot is None or conference.slot.starts_at == slot.starts_at:
        return
    stage.ask(case.id, Move(**me(stage), no=conference.no, slot=slot, reason="As you proposed"), at)


def _call_up(stage: Stage, case: Case, conference: Conference, at: datetime) -> None:
    """Every third day another way; somebody who is reached says yes by telephone."""
    silent = [a for a in conference.answers if a.partstat == "needs_action"]
    parents = [a for a in silent if seat(case, a.person_id) == "parent"]
    if not parents or local(at).toordinal() % 3:
        return
    tried = len(case.attempts)
    reached = stage.habits(case).story == "silent_then_called" and tried >= 1
    channel = ("phone", "mail", "letter", "phone")[tried % 4]
    for answer in parents[:1]:
        command = RecordAttempt(
            **me(stage),
            channel=channel,
            tried_at=at,
            person_id=answer.person_id,
            result="reached" if reached else "no_answer",
        )
        stage.say(case.id, command, at)
        if reached:
            said = Reply(
                **stage.as_(answer.person_id, "parent", "table"),
                no=conference.no,
                partstat="accepted",
                sequence=answer.asked_sequence,
                stamp=at,
                source="phone",
                modality="phone",
            )
            stage.ask(case.id, said, at)
    if not reached:
        stage.ask(case.id, WaiveParent(**me(stage, "chair"), no=conference.no), at)
