"""Who wants a time that another one wants: one gets it, whole, from whatever process they come.

The same contest without the key gives times away twice, so it would have shown a fault. The long
race is bench_race.py.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from meetings.store import Store, claims
from tests.race.contest import AT, Contest, Outcome, Wish, attempt, hold, opened
from tests.race.falling import killed_anywhere, killed_inside
from tests.race.server import fresh, server

WAVES, CROWD = 60, 16


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server() as one:
        if one is None:
            pytest.skip("PostgreSQL is not installed on this machine")
        yield one


@pytest.fixture(params=("SQLite", "PostgreSQL"))
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that nobody has used."""
    if request.param == "SQLite":
        return str(tmp_path / "school")
    return fresh(request.getfixturevalue("url"), "school")


def test_of_many_at_once_in_several_processes_one_gets_the_time_and_without_the_key_several_do(
    where: str, tmp_path: Path
) -> None:
    contest = Contest(where=where, folder=tmp_path / "school", waves=WAVES, processes=2, threads=8)
    without = Contest(
        where=where, folder=tmp_path / "school", waves=WAVES, processes=2, threads=8, guarded=False
    )

    assert hold(contest) == Outcome(
        told=Counter(won=WAVES, taken=WAVES * (CROWD - 1)), winners=WAVES, doubles=0, halves=0
    )
    assert hold(without).doubles > 0


def test_nothing_stays_of_one_who_is_killed_while_holding_and_the_time_is_free(
    where: str, tmp_path: Path
) -> None:
    left, told = killed_inside(where, tmp_path / "school")

    assert left == Outcome(told=Counter(), winners=0, doubles=0, halves=0)
    assert told == "won"


@pytest.mark.parametrize("wins", [25])
def test_of_one_who_is_killed_anywhere_only_whole_bookings_stay(
    where: str, tmp_path: Path, wins: int
) -> None:
    contest = Contest(where=where, folder=tmp_path / "school", waves=1000, processes=1, threads=1)

    left = killed_anywhere(contest, wins)

    assert left.winners >= wins
    assert (left.doubles, left.halves) == (0, 0)


def test_an_offer_is_free_from_its_last_moment_on_and_no_clock_has_to_ring(
    where: str, tmp_path: Path
) -> None:
    store = opened(where, tmp_path / "school")
    offer = Wish(contest="guarded", wave=0, number=99).held(until=AT)
    before = AT - timedelta(seconds=1)
    store.write(lambda session: claims.follow(session.connection, None, offer, before))

    told = [Counter(_all_ask(store, at)) for at in (before, AT)]
    store.close()

    assert told == [Counter(taken=8), Counter(won=1, taken=7)]


def _all_ask(store: Store, at: datetime) -> list[str]:
    wishes = [Wish(contest="guarded", wave=0, number=n) for n in range(8)]
    with ThreadPoolExecutor(8) as crowd:
        return list(crowd.map(lambda wish: attempt(store, wish, at), wishes))
