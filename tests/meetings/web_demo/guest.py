"""Somebody at a demo: becomes people, presses the buttons of the bar, follows links."""

import re
from datetime import datetime

from httpx import Response
from litestar.testing import TestClient

from meetings.demo.served import Served

OWN = "http://school.test"
TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


class Guest:
    def __init__(self, served: Served, url: str = OWN) -> None:
        self.served = served
        self.client = TestClient(served.app, base_url=url, raise_server_exceptions=True)
        self.client.headers["sec-fetch-site"] = "same-origin"

    @property
    def now(self) -> datetime:
        return self.served.world.clock.now()

    def id(self, number: str) -> int:
        return self.served.world.ids[number]

    def open(self, path: str) -> Response:
        return self.client.get(path)

    def press(self, action: str, **fields: str) -> Response:
        token = TOKEN.search(self.client.get("/demo/time?still=true").text)
        assert token is not None
        return self.client.post(action, data={"_csrf_token": token[1], **fields})

    def become(self, number: str) -> Response:
        return self.press(f"/demo/become/{self.id(number)}")

    def pass_time(self, to: str, **fields: str) -> None:
        self.press("/demo/time", to=to, **fields)
        assert self.served.demo.mover.settled(120)

    def letters(self, number: str) -> list[str]:
        return self.letters_to(self.id(number))

    def letters_to(self, person_id: int) -> list[str]:
        """Paths of the letters to this person, the newest first."""
        text = self.open(f"/demo/mail?person={person_id}").text
        return re.findall(r'href="(/demo/mail/[^"]+)"', text)


def path(answer: Response) -> str:
    return str(answer.url).removeprefix(OWN)
