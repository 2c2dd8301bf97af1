"""The roster's preview and acceptance, the outbox and inbox, the archive, and the settings."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import cast
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from cast import AT, Cast
from sqlalchemy import insert, select, update
from visitor import Visitor

from meetings.archive import Archive
from meetings.settings import Settings
from meetings.store import Session, letters, tables, values

STUDENTS = b"""\
student_id,given_name,family_name,grade,school,email,birth_date,language,gifted,areas
900,Noor,Haddad,7,S1,noor@example.org,2014-02-01,en,yes,math
,Finn,Mack,7,S1,finn@example.org,2014-02-03,en,yes,math
"""
RAW = (
    b"From: ALP office <alp@juniper.example.org>\r\nTo: ana.cruz@example.org\r\n"
    b"Subject: A time\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/alternative; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Open https://school.test/m/abcdefghijklmnopqrstuvwx your code is 123456\r\n"
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    b"<style>p{color:red}</style>"
    b"<p>Open <a href='https://school.test/m/abcdefghijklmnopqrstuvwx'>it</a>\r\n"
    b"--b--\r\n"
)


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    return cast.small_school(tmp_path)


def rosa(school: Cast) -> Visitor:
    return Visitor(school).sign_in("Rosa Alvarez", "staff")


def hand_in(visitor: Visitor, **files: bytes) -> str:
    """Uploads the files; the path of the preview."""
    page = visitor.open("/roster")
    fields = {name: said[0] for name, said in page.form("/roster").fields.items()}
    sent = [("files", (f"{name}.csv", data, "text/csv")) for name, data in files.items()]
    answer = visitor.browser.post("/roster", data=fields, files=sent)
    assert answer.status_code == 200
    return str(answer.url.path)


def names_of(school: Cast) -> set[str]:
    with school.store.read() as connection:
        rows = connection.execute(select(tables.person.c.given_name))
        return set(rows.scalars())


def test_nothing_is_written_before_a_person_accepts_and_then_what_was_shown(school: Cast) -> None:
    visitor = rosa(school)

    path = hand_in(visitor, students=STUDENTS)
    preview = visitor.open(path)
    assert "Noor" not in names_of(school)
    done = visitor.press(preview, path)

    assert "Noor Haddad" in preview.text
    assert "1 row is refused" in preview.text
    assert done.url == "/roster?said=done"
    assert "Noor" in names_of(school)
    assert "Finn" not in names_of(school)
    assert "Noor Haddad" in visitor.open("/caseload").text
    assert visitor.open(path).status == 404


def test_the_refused_rows_come_back_as_a_file_to_repair(school: Cast) -> None:
    visitor = rosa(school)

    path = hand_in(visitor, students=STUDENTS)
    parcel = visitor.open(f"{path}/refused.zip")

    assert parcel.status == 200
    assert parcel.content.startswith(b"PK")


def test_another_difference_than_the_one_shown_is_not_accepted(school: Cast) -> None:
    visitor = rosa(school)
    path = hand_in(visitor, students=STUDENTS)

    page = visitor.press(visitor.open(path), path, digest="0" * 64)

    assert page.status == 409
    assert "changed since you looked" in page.text
    assert "Noor" not in names_of(school)


def test_a_school_without_anybody_marked_is_shown_and_not_taken_in(school: Cast) -> None:
    visitor = rosa(school)
    path = hand_in(visitor, students=STUDENTS.replace(b",yes,", b",,"))

    preview = visitor.open(path)
    page = visitor.press(preview, path)

    assert "Nobody in these files is marked as gifted" in preview.text
    assert page.status == 409
    assert "Nobody in these files is marked as gifted" in page.text
    assert "Noor" not in names_of(school)


@pytest.mark.parametrize("data", [b"", b"\x00\xff\x00", b"a,b\n1,2\n"])
def test_any_bytes_are_answered_with_a_sentence(school: Cast, data: bytes) -> None:
    visitor = rosa(school)

    page = visitor.open(hand_in(visitor, students=data))

    assert page.status == 200
    assert "No roster was recognised" in page.text


def test_no_file_is_asked_for_again(school: Cast) -> None:
    visitor = rosa(school)

    page = visitor.press(visitor.open("/roster"), "/roster")

    assert page.status == 422
    assert "Choose the files of the roster" in page.text


def write_letter(school: Cast, state: str, channel: str = "email") -> str:
    one = letters.Letter(
        id="1.5.0.1",
        case_id=1,
        recipient_id=school.id("Ana Cruz"),
        name="invite",
        subject="A time for Maya",
        channel=channel,
        to_address="ana.cruz@example.org",
        env_from="alp@juniper.example.org",
        message_id="<1@school.test>",
        dated_at=AT,
        not_before=AT,
        state=state,
    )
    school.store.write(lambda session: letters.put(session, one, RAW))
    return one.id


def state_of(school: Cast, letter_id: str) -> str:
    with school.store.read() as connection:
        found = letters.one(connection, letter_id)
    assert found is not None
    return found.state


def test_a_letter_is_shown_without_what_is_for_its_recipient_alone(school: Cast) -> None:
    letter_id = write_letter(school, "captured")
    visitor = rosa(school)

    page, frame = visitor.open(f"/outbox/{letter_id}"), visitor.open(f"/outbox/{letter_id}/shown")

    assert "A time for Maya" in visitor.open("/outbox").text
    for text in (page.text, frame.text):
        assert "abcdefghijklmnop" not in text
        assert "/m/…" in text
    assert "123456" not in page.text
    assert "sandbox" in frame.headers["content-security-policy"]
    assert "unsafe" not in frame.headers["content-security-policy"]


def test_a_letter_on_paper_is_shown_whole_because_somebody_posts_it(school: Cast) -> None:
    letter_id = write_letter(school, "to_print", "paper")

    assert "/m/abcdefghijklmnopqrstuvwx" in rosa(school).open(f"/outbox/{letter_id}").text


def test_a_letter_on_paper_is_printed_under_its_address_and_posted_once(school: Cast) -> None:
    letter_id = write_letter(school, "to_print", "paper")
    lives_at(school, "Ana Cruz", "7 Juniper Road\nJuniper, CO")
    visitor = rosa(school)

    waiting = visitor.open("/outbox?stands=to_print")
    page = visitor.open(f"/outbox/print?letter={letter_id}")
    done = visitor.press(page, "/outbox/posted")

    assert "/outbox/print" in waiting.text
    assert "<strong>Ana Cruz</strong><br>7 Juniper Road<br>Juniper, CO</address>" in page.text
    assert "/m/abcdefghijklmnopqrstuvwx your code is 123456" in page.text
    assert done.url == "/outbox?said=done"
    assert state_of(school, letter_id) == "sent"
    assert "Posted by Rosa Alvarez." in visitor.open("/outbox").text
    assert "No letter waits to be printed." in visitor.open("/outbox/print").text


def test_posting_touches_no_letter_that_goes_by_mail(school: Cast) -> None:
    letter_id = write_letter(school, "captured")
    visitor = rosa(school)
    token = visitor.open("/outbox").form("/language").fields["_csrf_token"]

    visitor.send("/outbox/posted", {"_csrf_token": token, "letter": [letter_id]})

    assert state_of(school, letter_id) == "captured"


def test_without_a_postal_address_the_page_says_so(school: Cast) -> None:
    write_letter(school, "to_print", "paper")
    lives_at(school, "Ana Cruz", "")

    assert "No postal address is known." in rosa(school).open("/outbox/print").text


def lives_at(school: Cast, name: str, address: str) -> None:
    person = tables.person
    school.store.write(
        lambda session: session.connection.execute(
            update(person).where(person.c.id == school.id(name)).values(postal_address=address)
        )
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("to_print", "To be printed"),
        ("superseded", "A newer one went instead"),
        ("moot", "Not needed any more"),
    ],
)
def test_the_outbox_has_a_word_for_how_far_a_letter_got(
    school: Cast, state: str, words: str
) -> None:
    write_letter(school, state)

    assert words in rosa(school).open(f"/outbox?stands={state}").text


def test_in_capture_mode_nothing_leaves_and_the_page_says_why(school: Cast) -> None:
    letter_id = write_letter(school, "captured")
    visitor = rosa(school)

    page = visitor.press(visitor.open(f"/outbox/{letter_id}"), "/outbox/again")

    assert page.status == 409
    assert "confirm a test letter in the settings" in page.text
    assert state_of(school, letter_id) == "captured"


def test_a_failed_letter_is_put_back_in_line(school: Cast) -> None:
    letter_id = write_letter(school, "failed")
    school.store.write(lambda session: values.put(session.connection, "mail_confirmed", "yes"))
    visitor = rosa(school)

    page = visitor.press(visitor.open("/outbox?stands=failed"), "/outbox/again")

    assert page.url == "/outbox?said=queued"
    assert state_of(school, letter_id) == "frozen"


def receive(session: Session) -> None:
    session.connection.execute(
        insert(tables.letter_in).values(
            {
                "id": 1,
                "sha256": "a" * 64,
                "received_at": AT,
                "raw": b"From: Karin <karin@example.org>\r\nSubject: Yes\r\n\r\nWe come!\r\n",
                "class": "words",
                "state": "held",
                "reason": "This is a letter in words.",
            }
        )
    )


def test_a_letter_in_words_counts_as_an_answer_when_a_person_says_so(school: Cast) -> None:
    case = cast.scheduled(school, "Leo Brandt")
    school.store.write(receive)
    visitor = rosa(school)

    page = visitor.open(f"/inbox/1?conference={case.id}.1")
    karin = school.id("Karin Brandt")
    missing = visitor.press(page, "/inbox/1")
    done = visitor.press(page, "/inbox/1", person=str(karin), partstat="accepted")

    assert "We come!" in page.text
    assert missing.status == 422
    assert done.url == "/inbox?said=done"
    answers = {one.person_id: one for one in school.plan("Leo Brandt").conferences[0].answers}
    assert (answers[karin].partstat, answers[karin].source) == ("accepted", "mail")
    assert "Counted by hand as the answer of Karin Brandt: accepted." in visitor.open("/inbox").text


def test_a_letter_that_is_no_answer_is_put_aside_and_stays_with_its_person(school: Cast) -> None:
    case, karin = school.plan("Leo Brandt"), school.id("Karin Brandt")
    school.store.write(receive)
    school.store.write(
        lambda session: session.connection.execute(
            update(tables.letter_in).values(case_id=case.id, conference_no=1, person_id=karin)
        )
    )
    visitor = rosa(school)

    done = visitor.press(visitor.open("/inbox/1"), "/inbox/1", read="yes")

    assert done.url == "/inbox?said=done"
    with school.store.read() as connection:
        (row,) = connection.execute(select(tables.letter_in))
    assert (row.state, row.reason) == ("recorded", "Read by a person.")
    assert (row.case_id, row.conference_no, row.person_id) == (case.id, 1, karin)


def test_an_archived_file_is_checked_again_and_an_altered_one_is_named(school: Cast) -> None:
    case = cast.out_for_signature(school, "Ida Novak")
    digest = case.agreements[0].original_sha256
    visitor = rosa(school)

    intact = visitor.press(visitor.open("/archive"), f"/archive/{digest}/check")
    path = Archive(school.store.folder / "archive").path(digest)
    path.chmod(0o644)
    path.write_bytes(b"%PDF-1.7 another paper")
    altered = visitor.press(visitor.open("/archive"), f"/archive/{digest}/check")

    assert "has the bytes that its name promises" in intact.text
    assert "was altered. Restore it from a backup." in altered.text


def test_settings_are_saved_and_a_wrong_zone_is_refused(school: Cast) -> None:
    visitor = rosa(school)
    page = visitor.open("/settings")

    wrong = visitor.press(page, "/settings", zone="Mountain", place="Juniper")
    right = visitor.press(page, "/settings", zone="America/Phoenix", place="Juniper")

    assert wrong.status == 422
    assert "Write it like America/Denver." in wrong.text
    assert right.status == 200
    with school.store.read() as connection:
        assert values.zone(connection) == "America/Phoenix"


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A real mail server on this machine: its port, and the folder of what arrived."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Controller(Mailbox(tmp_path / "mail"), hostname="127.0.0.1", port=port)
    server.start()
    yield port, tmp_path / "mail" / "new"
    server.stop()


def test_letters_leave_only_after_a_test_letter_has_arrived(
    school: Cast, mailbox: tuple[int, Path]
) -> None:
    port, arrived = mailbox
    visitor = rosa(school)
    without = visitor.press(visitor.open("/settings"), "/settings/test-letter", to="me@example.org")
    visitor.site.settings = Settings(
        public_url="http://school.test",
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_starttls=False,
    )

    visitor.press(visitor.open("/settings"), "/settings/test-letter", to="me@example.org")
    (letter,) = arrived.iterdir()
    number = re.findall(r"\b\d{6}\b", letter.read_text())[-1]
    wrong = visitor.press(visitor.open("/settings"), "/settings/confirmation", code="000000x")
    assert is_kept(school)
    visitor.press(visitor.open("/settings"), "/settings/confirmation", code=number)

    assert without.status == 422
    assert "No mail server is set" in without.text
    assert wrong.status == 422
    assert not is_kept(school)
    assert "Letters are kept" not in visitor.open("/caseload").text


def is_kept(school: Cast) -> bool:
    with school.store.read() as connection:
        return values.capture(connection)
