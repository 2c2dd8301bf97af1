"""Conferences that want the same times: a smallest set that cannot all be placed.

A guess of the solver is asked again by itself, then everybody is taken away without whom the rest
still does not fit. Conferences that are fixed stand beside every set; they are not named in it.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from meetings.planning.gains import Standing, Trial
from meetings.planning.options import Option, Table
from meetings.planning.solve import load_model

if TYPE_CHECKING:
    from meetings.planning.model import Model

#: Units for one question whether some conferences fit together.
ASK_DT = 0.25
#: Looks at the plan before the solver is asked.
LOOKS = 300
#: A model may hold so many times the conferences that are asked about.
MUCH = 2

Keys = frozenset[str]


class Rivals:
    """Answers which conferences of a plan stand in the way of one that waits."""

    def __init__(self, standing: Standing) -> None:
        self.layout, self.plan = standing.layout, standing.plan
        problem = self.layout.problem
        self._fixed = frozenset(c.key for c in problem.conferences if c.fixed is not None)
        #: Sets found before, without the one that waited: the next one often meets the same.
        self._before: list[Keys] = []
        self._asked = Asked(self.layout)
        #: Those about whom the solver could not say; with one more it would not know either.
        self._undecided: Keys = frozenset({""})

    def of(self, key: str) -> tuple[str, ...] | None:
        """Give a smallest set that contains it; () if all could be placed, None if unknown."""
        found = self._known(key) or self._widening(key)
        if not found:
            return None if found is None else ()
        smallest = self._shrunk(found, key)
        self._before.append(smallest - {key})
        return tuple(sorted(smallest))

    def _known(self, key: str) -> Keys | None:
        for others in self._before:
            if self._conflict(others | {key}, key):
                return others | {key}
        return None

    def _widening(self, key: str) -> Keys | None:
        """Ask ever more of those who want the same things, until some cannot all be placed."""
        group, found = frozenset({key}), frozenset[str]()
        while True:
            wider = group | self._near(group)
            if self._undecided <= wider:
                return None
            core = self._conflict(wider, key)
            if core:
                # The core is a guess; if it does not hold by itself, all that was asked does.
                return core if self._conflict(core, key) else wider
            if core is None:
                self._undecided = wider - {key}
                return None
            if wider == group:
                return found
            group = wider

    def _near(self, group: Keys) -> Keys:
        """Name who stands on the days, and holds some of the things, that this group could use."""
        options = [o for key in group for o in self.layout.options[key]]
        days, things = {o.day for o in options}, {h.key for o in options for h in o.holds}
        return frozenset(
            key
            for key, o in self.plan.items()
            if o.day in days and not things.isdisjoint(h.key for h in o.holds)
        )

    def _shrunk(self, group: Keys, key: str) -> Keys:
        left = group
        for one in sorted(group - self._fixed - {key}):
            if one in left:
                left = self._conflict(left - {one}, key) or left
        return left - self._fixed

    def _conflict(self, keys: Keys, key: str) -> Keys | None:
        """Give some that cannot be placed together; empty if all can, None if nobody knows."""
        if self._fits(keys, key):
            return frozenset()
        return self._asked.conflict(keys | self._fixed)

    def _fits(self, keys: Keys, key: str) -> bool:
        """Try the plan as it stands, with one or two of them moved."""
        beside = {k: o for k, o in self.plan.items() if k in keys or k in self._fixed}
        trial = Trial.of(self.layout, beside, _anywhere, LOOKS)
        return trial.one_more(key, self.layout.options[key])


def _anywhere(_before: Option, _after: Option) -> bool:
    return True


class Asked:
    """Asks the solver whether some conferences fit; a model is kept while it is small enough."""

    def __init__(self, layout: Table, dt: float = ASK_DT) -> None:
        self.layout, self.dt = layout, dt
        self._keys: Keys = frozenset()
        self._model: Model | None = None

    def conflict(self, keys: Keys) -> Keys | None:
        """Give some that cannot be placed together; empty if all can, None if nobody knows."""
        fixed, options = self.layout.problem.conference, self.layout.options
        if not keys <= self._keys or len(self._keys) > MUCH * len(keys):
            few = {key: found if key in keys else () for key, found in options.items()}
            self._keys, self._model = keys, load_model(replace(self.layout, options=few))
        # A fixed one that clashes with another fixed one has no option left, and is not asked.
        asked = sorted(key for key in keys if options[key] or fixed[key].fixed is None)
        found = None if self._model is None else self._model.conflict(asked, self.dt)
        return None if found is None else frozenset(found)
