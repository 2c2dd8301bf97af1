"""The chapter of the agreement: frozen, printed, signed, settled, sealed; then the text binds."""

from collections.abc import Callable

from workflow.ask import people_of
from workflow.commands import FileMinutes, FileOriginal, FileSignedPaper, Sign
from workflow.deadlines import day_after
from workflow.events import signing as happened
from workflow.events.happening import Event
from workflow.events.planning import DisputeEnded, Objected, TookEffect
from workflow.findings import REOPENED
from workflow.hearing import Hearing
from workflow.plan import Agreement, Case, Signature, Signer
from workflow.seats import required

#: Who is asked to sign, in the order in which a person with several seats signs as one.
ASKED = ("student", "parent", "chair", "teacher")


def frozen(heard: Hearing, no: int) -> tuple[Event, ...]:
    """The agreement that freezing opens, with all who are asked and the last day to sign."""
    draft = heard.case.draft
    if draft is None:
        return ()
    agreement = Agreement(
        no=no,
        draft_number=draft.number,
        text_digest=draft.digest,
        conference_no=_conference_of(heard.case),
        frozen_at=heard.at,
        sign_by=day_after(heard.law.profile.span("sign_by"), heard.on, heard.ask.moment.school),
        signers=signers(heard),
    )
    return (happened.TextFrozen(stamp=heard.stamp, agreement=agreement),)


def signers(heard: Hearing) -> tuple[Signer, ...]:
    found: dict[int, Signer] = {}
    for role in ASKED:
        needed = required(heard.case, role, heard.on)
        for person in people_of(heard.case, role, heard.on):
            signer = Signer(person_id=person, role=role, required=person in needed)
            found.setdefault(person, signer)
    return tuple(found.values())


def _conference_of(case: Case) -> int:
    """The newest minuted conference that no settled agreement covers; 0 where there was none."""
    covered = {one.conference_no for one in case.agreements if one.settled_at is not None}
    minuted = [one.no for one in case.conferences if one.minutes_settled_at is not None]
    return next((no for no in reversed(minuted) if no not in covered), 0)


def file_original(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(FileOriginal)
    return (
        happened.OriginalFiled(
            stamp=heard.stamp,
            no=heard.no,
            original_sha256=said.original_sha256,
            pages=said.pages,
        ),
    )


def sign(heard: Hearing) -> tuple[Event, ...]:
    said, by = heard.said(Sign), heard.ask.by
    signature = Signature(
        person_id=by.person_id,
        role=_role_of(heard.agreement, by.person_id),
        meaning=said.meaning,
        method=said.method,
        shown_sha256=said.shown_sha256,
        at=heard.at,
        name=said.name,
        comment_digest=heard.digest("comment"),
        mark_digest=heard.digest("mark"),
        identified_by=by.identified_by,
        witness_id=said.witness_id,
        consent_version=said.consent_version,
        parts=said.parts,
    )
    return _signed(heard, signature)


def file_signed_paper(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(FileSignedPaper)
    signature = Signature(
        person_id=said.person_id,
        role=_role_of(heard.agreement, said.person_id),
        meaning=said.meaning,
        method="paper",
        shown_sha256=said.shown_sha256,
        at=heard.at,
        comment_digest=heard.digest("comment"),
        identified_by="paper_scan",
        witness_id=said.witness_id,
        parts=said.parts,
        scan_sha256=said.scan_sha256,
    )
    return _signed(heard, signature)


def _role_of(agreement: Agreement, person_id: int) -> str:
    return next((one.role for one in agreement.signers if one.person_id == person_id), "")


def _signed(heard: Hearing, signature: Signature) -> tuple[Event, ...]:
    events: list[Event] = [happened.Signed(stamp=heard.stamp, no=heard.no, signature=signature)]
    if heard.row.finding.startswith("objects"):
        events.append(
            Objected(
                stamp=heard.stamp,
                person_id=signature.person_id,
                parts=signature.parts,
                reason_digest=signature.comment_digest,
                on=heard.on,
                anew=heard.case.plan().facts["hold"] in REOPENED,
            )
        )
    if heard.row.target:
        events.append(happened.AgreementReached(stamp=heard.stamp, no=heard.no))
    return tuple(events)


def lapse(heard: Hearing) -> tuple[Event, ...]:
    return (happened.AgreementReached(stamp=heard.stamp, no=heard.no, lapsed=True),)


def file_minutes(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(FileMinutes)
    return (
        happened.MinutesFiled(stamp=heard.stamp, no=heard.no, sealed_sha256=said.sealed_sha256),
    )


def take_effect(heard: Hearing) -> tuple[Event, ...]:
    """The frozen text binds. It is the draft: while a text is frozen nobody writes another."""
    draft = heard.case.draft
    if draft is None:
        return ()
    effect = TookEffect(stamp=heard.stamp, draft=draft, on=heard.on)
    if heard.row.finding == "mended":
        return (effect, DisputeEnded(stamp=heard.stamp))
    return (effect,)


SAYS: dict[str, Callable[[Hearing], tuple[Event, ...]]] = {
    "file_original": file_original,
    "sign": sign,
    "file_signed_paper": file_signed_paper,
    "lapse": lapse,
    "file_minutes": file_minutes,
    "take_effect": take_effect,
}
