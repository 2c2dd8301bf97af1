"""Strangers' calendars are read in a process of its own, which is ended when one takes too long.

A rule can be written that takes days to expand, and a name server can be silent: neither may hold
up the letters of the school. One child reads one calendar after another.
"""

import logging
import multiprocessing
import resource
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from meetings.busy.reading import Failed, Found, Task, outcome

#: For one calendar, the start of the child with it.
SECONDS = 60.0
MEMORY_BYTES = 2 * 1024**3
TOO_LONG = "Reading the calendar takes too long. Share one that holds this school year alone."


class Hand:
    """Starts its child when there is something to read; close it when the round is over."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._child: tuple[SpawnProcess, Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _wrong: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, task: Task) -> Found | Failed:
        """Raises nothing; a child that dies or is late gives Failed, and the next one is new."""
        _, pipe = self._child = self._child or _started()
        try:
            pipe.send(task)
            if pipe.poll(self.seconds):
                said: Found | Failed = pipe.recv()
                return said
        except (EOFError, OSError):
            pass
        self.close()
        return Failed(why=TOO_LONG)

    def close(self) -> None:
        if self._child is None:
            return
        process, pipe = self._child
        self._child = None
        pipe.close()
        process.kill()
        process.join()


def _started() -> tuple[SpawnProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def serve(pipe: Connection) -> None:
    """The child's whole life. Libraries write what they read into logs: here there are none."""
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    while True:
        try:
            pipe.send(outcome(pipe.recv()))
        except (EOFError, OSError):
            return
