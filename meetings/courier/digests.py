"""Several reminders to one person as one letter a day, a line for each."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from documents.letters import Item
from meetings.courier.letters import Prepared
from meetings.courier.wording import Said, context, language_of

#: When the day's list is written, in the school's zone.
WRITTEN_AT = time(7)


class WrittenToday(Exception):  # noqa: N818  named for what happened
    """The list of this day is frozen, and nobody gets a second one; `next_at` is the next."""

    def __init__(self, next_at: datetime) -> None:
        super().__init__("One list a day: this comes with the next one.")
        self.next_at = next_at


def tomorrow(prepared: Prepared) -> datetime:
    """The morning after the moment at which this list would be written."""
    zone = ZoneInfo(prepared.scene.school.zone)
    today = prepared.scene.at.astimezone(zone).date()
    return datetime.combine(today + timedelta(days=1), WRITTEN_AT, zone).astimezone(UTC)


def digest_of(prepared: tuple[Prepared, ...], at: datetime) -> Prepared:
    """Several reminders to one person as one letter; its id is the person's day."""
    first = prepared[0]
    today = at.astimezone(ZoneInfo(first.scene.school.zone)).date()
    owed = replace(
        first.scene.owed,
        id=f"digest.{first.person.id}.{today}",
        order=replace(first.scene.owed.order, kind="digest"),
        given_at=max(one.scene.owed.given_at for one in prepared),
    )
    items = tuple(
        item
        for one in prepared
        for item in (one.said.items or (Item(words=_line(one), link=one.said.link),))
    )
    return replace(
        first,
        scene=replace(first.scene, owed=owed),
        name="digest",
        said=Said(link=items[0].link, items=items),
        calendar=None,
        reply_to="",
    )


def _line(one: Prepared) -> str:
    """What this reminder is about, in a line."""
    finished = context(one.scene, one.name, one.said)
    if finished.items:
        return finished.items[0].words
    spoken = language_of(one.person)
    words = LINES[spoken].get(one.name, LINES[spoken][""])
    return f"{finished.child}: {words}" + (f" ({finished.due})" if finished.due else "")


LINES = {
    "en": {
        "": "something waits for you",
        "remind_inputs": "please answer a few questions before the conference",
        "remind_parent": "please choose a time for the conference",
        "remind_party": "the conference is soon",
        "remind_silent": "please answer the invitation",
        "remind_unsigned": "please read and sign the plan",
        "ask_progress": "how is the goal going?",
        "ask_to_call": "please call the family",
    },
    "es": {
        "": "algo le espera",
        "remind_inputs": "por favor responda unas preguntas antes de la reunión",
        "remind_parent": "por favor elija una hora para la reunión",
        "remind_party": "la reunión es pronto",
        "remind_silent": "por favor responda a la invitación",
        "remind_unsigned": "por favor lea y firme el plan",
        "ask_progress": "¿cómo va la meta?",
        "ask_to_call": "por favor llame a la familia",
    },
}
