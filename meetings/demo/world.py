"""The demo's installation: a folder made from one seed, its school imported as any other is."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from meetings import enrolment, importing, keys
from meetings.archive import Archive
from meetings.clock import MovableClock
from meetings.courier.office import Office
from meetings.demo import school
from meetings.demo.families import MadeUp, make_up
from meetings.identity import accounts
from meetings.printing import Printer
from meetings.roster.export import write_oneroster
from meetings.roster.gifted import Hints
from meetings.settings import Settings
from meetings.store import Session, Store, people, values

ZONE = "America/Denver"
SCHOOL_YEAR = "2026-27"
#: The specialist's first day at work, one week before school.
BEGINS_ON = date(2026, 8, 10)
#: Comes with a plan of another school.
MOVED_IN = "P060"
#: Opens the demo's own seal key. Nobody signs in with it: people are become.
PASSWORD = "a made-up school"  # noqa: S105  nothing real is behind it
SAID = {
    "zone": ZONE,
    "state": "CO",
    "school_name": school.SCHOOL_NAME,
    "authority": "Cottonwood School District",
    "contact": "Margit Halloran, gifted specialist, +1 303 555 0112, office@cottonwood.example",
    "place": "Cottonwood Ridge School, 400 Ridge Road, Cottonwood, Colorado",
    "from_address": "office@cottonwood.example",
    "from_name": "Cottonwood Ridge School",
    "conferences_until": "17:00",
}
#: Staff by number in the roster: their roles at the sign-in.
ROLES = {
    school.SPECIALIST_ID: ("specialist", "operator"),
    school.ADMINISTRATOR_ID: ("administrator", "authority"),
    school.COORDINATOR_ID: ("coordinator",),
}


@dataclass(slots=True, kw_only=True)
class World:
    """A made-up school, ready for its year."""

    office: Office
    made: MadeUp
    clock: MovableClock
    seed: int
    #: Person ids by their number in the roster.
    ids: dict[str, int]

    @property
    def store(self) -> Store:
        return self.office.store

    def close(self) -> None:
        self.office.printer.close()
        self.store.close()


def at_local(on: date, when: time) -> datetime:
    """A wall time of the school as an instant."""
    return datetime.combine(on, when, ZoneInfo(ZONE)).astimezone(UTC)


def build(folder: Path, seed: int, printers: int = 0) -> World:
    """The same seed gives the same files, to the byte. Raises FileExistsError in a used folder."""
    if (folder / "alp.db").exists():
        raise FileExistsError(
            f"{folder} holds a school already. Choose another folder, or remove this one."
        )
    at = at_local(BEGINS_ON, time(9))
    entropy = hashlib.sha256(f"alp demo {seed}".encode()).digest()
    store = Store.open(folder, secret=entropy)
    (folder / "secret").write_bytes(entropy)
    made = make_up(seed)
    authority = keys.make_authority(SAID["authority"], at, entropy)
    keys.save(authority.keys, folder / "keys", PASSWORD)
    _write_files(folder / "roster", made)
    store.write(_say)
    _take_in(store, folder / "roster", at)
    store.write(lambda session: _furnish(session, at))
    office = Office(
        store=store,
        archive=Archive(folder / "archive"),
        keys=authority.keys,
        settings=Settings(seal_passphrase=PASSWORD),
        printer=Printer(printers),
    )
    with store.read() as connection:
        ids = {one.source_id: one.id for one in people.everybody(connection)}
    clock = MovableClock(at)
    return World(office=office, made=made, clock=clock, seed=seed, ids=ids)


def _write_files(folder: Path, made: MadeUp) -> None:
    """The school as OneRoster files, for people to look at and to import elsewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in write_oneroster(made.roster, "1.2").items():
        (folder / name).write_bytes(data)


def _take_in(store: Store, roster: Path, at: datetime) -> None:
    """Through the same door as any roster: files, preview, acceptance."""
    shown = importing.preview(store, importing.files_at(roster), Hints())
    refused = importing.accept(store, shown, at)
    if refused is not None:
        raise ValueError(f"The demo's own roster was refused: {refused}")


def _furnish(session: Session, at: datetime) -> None:
    """Accounts, one student who moved in with a plan from elsewhere, and everybody's case."""
    for person in people.staff(session.connection):
        _give_account(session, person, at)
    moved_in = next(
        one.id for one in people.students(session.connection) if one.source_id == MOVED_IN
    )
    enrolment.open_moved_in(session, at, SCHOOL_YEAR, {moved_in: BEGINS_ON})
    enrolment.take_up(session, at)


def _say(session: Session) -> None:
    for name, value in SAID.items():
        values.put(session.connection, name, value)


def _give_account(session: Session, person: people.Person, at: datetime) -> None:
    roles = ROLES.get(person.source_id, ("teacher",))
    account = accounts.Account(
        person_id=person.id,
        email=person.email,
        password_hash="",
        roles=roles,
        disabled=False,
    )
    accounts.put(session, account, at)
