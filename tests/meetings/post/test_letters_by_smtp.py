"""Letters through a real mail server: byte for byte, again when they must arrive, never lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from documents.letters import calendar_in
from meetings.courier import (
    delivery,
    round,  # noqa: A004  the courier's word
)
from meetings.courier.office import Office
from meetings.post import Delivery, Server, send
from meetings.settings import Settings
from meetings.store import Store, letters, values
from meetings.store.letters import Letter
from meetings.store.tables import letter
from tests.meetings.inbox.invited import AT, LEADS, ROSA, enrolled_office, invite, move, say
from tests.meetings.post.mail_server import Mailbox, mail_server
from workflow.commands import Drop

RAW = b"Subject: Hello\r\n\r\n.a line that begins with a dot\r\n..\r\n\xc3\xa4\r\n"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as one:
        yield one


@pytest.fixture
def office(tmp_path: Path, mailbox: Mailbox) -> Iterator[Office]:
    """Letters may leave; nobody is invited yet."""
    settings = Settings(
        mail_domain="alp.example",
        smtp_host="127.0.0.1",
        smtp_port=mailbox.port,
        smtp_starttls=False,
    )
    one = enrolled_office(tmp_path / "office", settings)
    one.store.write(lambda session: values.put(session.connection, "mail_confirmed", "yes"))
    yield one
    one.store.close()


def server_at(port: int) -> Server:
    return Server(host="127.0.0.1", port=port, starttls=False, timeout_seconds=5)


def sent(mailbox: Mailbox) -> Delivery:
    return send(server_at(mailbox.port), "bounce@alp.example", "rosa@family.example", RAW)


def invitations(store: Store) -> tuple[Letter, ...]:
    with store.read() as connection:
        every = letters.by_state(
            connection,
            "frozen",
            "sending",
            "waiting",
            "sent",
            "failed",
            "in_doubt",
            "superseded",
            "moot",
        )
    return tuple(one for one in every if one.calendar_method)


def invitation(store: Store) -> Letter:
    return next(one for one in invitations(store) if one.recipient_id == ROSA)


def raw_of(store: Store, letter_id: str) -> bytes:
    with store.read() as connection:
        found = letters.raw(connection, letter_id)
    assert found is not None
    return found


def to_rosa(mailbox: Mailbox) -> list[bytes]:
    return [raw for _, to, raw in mailbox.arrived if to == ("rosa@family.example",)]


def only_rosas(store: Store) -> None:
    """All other letters are as if they had left."""
    mine = invitation(store).id
    store.write(
        lambda session: session.connection.execute(
            update(letter).where(letter.c.id != mine).values(state="sent")
        )
    )


def test_a_letter_arrives_byte_for_byte_at_one_recipient(mailbox: Mailbox) -> None:
    outcome = sent(mailbox)

    assert outcome == Delivery(outcome="delivered", code=250, words="taken")
    assert mailbox.arrived == [("bounce@alp.example", ("rosa@family.example",), RAW)]


@pytest.mark.parametrize(
    ("at_rcpt", "at_data", "said"),
    [
        ("550 no such user", "", ("refused", 550)),
        ("451 greylisted", "", ("deferred", 451)),
        ("250 fine", "554 spam", ("refused", 554)),
        ("250 fine", "452 full", ("deferred", 452)),
        ("250 fine", "hang up", ("in_doubt", 0)),
    ],
)
def test_what_the_server_says_decides_what_follows(
    mailbox: Mailbox, at_rcpt: str, at_data: str, said: tuple[str, int]
) -> None:
    mailbox.at_rcpt, mailbox.at_data = [at_rcpt], [at_data]

    outcome = sent(mailbox)

    assert (outcome.outcome, outcome.code) == said
    assert outcome.words


def test_without_a_server_the_letter_waits() -> None:
    with mail_server() as gone:
        port = gone.port

    assert send(server_at(port), "a@alp.example", "b@family.example", RAW).outcome == "deferred"


def test_every_invitation_leaves_once_and_arrives_as_it_was_frozen(
    office: Office, mailbox: Mailbox
) -> None:
    invite(office)
    delivery.deliver(office, AT)
    delivery.deliver(office, AT + 60 * MINUTE)

    frozen = {
        (one.env_from, (one.to_address,), raw_of(office.store, one.id))
        for one in invitations(office.store)
    }
    assert len(frozen) == 5
    assert frozen <= set(mailbox.arrived)
    assert len(mailbox.arrived) == len(set(mailbox.arrived))
    assert {one.state for one in invitations(office.store)} == {"sent"}


def test_a_refused_letter_has_failed_with_the_servers_words(
    office: Office, mailbox: Mailbox
) -> None:
    mailbox.at_rcpt = ["550 no such user"] * 100
    invite(office)

    delivery.deliver(office, AT)
    delivery.deliver(office, AT + 60 * MINUTE)

    found = invitation(office.store)
    assert (found.state, found.attempts, found.last_code) == ("failed", 1, 550)
    assert found.last_words == "no such user"
    assert found.settled_at == AT


def test_a_deferred_letter_waits_longer_each_time_and_arrives_in_the_end(
    office: Office, mailbox: Mailbox
) -> None:
    mailbox.at_rcpt = ["250 fine"] * 100
    mailbox.at_data = ["451 later"] * 100
    invite(office)
    only_rosas(office.store)
    waited = []
    for _ in range(3):
        found = invitation(office.store)
        waited.append((found.state, found.attempts, found.not_before - AT))
        delivery.deliver(office, found.not_before)
    mailbox.at_data.clear()

    delivery.deliver(office, invitation(office.store).not_before - timedelta(seconds=1))
    early = list(mailbox.arrived)
    delivery.deliver(office, invitation(office.store).not_before)

    assert waited == [
        ("waiting", 1, 1 * MINUTE),
        ("waiting", 2, 6 * MINUTE),
        ("waiting", 3, 21 * MINUTE),
    ]
    assert early == []
    assert to_rosa(mailbox) == [raw_of(office.store, invitation(office.store).id)]
    assert invitation(office.store).state == "sent"


def test_after_two_days_of_deferral_a_letter_has_failed(office: Office, mailbox: Mailbox) -> None:
    mailbox.at_data = ["451 later"] * 100
    invite(office)

    delivery.deliver(office, AT + timedelta(hours=49))

    assert invitation(office.store).state == "failed"


def test_an_invitation_in_doubt_is_sent_again_with_the_same_bytes(
    office: Office, mailbox: Mailbox
) -> None:
    mailbox.at_data = ["hang up"] * 100
    invite(office)
    only_rosas(office.store)
    doubtful = invitation(office.store)
    mailbox.at_data.clear()

    delivery.deliver(office, AT + 60 * MINUTE)

    assert doubtful.state == "waiting"
    assert to_rosa(mailbox)[-2:] == [raw_of(office.store, doubtful.id)] * 2
    assert invitation(office.store).state == "sent"


def test_a_letter_that_need_not_arrive_stays_in_doubt_for_the_operator(
    office: Office, mailbox: Mailbox
) -> None:
    invite(office)
    mine = _back_in_line(office.store, "thank", AT)
    mailbox.arrived.clear()
    mailbox.at_data = ["hang up"]

    delivery.deliver(office, AT)
    delivery.deliver(office, AT + 60 * MINUTE)

    with office.store.read() as connection:
        assert letters.one(connection, mine).state == "in_doubt"  # type: ignore[union-attr]
    assert len(mailbox.arrived) == 1


@pytest.mark.parametrize(("name", "state"), [("invite", "sent"), ("thank", "in_doubt")])
def test_what_a_crash_left_in_sending_is_sent_again_only_if_it_must_arrive(
    office: Office, mailbox: Mailbox, name: str, state: str
) -> None:
    invite(office)
    mine = _back_in_line(office.store, name, AT, "sending")
    mailbox.arrived.clear()

    delivery.deliver(office, AT + 4 * MINUTE)
    during = len(mailbox.arrived)
    delivery.deliver(office, AT + 6 * MINUTE)

    assert during == 0
    assert len(mailbox.arrived) == (1 if state == "sent" else 0)
    with office.store.read() as connection:
        assert letters.one(connection, mine).state == state  # type: ignore[union-attr]


def _back_in_line(store: Store, name: str, at: object, state: str = "frozen") -> str:
    """Rosa's invitation as a letter of another name that has not left yet."""
    mine = invitation(store).id
    lease = AT + 5 * MINUTE if state == "sending" else None
    store.write(
        lambda session: session.connection.execute(
            update(letter)
            .where(letter.c.id == mine)
            .values(name=name, state=state, attempts=0, not_before=at, lease_until=lease)
        )
    )
    return mine


def test_nothing_leaves_until_a_test_letter_was_confirmed(office: Office, mailbox: Mailbox) -> None:
    office.store.write(lambda session: values.put(session.connection, "mail_confirmed", "no"))

    invite(office)
    delivery.deliver(office, AT + 60 * MINUTE)

    with office.store.read() as connection:
        states = set(connection.execute(select(letter.c.state)).scalars())
    assert states == {"captured"}
    assert mailbox.arrived == []


def states(store: Store) -> list[tuple[str, int, str]]:
    """Rosa's letters with a calendar, oldest first: method, revision, state."""
    mine = sorted(
        (one for one in invitations(store) if one.recipient_id == ROSA),
        key=lambda one: (one.dated_at, one.sequence),
    )
    return [(one.calendar_method, one.sequence, one.state) for one in mine]


def test_a_newer_invitation_replaces_one_that_could_not_leave_yet(
    office: Office, mailbox: Mailbox
) -> None:
    mailbox.at_data = ["451 later"] * 100
    invite(office)
    mailbox.at_data.clear()

    move(office, 7, AT + MINUTE / 2)
    delivery.deliver(office, AT + 60 * MINUTE)

    assert states(office.store) == [("REQUEST", 0, "superseded"), ("REQUEST", 1, "sent")]
    assert [b"SEQUENCE:1" in calendar_in(raw) for raw in to_rosa(mailbox)] == [True]


def test_two_letters_to_one_seat_never_leave_at_once(office: Office, mailbox: Mailbox) -> None:
    mailbox.at_data = ["451 later"] * 100
    invite(office)
    _back_in_line(office.store, "invite", AT, "sending")
    mailbox.at_data.clear()
    mailbox.arrived.clear()

    move(office, 7, AT + MINUTE)
    during = states(office.store)
    delivery.deliver(office, AT + 6 * MINUTE)

    assert during == [("REQUEST", 0, "sending"), ("REQUEST", 1, "frozen")]
    assert states(office.store) == [("REQUEST", 0, "superseded"), ("REQUEST", 1, "sent")]
    assert len([raw for raw in to_rosa(mailbox) if calendar_in(raw)]) == 1


def _called_off(office: Office) -> None:
    say(office.store, Drop(by=LEADS, key="drop", reason="The family moves."), AT)


def test_nobody_is_uninvited_who_never_was_invited(office: Office, mailbox: Mailbox) -> None:
    invite(office)
    _back_in_line(office.store, "invite", AT)
    mailbox.arrived.clear()
    _called_off(office)

    round.work(office, AT + MINUTE)

    assert states(office.store) == [("REQUEST", 0, "superseded"), ("CANCEL", 1, "moot")]
    assert to_rosa(mailbox) == []


def test_who_was_invited_is_uninvited_even_where_the_first_letter_is_in_doubt(
    office: Office, mailbox: Mailbox
) -> None:
    mailbox.at_data = ["hang up"] * 100
    invite(office)
    mailbox.at_data.clear()
    mailbox.arrived.clear()
    _called_off(office)

    round.work(office, AT + MINUTE / 2)
    delivery.deliver(office, AT + 60 * MINUTE)

    assert states(office.store) == [("REQUEST", 0, "superseded"), ("CANCEL", 1, "sent")]
    assert len(to_rosa(mailbox)) == 1
