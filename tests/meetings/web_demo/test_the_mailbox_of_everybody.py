"""The demo's mailbox: links work, calendars answer, and a letter's page can do nothing else."""

import re

from meetings.demo.served import Served
from meetings.web.demo.mailbox import Piece, pieces
from tests.meetings.web_demo.guest import OWN, Guest, path


def first_link(text: str) -> str:
    found = re.search(r'<pre class="letter">.*?<a href="(/m/[a-z2-7]+)"', text, re.DOTALL)
    assert found is not None
    return found[1]


def test_a_link_in_the_mailbox_opens_the_familys_own_page(lived: Served) -> None:
    guest = Guest(lived)
    letters = guest.letters("G001A")

    link = first_link(guest.open(letters[-1]).text)
    shown = guest.open(link)
    inside = guest.press(link)

    assert "Continue" in shown.text
    assert (inside.status_code, path(inside).partition("?")[0][:17]) == (200, "/family/questions")


def test_letters_are_counted_until_they_are_opened(lived: Served) -> None:
    guest = Guest(lived)
    mover = lived.demo.mover
    before, mine = mover.unread(), mover.unread(guest.id("G001A"))

    guest.open(guest.letters("G001A")[0])
    guest.open(guest.letters("G001A")[0])

    assert (mover.unread(), mover.unread(guest.id("G001A"))) == (before - 1, mine - 1)
    guest.become("G001A")
    assert f'<span class="count">{before - 1}<' in guest.open("/demo/mail").text


def test_a_link_to_staff_is_followed_by_becoming_them(lived: Served) -> None:
    guest = Guest(lived)
    letters = guest.letters("T11")

    text = guest.open(letters[-1]).text
    place = re.search(r'name="to" value="(/teacher/plans/[^"]*)"', text)
    assert place is not None
    followed = guest.press(f"/demo/become/{guest.id('T11')}", to=place[1])

    assert "Become Ruth Calder and follow the link" in text
    assert (followed.status_code, path(followed)) == (200, place[1])


def test_a_letter_is_framed_so_that_only_a_pressed_link_leaves_it(lived: Served) -> None:
    guest = Guest(lived)

    shown = guest.open(f"{guest.letters('G001A')[0]}/shown")

    assert '<head><base target="_top">' in shown.text
    policy = shown.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.endswith("sandbox allow-top-navigation-by-user-activation")


def test_addresses_of_others_are_no_links() -> None:
    text = "Open http://school.test/m/abc, or http://other.example/m/abc."

    assert pieces(text, OWN) == (
        Piece(text="Open "),
        Piece(text="http://school.test/m/abc", href="/m/abc"),
        Piece(text=", or http://other.example/m/abc."),
    )


def test_a_letter_that_was_never_written_is_not_there(lived: Served) -> None:
    guest = Guest(lived)

    found = [
        guest.open(f"/demo/mail/9.9.9.9{part}").status_code
        for part in ("", "/shown", "/calendar.ics")
    ]
    assert [*found, guest.open("/demo/mail?person=99999").status_code] == [404] * 4
    assert guest.press("/demo/mail/9.9.9.9/answer", partstat="DECLINED").status_code == 404


def test_a_search_finds_letters_by_their_subject(lived: Served) -> None:
    guest = Guest(lived)

    assert "No letter has these words" in guest.open("/demo/mail?words=xyzzy").text
    assert "Older letters" in guest.open("/demo/mail").text
    assert "Newer letters" in guest.open("/demo/mail?number=2").text
