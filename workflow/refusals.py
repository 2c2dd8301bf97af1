"""A refusal: why not, and what to do instead, in sentences for the person who asked.

The same words stand on the page, in the letter and on the command line. Which refusal is due is
decided in `step.py` and `guards.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why a condition does not hold, and what the person can do about it."""

    why: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    #: not_now (the state), not_you (the role), not_yet (a condition), changed (seen too old).
    code: str
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.why} {self.remedy}"
