"""Where the running charts of a case stand, and nothing else: what exact guards and the walk read.

A case has a plan, at most one running conference and at most one running agreement. Dates, people
and texts are in `plan.py`.
"""

from typing import NamedTuple

from workflow.chart import Chart, Row, State
from workflow.plan import Case


class Place(NamedTuple):
    """The state of one running chart with its facts, sorted by name."""

    state: str
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str:
        return next((value for key, value in self.facts if key == name), "")


class Configuration(NamedTuple):
    """Tuples, because the walk compares some hundred thousand of them."""

    plan: Place
    conference: Place | None = None
    agreement: Place | None = None

    def at(self, chart: str) -> Place | None:
        match chart:
            case "plan":
                return self.plan
            case "conference":
                return self.conference
            case _:
                return self.agreement

    def state(self, chart: str) -> str:
        """The state of the running chart; "" where none is running."""
        place = self.at(chart)
        return place.state if place else ""

    def having(self, chart: str, place: Place | None) -> "Configuration":
        match chart:
            case "plan" if place is not None:
                return Configuration(place, self.conference, self.agreement)
            case "conference":
                return Configuration(self.plan, place, self.agreement)
            case _:
                return Configuration(self.plan, self.conference, place)

    @property
    def hold(self) -> str:
        return self.plan.fact("hold")

    def __str__(self) -> str:
        named = (self.plan, self.conference, self.agreement)
        said = (
            " ".join((place.state, *(f"{key}={value}" for key, value in place.facts)))
            if place
            else "-"
            for place in named
        )
        return " | ".join(said)


def configuration(case: Case) -> Configuration:
    places = {
        subject.chart: Place(subject.state, tuple(sorted(subject.facts.items())))
        for subject in case.subjects
        if subject.live or subject.chart == "plan"
    }
    return Configuration(places["plan"], places.get("conference"), places.get("agreement"))


def entered(chart: Chart, place: Place, row: Row) -> Place:
    """Where a row leaves its chart: facts of entering first, then what the row sets."""
    facts = dict(place.facts)
    if row.target:
        facts |= dict(chart.states[row.target].enter)
    facts |= dict(row.facts)
    return Place(row.target or place.state, tuple(sorted(facts.items())))


def started(chart: Chart, way: str = "new") -> Place:
    state, facts = chart.starts[way]
    enter: State = chart.states[state]
    return Place(state, tuple(sorted((chart.first_facts() | facts | dict(enter.enter)).items())))
