"""Public sets through our planner: verdicts on CSPLib 046, offices of 200 to 800 meetings.

The judges know nothing of the planner (tests/planning_sets). Without the shared data there are no
rows. An office is planned a day at a time: the table of a day stays small, whatever the year.
"""

import resource
import sys
from pathlib import Path
from time import process_time

from tests.planning_sets.as_ours import asked, times, timetable
from tests.planning_sets.csplib046 import instances, published, too_close
from tests.planning_sets.office_meetings import office

Row = tuple[str, float, str, bool]

DATA = Path(__file__).parents[3] / "shared" / "data" / "planning"
OFFICES = ((200, 640), (400, 1280), (800, 2560))
MEMORY_MB = 2048


def rows() -> list[Row]:
    if not DATA.is_dir():
        return []
    return [*_library(DATA / "csplib-046"), *_offices(DATA / "optaplanner-meetingscheduling")]


def _library(folder: Path) -> list[Row]:
    said, right, began = published(folder), 0, process_time()
    for instance in instances(folder):
        found = times(asked(instance))
        lawful = found is None or not too_close(instance, found)
        right += lawful and (found is not None) == said[instance.number].satisfiable
    seconds = process_time() - began
    return [
        ("CSPLib 046: right verdicts of 27", right, "= 27", right == len(said)),
        ("CSPLib 046: CPU seconds", round(seconds, 1), "told", True),
    ]


def _offices(folder: Path) -> list[Row]:
    found: list[Row] = []
    for meetings, steps in OFFICES:
        began = process_time()
        score = timetable(
            office(folder / f"{meetings}meetings-{steps}timegrains-5rooms.xlsx")
        ).score
        name = f"office of {meetings}"
        found += [
            (f"{name}: hard", score.hard, "= 0", score.hard == 0),
            (f"{name}: medium", score.medium, "told", True),
            (f"{name}: soft", score.soft, "told", True),
            (f"{name}: CPU seconds", round(process_time() - began, 1), "told", True),
        ]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [*found, ("offices: most memory, MB", most, f"<= {MEMORY_MB}", most <= MEMORY_MB)]


if __name__ == "__main__":
    for name, value, limit, ok in rows():
        sys.stdout.write(f"{name:55} {value:10.1f}  {limit:8} {'ok' if ok else 'MISSED'}\n")
