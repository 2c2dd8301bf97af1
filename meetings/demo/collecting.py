"""How the specialist of the demo gets signatures: sheets on paper taken in, tries, and the end."""

from datetime import datetime, timedelta

from meetings.courier.contents import File, heading
from meetings.courier.filing import Filing, put
from meetings.demo.scans import scan
from meetings.demo.sitting import name_of
from meetings.demo.stage import Stage, local, me
from meetings.store import people
from workflow.commands import FileSignedPaper, Lapse, RecordAttempt
from workflow.plan import Case


def collect(stage: Stage, case: Case, at: datetime) -> None:
    """Signatures: sheets that came on paper are taken in; after the last day she closes."""
    running = case.running("agreement")
    agreement = case.agreement(running.no) if running else None
    if running is None or agreement is None or running.state != "out":
        return
    if at - running.entered_at < timedelta(days=2):
        return
    signed = {mark.person_id for mark in agreement.standing_signatures()}
    for signer in agreement.signers:
        if signer.person_id in signed or signer.role != "parent":
            continue
        if _on_paper(stage, case, signer.person_id):
            _take_in(stage, case, signer.person_id, at)
            return
        if local(at).toordinal() % 2 == 0:
            _remember_try(stage, case, signer.person_id, at)
    if local(at) > agreement.sign_by:
        lapse = Lapse(**me(stage, "chair"), no=agreement.no, seen=stage.case(case.id).version)
        stage.ask(case.id, lapse, at)


def _on_paper(stage: Stage, case: Case, person_id: int) -> bool:
    with stage.world.store.read() as connection:
        found = people.person(connection, person_id)
    story = stage.habits(case).story
    return story == "signs_on_paper" or (
        found is not None and found.by_letter and story != "never_there"
    )


def _remember_try(stage: Stage, case: Case, person_id: int, at: datetime) -> None:
    channel = ("phone", "mail", "letter")[len(case.attempts) % 3]
    command = RecordAttempt(
        **me(stage), channel=channel, tried_at=at, person_id=person_id, result="no_answer"
    )
    stage.ask(case.id, command, at)


def _take_in(stage: Stage, case: Case, person_id: int, at: datetime) -> None:
    running = case.running("agreement")
    agreement = case.agreement(running.no) if running else None
    if agreement is None:
        return
    office, name = stage.world.office, name_of(stage, person_id)
    with office.store.read() as connection:
        head = heading(File.read(connection, case, office.settings), "Signature sheet")
    filing = Filing(
        case_id=case.id,
        kind="scan",
        no=agreement.no,
        title="Signature on paper",
        data=scan(name, head, at),
        text_sha256="",
    )
    digest = put(office, filing, at)
    command = FileSignedPaper(
        **me(stage),
        no=agreement.no,
        person_id=person_id,
        meaning="agree",
        shown_sha256=agreement.original_sha256,
        scan_sha256=digest,
        dated_on=local(at),
        witness_id=stage.specialist,
    )
    stage.say(case.id, command, at)
