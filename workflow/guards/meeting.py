"""Conditions on the time, the seats and the people of a conference."""

from collections.abc import Callable
from datetime import timedelta

from workflow.ask import Ask, people_of
from workflow.chart import Law
from workflow.commands import (
    AskExcusal,
    Begin,
    BookInterpreter,
    Convene,
    Move,
    Offer,
    Pick,
    Reply,
    TakeAttendance,
)
from workflow.deadlines import day_after, day_before, exactly
from workflow.plan import Conference, Slot
from workflow.refusals import Because
from workflow.seats import absent, answer_of, present, silent

#: A conference may begin this long before its time.
EARLY = timedelta(minutes=15)


def slots_said(ask: Ask) -> tuple[Slot, ...]:
    match ask.command:
        case Offer(slots=slots):
            return slots
        case Convene(slot=slot) | Move(slot=slot):
            return (slot,)
        case _:
            return ()


def notice(law: Law, ask: Ask) -> Because | None:
    slots, conference = slots_said(ask), ask.conference
    if not slots or (conference is not None and conference.notice_waived_by is not None):
        return None
    lead = law.profile.span("notice_lead")
    first = day_after(lead, ask.moment.on, ask.moment.school)
    if all(ask.moment.school.local(slot.starts_at) >= first for slot in slots):
        return None
    return Because(
        why=f"The family is to be told {lead} before.",
        remedy=f"Choose a day from {first:%-d %B} on, or ask a parent to waive the notice.",
    )


def free(law: Law, ask: Ask) -> Because | None:
    slots = slots_said(ask)
    if ask.clashes:
        return Because(
            why="At that time " + ", ".join(ask.clashes) + " is already taken.",
            remedy="Choose another time.",
        )
    if any(slot.starts_at <= ask.moment.at for slot in slots):
        return Because(why="That time is already past.", remedy="Choose a time that is to come.")
    if any(slot.ends_at <= slot.starts_at for slot in slots):
        return Because(why="The end is not after the beginning.", remedy="Correct the end.")
    if len(slots) > (most := law.profile.count("slots_offered")):
        return Because(why=f"At most {most} times are offered at once.", remedy="Leave some out.")
    return _within_hours(law, ask, slots)


def _within_hours(law: Law, ask: Ask, slots: tuple[Slot, ...]) -> Because | None:
    earliest, latest = (
        law.profile.clock_time("earliest_start"),
        law.profile.clock_time("latest_end"),
    )
    school = ask.moment.school
    for slot in slots:
        on = school.local(slot.starts_at)
        if slot.starts_at < school.instant(on, earliest) or slot.ends_at > school.instant(
            on, latest
        ):
            return Because(
                why=f"Conferences are held between {earliest:%H:%M} and {latest:%H:%M}.",
                remedy="Choose a time within these hours.",
            )
    return None


def slot_held(_law: Law, ask: Ask) -> Because | None:
    if not isinstance(ask.command, Pick) or ask.conference is None:
        return None
    if ask.clashes or ask.command.starts_at not in {s.starts_at for s in ask.conference.offered}:
        return Because(
            why="That time is no longer held for you.",
            remedy="Choose one of the times shown now, or propose another.",
        )
    return None


def newest(_law: Law, ask: Ask) -> Because | None:
    if not isinstance(ask.command, Reply) or ask.conference is None:
        return None
    answer = answer_of(ask.conference, ask.by.person_id)
    if answer is None:
        return Because(
            why="This person is not invited to this conference.",
            remedy="The specialist can add a seat and invite again.",
        )
    if ask.command.sequence < answer.asked_sequence:
        return Because(
            why="This answers an older invitation; the time has changed since.",
            remedy="Open the newest invitation and answer that one.",
        )
    if answer.reply_stamp is not None and ask.command.stamp < answer.reply_stamp:
        return Because(
            why="A newer answer of this person is already here.",
            remedy="Answer again if it should change.",
        )
    return None


def excusal_lead(law: Law, ask: Ask) -> Because | None:
    slot = ask.conference.slot if ask.conference else None
    if slot is None:
        return None
    lead = law.profile.span("excusal_lead")
    last = day_before(lead, ask.moment.school.local(slot.starts_at), ask.moment.school)
    if ask.moment.on <= last:
        return None
    return Because(
        why=f"To be excused is asked {lead} before the conference at the latest.",
        remedy="Attend, if only by phone for your part, or ask for a new time.",
    )


def input_written(_law: Law, ask: Ask) -> Because | None:
    command = ask.command
    if not isinstance(command, AskExcusal) or command.kind != "with_input":
        return None
    if command.written_input.strip():
        return None
    return Because(
        why="Your area will be discussed, so your written input is needed before.",
        remedy="Write what you would have said, then ask again.",
    )


def time_come(law: Law, ask: Ask) -> Because | None:
    slot = ask.conference.slot if ask.conference else None
    if slot is None:
        return None
    late = ask.word == "no_show"
    wait = exactly(law.profile.span("no_show_wait")) if late else -EARLY
    if ask.moment.at >= slot.starts_at + wait:
        return None
    return Because(
        why="It is too early to say that somebody did not come." if late else "It is not time yet.",
        remedy="Wait and call; then record it." if late else "Begin when the time has come.",
    )


def quorum(_law: Law, ask: Ask) -> Because | None:
    conference = ask.conference
    if conference is None:
        return None
    here = ask.command.present if isinstance(ask.command, Begin) else ()
    missing = absent(ask, present(ask, conference, here))
    if not missing:
        return None
    return Because(
        why="Needed and not here: " + ", ".join(missing) + ".",
        remedy="Wait and call them, or record that they did not come and set a new time.",
    )


def interpreter_ready(_law: Law, ask: Ask) -> Because | None:
    conference = ask.conference
    if conference is None or not conference.interpreter_language:
        return None
    if conference.interpreter_id is not None:
        return None
    return Because(
        why="The family asked for an interpreter and none is booked.",
        remedy="Book one who is trained and not related, or set a new time.",
    )


def interpreter_fit(_law: Law, ask: Ask) -> Because | None:
    command = ask.command
    if not isinstance(command, BookInterpreter):
        return None
    on = ask.moment.on
    family = {*people_of(ask.case, "parent", on), *people_of(ask.case, "student", on)}
    if command.trained and not command.relation and command.interpreter_id not in family:
        return None
    return Because(
        why="A student, a relative or somebody without training cannot interpret.",
        remedy="Book a trained interpreter, by phone if nobody can come.",
    )


def silence(_law: Law, ask: Ask) -> Because | None:
    if ask.conference is not None and silent(ask.conference):
        return None
    return Because(why="Everybody has answered.", remedy="There is nothing to do.")


def re_offer_left(law: Law, ask: Ask) -> Because | None:
    if ask.conference is None or ask.conference.re_offers < law.profile.count("re_offers"):
        return None
    return Because(
        why="New times were offered once already after somebody did not come.",
        remedy="Call the family and set the time together.",
    )


def attendance(_law: Law, ask: Ask) -> Because | None:
    taken: Conference | None = ask.conference
    if taken is None or taken.attendance or isinstance(ask.command, TakeAttendance):
        return None
    return Because(
        why="It is not recorded who was here.", remedy="Take the attendance, then close."
    )


def minutes_written(_law: Law, ask: Ask) -> Because | None:
    if ask.conference is None or ask.conference.minutes_digest:
        return None
    return Because(
        why="There are no minutes yet.", remedy="Write what was decided, then settle it."
    )


GUARDS: dict[str, Callable[[Law, Ask], Because | None]] = {
    "notice": notice,
    "free": free,
    "slot_held": slot_held,
    "newest": newest,
    "excusal_lead": excusal_lead,
    "input_written": input_written,
    "time_come": time_come,
    "quorum": quorum,
    "interpreter_ready": interpreter_ready,
    "interpreter_fit": interpreter_fit,
    "silence": silence,
    "re_offer_left": re_offer_left,
    "attendance": attendance,
    "minutes_written": minutes_written,
}
