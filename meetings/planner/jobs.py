"""What is asked of the process that solves, and the frames that it sends back. Values alone.

How the process is started, watched and ended is apart.py; what it does is child.py.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from meetings.planning.frozen import plain, read
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement, Proposal
from meetings.planning.solve import Budget


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one search may use of the machine. What it finds depends on dt alone."""

    wall_seconds: float = 300.0
    cpu_seconds: int = 300
    memory_bytes: int = 2 << 30
    #: Between a stop and the end by force.
    stop_seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """A few conferences placed anew: what stands, who lost their time, how wide to search."""

    present: tuple[Placement, ...]
    #: Those that were hit, each with the reason as a sentence.
    why: dict[str, str]
    #: The widest ring that may be tried (reseat.Ring).
    widest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One search: everything anew, or, with `anew`, a few while the others stay."""

    problem: Problem
    budget: Budget
    anew: Anew | None = None
    #: Nothing is searched: how much better than this could any plan be?
    bounded: Proposal | None = None


class Kind(StrEnum):
    """What a frame says."""

    PROGRESS = "progress"
    #: A checked plan that may be kept if nothing better comes.
    PLAN = "plan"
    #: The answer with its reasons.
    DONE = "done"
    #: Why there is no answer; a sentence.
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a search is."""

    stage: str = ""
    #: Conferences with a time so far, and the most that any plan could place.
    placed: int = 0
    at_most: int = 0
    points: int = 0
    bound: int = 0
    #: Deterministic work so far.
    dt: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message of the process that solves."""

    kind: Kind
    progress: Progress | None = None
    proposal: Proposal | None = None
    #: The documented form of the proposal, with what a page shows besides.
    form: dict[str, Any] | None = None
    sentence: str = ""


def packed(value: Job | Frame) -> bytes:
    return json.dumps(plain(value), ensure_ascii=False).encode()


def job_of(raw: bytes) -> Job:
    return read(Job, json.loads(raw))


def frame_of(raw: bytes) -> Frame:
    said = json.loads(raw)
    # The form is JSON already; its values have no kinds to be read by.
    form = said.pop("form", None)
    made = read(_Bare, said)
    return Frame(
        kind=made.kind,
        progress=made.progress,
        proposal=made.proposal,
        form=form,
        sentence=made.sentence,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bare:
    kind: Kind
    progress: Progress | None = None
    proposal: Proposal | None = None
    sentence: str = ""
