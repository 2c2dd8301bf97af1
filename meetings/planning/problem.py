"""Who has to meet whom, and when they could: frozen values with opaque keys, no names.

Times are grains here: whole numbers that count 5 minutes from the first school day's opening.
Wall times become grains in grid.py; windows and bells become masks in hours.py; the answer is in
proposal.py. Nothing is decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Self

from meetings.planning.grid import Grid
from meetings.planning.spelling import spelled


class Kind(StrEnum):
    """What a person is at the table, which decides what the conference costs them."""

    STAFF = "staff"
    FAMILY = "family"
    STUDENT = "student"


class SeatRule(StrEnum):
    """How many of a group have to come."""

    ALL = "all"
    ONE_OF = "one_of"
    K_OF = "k_of"
    #: Invited; a conference takes place without them.
    OPTIONAL = "optional"


class Place(StrEnum):
    """Where a conference is held."""

    ROOM = "room"
    #: By video or phone: it takes no room, and nobody travels.
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """When one person could come; each int is a mask over the grid's grains."""

    key: str
    kind: Kind
    #: Everything but hard busy; class, soft busy and unknown grains are in it.
    usable: int
    preferred: int = 0
    if_needed: int = 0
    #: Teaching, or being taught.
    in_class: int = 0
    #: A tentative entry in the person's calendar; costs as much as `if_needed`.
    soft_busy: int = 0
    #: A calendar that could not be read.
    unknown: int = 0
    #: Usable by video or phone only; in the other usable grains the person can be in the room.
    remote: int = 0
    #: Planning periods, of which the policy may let conferences take a few each week.
    planning: int = 0
    #: None: as many conferences a day as there are. For a chair the policy's maximum holds besides.
    max_per_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One room, or one interpreter."""

    key: str
    usable: int
    #: Its calendar could not be read.
    unknown: int = 0
    #: Seats; None: enough for everybody.
    size: int | None = None
    #: Without steps.
    accessible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """So many minutes lie between two schools, either way."""

    one: str
    two: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Rooms of a school, or interpreters of a language: a conference takes one unit."""

    key: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """So many adults can hold a class at one time while its teacher is away."""

    key: str
    size: int
    usable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A group of the table: "guardian", "classroom teacher"."""

    group: str
    rule: SeatRule
    people: tuple[str, ...]
    #: For `k_of` only.
    k: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A conference that stays where it is. Empty `team`: the planner fills the seats."""

    start: int
    #: Required people, the chair, and optional people who have said that they come.
    team: tuple[str, ...] = ()
    room: str | None = None
    interpreter: str | None = None
    #: None: by video, if that is allowed and a room wanted, but none is named.
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Where a conference stands before this run, when it may still move."""

    start: int
    confirmed: bool = False
    #: How many people would have to hear of a change.
    told: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """One talk that is wanted."""

    key: str
    chair: str
    seats: tuple[Seat, ...]
    length_minutes: int = 30
    #: After the end; binds the chair and the room, nobody else.
    buffer_minutes: int = 5
    #: Key of a pool; None: no room is counted. Without rooms and school: by video or phone anyway.
    rooms: str | None = None
    #: May be held by video too, at a cost, where a room or a school was wanted.
    video: bool = False
    #: Key of the school; None: people need no time to get there. By video nobody travels.
    school: str | None = None
    #: So many people the room has to seat; 0: any room will do.
    size: int = 0
    #: Somebody needs a room without steps.
    accessible: bool = False
    interpreters: str | None = None
    #: Key of the cover that a pulled teacher needs; None: cover is not counted.
    cover: str | None = None
    #: The end of the notice lead.
    earliest_on: date | None = None
    due_on: date | None = None
    #: 0 initial and transfer; 1 grades 6, 9 and unsigned last year; 2 the rest.
    rank: int = 2
    only_on: date | None = None
    not_on: tuple[date, ...] = ()
    fixed: Fixed | None = None
    now: Present | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points per part; 10 are worth one class taught by a substitute."""

    pull: int = 10
    pull_above: int = 10
    misses_class: int = 2
    possible: int = 2
    if_needed: int = 5
    siblings_apart: int = 8
    above_comfortable: int = 4
    block: int = 3
    moved: int = 8
    optional_empty: int = 3
    unknown: int = 3
    #: A required person takes part by video or phone where a room was wanted.
    other_modality: int = 2
    #: A chair goes on to another school on the same day.
    change_of_school: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the school has decided once for all conferences."""

    max_per_day: int = 3
    #: None: as many as `max_per_day`.
    comfortable_per_day: int | None = None
    #: False is "never pull a teacher": class counts as busy for staff.
    may_pull: bool = True
    #: Pulls of one teacher up to here cost `pull` each, further ones `pull_above` more.
    pulls_unharmed: int = 3
    sibling_gap_minutes: int = 30
    #: True: an unread calendar counts as busy.
    unknown_blocks: bool = False
    #: So many conferences a week may take a planning period of one person; None: any number.
    planning_a_week: int | None = None
    #: True: each chair is at one school in the morning, and at one in the afternoon.
    one_school_a_half_day: bool = False
    #: Where the halves of a day meet.
    noon: time = time(12)
    #: Worth of an on-time conference by rank.
    rank_weights: tuple[int, ...] = (4, 2, 1)
    weights: Weights = field(default_factory=Weights)

    @property
    def comfortable(self) -> int:
        return self.max_per_day if self.comfortable_per_day is None else self.comfortable_per_day


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything a run reads. It sorts itself, so the order of entry is without effect."""

    grid: Grid
    people: tuple[Person, ...]
    conferences: tuple[Conference, ...]
    pools: tuple[Pool, ...] = ()
    covers: tuple[Cover, ...] = ()
    travel: tuple[Travel, ...] = ()
    #: Conferences of siblings, wanted back to back.
    pairs: tuple[tuple[str, str], ...] = ()
    policy: Policy = field(default_factory=Policy)
    #: Nearness of a move is counted in school days from here; None: from the first day of the grid.
    today: date | None = None

    def __post_init__(self) -> None:
        """Bring every collection into canonical order."""
        put = object.__setattr__
        put(self, "people", tuple(sorted(self.people, key=lambda p: p.key)))
        put(self, "conferences", tuple(sorted(map(_tidy, self.conferences), key=lambda c: c.key)))
        pools = (
            Pool(key=p.key, units=tuple(sorted(p.units, key=lambda u: u.key))) for p in self.pools
        )
        put(self, "pools", tuple(sorted(pools, key=lambda p: p.key)))
        put(self, "covers", tuple(sorted(self.covers, key=lambda c: c.key)))
        ways = sorted(map(_either_way, self.travel), key=lambda t: (t.one, t.two))
        put(self, "travel", tuple(ways))
        put(self, "pairs", tuple(sorted({(min(p), max(p)) for p in self.pairs})))

    @cached_property
    def person(self) -> Mapping[str, Person]:
        return {p.key: p for p in self.people}

    @cached_property
    def conference(self) -> Mapping[str, Conference]:
        return {c.key: c for c in self.conferences}

    @cached_property
    def pool(self) -> Mapping[str, Pool]:
        return {p.key: p for p in self.pools}

    @cached_property
    def cover(self) -> Mapping[str, Cover]:
        return {c.key: c for c in self.covers}

    @cached_property
    def digest_sha256(self) -> str:
        """Equal for equal problems, whatever the order of entry."""
        parts = (self.grid, self.people, self.conferences, self.pools, self.covers)
        rest = (self.travel, self.pairs, self.policy, self.today)
        return sha256(repr(spelled((*parts, *rest))).encode()).hexdigest()

    def with_conferences(self, conferences: tuple[Conference, ...]) -> Self:
        """Give the same school with other wishes."""
        return replace(self, conferences=conferences)


def _either_way(travel: Travel) -> Travel:
    one, two = sorted((travel.one, travel.two))
    return replace(travel, one=one, two=two)


def _tidy(conference: Conference) -> Conference:
    from_form = (
        Seat(group=s.group, rule=s.rule, people=tuple(sorted(set(s.people))), k=s.k)
        for s in conference.seats
    )
    seats = tuple(sorted(from_form, key=lambda s: (s.group, s.rule, s.people)))
    return replace(conference, seats=seats, not_on=tuple(sorted(set(conference.not_on))))
