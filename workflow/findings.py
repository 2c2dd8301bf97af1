"""What a command turns out to mean where it can mean several things: exactly one finding is true.

`possible` narrows by the configuration, so that the walk tries no more than can be; a property test
keeps the real answer inside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from workflow.ask import Ask, people_of
from workflow.commands import Begin, FileSignedPaper, Reply, Sign
from workflow.configuration import Configuration, configuration
from workflow.plan import Agreement
from workflow.seats import answer_of, present, seat_lost

#: Meanings of a family's signature by which a text is objected to, and by which it is agreed to.
OBJECTS = "disagree"
AGREES = ("agree", "agree_with_comment")
#: Holds that a new disagreement opens anew: nothing is waiting for a decision on what is said now.
REOPENED = ("none", "mended", "upheld", "revised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    of: tuple[str, ...]
    find: Callable[[Ask], str]
    possible: Callable[[Configuration], tuple[str, ...]]


def _hold_mended(here: Configuration) -> tuple[str, ...]:
    return ("mended",) if here.hold == "mended" else ("plain",)


def _freeze(here: Configuration) -> tuple[str, ...]:
    return ("ordered",) if here.hold == "ordered" else ("plain",)


def _disagreed(here: Configuration) -> tuple[str, ...]:
    return ("new",) if here.hold in REOPENED else ("also",)


def _reinstate(here: Configuration) -> tuple[str, ...]:
    return ("unfinished",) if here.plan.fact("force") == "none" else ("binding",)


def _begin(here: Configuration) -> tuple[str, ...]:
    return (
        ("parent_away",) if here.state("conference") == "missed" else ("parent_here", "parent_away")
    )


def _exactly(narrow: Callable[[Configuration], tuple[str, ...]]) -> Callable[[Ask], str]:
    """A finding that the configuration alone decides."""
    return lambda ask: narrow(configuration(ask.case))[0]


def find_begin(ask: Ask) -> str:
    conference = ask.conference
    if ask.subject.state == "missed" or conference is None:
        return "parent_away"
    said = ask.command.present if isinstance(ask.command, Begin) else ()
    if not said:
        return "parent_away" if ask.subject.facts.get("parent") == "waived" else "parent_here"
    here = present(ask, conference, said)
    parents = people_of(ask.case, "parent", ask.moment.on)
    return "parent_here" if here & frozenset(parents) else "parent_away"


def find_reply(ask: Ask) -> str:
    conference, command = ask.conference, ask.command
    if not isinstance(command, Reply) or conference is None or command.partstat != "declined":
        return "noted"
    if answer_of(conference, ask.by.person_id) is None:
        return "noted"
    return "seat_lost" if seat_lost(ask, conference) else "noted"


def find_signature(ask: Ask) -> str:
    agreement, command = ask.agreement, ask.command
    if agreement is None or not isinstance(command, Sign | FileSignedPaper):
        return "more"
    person = command.person_id if isinstance(command, FileSignedPaper) else ask.by.person_id
    objects = command.meaning == OBJECTS and _is_family(agreement, person)
    last = not unanswered(agreement, person, agrees=command.meaning in AGREES)
    match objects, last:
        case True, True:
            return "objects_last"
        case True, False:
            return "objects"
        case _, True:
            return "last"
        case _:
            return "more"


def unanswered(
    agreement: Agreement, person_id: int = 0, *, agrees: bool = False
) -> tuple[int, ...]:
    """The required signers left once this person has answered; one parent's yes speaks for all."""
    standing = agreement.standing_signatures()
    answered = {mark.person_id for mark in standing} | {person_id}
    parents = {signer.person_id for signer in agreement.signers if signer.role == "parent"}
    agreed = any(mark.person_id in parents and mark.meaning in AGREES for mark in standing)
    if agreed or (agrees and person_id in parents):
        answered |= parents
    return tuple(
        signer.person_id
        for signer in agreement.signers
        if signer.required and signer.person_id not in answered
    )


def _is_family(agreement: Agreement, person_id: int) -> bool:
    return any(
        signer.person_id == person_id and signer.role in {"parent", "student"}
        for signer in agreement.signers
    )


_SIGNATURES = ("last", "more", "objects", "objects_last")

FINDINGS: dict[str, Finding] = {
    "freeze": Finding(of=("ordered", "plain"), find=_exactly(_freeze), possible=_freeze),
    "take_effect": Finding(
        of=("mended", "plain"), find=_exactly(_hold_mended), possible=_hold_mended
    ),
    "agreement_void": Finding(
        of=("mended", "plain"), find=_exactly(_hold_mended), possible=_hold_mended
    ),
    "disagreed": Finding(of=("new", "also"), find=_exactly(_disagreed), possible=_disagreed),
    "reinstate": Finding(
        of=("binding", "unfinished"), find=_exactly(_reinstate), possible=_reinstate
    ),
    "begin": Finding(of=("parent_here", "parent_away"), find=find_begin, possible=_begin),
    "reply": Finding(
        of=("seat_lost", "noted"), find=find_reply, possible=lambda _: ("seat_lost", "noted")
    ),
    "sign": Finding(of=_SIGNATURES, find=find_signature, possible=lambda _: _SIGNATURES),
    "file_signed_paper": Finding(
        of=_SIGNATURES, find=find_signature, possible=lambda _: _SIGNATURES
    ),
}
