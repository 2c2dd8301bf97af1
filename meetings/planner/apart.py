"""The solver in a process of its own, spawned: started, listened to, stopped, ended.

Its memory is given back and no page waits inside it. However it ends, the last plan that it sent is
kept; a sentence says what happened. What it does is child.py.
"""

import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from meetings.planner import child
from meetings.planner.jobs import Frame, Job, Kind, Limits, frame_of, packed

#: The listener is asked so often whether to go on, when no frame comes.
BEAT_SECONDS = 0.5
#: Told each frame, or None at a beat, and the seconds since the start; False means stop.
Listener = Callable[[Frame | None, float], bool]

CUT = "The search was cut by the time limit; the best plan so far is kept."
STOPPED = "The search was stopped; the best plan so far is kept."
NO_TIME = "The search used up its processor time; the best plan so far is kept."
ENDED = "The search was ended from outside; the best plan so far is kept."
BROKEN = "The search ended by itself before its answer; the best plan so far is kept."
#: By the signal that ended it.
SIGNALS = {signal.SIGXCPU: NO_TIME, signal.SIGKILL: ENDED, signal.SIGTERM: ENDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a search ended."""

    #: The answer; None where it did not come.
    answer: Frame | None = None
    #: The last plan that was sent before.
    kept: Frame | None = None
    stopped: bool = False
    #: Why it is not the whole answer; "" where it is.
    sentence: str = ""
    exit_code: int | None = None


def searched(job: Job, limits: Limits, listen: Listener) -> Ending:
    """Runs until the answer, the stop, the limit, or the death of the process."""
    with _process(job, limits) as (process, pipe):
        watched = _Watched(process, pipe, limits)
        watched.follow(listen)
        return watched.ending()


@contextmanager
def _process(job: Job, limits: Limits) -> Iterator[tuple[SpawnProcess, Connection]]:
    ours, theirs = multiprocessing.Pipe()
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=child.run, args=(theirs, limits), daemon=True)
    process.start()
    theirs.close()
    try:
        with suppress(OSError):
            # Too early a death is seen when its frames are awaited.
            ours.send_bytes(packed(job))
        yield process, ours
    finally:
        ours.close()
        process.kill()
        process.join()


class _Watched:
    """One process while it lives: the frames that it sent, and how it was ended."""

    def __init__(self, process: SpawnProcess, pipe: Connection, limits: Limits) -> None:
        self._process, self._pipe, self._limits = process, pipe, limits
        self._began = time.monotonic()
        self._answer: Frame | None = None
        self._kept: Frame | None = None
        self._failed = ""
        #: When it has to be over, by force if need be.
        self._until = self._began + limits.wall_seconds
        self._stopped = self._cut = False

    def follow(self, listen: Listener) -> None:
        while self._answer is None and not self._failed:
            try:
                frame = self._next()
            except (EOFError, OSError):
                break
            if frame is not None:
                self._take(frame)
            now = time.monotonic()
            if not self._stopped and not listen(frame, now - self._began):
                self._stop()
            if now > self._until:
                self._cut = not self._stopped
                break

    def _next(self) -> Frame | None:
        if self._pipe.poll(BEAT_SECONDS):
            return frame_of(self._pipe.recv_bytes())
        return None

    def _take(self, frame: Frame) -> None:
        match frame.kind:
            case Kind.DONE:
                self._answer = frame
            case Kind.PLAN:
                self._kept = frame
            case Kind.FAILED:
                self._failed = frame.sentence
            case Kind.PROGRESS:
                pass

    def _stop(self) -> None:
        """Asked first; ended by force where it does not answer in time."""
        self._stopped = True
        self._until = min(self._until, time.monotonic() + self._limits.stop_seconds)
        with suppress(OSError):
            self._pipe.send_bytes(b"stop")

    def ending(self) -> Ending:
        if self._answer is None and not self._failed and not (self._cut or self._stopped):
            self._process.join(BEAT_SECONDS)
        code = self._process.exitcode
        return Ending(
            answer=self._answer,
            kept=self._kept,
            stopped=self._stopped,
            sentence=self._sentence(code),
            exit_code=code,
        )

    def _sentence(self, code: int | None) -> str:
        if self._stopped:
            return STOPPED
        if self._answer is not None:
            return ""
        if self._cut:
            return CUT
        if self._failed or code is None or code >= 0:
            return self._failed or BROKEN
        return SIGNALS.get(signal.Signals(-code), BROKEN)
