"""What an option takes of a thing of which there is only so much. Which things: options.py."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """So much of one thing in the grains [start, end).

    Things: a person, their presence at a school, like units, class cover; and counted in days or
    weeks instead of grains: a chair's day, a person's day, a person's planning periods.
    """

    key: str
    start: int
    end: int
    amount: int = 1
