"""Letters to our mailbox: each client's shape is understood, and nothing that is sent stops us."""

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.leniency import decoded
from documents.reply import (
    Answer,
    Auth,
    AutoReply,
    Bounce,
    Delegation,
    Letter,
    Proposal,
    Refresh,
    Unreadable,
    Words,
    read,
    seat_token,
    vouched,
)

LETTERS = Path(__file__).parents[2] / "golden" / "replies"
NAMES = sorted(path.stem for path in LETTERS.glob("*.eml"))
UID = "0b5f7a52-6f0e-4c0e-9a55-3c2f1f0e7a11"
TOKEN = "mfrggzdfmztwq2lk"  # noqa: S105 - a made-up seat
MX = "mx.alp.example.org"


def raw(name: str) -> bytes:
    return (LETTERS / f"{name}.eml").read_bytes()


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, second, tzinfo=UTC)


ANSWERS = {
    "google_accepts": (
        "ana.reyes@example.org", "ACCEPTED", 1, at(2, 8, 15), "We will bring her grandmother."
    ),
    "exchange_accepts": (
        "ben.okafor@example.org", "ACCEPTED", 5, at(2, 9, 1, 10), "I can come."
    ),
    "outlook_mac_declines": (
        "ling.chao@example.org", "DECLINED", 2, at(2, 10, 15), "Too late for us."
    ),
    "macos_declines": (
        "dina@example.org", "DECLINED", 0, at(2, 11, 11, 11), "We are away\nthat week."
    ),
    "android_accepts": ("elif@example.org", "ACCEPTED", 0, at(2, 12), ""),
    "thunderbird_maybe": ("frida@example.org", "TENTATIVE", 1, at(2, 12, 30), ""),
    "bluemind_accepts": ("hal@example.org", "ACCEPTED", 0, at(2, 12, 59, 59), ""),
}  # fmt: skip
PROPOSALS = {
    "google_proposes": (
        "ana.reyes@example.org", at(24, 14), at(24, 14, 30), "TENTATIVE", 0, "Mornings are better."
    ),
    "exchange_proposes": (
        "ben.okafor@example.org", at(23, 23), at(23, 23, 30), "TENTATIVE", 5, "After work, please."
    ),
    "outlook_mac_proposes": (
        "ling.chao@example.org", at(23, 15), at(23, 15, 30), "DECLINED", 2, "Too late for us."
    ),
    "ios_proposes": (
        "dina@example.org", at(23, 15), at(23, 15, 30), "TENTATIVE", 0,
        "Nine o'clock would be fine.",
    ),
}  # fmt: skip
HELD = {
    "thunderbird_cut_short": "The calendar in this letter is cut short or is none.",
    "thunderbird_two_conferences": (
        "This letter answers several conferences at once. Count each answer by hand."
    ),
    "somebody_invites_us": "This letter invites or informs; it answers no invitation of ours.",
    "davmail_busy_times": (
        "The calendar in this letter is about busy times, not about a conference."
    ),
}


@pytest.mark.rule("CAL-20")
@pytest.mark.rule("CAL-32")
@pytest.mark.rule("CAL-35")
@pytest.mark.rule("CAL-36")
@pytest.mark.rule("CAL-60")
@pytest.mark.rule("CAL-63")
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_understood_in_each_clients_shape(name: str) -> None:
    heard = read(raw(name))

    assert isinstance(heard, Answer)
    found = (heard.attendee, heard.partstat, heard.sequence, heard.dtstamp, heard.comment)
    assert found == ANSWERS[name]
    assert (heard.uid, heard.token) == (UID, TOKEN)


@pytest.mark.rule("CAL-42")
@pytest.mark.parametrize("name", PROPOSALS)
def test_another_time_is_understood_as_a_wish_in_each_clients_shape(name: str) -> None:
    heard = read(raw(name))

    assert isinstance(heard, Proposal)
    assert (
        heard.attendee, heard.starts_at, heard.ends_at, heard.partstat, heard.sequence,
        heard.comment,
    ) == PROPOSALS[name]  # fmt: skip
    assert (heard.uid, heard.token) == (UID, TOKEN)


@pytest.mark.rule("CAL-48")
@pytest.mark.rule("CAL-51")
@pytest.mark.rule("CAL-52")
@pytest.mark.parametrize("name", HELD)
def test_what_cannot_be_applied_is_held_with_a_reason(name: str) -> None:
    heard = read(raw(name))

    assert isinstance(heard, Unreadable)
    assert heard.why == HELD[name]
    assert heard.token == TOKEN


@pytest.mark.rule("CAL-46")
def test_somebody_who_wants_to_send_another_person_is_not_taken_at_once() -> None:
    heard = read(raw("thunderbird_delegates"))

    assert isinstance(heard, Delegation)
    assert (heard.attendee, heard.delegate) == ("frida@example.org", "gus@example.org")
    assert heard.why == "frida@example.org wants to send gus@example.org instead."


@pytest.mark.rule("CAL-45")
def test_somebody_asks_for_a_copy() -> None:
    heard = read(raw("thunderbird_asks_for_a_copy"))

    assert isinstance(heard, Refresh)
    assert heard.attendee == "frida@example.org"


def test_a_report_of_failure_names_the_address_and_our_letter_and_not_the_calendar_in_it() -> None:
    heard = read(raw("server_reports_failure"))

    assert isinstance(heard, Bounce)
    assert (heard.recipient, heard.action, heard.status) == (
        "ivo.lang@example.org", "failed", "5.1.1"
    )  # fmt: skip
    assert (heard.about, heard.bounce_token) == ("<ours1@alp.example.org>", TOKEN)


def test_a_failure_told_in_words_is_a_failure_too() -> None:
    heard = read(raw("server_says_it_in_words"))

    assert isinstance(heard, Bounce)
    assert (heard.recipient, heard.status) == ("ivo.lang@example.org", "5.2.2")
    assert heard.about == "<ours2@alp.example.org>"


def test_a_bounce_that_somebody_forwards_is_that_persons_letter() -> None:
    outer = EmailMessage(policy=SMTP)
    outer["From"] = "kim@example.org"
    outer.set_content("Look what came back!")
    inner = EmailMessage(policy=SMTP)
    inner.set_content("x")
    outer.add_attachment(inner)
    forwarded = outer.as_bytes().replace(inner.as_bytes(), raw("server_reports_failure"), 1)

    assert isinstance(read(forwarded), Words)


def test_a_holiday_answer_is_no_answer() -> None:
    heard = read(raw("holiday_answer"))

    assert isinstance(heard, AutoReply)
    assert heard.text == "I am away until Monday.\r\n"


def test_a_mothers_words_reach_the_specialist() -> None:
    heard = read(raw("words_of_a_mother"))

    assert isinstance(heard, Words)
    assert (heard.from_address, heard.token) == ("kim@example.org", TOKEN)
    assert heard.text.startswith("Could we talk about the reading goal first?")


@pytest.mark.rule("CAL-34")
def test_the_same_answer_again_has_the_same_digest_and_another_one_has_not() -> None:
    once, twice = read(raw("google_accepts")), read(raw("google_accepts"))
    other = read(raw("google_accepts").replace(b"PARTSTAT=ACCEPTED", b"PARTSTAT=DECLINED"))

    assert isinstance(once, Answer)
    assert isinstance(twice, Answer)
    assert isinstance(other, Answer)
    assert once == twice
    assert other.digest_sha256 != once.digest_sha256


@pytest.mark.rule("CAL-37")
def test_a_system_that_failed_to_understand_us_is_flagged() -> None:
    letter = raw("thunderbird_maybe").replace(
        b"SEQUENCE:1", b"SEQUENCE:1\r\nREQUEST-STATUS:3.7;Invalid calendar user"
    )

    heard = read(letter)

    assert isinstance(heard, Answer)
    assert heard.request_status == "3.7;Invalid calendar user"


@pytest.mark.rule("CAL-62")
@pytest.mark.parametrize("name", ["google_accepts", "exchange_accepts"])
def test_our_own_mail_server_proves_who_sent_it(name: str) -> None:
    heard = read(raw(name))

    assert isinstance(heard, Answer)
    assert vouched(heard, MX)
    assert not vouched(heard, "mx.other.example.org")


@pytest.mark.rule("CAL-61")
@pytest.mark.rule("CAL-62")
def test_nobody_is_believed_who_answers_for_another() -> None:
    honest = read(raw("exchange_accepts"))
    assert isinstance(honest, Answer)
    forged = {
        "another person": replace(honest, attendee="ana.reyes@example.org"),
        "an assistant": replace(honest, sent_by="max@example.org"),
        "no proof": replace(honest, auth=Auth()),
        "failed proof": replace(honest, auth=replace(honest.auth, dmarc="fail")),
        "another domain": replace(honest, auth=replace(honest.auth, dmarc_domain="evil.example")),
    }

    assert {why: vouched(heard, MX) for why, heard in forged.items()} == dict.fromkeys(
        forged, False
    )


@pytest.mark.rule("CAL-62")
def test_only_the_topmost_line_of_proof_is_read() -> None:
    letter = b"Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org\r\n"

    heard = read(letter + raw("exchange_accepts"))

    assert isinstance(heard, Answer)
    assert heard.auth.server == "mx.evil.example"
    assert not vouched(heard, MX)


def test_a_letter_to_one_seat_with_the_calendar_of_another_is_held() -> None:
    letter = raw("google_accepts").replace(b"To: conf+mfr", b"To: conf+aaa")

    heard = read(letter)

    assert isinstance(heard, Unreadable)
    assert heard.why == "The letter and its calendar name two different seats."


@pytest.mark.parametrize("address", ["conf+mfrggzdfmztwq2lk@x.org", "r-mfrggzdfmztwq2lk@x.org"])
def test_a_seat_is_known_by_its_address(address: str) -> None:
    assert seat_token(address) == TOKEN


def test_the_envelope_names_the_seat_where_the_letter_does_not() -> None:
    letter = raw("words_of_a_mother").replace(b"To: conf+", b"To: nobody-")

    assert read(letter).token == ""
    assert read(letter, rcpt=f"R-{TOKEN.upper()}@alp.example.org").token == TOKEN


def test_a_calendar_that_is_too_large_is_held() -> None:
    letter = raw("android_accepts").partition(b"------=")[0]
    letter = b"Content-Type: text/calendar; method=REPLY\r\n\r\n" + b"X" * 300_000 + letter

    heard = read(letter)

    assert isinstance(heard, Unreadable)
    assert heard.why == "The calendar in this letter is larger than 256 KiB."


def test_a_letter_of_ten_thousand_boxes_in_boxes_ends() -> None:
    boxes = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(3000)
    )

    assert isinstance(read(boxes), Words | Unreadable)


def test_an_answer_that_somebody_forwards_is_that_persons_letter() -> None:
    outer = EmailMessage(policy=SMTP)
    outer["From"] = "kim@example.org"
    outer.set_content("Look what she answered!")
    outer.add_attachment(message_from_bytes(raw("android_accepts"), policy=SMTP))

    assert isinstance(read(outer.as_bytes()), Words)


@pytest.mark.rule("CAL-55")
def test_a_calendar_that_does_not_say_its_method_has_that_of_its_header() -> None:
    letter = raw("thunderbird_maybe").replace(b"METHOD:REPLY\r\n", b"")

    assert isinstance(read(letter), Answer)
    assert isinstance(read(letter.replace(b"method=REPLY", b"method=REFRESH")), Refresh)
    held = read(letter.replace(b"; method=REPLY", b""))
    assert held.why == "The calendar in this letter does not say what it is for."


@pytest.mark.rule("CAL-32")
def test_an_answer_without_a_stamp_has_the_date_of_its_letter() -> None:
    heard = read(raw("thunderbird_maybe").replace(b"DTSTAMP:", b"X-STAMP:"))

    assert isinstance(heard, Answer)
    assert heard.dtstamp == at(2, 12, 30, 1)


@pytest.mark.rule("CAL-10")
def test_another_time_may_say_its_length_instead_of_its_end() -> None:
    letter = raw("outlook_mac_proposes").replace(
        b'DTEND;TZID="Sarajevo, Skopje, Warsaw, Zagreb":20260923T173000', b"DURATION:PT45M"
    )

    heard = read(letter)

    assert isinstance(heard, Proposal)
    assert heard.ends_at == at(23, 15, 45)


def test_a_windows_zone_is_known_by_its_name() -> None:
    inner = re.findall(rb"base64\r\n\r\n(.*?)\r\n--", raw("exchange_proposes"), re.DOTALL)
    text = base64.b64decode(inner[0])
    bare = re.sub(rb"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", b"", text, flags=re.DOTALL)
    assert bare != text

    heard = read(b"Content-Type: text/calendar; method=COUNTER\r\n\r\n" + bare)

    assert isinstance(heard, Proposal)
    assert (heard.starts_at, heard.ends_at) == (at(23, 23), at(23, 23, 30))


def test_a_proposed_time_in_no_known_zone_is_held_and_never_guessed() -> None:
    letter = raw("outlook_mac_proposes").replace(b"TZID:Sarajevo", b"TZID:Elsewhere")

    heard = read(letter)

    assert isinstance(heard, Unreadable)
    assert heard.why == "Another time is proposed, but it cannot be read. Ask the person."


def test_a_very_long_comment_is_cut() -> None:
    letter = raw("outlook_mac_declines").replace(b"Too late", b"Too late " * 400)

    heard = read(letter)

    assert isinstance(heard, Answer)
    assert len(heard.comment) == 2_000


@pytest.mark.parametrize("label", ["utf-8", "", "us-ascii", "x-unknown", "unicode_escape", "bz2"])
def test_letters_are_read_by_any_label(label: str) -> None:
    assert decoded("Dina Abé".encode(), label) == "Dina Abé"


def test_letters_of_old_windows_are_read_too() -> None:
    assert decoded("Dina Abé – “sí”".encode("cp1252"), "utf-8") == "Dina Abé – “sí”"


REPAIRS: dict[str, Callable[[bytes], bytes]] = {
    "bare newlines": lambda data: data.replace(b"\r\n", b"\n"),
    "bare returns in the calendar": lambda data: data.replace(b"\r\nSEQ", b"\rSEQ"),
    "doubled returns": lambda data: data.replace(b"\r\nSEQ", b"\r\r\nSEQ"),
    "doubled returns in a fold": lambda data: data.replace(b"\r\n IL=", b"\r\r\n IL="),
    "small letters": lambda data: data.replace(b"ATTENDEE;", b"attendee;").replace(
        b"PARTSTAT=TENTATIVE", b"partstat=tentative"
    ),
    "an unknown charset": lambda data: data.replace(b"charset=UTF-8", b"charset=x-unknown"),
    "a charset that is none": lambda data: data.replace(b"charset=UTF-8", b"charset=bz2"),
    "no method in the header": lambda data: data.replace(b"; method=REPLY", b""),
    "another method in the header": lambda data: data.replace(b"; method=REPLY", b"; method=X"),
    "no product": lambda data: data.replace(
        b"PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN\r\n", b""
    ),
    "a fold inside a letter": lambda data: data.replace(b"Frida \xc3\x98", b"Frida \xc3\r\n \x98"),
    "no organizer": lambda data: data.replace(b"ORGANIZER;", b"X-NOBODY;"),
}


@pytest.mark.rule("CAL-01")
@pytest.mark.rule("CAL-05")
@pytest.mark.rule("CAL-20")
@pytest.mark.parametrize("damage", REPAIRS)
def test_a_damaged_letter_says_the_same(damage: str) -> None:
    letter = REPAIRS[damage](raw("thunderbird_maybe"))
    assert letter != raw("thunderbird_maybe")

    heard = read(letter)

    assert isinstance(heard, Answer)
    found = (heard.attendee, heard.partstat, heard.sequence, heard.dtstamp, heard.comment)
    assert found == ANSWERS["thunderbird_maybe"]
    assert (heard.uid, heard.token) == (UID, TOKEN)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(raw(draw(st.sampled_from(NAMES))))
    for _ in range(draw(st.integers(1, 12))):
        where = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from((0, 1, 1, 2, 20, 400)))
        data[where : where + length] = draw(
            st.binary(max_size=6)
            | st.sampled_from(
                (b"\r\n", b":", b";", b'"', b"\x00", b"99999999999", b"mailto:", b"--")
            )
        )
    return bytes(data)


@settings(max_examples=400, deadline=None)
@given(letter=mutated() | st.binary(max_size=200))
def test_no_letter_stops_the_inbox(letter: bytes) -> None:
    heard = read(letter)

    assert heard.why
    assert_storable(heard)


def assert_storable(heard: Letter) -> None:
    shown = repr(heard)
    shown.encode()
    assert "\\x00" not in shown
