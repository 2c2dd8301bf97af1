"""CSPLib problem 046, meeting scheduling: its text as values, and a judge of timetables of its own.

Knows nothing of our planner; how an instance becomes a problem of ours is as_ours.py. The text is
CC BY 4.0 (Shapen, Zivan, Meisels) and stays outside the project: see the `shared` fixture.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

HEAD = re.compile(r"^\s*(?:\*\*|__)Instance #(\d+)(?:\*\*|__)\s*$", re.MULTILINE)
AGENT = re.compile(r"^\s*Agents?\s*\((\d+)\):((?:\s*\d+)+)\s*$", re.MULTILINE)
ROW = re.compile(r"^[ \t]*(\d+)[ \t]*:((?:[ \t]+\d+)+)[ \t]*$", re.MULTILINE)
TIME = re.compile(r"Meeting\s+(\d+)\s+scheduled at time\s+(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """Meetings of one slot each, at a place of their own each."""

    number: int
    meetings: int
    slots: int
    #: By agent, the meetings that they attend.
    agents: tuple[tuple[int, ...], ...]
    #: Slots of travel from one meeting's place to another's.
    distance: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the library says of an instance; no times where it cannot be done."""

    satisfiable: bool
    times: Mapping[int, int]


def instances(folder: Path) -> tuple[Instance, ...]:
    """Read all instances of the folder, in their order."""
    return tuple(_instance(no, text) for no, text in _sections(folder / "instances.md"))


def published(folder: Path) -> Mapping[int, Published]:
    """Read what the library says, by number."""
    return {no: _verdict(text) for no, text in _sections(folder / "results.md")}


def _sections(path: Path) -> list[tuple[int, str]]:
    parts = HEAD.split(path.read_text(encoding="utf-8"))
    return [(int(no), text) for no, text in zip(parts[1::2], parts[2::2], strict=True)]


def _instance(number: int, text: str) -> Instance:
    meetings, agents, slots = (
        _number(text, name) for name in ("NumberOfMeetings", "NumberOfAgents", "DomainSize")
    )
    found = [tuple(map(int, m[2].split())) for m in AGENT.finditer(text)]
    rows = [tuple(map(int, m[2].split())) for m in ROW.finditer(text)]
    if len(found) != agents or [len(row) for row in rows] != [meetings] * meetings:
        raise ValueError(f"Instance {number} is not written as the others are.")
    return Instance(
        number=number,
        meetings=meetings,
        slots=slots,
        agents=tuple(found),
        distance=tuple(rows),
    )


def _number(text: str, name: str) -> int:
    found = re.search(rf"^\s*{name}\s*=\s*(\d+)", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"The instance does not say {name}.")
    return int(found[1])


def _verdict(text: str) -> Published:
    times = {int(m[1]): int(m[2]) for m in TIME.finditer(text)}
    return Published(satisfiable="infeasible" not in text, times=times)


def too_close(instance: Instance, times: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    """Pairs of one agent's meetings between which the agent cannot travel; () is a solution."""
    pairs = {pair for agent in instance.agents for pair in combinations(sorted(agent), 2)}
    return tuple(
        (a, b) for a, b in sorted(pairs) if abs(times[a] - times[b]) - 1 < instance.distance[a][b]
    )


def search(instance: Instance) -> Sequence[int] | None:
    """Times of all meetings by plain search, fewest choices first; None: there are none."""
    near: dict[int, dict[int, int]] = {m: {} for m in range(instance.meetings)}
    for agent in instance.agents:
        for a, b in combinations(agent, 2):
            near[a][b] = near[b][a] = instance.distance[a][b]
    left = {m: set(range(instance.slots)) for m in range(instance.meetings)}
    times: dict[int, int] = {}
    return [times[m] for m in sorted(times)] if _search(near, left, times) else None


def _search(
    near: Mapping[int, Mapping[int, int]], left: dict[int, set[int]], times: dict[int, int]
) -> bool:
    if not left:
        return True
    meeting = min(left, key=lambda m: (len(left[m]), -len(near[m]), m))
    choices = left.pop(meeting)
    for time in sorted(choices):
        times[meeting] = time
        narrower = {
            m: {t for t in some if m not in near[meeting] or abs(t - time) > near[meeting][m]}
            for m, some in left.items()
        }
        if all(narrower.values()) and _search(near, narrower, times):
            return True
    times.pop(meeting, None)
    left[meeting] = choices
    return False
