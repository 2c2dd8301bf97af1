"""The playbook: `>>` what is asked of one student's plan, `<<` what must follow.

After each `>>` the clock rings and the courier makes his round, as the running program would; `<<`
looks at what came of it. A person speaks as "Ana Cruz, parent"; who they are is in cast.py, and the
school itself in scenarios/book.py.
"""

from dataclasses import replace
from datetime import date, timedelta

from meetings import inbox
from meetings.courier.contents import File, heading
from meetings.courier.filing import Filing, put
from meetings.demo.mailed import Mailed, answer
from meetings.demo.scans import scan
from tests.cast import key
from tests.scenarios.book import Page, Step, local
from workflow.commands import COMMANDS, Command, Sign
from workflow.refusals import Refused

# --- `>>` ------------------------------------------------------------------------------------


def says(who: str, word: str, **words: object) -> Step:
    """This must be heard."""

    def step(page: Page) -> None:
        answer = page.ask(_command(page, who, word, words))
        assert not isinstance(answer, Refused), f"{who} says {word}: {answer}"

    return step


def tries(who: str, word: str, **words: object) -> Step:
    """This must be refused."""

    def step(page: Page) -> None:
        answer = page.ask(_command(page, who, word, words))
        assert isinstance(answer, Refused), f"{who} was heard: {word}"
        page.book.refusal = str(answer)

    return step


def _command(page: Page, who: str, word: str, words: dict[str, object]) -> Command:
    kind = COMMANDS[word]
    said = {"by": page.actor(who), "key": key(), **words}
    return kind(**said)  # type: ignore[arg-type]  # as the story says it


def signs(who: str, meaning: str = "agree", **words: object) -> Step:
    """The paper that is shown now, by typing the name."""

    def step(page: Page) -> None:
        shown = {"shown_sha256": page.agreement.original_sha256, **words}
        name = who.split(", ", maxsplit=1)[0]
        command = Sign(
            by=page.actor(who), key=key(), meaning=meaning, name=name, consent_version="2026-1",
            **shown,  # type: ignore[arg-type]  # as the story says it
        )  # fmt: skip
        answer = page.ask(command)
        assert not isinstance(answer, Refused), f"{who} signs: {answer}"

    return step


def answers_by_mail(name: str, partstat: str, client: str = "thunderbird", **more: object) -> Step:
    """The person's calendar program answers the newest invitation that lies in the mailbox."""

    def step(page: Page) -> None:
        book = page.book
        held = [
            one
            for one in book.letters()
            if one.calendar_method == "REQUEST"
            and (one.case_id, one.recipient_id) == (page.case.id, book.cast.id(name))
        ]
        said = Mailed(client=client, partstat=partstat, at=book.at)
        raw = answer(book.raw(held[-1].id), replace(said, **more))  # type: ignore[arg-type]
        outcome = inbox.work(book.store, inbox.take(book.store, raw, book.at), book.at)
        assert outcome.state in ("applied", "recorded"), outcome.reason

    return step


def answers(who: str, partstat: str = "accepted", source: str = "web") -> Step:
    """On a page, or noted down from the telephone or from a sheet."""

    def step(page: Page) -> None:
        sequence, stamp = page.conference.sequence, page.book.at
        words = {"partstat": partstat, "sequence": sequence, "stamp": stamp, "source": source}
        says(who, "reply", **words)(page)

    return step


def passes(on: date | None = None, wall: str = "09:00", **span: float) -> Step:
    """Time goes by until that day, or for so long."""

    def step(page: Page) -> None:
        until = local(on, wall) if on else page.book.at + timedelta(**span)
        page.book.live_until(until)

    return step


def comes_the_time(page: Page) -> None:
    """The clock shows the beginning of the conference."""
    slot = page.conference.slot
    assert slot is not None
    page.book.live_until(slot.starts_at)


def scan_of(page: Page, name: str) -> str:
    """A scanned sheet with that person's name is put into the archive; its digest."""
    book = page.book
    with book.store.read() as connection:
        head = heading(File.read(connection, page.case, book.office.settings), "Signature sheet")
    filing = Filing(
        case_id=page.case.id,
        kind="scan",
        no=len(page.case.agreements),
        title="Signature on paper",
        data=scan(name, head, book.at),
        text_sha256="",
    )
    return put(book.office, filing, book.at)


# --- `<<` ------------------------------------------------------------------------------------


def letters(**wanted: str) -> Step:
    """Just these letters were written since, to just these people: invite="Ana Cruz, Maya Cruz"."""

    def step(page: Page) -> None:
        found: dict[str, list[str]] = {}
        for one in page.book.fresh():
            found.setdefault(one.name, []).append(page.book.name(one.recipient_id))
        _same({name: ", ".join(sorted(people)) for name, people in found.items()}, wanted)

    return step


def among_letters(**wanted: str) -> Step:
    """These letters were written since, to just these people; others may have been too."""

    def step(page: Page) -> None:
        found: dict[str, set[str]] = {name: set() for name in wanted}
        for one in page.book.fresh():
            found.get(one.name, set()).add(page.book.name(one.recipient_id))
        _same({name: ", ".join(sorted(people)) for name, people in found.items()}, wanted)

    return step


def stands(**wanted: str) -> Step:
    """The newest subject of each chart is in this state: plan="ready", conference="scheduled"."""

    def step(page: Page) -> None:
        states = {subject.chart: subject.state for subject in page.case.subjects}
        _same({chart: states.get(chart, "") for chart in wanted}, wanted)

    return step


def refused(sentence: str) -> Step:
    """The refusal says just this."""

    def step(page: Page) -> None:
        _same({"refused": page.book.refusal}, {"refused": sentence})

    return step


def answered(**wanted: str) -> Step:
    """Who has answered what, by given name: ana="accepted"."""

    def step(page: Page) -> None:
        found = {
            page.book.name(one.person_id).split()[0].lower(): one.partstat
            for one in page.conference.answers
        }
        _same({name: found.get(name, "") for name in wanted}, wanted)

    return step


def _same(found: dict[str, str], wanted: dict[str, str]) -> None:
    """Compares the whole, and says only what differs."""
    wrong = [
        f"{name}: {found.get(name)!r}, not {wanted.get(name)!r}"
        for name in found | wanted
        if found.get(name) != wanted.get(name)
    ]
    assert not wrong, "; ".join(wrong)
