"""What no plan can exceed, seen from each conference by itself, without any search."""

from dataclasses import dataclass
from itertools import accumulate

from meetings.planning.options import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds that hold for every plan of a table."""

    on_time: int
    placed: int
    #: By how many are placed: the least points that they could cost, each for itself.
    cheapest: tuple[int, ...]

    def of(self, level: str, placed: int) -> int:
        """Give the bound of a level, of the points for so many placed."""
        match level:
            case "on_time":
                return self.on_time
            case "placed":
                return self.placed
            case "points":
                return self.cheapest[placed]
            case _:
                return 0


def limits(layout: Table) -> Limits:
    """Count who has an option at all, and add up the cheapest ones."""
    problem = layout.problem
    able = {key: options for key, options in layout.options.items() if options}
    weights = problem.policy.rank_weights
    on_time = sum(
        weights[min(problem.conference[key].rank, len(weights) - 1)]
        for key, options in able.items()
        if any(o.on_time for o in options)
    )
    # Options stand in the order of their points. Teams that were left out could have cost less.
    points = sorted(0 if layout.cut else options[0].points for options in able.values())
    cheapest = tuple(accumulate(points, initial=0))
    return Limits(on_time=on_time, placed=len(able), cheapest=cheapest)
