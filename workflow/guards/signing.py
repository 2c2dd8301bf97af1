"""Conditions on signatures, scans and documented attempts to reach a family."""

from collections.abc import Callable
from datetime import datetime

from workflow.ask import Ask
from workflow.chart import Law
from workflow.commands import FileSignedPaper, RecordDecline, Sign
from workflow.deadlines import day_after
from workflow.plan import Attempt
from workflow.refusals import Because

_SHA256_LENGTH = 64


def shown(_law: Law, ask: Ask) -> Because | None:
    agreement, command = ask.agreement, ask.command
    if agreement is None or not isinstance(command, Sign | FileSignedPaper):
        return None
    person = command.by.person_id if isinstance(command, Sign) else command.person_id
    if person not in {signer.person_id for signer in agreement.signers}:
        return Because(
            why="This person is not asked to sign this text.",
            remedy="The specialist can add the seat and freeze the text anew.",
        )
    if command.shown_sha256 == agreement.original_sha256:
        return None
    return Because(
        why="The minutes changed after you opened them.", remedy="Read them again, then sign."
    )


def scan(_law: Law, ask: Ask) -> Because | None:
    command = ask.command
    if not isinstance(command, RecordDecline | FileSignedPaper):
        return None
    if len(command.scan_sha256) == _SHA256_LENGTH:
        return None
    return Because(
        why="A word on paper counts with its scan.",
        remedy="Scan or photograph the page and add it.",
    )


def sign_by_over(_law: Law, ask: Ask) -> Because | None:
    agreement = ask.agreement
    if agreement is None or ask.moment.on > agreement.sign_by:
        return None
    return Because(
        why=f"There is time to sign until {agreement.sign_by:%-d %B %Y}.",
        remedy="Remind those who have not answered; after that day you can close without them.",
    )


def attempts_made(law: Law, ask: Ask) -> Because | None:
    """Enough tries, by enough channels, over enough days (34 CFR 300.322(d))."""
    since = _since(ask)
    tries = [one for one in ask.case.attempts if since is None or one.at >= since]
    need, channels = law.profile.count("contact_attempts"), law.profile.count("contact_channels")
    if len(tries) >= need and _channels(tries) >= channels and _spread(law, ask, tries):
        return None
    return Because(
        why=(
            f"{len(tries)} of {need} attempts to reach the family are recorded, "
            f"by {_channels(tries)} of {channels} channels, "
            f"over at least {law.profile.span('contact_span')}."
        ),
        remedy="Try again by another way and record each attempt with its day and result.",
    )


def _since(ask: Ask) -> datetime | None:
    """For signatures only tries after the text was frozen count."""
    return ask.agreement.frozen_at if ask.subject.chart == "agreement" and ask.agreement else None


def _channels(tries: list[Attempt]) -> int:
    return len({one.channel for one in tries})


def _spread(law: Law, ask: Ask, tries: list[Attempt]) -> bool:
    school = ask.moment.school
    days = [school.local(one.at) for one in tries]
    return max(days) >= day_after(law.profile.span("contact_span"), min(days), school)


GUARDS: dict[str, Callable[[Law, Ask], Because | None]] = {
    "shown": shown,
    "scan": scan,
    "sign_by_over": sign_by_over,
    "attempts_made": attempts_made,
}
