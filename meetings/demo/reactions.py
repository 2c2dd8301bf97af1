"""What made-up people do with a letter, and when: by the family's habits and the letter's name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from meetings import inbox
from meetings.courier import round as courier
from meetings.demo import mailed, texts
from meetings.demo.habits import Habits
from meetings.demo.stage import Mail, Stage, holders, seat
from meetings.identity import codes
from meetings.store import people
from workflow.commands import (
    AgreeWithoutMeeting,
    AskExcusal,
    GiveInput,
    GrantExcusal,
    NoteProgress,
    Reply,
    SelfCheck,
    Settle,
    Sign,
)
from workflow.plan import Case

CONSENT = "2026-1"
#: Stories whose parents answer no invitation by themselves.
SILENT = ("silent_then_called", "never_there")
SIX_DIGITS = re.compile(rb"\b(\d{6})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A letter with what its reader knows."""

    stage: Stage
    mail: Mail
    habits: Habits
    role: str

    @property
    def case(self) -> Case:
        return self.stage.case(self.mail.case_id)

    @property
    def person_id(self) -> int:
        return self.mail.recipient_id

    @property
    def days(self) -> int:
        """Teachers and students are quick; parents have their habits."""
        return self.habits.answers_after_days if self.role == "parent" else 1

    @property
    def how(self) -> str:
        return "paper" if self.mail.by_paper else "link"


def react(stage: Stage, mail: Mail, at: datetime) -> None:
    """Plans the reaction; a letter that asks nothing is read and put away."""
    reaction = REACTIONS.get(mail.name)
    if reaction is None:
        return
    case = stage.case(mail.case_id)
    held = Held(
        stage=stage, mail=mail, habits=stage.habits(case), role=seat(case, mail.recipient_id)
    )
    when = at + timedelta(days=held.days, minutes=len(stage.seen) % 240)
    stage.plan(when, lambda then: reaction(held, then))


def give_input(held: Held, at: datetime) -> None:
    case = held.case
    answers = {
        "student": lambda: texts.reflection(held.stage.chance),
        "parent": lambda: texts.questionnaire(held.stage.chance),
    }.get(held.role, lambda: {"comment": "Nothing to add."})()
    if case.plan().state != "drafting" or held.person_id in {i.person_id for i in case.inputs}:
        return
    command = GiveInput(**held.stage.as_(held.person_id, held.role, held.how), answers=answers)
    held.stage.say(case.id, command, at)


def reply(held: Held, at: datetime) -> None:
    case = held.case
    conference = case.conference(held.mail.no)
    subject = case.subject("conference", held.mail.no)
    if conference is None or subject is None or subject.state != "scheduled":
        return
    first = held.mail.sequence == 0
    story = held.habits.story if held.role == "parent" else "plain"
    if held.role == "teacher" and held.habits.story == "teacher_excused" and first:
        _ask_excusal(held, at)
        return
    if story in SILENT or held.mail.sequence != conference.sequence:
        return
    declines = story == "declines_time" and first
    proposes = story == "proposes_time" and first
    if held.role == "parent" and held.habits.answers_by == "mail" and not held.mail.by_paper:
        _by_mail(held, at, _words(held, declines=declines, proposes=proposes))
        return
    command = Reply(
        **held.stage.as_(held.person_id, held.role, held.how),
        no=held.mail.no,
        partstat="declined" if declines else "accepted",
        sequence=held.mail.sequence,
        stamp=at,
        source="paper" if held.mail.by_paper else "web",
        modality=held.habits.modality if held.role == "parent" else "room",
    )
    held.stage.say(case.id, command, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    partstat: str
    comment: str = ""
    starts_at: datetime | None = None


def _words(held: Held, *, declines: bool, proposes: bool) -> _Words:
    conference = held.case.conference(held.mail.no)
    slot = conference.slot if conference else None
    if proposes and slot is not None:
        later = slot.starts_at + timedelta(days=14)
        return _Words(partstat="TENTATIVE", comment="Two weeks later?", starts_at=later)
    if declines:
        return _Words(partstat="DECLINED", comment="I have to work then.")
    return _Words(partstat="ACCEPTED")


def _by_mail(held: Held, at: datetime, words: _Words) -> None:
    raw = mailed.answer(
        held.stage.raw(held.mail),
        mailed.Mailed(
            client=held.habits.mail_client,
            partstat=words.partstat,
            at=at,
            comment=words.comment,
            starts_at=words.starts_at,
        ),
    )
    store = held.stage.world.store
    outcome = inbox.work(store, inbox.take(store, raw, at), at)
    if outcome.state not in {"applied", "recorded"}:
        held.stage.surprises.append(
            f"{at:%Y-%m-%d} answer by mail {outcome.state}: {outcome.reason}"
        )


def _ask_excusal(held: Held, at: datetime) -> None:
    command = AskExcusal(
        **held.stage.as_(held.person_id, "teacher", "password"),
        no=held.mail.no,
        person_id=held.person_id,
        kind="with_input",
        written_input="In class the student helps others to see the idea behind a task.",
    )
    held.stage.ask(held.mail.case_id, command, at)


def grant_excusal(held: Held, at: datetime) -> None:
    conference = held.case.conference(held.mail.no)
    if conference is None:
        return
    for excusal in conference.excusals:
        if excusal.granted_at is None and held.role == "parent":
            command = GrantExcusal(
                **held.stage.as_(held.person_id, "parent", held.how),
                no=held.mail.no,
                person_id=excusal.person_id,
            )
            held.stage.ask(held.mail.case_id, command, at)


def sign(held: Held, at: datetime) -> None:
    """By link with a fresh code; families on paper bring the sheet to school (specialist.py)."""
    case, running = held.case, held.case.running("agreement")
    agreement = case.agreement(running.no) if running else None
    if running is None or agreement is None or running.state != "out":
        return
    if held.person_id in {m.person_id for m in agreement.standing_signatures()}:
        return
    if _signs_on_paper(held) or (held.role == "parent" and held.habits.story == "never_there"):
        return
    proof, how = _proof(held, agreement.original_sha256, at)
    disagrees = held.role == "parent" and held.habits.story == "disagrees" and agreement.no == 1
    comments = held.role == "parent" and held.habits.story == "agrees_with_comment"
    meaning = "disagree" if disagrees else "agree_with_comment" if comments else "agree"
    command = Sign(
        **held.stage.as_(held.person_id, held.role, how),
        no=agreement.no,
        meaning=meaning,
        shown_sha256=agreement.original_sha256,
        name=_name(held),
        comment="We would like a harder goal." if disagrees or comments else "",
        parts=("goals",) if disagrees else (),
        consent_version=CONSENT,
        proof=proof,
    )
    held.stage.say(case.id, command, at)


def _signs_on_paper(held: Held) -> bool:
    return held.mail.by_paper or (held.role == "parent" and held.habits.story == "signs_on_paper")


def _name(held: Held) -> str:
    with held.stage.world.store.read() as connection:
        found = people.person(connection, held.person_id)
    return found.name if found else ""


def _proof(held: Held, digest: str, at: datetime) -> tuple[str, str]:
    """Families get a code by letter and type it; staff are signed in."""
    if held.role not in {"parent", "student"}:
        return "", "password"
    stage = held.stage
    purpose = codes.Purpose(
        person_id=held.person_id, what="sign", subject=digest, case_id=held.mail.case_id
    )
    stage.world.store.write(lambda session: codes.issue(session, purpose, at))
    courier.work(stage.world.office, at)
    letters = [m for m in stage.new_mail() if m.name == "one_time_code"]
    mine = next(m for m in letters if m.recipient_id == held.person_id)
    typed = SIX_DIGITS.findall(stage.raw(mine).split(b"\r\n\r\n", 1)[1])
    used = None
    for code in dict.fromkeys(typed):
        used = stage.world.store.write(
            lambda session, c=code: codes.use(session, purpose, c.decode(), at)  # type: ignore[misc]
        )
        if used is not None:
            break
    return str(used), "link_code"


def self_check(held: Held, at: datetime) -> None:
    case = held.case
    if case.plan().state != "midyear_due":
        return
    answers = {"how_is_it": "Going well.", "what_helps": "The Friday problem.", "change": ""}
    command = SelfCheck(**held.stage.as_(held.person_id, "student"), answers=answers)
    held.stage.say(case.id, command, at)


def progress(held: Held, at: datetime) -> None:
    """The student checks in; parents tap `we talked about it`, as often as is their habit."""
    case = held.case
    if case.in_force is None or not case.in_force.goal_keys:
        return
    key = case.in_force.goal_keys[at.month % len(case.in_force.goal_keys)]
    rating = held.stage.chance.randint(1, 4)
    if held.role == "parent":
        if held.stage.chance.randint(1, 10) > held.habits.talks_at_dinner:
            return
        rating = 0
    command = NoteProgress(
        **held.stage.as_(held.person_id, held.role, held.how), goal_key=key, rating=rating
    )
    held.stage.ask(case.id, command, at)


def accept_decision(held: Held, at: datetime) -> None:
    """The family takes what the authority decided."""
    if held.role == "parent" and held.case.plan().facts.get("hold") == "upheld":
        held.stage.ask(
            held.mail.case_id, Settle(**held.stage.as_(held.person_id, "parent", held.how)), at
        )


def need_no_meeting(stage: Stage, case: Case, what: str, at: datetime) -> None:
    """A parent agrees in writing that this needs no meeting."""
    for parent in holders(case, "parent")[:1]:
        command = AgreeWithoutMeeting(**stage.as_(parent, "parent"), what=what)
        stage.ask(case.id, command, at)


REACTIONS: dict[str, Callable[[Held, datetime], None]] = {
    "ask_inputs": give_input,
    "remind_inputs": give_input,
    "invite": reply,
    "moved": reply,
    "ask_consent": grant_excusal,
    "ask_for_signature": sign,
    "remind_unsigned": sign,
    "ask_self_check": self_check,
    "ask_progress": progress,
    "tell_decision": accept_decision,
}
