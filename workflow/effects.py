"""What is owed because of a row: the words after `do`, as one order for each recipient.

An order is a value, written down before it is done. How a letter reads or a paper is printed is not
here. Before it is done the courier asks `still(case, order)`: what is no longer wanted is not done.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from workflow.ask import Ask, people_of
from workflow.chart import Row
from workflow.commands import FileSignedPaper
from workflow.plan import Case, Conference, Subject
from workflow.seats import declined, participants, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to do, for one person or, without a recipient, by the courier or the district."""

    kind: str
    recipient: int | None
    chart: str
    no: int
    #: A key of STILL; "" is wanted whatever comes.
    still_if: str = ""
    #: word: the command; role: whom in the district; state, sequence: as they stood.
    body: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The case after the decision, and which subject the order is about."""

    case: Case
    subject: Subject
    ask: Ask
    on: date

    def holders(self, *roles: str) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for role in roles:
            found |= dict.fromkeys(people_of(self.case, role, self.on))
        left_out = self.conference.left_out if self.conference else ()
        return tuple(person for person in found if person not in left_out)

    @property
    def conference(self) -> Conference | None:
        """The conference that the order is about; None where it is about the plan or a text."""
        if self.subject.chart != "conference":
            return None
        return self.case.conference(self.subject.no)


Recipients = Callable[[Scene], tuple[int | None, ...]]


def _seats(*roles: str) -> Recipients:
    return lambda scene: scene.holders(*roles)


def _nobody(_scene: Scene) -> tuple[int | None, ...]:
    return (None,)


def _district(role: str) -> Recipients:
    """Those of the district who hold a seat here; else the courier asks the district."""
    return lambda scene: scene.holders(role) or (None,)


def _parents(scene: Scene) -> tuple[int, ...]:
    return scene.holders("parent")


def _family(scene: Scene) -> tuple[int, ...]:
    return scene.holders("parent", "student")


def _copied(scene: Scene) -> tuple[int, ...]:
    """The seats that receive copies, parents without the right to decide among them."""
    return _but(scene, "interpreter", "guest", "coordinator", "authority")


def _everybody(scene: Scene) -> tuple[int, ...]:
    return _but(scene, "interpreter", "guest")


def _but(scene: Scene, *roles: str) -> tuple[int, ...]:
    found = {
        party.person_id: None
        for party in scene.case.parties
        if party.holds_on(scene.on) and party.receives_copy and party.role not in roles
    }
    return tuple(found)


def _without_input(scene: Scene) -> tuple[int, ...]:
    given = {one.person_id for one in scene.case.inputs}
    asked = scene.holders("parent", "student", "teacher")
    return tuple(person for person in asked if person not in given)


def _invited(scene: Scene) -> tuple[int, ...]:
    conference = scene.conference
    if conference is not None and conference.answers:
        return tuple(one.person_id for one in conference.answers)
    return tuple(participants(scene.case, scene.on, conference))


def _uninvited(scene: Scene) -> tuple[int, ...]:
    """Only those who hold an invitation."""
    conference = scene.conference
    return tuple(one.person_id for one in conference.answers) if conference else ()


def _silent(scene: Scene) -> tuple[int, ...]:
    conference = scene.conference
    return silent(conference) if conference else ()


def _coming(scene: Scene) -> tuple[int, ...]:
    conference = scene.conference
    gone = declined(conference) if conference else ()
    return tuple(person for person in _invited(scene) if person not in gone)


def _unsigned(scene: Scene) -> tuple[int, ...]:
    agreement = scene.case.agreement(scene.subject.no)
    if agreement is None:
        return ()
    signed = {mark.person_id for mark in agreement.standing_signatures()}
    return tuple(one.person_id for one in agreement.signers if one.person_id not in signed)


def _signers(scene: Scene) -> tuple[int, ...]:
    agreement = scene.case.agreement(scene.subject.no)
    return tuple(one.person_id for one in agreement.signers) if agreement else ()


def _actor(scene: Scene) -> tuple[int, ...]:
    command = scene.ask.command
    if isinstance(command, FileSignedPaper):
        return (command.person_id,)
    return (scene.ask.by.person_id,)


def _turn(scene: Scene) -> tuple[int | None, ...]:
    """Whose turn it is: the authority where a decision is due, the chair at the table."""
    if scene.subject.chart == "plan" and scene.subject.facts.get("hold") in {"asked", "higher"}:
        return scene.holders("authority") or scene.holders("coordinator") or (None,)
    if scene.subject.state in {"under_way", "held", "missed"}:
        return scene.holders("chair") or scene.holders("specialist")
    return scene.holders("specialist")


def _turn_and_coordinator(scene: Scene) -> tuple[int | None, ...]:
    return tuple(dict.fromkeys((*_turn(scene), *(scene.holders("coordinator") or (None,)))))


#: Each order word: who gets it, and the condition under which it is still wanted.
WORDS: dict[str, tuple[Recipients, str]] = {
    "announce": (_copied, ""),
    "ask_consent": (_parents, "excusal_open"),
    "ask_for_signature": (_unsigned, "unsigned"),
    "ask_inputs": (_seats("parent", "student", "teacher"), "input_open"),
    "ask_progress": (_family, "in_force"),
    "ask_reflection": (_seats("student"), "same_state"),
    "ask_self_check": (_seats("student"), "self_check_open"),
    "ask_to_call": (_seats("specialist"), "anybody_silent"),
    "confirm": (_parents, ""),
    "escalate": (_turn_and_coordinator, "same_state"),
    "find_interpreter": (_nobody, "interpreter_open"),
    "find_times": (_nobody, "seeking"),
    "invite": (_invited, "invitation_stands"),
    "invite_again": (_actor, "invitation_stands"),
    "notify_rights": (_family, ""),
    "nudge": (_turn, "same_state"),
    "package": (_nobody, ""),
    "print_original": (_nobody, "unprinted"),
    "receipt": (_actor, ""),
    "release_slots": (_nobody, ""),
    "remind_inputs": (_without_input, "input_open"),
    "remind_parent": (_parents, "same_state"),
    "remind_party": (_coming, "invitation_stands"),
    "remind_silent": (_silent, "silent"),
    "remind_unsigned": (_unsigned, "unsigned"),
    "report": (_district("coordinator"), ""),
    "seal_minutes": (_nobody, "unsealed"),
    "seal_record": (_nobody, "unfiled"),
    "send_copies": (_copied, ""),
    "send_minutes": (_invited, ""),
    "send_offer": (_parents, "same_state"),
    "send_review": (_family, ""),
    "share_draft": (_family, "same_state"),
    "start_next": (_nobody, ""),
    "supersede_prior": (_nobody, ""),
    "tell_authority": (_district("authority"), ""),
    "tell_coordinator": (_district("coordinator"), ""),
    "tell_decision": (_seats("parent", "student", "specialist"), ""),
    "tell_family": (_family, ""),
    "tell_operator": (_district("operator"), "same_state"),
    "tell_parties": (_everybody, ""),
    "tell_void": (_signers, ""),
    "thank": (_coming, ""),
    "uninvite": (_uninvited, ""),
}
#: Orders that the district's people get where no seat of the case is theirs.
_ROLE_OF: dict[str, str] = {
    "escalate": "coordinator",
    "nudge": "authority",
    "report": "coordinator",
    "tell_authority": "authority",
    "tell_coordinator": "coordinator",
    "tell_operator": "operator",
}


def orders(case: Case, ask: Ask, heard: tuple[tuple[Row, int], ...]) -> tuple[Order, ...]:
    """The orders of all rows that were heard, in their order; each person gets a kind once."""
    found: dict[tuple[str, int | None], Order] = {}
    for row, no in heard:
        for kind in row.orders:
            for order in _of(kind, _scene(case, ask, (row, no), kind), row):
                found.setdefault((order.kind, order.recipient), order)
    return tuple(found.values())


def _scene(case: Case, ask: Ask, heard: tuple[Row, int], kind: str) -> Scene:
    row, no = heard
    subject = case.subject(row.chart, no)
    if kind == "print_original":
        subject = case.running("agreement") or subject
    return Scene(case=case, subject=subject or case.plan(), ask=ask, on=ask.moment.on)


def _of(kind: str, scene: Scene, row: Row) -> tuple[Order, ...]:
    recipients, still_if = WORDS[kind]
    subject = scene.subject
    body = {"word": row.command, "state": subject.state}
    if subject.chart == "conference":
        conference = scene.case.conference(subject.no)
        body["sequence"] = str(conference.sequence if conference else 0)
    return tuple(
        Order(
            kind=kind,
            recipient=person,
            chart=subject.chart,
            no=subject.no,
            still_if=still_if,
            body=body | ({"role": _ROLE_OF[kind]} if person is None and kind in _ROLE_OF else {}),
        )
        for person in recipients(scene)
    )
