"""Moving the demo's clock: people live meanwhile, or nobody does; where it stands is seen."""

from datetime import UTC, datetime

from meetings.demo.served import Served
from tests.meetings.web_demo.guest import Guest, path


def test_on_the_next_day_the_school_has_written_to_families(served: Served) -> None:
    guest = Guest(served)
    guest.become("T01")
    assert "No letter yet." in guest.open("/demo/mail").text

    guest.pass_time("day")

    assert guest.now.astimezone(UTC) == datetime(2026, 8, 11, 15, tzinfo=UTC)
    assert len(guest.letters("G001A")) > 0
    assert "Tuesday, August 11, 2026, 9:00 AM MDT" in guest.open("/").text


def test_alone_the_clock_moves_and_nobody_acts(served: Served) -> None:
    guest = Guest(served)

    guest.pass_time("week", alone="yes")

    assert guest.now == datetime(2026, 8, 17, 15, tzinfo=UTC)
    with served.world.store.read() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM history WHERE seq > 1").scalar()
    assert count == 0


def test_a_movement_is_followed_stopped_and_leads_back(served: Served) -> None:
    guest = Guest(served)

    begun = guest.press("/demo/time", to="midyear", back="/verify")
    refused = guest.press("/demo/time", to="day")
    stopped = guest.press("/demo/time/stop")

    assert path(begun) == "/demo/time?back=/verify"
    assert begun.headers["refresh"] == "2"
    assert "on the way to Tuesday, January 19, 2027, 9:00 AM MST" in begun.text
    assert (refused.status_code, "The clock is moving already." in refused.text) == (409, True)
    assert path(stopped) == "/demo/time"
    assert served.demo.mover.settled(120)
    assert path(guest.open("/demo/time?back=/verify")) == "/verify"
    assert guest.now.astimezone(UTC) < datetime(2026, 8, 20, tzinfo=UTC)


def test_time_runs_forward_only(served: Served) -> None:
    guest = Guest(served)
    served.world.clock.move_to(datetime(2027, 3, 1, 16, tzinfo=UTC))

    refused = guest.press("/demo/time", to="midyear")

    assert refused.status_code == 409
    assert "To mid-year" not in guest.open("/demo").text
    assert "To year end" in guest.open("/demo").text
    assert guest.press("/demo/time", to="yesterday").status_code == 409


def test_a_fault_stops_the_clock_and_the_page_says_so(served: Served) -> None:
    guest = Guest(served)
    (served.world.store.folder / "letters").write_text("A file where a folder is needed.")

    guest.pass_time("week")

    page = guest.open("/demo/time?back=/verify")
    assert path(page) == "/demo/time?back=/verify"
    assert "The clock stopped here because something failed." in page.text
