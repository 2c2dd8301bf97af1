"""The process that solves: its limits, its search, its frames. The only one that loads OR-Tools.

It forgets every secret first, is told to stop through its pipe, and ends when the pipe does. Every
plan that it sends has passed the independent checker.
"""

import os
import resource
import signal
import threading
import time
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection

from meetings.planner.early import INSTANT, instant
from meetings.planner.jobs import Anew, Frame, Job, Kind, Limits, Progress, job_of, packed
from meetings.planner.shown import shown, shown_early
from meetings.planning import solve
from meetings.planning.events import Event
from meetings.planning.problem import Problem
from meetings.planning.proposal import Proposal
from meetings.planning.reseat import Ring
from meetings.planning.settle import settle
from meetings.planning.stays import breaches_beside

#: Between two messages about how far it is.
QUIET_SECONDS = 0.25
#: A person who works at this machine comes first.
NICE = 10
#: What a solver may know of the environment.
KEPT = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH"}
#: The libraries below the solver keep to one thread as the search does.
ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
NO_MEMORY = "The search needed more memory than it may have; the best plan so far is kept."


def run(pipe: Connection, limits: Limits) -> None:
    """The whole life of the process: one job in, frames out."""
    _confine(limits)
    line = Line(pipe)
    try:
        job = job_of(pipe.recv_bytes())
        threading.Thread(target=line.listen, daemon=True).start()
        answer(job, line)
    except MemoryError:
        line.send(Frame(kind=Kind.FAILED, sentence=NO_MEMORY))


def _confine(limits: Limits) -> None:
    for name in set(os.environ) - KEPT:
        del os.environ[name]
    os.environ |= ALONE
    # Whoever stops the program at the keyboard stops the parent; it ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    # No file as large as its memory is left behind when it is ended.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


@dataclass(slots=True)
class Line:
    """The pipe to whoever asked, and whether they said stop."""

    pipe: Connection
    stopped: threading.Event = field(default_factory=threading.Event)

    def send(self, frame: Frame) -> None:
        self.pipe.send_bytes(packed(frame))

    def listen(self) -> None:
        """One word means stop; the end of the pipe means that nobody waits any more."""
        try:
            self.pipe.recv_bytes()
        except (EOFError, OSError):
            os._exit(1)
        self.stopped.set()


def answer(job: Job, line: Line) -> None:
    """A plan as soon as there is one, then the answer with its reasons."""
    if job.bounded is not None:
        line.send(Frame(kind=Kind.DONE, proposal=_bounded(job.problem, job.bounded)))
        return
    watch = Watch(line, job.problem)
    proposal = _seated_anew(job, job.anew, watch) if job.anew else _planned(job, watch)
    _checked(job, proposal)
    form = shown_early(job.problem, proposal, job.anew)
    line.send(Frame(kind=Kind.PLAN, proposal=proposal, form=form, progress=watch.progress))
    form = shown(job.problem, proposal, job.anew)
    line.send(Frame(kind=Kind.DONE, proposal=proposal, form=form))


def _bounded(problem: Problem, proposal: Proposal) -> Proposal:
    from meetings.planning.bound import bound_of, tightened  # noqa: PLC0415  only where it is asked

    return tightened(proposal, bound_of(problem, proposal))


def _planned(job: Job, watch: "Watch") -> Proposal:
    """A first plan that is kept when the rest does not come to its end.

    Of a caseload it is the one that places most; a district waits too long for that one.
    """
    bare = replace(job.budget, points=0.0, narrowed=0.0, rounds=0)
    many = len(job.problem.conferences) > INSTANT
    first = instant(job.problem) if many else solve.solve(job.problem, bare, watch)
    if watch.line.stopped.is_set() or job.budget == bare:
        return first
    watch.progress = _reached(first)
    form = shown_early(job.problem, first)
    watch.line.send(Frame(kind=Kind.PLAN, proposal=first, form=form, progress=watch.progress))
    return solve.solve(job.problem, job.budget, watch)


def _reached(first: Proposal) -> Progress:
    placed = first.stage("placed")
    bound = placed.bound if placed else len(first.unplaced) + len(first.placements)
    return Progress(
        stage="placed",
        placed=len(first.placements),
        at_most=bound,
        bound=bound,
        dt=round(sum(one.dt for one in first.stages), 3),
    )


def _seated_anew(job: Job, anew: Anew, watch: "Watch") -> Proposal:
    """Ring by ring; a wider one only while somebody who was hit has no time."""
    event = Event(problem=job.problem, present=anew.present, why=anew.why)
    return settle(event, Ring(anew.widest), watch).proposal


def _checked(job: Job, proposal: Proposal) -> None:
    present = job.anew.present if job.anew else ()
    broken = breaches_beside(job.problem, proposal.placements, present)
    if broken:
        raise ValueError(f"The checker refuses this plan: {broken[0].sentence}")


@dataclass(slots=True)
class Watch:
    """Sends each progress on; answers False once somebody said stop."""

    line: Line
    problem: Problem
    progress: Progress = field(default_factory=Progress)
    _told: float = 0.0

    def __call__(self, said: solve.Progress) -> bool:
        fresh = said.stage != self.progress.stage
        self.progress = _further(self.progress, said)
        if fresh or time.monotonic() - self._told > QUIET_SECONDS:
            self._told = time.monotonic()
            self.line.send(Frame(kind=Kind.PROGRESS, progress=self.progress))
        return not self.line.stopped.is_set()


def _further(before: Progress, said: solve.Progress) -> Progress:
    now = replace(before, stage=said.stage, bound=said.bound)
    match said.stage:
        case "placed":
            at_most = min(before.at_most or said.bound, said.bound)
            return replace(now, placed=max(before.placed, said.value), at_most=at_most)
        case "points":
            return replace(now, points=said.value)
        case _:
            return now
