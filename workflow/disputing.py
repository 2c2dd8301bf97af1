"""The chapter of disagreement (ECEA 12.06): objected, heard, decided, appealed, settled, ended."""

from collections.abc import Callable

from workflow.commands import Hear, Object
from workflow.events import planning as happened
from workflow.events.happening import Event
from workflow.hearing import Hearing


def object_to(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(Object)
    return (
        happened.Objected(
            stamp=heard.stamp,
            person_id=heard.ask.by.person_id,
            parts=said.parts,
            reason_digest=heard.digest("reason"),
            on=heard.on,
            anew=True,
        ),
    )


def hear(heard: Hearing) -> tuple[Event, ...]:
    return (happened.HearingHeld(stamp=heard.stamp, on=heard.said(Hear).on),)


def uphold(heard: Hearing) -> tuple[Event, ...]:
    return (_decided(heard, upheld=True),)


def revise(heard: Hearing) -> tuple[Event, ...]:
    return (_decided(heard, upheld=False),)


def _decided(heard: Hearing, *, upheld: bool) -> Event:
    return happened.DisputeDecided(
        stamp=heard.stamp, on=heard.on, upheld=upheld, decision_digest=heard.digest("decision")
    )


def uphold_finally(heard: Hearing) -> tuple[Event, ...]:
    return (_decided(heard, upheld=True), *end(heard))


def appeal(heard: Hearing) -> tuple[Event, ...]:
    return (happened.DecisionAppealed(stamp=heard.stamp, on=heard.on),)


def end(heard: Hearing) -> tuple[Event, ...]:
    return (happened.DisputeEnded(stamp=heard.stamp),)


def end_with_plan(heard: Hearing) -> tuple[Event, ...]:
    """A family that declines the plan leaves nothing to dispute."""
    return end(heard) if heard.case.dispute is not None else ()


SAYS: dict[str, Callable[[Hearing], tuple[Event, ...]]] = {
    "object": object_to,
    "hear": hear,
    "uphold": uphold,
    "revise": revise,
    "appeal": appeal,
    "let_uphold": end,
    "uphold_finally": uphold_finally,
    "revise_finally": revise,
    "settle": end,
    "decline": end_with_plan,
    "record_decline": end_with_plan,
}
