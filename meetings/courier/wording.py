"""What a letter says: the one context of all letters, filled from the scene of an order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from documents import press
from documents.letters import Item, LetterContext, Slot
from meetings.courier.scene import Scene
from meetings.store.people import Person
from workflow.labels import label
from workflow.plan import Answer, Conference

#: Which task a letter's button opens (identity/links.py).
PURPOSES = {
    "ask_inputs": "inputs",
    "remind_inputs": "inputs",
    "share_draft": "draft",
    "send_offer": "reply",
    "remind_parent": "reply",
    "invite": "reply",
    "moved": "reply",
    "invite_again": "reply",
    "remind_party": "reply",
    "remind_silent": "reply",
    "ask_consent": "consent",
    "ask_for_signature": "sign",
    "remind_unsigned": "sign",
    "ask_self_check": "self_check",
    "ask_reflection": "self_check",
    "ask_progress": "progress",
    "send_minutes": "plan",
    "send_copies": "plan",
    "announce": "plan",
    "send_review": "plan",
    "receipt": "plan",
    "thank": "plan",
    "tell_void": "plan",
    "ask_times": "times",
    "poll": "poll",
    "booking_open": "booking",
}
#: Letters that a family can act on in no other way than to read them.
WITHOUT_LINK = ("one_time_code", "uninvite", "cancelled", "notify_rights")
TITLES = {
    "en": {
        "parent": "parent or guardian",
        "student": "student",
        "teacher": "teacher",
        "specialist": "gifted specialist",
        "chair": "chair",
        "administrator": "administrator",
        "counselor": "counselor",
        "recorder": "note-taker",
        "interpreter": "interpreter",
        "guest": "guest",
    },
    "es": {
        "parent": "padre, madre o tutor legal",
        "student": "estudiante",
        "teacher": "docente",
        "specialist": "especialista en estudiantes dotados",
        "chair": "quien preside",
        "administrator": "administración",
        "counselor": "consejería",
        "recorder": "quien toma el acta",
        "interpreter": "intérprete",
        "guest": "persona invitada",
    },
}
MEANINGS = {
    "en": {
        "attended": "that you attended",
        "received_copy": "that you received a copy",
        "agree": "that you agree",
        "agree_with_comment": "that you agree, with your comment",
        "disagree": "that you do not agree",
        "decline_to_sign": "that you prefer not to sign",
    },
    "es": {
        "attended": "que usted asistió",
        "received_copy": "que usted recibió una copia",
        "agree": "que usted está de acuerdo",
        "agree_with_comment": "que usted está de acuerdo, con su comentario",
        "disagree": "que usted no está de acuerdo",
        "decline_to_sign": "que usted prefiere no firmar",
    },
}
PURPOSE = {
    "en": "to talk about {whose} Advanced Learning Plan and to agree on it",
    "es": "para hablar del Plan de Aprendizaje Avanzado y acordarlo",
}
WHOSE = {"guardian": "your child's", "student": "your"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a letter needs besides the scene: its links and what only its order knows."""

    link: str = ""
    slot_links: tuple[str, ...] = ()
    code: str = ""
    goal: str = ""
    items: tuple[Item, ...] = ()
    reason: str = ""


def language_of(person: Person) -> str:
    return "es" if person.language.startswith("es") else "en"


def context(scene: Scene, name: str, said: Said) -> LetterContext:
    """Every field finished in the recipient's language."""
    person = scene.recipient or scene.specialist
    spoken = language_of(person) if person else "en"
    role = _role(scene, person)
    specialist = scene.specialist
    return LetterContext(
        recipient_name=person.name if person else scene.school.name,
        school_name=scene.school.name,
        specialist_name=specialist.name if specialist else scene.school.from_name,
        contact=scene.school.contact or scene.school.name,
        role=role,
        link=said.link,
        child=scene.student.called,
        when=_when(scene, spoken),
        place=place(scene, spoken),
        purpose=PURPOSE[spoken].format(whose=WHOSE.get(role, "the student's")),
        due=_due(scene, name, spoken),
        reason=said.reason,
        goal=said.goal,
        question=QUESTIONS[spoken] if name == "ask_progress" else "",
        answer=_answer(scene, name, spoken),
        code=said.code,
        people=titles(scene, spoken),
        slots=_slots(scene, said.slot_links, spoken) if name in OFFERS else (),
        items=said.items or _items(scene, name, said.link),
    )


OFFERS = ("send_offer", "remind_parent")
#: Letters whose order says until when they can be answered.
CLOSING = ("poll", "booking_open")
QUESTIONS = {
    "en": "What did you try this week, and what will you try next?",
    "es": "¿Qué intentaste esta semana y qué vas a intentar después?",
}


def _role(scene: Scene, person: Person | None) -> str:
    role = scene.role_of(person.id) if person else "coordinator"
    return "guardian" if role == "parent" else role or "coordinator"


def _when(scene: Scene, spoken: str) -> str:
    conference = scene.conference
    if conference is None or conference.slot is None:
        return ""
    return scene.when(conference.slot.starts_at, spoken)


def place(scene: Scene, spoken: str) -> str:
    """Room and school, or how the recipient joins; "" before a time is set."""
    conference = scene.conference
    if conference is None or conference.slot is None:
        return ""
    answer = _answer_of(conference, scene.owed.order.recipient)
    mode = answer.modality if answer else "room"
    if mode == "phone":
        return {"en": "By telephone: the school calls you", "es": "Por teléfono: la escuela llama"}[
            spoken
        ]
    if mode == "video":
        return {
            "en": "By video: the link is on the page behind the button",
            "es": "Por video: el enlace está en la página del botón",
        }[spoken]
    return ", ".join(part for part in (conference.slot.room, scene.school.place) if part)


def _answer_of(conference: Conference, person_id: int | None) -> Answer | None:
    return next((one for one in conference.answers if one.person_id == person_id), None)


def titles(scene: Scene, spoken: str) -> tuple[str, ...]:
    """Who is expected, by title: enough for a notice, and it names nobody to another household."""
    conference = scene.conference
    if conference is None:
        return ()
    words = TITLES[spoken]
    said = [words.get(scene.role_of(one.person_id), "") for one in conference.answers]
    return tuple(dict.fromkeys(title for title in said if title))


def _due(scene: Scene, name: str, spoken: str) -> str:
    on = _due_on(scene, name)
    return press.long_date(on, spoken) if on else ""


def _due_on(scene: Scene, name: str) -> date | None:
    dates, agreement = scene.case.dates, scene.agreement
    if name in CLOSING:
        said = scene.owed.order.body.get("due", "")
        return date.fromisoformat(said) if said else None
    if name in {"ask_for_signature", "remind_unsigned"}:
        return agreement.sign_by if agreement else None
    if name in {"ask_inputs", "remind_inputs", "share_draft"}:
        return dates.get("inputs_due_on")
    if name in {"ask_self_check", "ask_reflection"}:
        return dates.get("last_school_day") if name == "ask_reflection" else None
    return None


def _answer(scene: Scene, name: str, spoken: str) -> str:
    """What the recipient said, for receipts; what the authority decided, for decisions."""
    if name == "receipt" and scene.agreement is not None:
        marks = scene.agreement.standing_signatures()
        own = [m.meaning for m in marks if m.person_id == scene.owed.order.recipient]
        return MEANINGS[spoken].get(own[-1], "") if own else ""
    if name == "tell_decision":
        return label(scene.owed.order.body.get("word", "")).lower()
    return ""


def _slots(scene: Scene, links: tuple[str, ...], spoken: str) -> tuple[Slot, ...]:
    conference = scene.conference
    offered = conference.offered if conference else ()
    return tuple(
        Slot(when=scene.when(slot.starts_at, spoken), link=link)
        for slot, link in zip(offered, links, strict=False)
    )


def _items(scene: Scene, name: str, link: str) -> tuple[Item, ...]:
    maker = ITEMS.get(name)
    return (Item(words=maker(scene), link=link),) if maker else ()


def _turn(scene: Scene) -> str:
    """What waits: the chart's word for it and the student's initials, never the name."""
    student = scene.student
    initials = f"{student.given_name[:1]}. {student.family_name[:1]}."
    return f"{initials}: {label(scene.owed.order.body.get('word', ''))}"


ITEMS: dict[str, Callable[[Scene], str]] = {
    "nudge": _turn,
    "escalate": _turn,
    "report": _turn,
    "tell_operator": _turn,
    "tell_coordinator": _turn,
    "ask_to_call": _turn,
}
