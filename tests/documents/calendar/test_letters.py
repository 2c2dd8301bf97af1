"""Letters: the same bytes each time, one recipient, plain words, the calendar last."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest

from documents import press
from documents.invitation import Copy, cancel, request
from documents.letters import (
    Attachment,
    CalendarPart,
    Item,
    Letter,
    LetterContext,
    Slot,
    UnfitLetterError,
    compose,
    html,
    message_id,
    subject,
    text,
)

Golden = Callable[[str, str | bytes], None]
FOLDER = Path(str(press.template_folder())) / "letters"
LETTERS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
SPANISH = [name for name in LETTERS if (FOLDER / name / "es").is_dir()]
#: For staff alone; all others reach families.
OF_STAFF = {
    "ask_to_call", "escalate", "find_interpreter", "report",
    "tell_authority", "tell_coordinator", "tell_operator",
}  # fmt: skip
#: What the charts order that is a letter, and what the courier sends besides.
ORDERED = {
    "announce", "ask_consent", "ask_for_signature", "ask_inputs", "ask_progress",
    "ask_reflection", "ask_self_check", "ask_to_call", "confirm", "escalate", "find_interpreter",
    "invite", "invite_again", "notify_rights", "nudge", "receipt", "remind_inputs",
    "remind_parent", "remind_party", "remind_silent", "remind_unsigned", "report", "send_copies",
    "send_minutes", "send_offer", "send_review", "share_draft", "tell_authority",
    "tell_coordinator", "tell_decision", "tell_family", "tell_operator", "tell_parties",
    "tell_void", "thank", "uninvite",
}  # fmt: skip
BESIDES = {
    "moved", "cancelled", "decline_counter", "one_time_code", "to_print", "digest",
    "ask_times", "poll", "booking_open",
}  # fmt: skip
STARTS = datetime(2026, 9, 22, 21, 30, tzinfo=UTC)
CONTEXT = LetterContext(
    recipient_name="Ana Reyes",
    school_name="Río Middle School",
    specialist_name="Ruth Okafor",
    contact="Ruth Okafor, 970-555-0100",
    link="https://alp.example.org/a/xyz",
    child="Maya",
    when="Tuesday, September 22, 2026, 3:30 PM MDT",
    was_when="Monday, September 21, 2026, 3:30 PM MDT",
    place="Room 5, 12 Elm Street",
    purpose="to talk about the goals of this year",
    due="Friday, September 18, 2026",
    reason="The room is not free.",
    goal="Read one book a month & tell about it.",
    question="Which part would you read to me?",
    answer="I agree.",
    code="402 118",
    people=("gifted specialist", "math teacher"),
    slots=(
        Slot(when="Monday at 3:00 PM", link="https://alp.example.org/s/1"),
        Slot(when="Tuesday at 3:00 PM", link="https://alp.example.org/s/2"),
    ),
    items=(Item(words="Read the draft", link="https://alp.example.org/i/1"), Item(words="Call")),
)
LETTER = Letter(
    name="invite",
    to_address="ana.reyes@example.org",
    to_name="Ana Reyes",
    from_address="alp@alp.example.org",
    from_name="Río Middle School",
    context=CONTEXT,
    at=datetime(2026, 9, 1, 14, 0, 5, tzinfo=UTC),
    message_id_seed="case-7.12.3.ana",
)
COPY = Copy(
    uid="0b5f7a52-6f0e-4c0e-9a55-3c2f1f0e7a11",
    sequence=0,
    dtstamp=datetime(2026, 9, 1, 14, 0, 5, tzinfo=UTC),
    starts_at=STARTS,
    ends_at=STARTS + timedelta(minutes=30),
    zone="America/Denver",
    organizer_address="conf+mfrggzdfmztwq2lk@alp.example.org",
    organizer_name="Río Middle School",
    attendee_address="ana.reyes@example.org",
    attendee_name="Ana Reyes",
)
INVITATION = replace(LETTER, calendar=CalendarPart(method="REQUEST", ics=request(COPY)))


def frozen(letter: Letter) -> bytes:
    return compose(letter, press.environment(letter.language))


def parsed(letter: Letter) -> EmailMessage:
    message = message_from_bytes(frozen(letter), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def written(name: str, role: str = "guardian", language: str = "en") -> Letter:
    return replace(LETTER, name=name, language=language, context=replace(CONTEXT, role=role))


def test_there_is_a_letter_for_each_order_and_none_besides() -> None:
    assert set(LETTERS) == ORDERED | BESIDES


def test_every_letter_to_a_family_is_there_in_spanish() -> None:
    assert set(LETTERS) - set(SPANISH) == OF_STAFF


@pytest.mark.rule("CAL-55")
@pytest.mark.rule("CAL-56")
@pytest.mark.rule("CAL-57")
@pytest.mark.rule("CAL-58")
@pytest.mark.rule("OUT-1")
def test_the_notice_with_its_calendar_as_it_goes_over_the_wire(golden: Golden) -> None:
    golden("invitations/notice.eml", frozen(INVITATION))


@pytest.mark.rule("CAL-55")
@pytest.mark.rule("CAL-56")
@pytest.mark.rule("CAL-57")
@pytest.mark.rule("CAL-58")
def test_the_calendar_stands_last_in_base64_with_its_method_and_without_a_disposition() -> None:
    message = parsed(INVITATION)

    parts = [part for part in message.walk() if not part.is_multipart()]
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    last = parts[-1]
    assert sorted(last.items()) == [
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Type", 'text/calendar; method="REQUEST"; charset="UTF-8"'),
    ]
    assert last.get_payload(decode=True) == request(COPY)


@pytest.mark.rule("OUT-1")
def test_the_same_letter_twice_has_the_same_bytes_and_another_has_another_id() -> None:
    assert frozen(INVITATION) == frozen(INVITATION)
    other = replace(LETTER, message_id_seed="case-7.12.3.ben")
    assert message_id(other) != message_id(LETTER)


@pytest.mark.rule("PRIV-3")
def test_a_message_id_names_nobody() -> None:
    assert re.fullmatch(r"<[0-9a-f]{40}@alp\.example\.org>", message_id(LETTER))


@pytest.mark.parametrize("name", LETTERS)
def test_what_goes_over_the_wire_is_seven_bit_and_ends_its_lines_well(name: str) -> None:
    raw = frozen(written(name))

    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_the_headers_stop_holiday_answers_and_never_bounces() -> None:
    message = parsed(replace(LETTER, reply_to="conf+mfrggzdfmztwq2lk@alp.example.org"))

    wanted = {
        "From": "Río Middle School <alp@alp.example.org>",
        "To": "Ana Reyes <ana.reyes@example.org>",
        "Reply-To": "conf+mfrggzdfmztwq2lk@alp.example.org",
        "Subject": "Notice of ALP conference",
        "Date": "Tue, 01 Sep 2026 14:00:05 +0000",
        "Content-Language": "en",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply, RN, NRN",
        "MIME-Version": "1.0",
    }
    assert {name: message[name] for name in wanted} == wanted
    assert {"Cc", "Bcc", "Precedence", "List-Unsubscribe"}.isdisjoint(message.keys())


def test_a_digest_can_be_stopped_with_one_click() -> None:
    message = parsed(replace(written("digest"), unsubscribe_link="https://alp.example.org/u/1"))

    assert message["List-Unsubscribe"] == "<https://alp.example.org/u/1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_paper_is_attached_beside_the_words() -> None:
    paper = Attachment(file_name="plan.pdf", media_type="application/pdf", data=b"%PDF-1.7\r\n")

    message = parsed(replace(written("send_copies"), attachments=(paper,)))

    assert message.get_content_type() == "multipart/mixed"
    assert [(part.get_filename(), part.get_content()) for part in message.iter_attachments()] == [
        ("plan.pdf", b"%PDF-1.7\r\n")
    ]


def test_a_name_that_trips_a_relay_loses_what_trips_it() -> None:
    message = parsed(replace(LETTER, to_name='Reyes, "Ana": a@b\r\nBcc: eve@example.org'))

    assert message["To"].addresses[0].display_name == "Reyes Ana a b Bcc eve example.org"
    assert message["Bcc"] is None


def test_an_address_that_is_none_is_refused_with_a_remedy() -> None:
    for address in ("", "ana", "ana@example.org\r\nBcc: eve@example.org"):
        with pytest.raises(UnfitLetterError, match="Correct it, or send this by paper"):
            frozen(replace(LETTER, to_address=address))


def test_a_letter_that_nobody_wrote_is_refused() -> None:
    for name in ("send_ofer", "../pages", "invite/es"):
        with pytest.raises(UnfitLetterError, match="There is no letter"):
            frozen(replace(LETTER, name=name))


def test_a_calendar_with_a_fault_stops_the_letter() -> None:
    faulty = CalendarPart(method="REQUEST", ics=request(COPY).replace(b"RSVP=TRUE", b"RSVP=YES"))

    with pytest.raises(UnfitLetterError, match="CAL-14"):
        frozen(replace(LETTER, calendar=faulty))


@pytest.mark.rule("CAL-55")
def test_a_calendar_of_another_method_stops_the_letter() -> None:
    with pytest.raises(UnfitLetterError, match="is not a REQUEST"):
        frozen(replace(LETTER, calendar=CalendarPart(method="REQUEST", ics=cancel(COPY))))


def test_a_letter_without_a_translation_is_english_and_says_so() -> None:
    page = html(written("tell_operator", language="es"), press.environment("es"))

    assert '<html lang="en">' in page
    assert "Hello Ana Reyes," in page


#: Those that speak to each role in its own words.
ROLED = [name for name in LETTERS if "role ==" in (FOLDER / name / "body.txt").read_text()]
CASES = [(name, "guardian", "en") for name in LETTERS]
CASES += [(name, "guardian", "es") for name in SPANISH]
CASES += [(name, role, "en") for name in ROLED for role in ("student", "teacher")]
CASES += [(name, "student", "es") for name in ROLED]


@pytest.mark.rule("PRIV-2")
@pytest.mark.parametrize(("name", "role", "language"), CASES)
def test_a_subject_names_nobody_and_tells_nothing(name: str, role: str, language: str) -> None:
    line = subject(written(name, role, language), press.environment(language))

    told = [word for word in ("Maya", "Ana", "Reyes", "Ruth", "book", "agree.") if word in line]
    assert told == []
    assert 8 <= len(line) <= 70


@pytest.mark.parametrize(("name", "role", "language"), CASES)
def test_the_page_and_the_text_of_a_letter_say_the_same(
    name: str, role: str, language: str
) -> None:
    letter, env = written(name, role, language), press.environment(language)

    page, plain = html(letter, env), text(letter, env)

    assert words_of_page(page) == words_of_text(plain)
    assert page.count("<ul>") == page.count("</ul>") == len(re.findall(r"<ul>\s*<li>", page))
    assert page.count("<p>") == page.count("</p>")
    links = set(re.findall(r"https://\S+", plain))
    assert links == set(re.findall(r'href="([^"]+)"', page))
    assert CONTEXT.link in links


def words_of_page(page: str) -> list[str]:
    body = page.partition("<main>")[2]
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", body)))


def words_of_text(plain: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"https://\S+", " ", plain))


BARE = LetterContext(
    recipient_name="Ana", school_name="Río", specialist_name="Ruth", contact="970-555-0100"
)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_with_nothing_but_its_sender_still_reads_well(name: str) -> None:
    bare = replace(LETTER, name=name, context=BARE)

    plain, page = text(bare, press.environment()), html(bare, press.environment())

    assert "http" not in plain
    assert "<ul>\n</ul>" not in page
    assert "\n\n\n" not in plain


def test_what_people_type_is_text_and_never_a_tag() -> None:
    typed = replace(LETTER, context=replace(CONTEXT, child="<b>Maya</b>", reason="<script>"))
    letter = replace(typed, name="moved")

    page = html(letter, press.environment())

    assert "&lt;b&gt;Maya&lt;/b&gt;" in page
    assert "<script>" not in page


@pytest.mark.parametrize("name", sorted(set(LETTERS) - OF_STAFF))
@pytest.mark.parametrize("role", ["guardian", "student"])
def test_a_family_letter_reads_at_grade_six(name: str, role: str) -> None:
    values = replace(CONTEXT, role=role, people=(), slots=(), items=())
    plain = text(replace(LETTER, name=name, context=values), press.environment())
    letter = plain.partition("\n\n")[2].partition("\n\nRuth Okafor\n")[0]

    assert grade(letter) <= 6.5


def grade(letter: str) -> float:
    """Flesch-Kincaid grade; the plan's name counts as its three letters, as families say it."""
    said = letter.replace("Advanced Learning Plan", "plan").replace(CONTEXT.when, "Tuesday")
    said = re.sub(r"https://\S+|ALP", "", said.replace(CONTEXT.due, "Friday"))
    sentences = [one for one in re.split(r"[.?!:]\s|\n", said) if re.search(r"\w", one)]
    words = re.findall(r"[A-Za-z']+", said)
    syllables = sum(beats(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def beats(word: str) -> int:
    bare = re.sub(r"(?<=[^aeiou])e[sd]?$|'", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", bare)))
