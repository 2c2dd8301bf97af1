"""Whether an order is still wanted when its turn comes: asked now, of the case as it stands."""

from collections.abc import Callable

from workflow.effects import Order
from workflow.findings import unanswered
from workflow.plan import Case
from workflow.seats import silent


def still(case: Case, order: Order) -> bool:
    """Whether the order is still wanted, as the case stands now."""
    return STILL[order.still_if](case, order) if order.still_if else True


def _same_state(case: Case, order: Order) -> bool:
    subject = case.subject(order.chart, order.no)
    return subject is not None and subject.state == order.body.get("state")


def _input_open(case: Case, order: Order) -> bool:
    writing = case.plan().state in {"identified", "drafting"}
    return writing and order.recipient not in {one.person_id for one in case.inputs}


def _invitation_stands(case: Case, order: Order) -> bool:
    subject, conference = case.subject("conference", order.no), case.conference(order.no)
    return (
        subject is not None
        and subject.state == "scheduled"
        and conference is not None
        and str(conference.sequence) == order.body.get("sequence")
    )


def _silent_still(case: Case, order: Order) -> bool:
    conference = case.conference(order.no)
    return (
        conference is not None
        and _invitation_stands(case, order)
        and order.recipient in silent(conference)
    )


def _anybody_silent(case: Case, order: Order) -> bool:
    conference = case.conference(order.no)
    return conference is not None and _same_state(case, order) and bool(silent(conference))


def _unsigned_still(case: Case, order: Order) -> bool:
    subject, agreement = case.subject("agreement", order.no), case.agreement(order.no)
    if subject is None or agreement is None or subject.state != "out":
        return False
    signed = {mark.person_id for mark in agreement.standing_signatures()}
    return order.recipient not in signed and bool(unanswered(agreement))


def _excusal_open(case: Case, order: Order) -> bool:
    conference = case.conference(order.no)
    return conference is not None and any(one.granted_at is None for one in conference.excusals)


def _interpreter_open(case: Case, order: Order) -> bool:
    conference = case.conference(order.no)
    return conference is not None and conference.interpreter_id is None


def _seeking(case: Case, order: Order) -> bool:
    subject = case.subject("conference", order.no)
    return subject is not None and subject.state in {"draft", "unanswered"}


def _in_agreement(state: str) -> Callable[[Case, Order], bool]:
    def stands(case: Case, order: Order) -> bool:
        subject = case.subject("agreement", order.no)
        return subject is not None and subject.state == state

    return stands


STILL: dict[str, Callable[[Case, Order], bool]] = {
    "anybody_silent": _anybody_silent,
    "excusal_open": _excusal_open,
    "in_force": lambda case, _: case.in_force is not None and case.plan().state != "archived",
    "input_open": _input_open,
    "interpreter_open": _interpreter_open,
    "invitation_stands": _invitation_stands,
    "same_state": _same_state,
    "seeking": _seeking,
    "self_check_open": lambda case, _: case.self_checked_at is None,
    "silent": _silent_still,
    "unfiled": lambda case, _: not case.record_sha256,
    "unprinted": _in_agreement("frozen"),
    "unsealed": _in_agreement("settled"),
    "unsigned": _unsigned_still,
}
