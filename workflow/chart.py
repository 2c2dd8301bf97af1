"""A chart as a value: states, groups, roles, facts and rows; and the law, which is three of them.

`load()` reads the released sentences. What a row's guards and orders mean is not here
(guards.py, effects.py), nor whether the charts fit together (check.py).
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from workflow.jurisdiction import Profile, ProfileError, load_profile, source_of
from workflow.rules import Rule, read_rule
from workflow.sentence import ChartError, Sentence, read_facts, read_sentence

#: The charts of the law, in the order in which they are printed, with the version in force.
CHARTS = (("plan", 1), ("conference", 1), ("agreement", 1))
#: Roles that no person holds.
MACHINES = ("clock", "courier", "law")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    name: str
    #: What people read.
    says: str
    #: Nothing leads on.
    ends: bool
    #: Facts set on entering, whatever road led here.
    enter: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sentence of a chart, with its groups and roles spelled out."""

    chart: str
    #: The section in which it stands, as written.
    section: str
    states: tuple[str, ...]
    command: str
    #: The finding that chooses this row; "" where the command has but one meaning.
    finding: str
    who: tuple[str, ...]
    rule: Rule | None
    guards: tuple[str, ...]
    target: str
    facts: tuple[tuple[str, str], ...]
    orders: tuple[str, ...]
    stops: tuple[str, ...]
    opens: tuple[str, ...]
    tells: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return f"{self.command}.{self.finding}" if self.finding else self.command

    def hears(self, role: str) -> bool:
        return role in self.who or (role == "clock" and self.rule is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    name: str
    version: int
    #: Ways in: name to state and facts.
    starts: dict[str, tuple[str, dict[str, str]]]
    #: Values of each fact; the first is how it starts.
    facts: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]
    states: dict[str, State]
    rows: tuple[Row, ...]
    #: The rows of a command in a state, by finding.
    at: dict[tuple[str, str], dict[str, Row]]
    #: The commands heard in each state, in the order of the chart.
    words: dict[str, tuple[str, ...]]
    #: Commands whose repetition replaces the earlier one, and those that add.
    replaces: tuple[str, ...]
    adds: tuple[str, ...]

    def heard_at(self, state: str) -> tuple[str, ...]:
        return self.words.get(state, ())

    def first_facts(self) -> dict[str, str]:
        return {name: values[0] for name, values in self.facts.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    name: str
    charts: dict[str, Chart]
    profile: Profile
    #: SHA-256 over the sources of charts and profile.
    digest: str
    #: Which chart hears a command that somebody can say.
    chart_of: dict[str, str]


def load(profile: str = "colorado") -> Law:
    """The released law; raises ChartError or ProfileError with a sentence where it is wrong."""
    sources = {name: chart_source(name, version) for name, version in CHARTS}
    return assemble(sources, source_of(profile))


def assemble(sources: Mapping[str, bytes], profile_source: bytes) -> Law:
    """A law from the bytes of its charts and profile: what an overlay and a test need."""
    profile = load_profile(profile_source)
    charts = {name: read_chart(raw, profile) for name, raw in sources.items()}
    told = hashlib.sha256(b"\0".join((*sources.values(), profile_source))).hexdigest()
    name = f"{profile.name}@{'.'.join(str(chart.version) for chart in charts.values())}"
    return Law(name=name, charts=charts, profile=profile, digest=told, chart_of=_chart_of(charts))


def _chart_of(charts: Mapping[str, Chart]) -> dict[str, str]:
    return {
        row.command: name
        for name, chart in charts.items()
        for row in chart.rows
        if row.who != ("law",)
    }


def chart_source(name: str, version: int) -> bytes:
    return _charts().joinpath(f"{name}.v{version}.toml").read_bytes()


def released() -> dict[tuple[str, int], str]:
    """Name and version of every released chart to the SHA-256 that it may never change."""
    lines = _charts().joinpath("RELEASED").read_text().splitlines()
    return {(name, int(version)): digest for name, version, digest in map(str.split, lines)}


def _charts() -> resources.abc.Traversable:
    return resources.files("workflow").joinpath("charts")


def read_chart(raw: bytes, profile: Profile) -> Chart:
    table = tomllib.loads(raw.decode())
    reader = _Reader(table=table, name=str(table["chart"]), profile=profile)
    return reader.chart()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    table: dict[str, dict[str, object]]
    name: str
    profile: Profile

    def chart(self) -> Chart:
        sections = {where: dict(said) for where, said in self._tables("at").items()}
        states = self._states(sections)
        groups = {name: self._flat(str(words)) for name, words in self._tables("group").items()}
        self._known_states([state for named in groups.values() for state in named], states)
        rows = tuple(row for where in sections for row in self._rows(where, sections[where]))
        self._known_states([row.target for row in rows if row.target], states)
        facts = {name: tuple(str(words).split()) for name, words in self._tables("facts").items()}
        _known_facts(rows, facts)
        again = self._tables("again")
        return Chart(
            name=self.name,
            version=int(str(self.table["version"])),
            starts={
                name: self._start(str(words)) for name, words in self._tables("starts").items()
            },
            facts=facts,
            groups=groups,
            states=states,
            rows=rows,
            at=(at := _by_state(rows)),
            words={state: tuple(word for where, word in at if where == state) for state in states},
            replaces=tuple(str(again.get("replaces", "")).split()),
            adds=tuple(str(again.get("adds", "")).split()),
        )

    def _tables(self, name: str) -> dict[str, dict[str, object]]:
        return self.table.get(name, {})  # type: ignore[return-value]  # tables of tables

    def _states(self, sections: dict[str, dict[str, object]]) -> dict[str, State]:
        enter: dict[str, dict[str, str]] = {}
        for where, said in sections.items():
            facts = read_facts(tuple(str(said.get("enter", "")).split()))
            for state in self._flat(where):
                enter[state] = enter.get(state, {}) | facts
        return {
            where: State(
                name=where,
                says=str(said.get("ends", said.get("is", ""))),
                ends="ends" in said,
                enter=tuple(enter[where].items()),
            )
            for where, said in sections.items()
            if "is" in said or "ends" in said
        }

    def _start(self, words: str) -> tuple[str, dict[str, str]]:
        state, *facts = words.split()
        return state, read_facts(tuple(facts))

    def _flat(self, words: str) -> tuple[str, ...]:
        """States for the names of states and groups, each once, in order."""
        groups = self._tables("group")
        found: dict[str, None] = {}
        for word in words.split():
            inner = self._flat(str(groups[word])) if word in groups else (word,)
            found |= dict.fromkeys(inner)
        return tuple(found)

    def _roles(self, words: Iterable[str]) -> tuple[str, ...]:
        named = self._tables("who")
        found: dict[str, None] = {}
        for word in words:
            found |= dict.fromkeys(str(named.get(word, word)).split())
        return tuple(found)

    def _rows(self, where: str, said: dict[str, object]) -> Iterable[Row]:
        for command, words in said.items():
            if command in {"is", "ends", "enter"}:
                continue
            variants = words if isinstance(words, dict) else {"": words}
            for finding, text in variants.items():
                yield self._row(where, (command, finding), str(text))

    def _row(self, where: str, name: tuple[str, str], text: str) -> Row:
        sentence = self._sentence(where, text)
        closes = bool(sentence.target or sentence.facts)
        return Row(
            chart=self.name,
            section=where,
            states=self._flat(where),
            command=name[0],
            finding=name[1],
            who=self._roles(sentence.who),
            rule=read_rule(sentence.rule, self.profile, closes=closes) if sentence.rule else None,
            guards=sentence.guards,
            target=sentence.target,
            facts=tuple(sentence.facts.items()),
            orders=sentence.orders,
            stops=sentence.stops,
            opens=sentence.opens,
            tells=sentence.tells,
        )

    def _sentence(self, where: str, text: str) -> Sentence:
        try:
            sentence = read_sentence(text)
            if sentence.rule:
                read_rule(sentence.rule, self.profile)
        except (ChartError, ProfileError) as fault:
            raise ChartError(f"{self.name}, at {where}: {fault}") from fault
        if not sentence.rule and not sentence.who:
            raise ChartError(f"{self.name}, at {where}: nobody may say {text!r}.")
        return sentence

    def _known_states(self, named: Iterable[str], states: dict[str, State]) -> None:
        for state in named:
            if state not in states:
                raise ChartError(
                    f"{self.name} names the state {state!r}, but no section says what it is."
                )


def _known_facts(rows: tuple[Row, ...], facts: dict[str, tuple[str, ...]]) -> None:
    for row in rows:
        for name, value in row.facts:
            if value not in facts.get(name, ()):
                raise ChartError(f"{row.chart}, {row.name}: no fact can be {name}={value}.")


def _by_state(rows: tuple[Row, ...]) -> dict[tuple[str, str], dict[str, Row]]:
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        for state in row.states:
            here = found.setdefault((state, row.command), {})
            if row.finding in here:
                raise ChartError(f"{row.chart}: {row.name} is said twice for the state {state}.")
            here[row.finding] = row
    return found
