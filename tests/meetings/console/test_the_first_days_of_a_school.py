"""`alp serve` at a new school: the first administrator comes in, then others of the staff."""

import re
from pathlib import Path

import httpx
import pytest

from tests.meetings.console.terminal import alp, roster_in, served

PASSWORD = "four words are good"  # noqa: S105  of a school that does not exist


@pytest.fixture
def school(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    assert alp("import", roster_in(tmp_path / "roster"), "--db", folder, "--yes").code == 0
    return folder


def come_in(at: str, address: str, **names: str) -> httpx.Response:
    """The page after somebody opened a one-time address and chose a password."""
    with httpx.Client(follow_redirects=True, headers={"Origin": at}, timeout=60) as browser:
        shown = browser.get(address)
        token = re.findall(r'name="_csrf_token" value="([^"]+)"', shown.text)[0]
        return browser.post(address, data={"_csrf_token": token, "new": PASSWORD, **names})


def path_in(line: str) -> str:
    found: list[str] = re.findall(r"/welcome/[\w-]+", line)
    return found[0]


def test_the_address_for_the_first_administrator_is_given_until_somebody_used_it(
    school: Path,
) -> None:
    with served(school) as first:
        pass
    with served(school) as second:
        names = {"given_name": "Sam", "family_name": "Hale", "email": "hale@cedar.example"}
        page = come_in(second.url, f"{second.url}{path_in(first.out)}", **names)
    with served(school) as third:
        pass

    assert (page.status_code, page.url.path) == (200, "/")
    assert "Sam Hale" in page.text
    assert "What needs me" in page.text
    assert third.out == f"Pages: {third.url}\n"


@pytest.mark.parametrize(
    ("who", "place"), [("reyes@cedar.example", "/"), ("okafor@cedar.example", "/teacher")]
)
def test_somebody_of_the_roster_signs_in_with_the_address_that_the_operator_made(
    school: Path, who: str, place: str
) -> None:
    link = alp("staff-link", "--db", school, who).out

    with served(school) as pages:
        page = come_in(pages.url, f"{pages.url}{path_in(link)}")

    assert (page.status_code, page.url.path) == (200, place)


def test_a_program_with_a_token_reads_and_writes_through_the_api(school: Path) -> None:
    token = alp("api-token", "--db", school, "reyes@cedar.example").out.strip()

    with served(school) as pages:
        head = {"Authorization": f"Bearer {token}"}
        plans = httpx.get(f"{pages.url}/api/v1/plans", headers=head).json()
        begun = httpx.post(
            f"{pages.url}/api/v1/plans/{plans[0]['id']}/commands",
            headers=head,
            json={"command": "begin_draft", "key": "first", "seen": 0, "data": {}},
        )
        again = httpx.get(f"{pages.url}/api/v1/plans/{plans[0]['id']}", headers=head)
        stranger = httpx.get(f"{pages.url}/api/v1/plans", headers={"Authorization": "Bearer no"})

    assert begun.status_code in {200, 201}, begun.text
    assert again.json()["state"] == "drafting"
    assert stranger.status_code == 401
