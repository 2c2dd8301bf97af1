"""An armed timer as a value: what the store keeps of it. How it is reckoned is `timers.py`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerDue:
    """One armed timer. Spent ones stay, with no date, so that they are not armed again."""

    chart: str
    no: int
    command: str
    #: The words of the rule; with `base_at` it says whether this is still the same timer.
    rule: str
    base_at: datetime
    due_at: datetime | None
    #: Rings before `then`; 0 where the rule sets no number.
    left: int = 0
    then: str = ""
    because: str = ""
    provisional: bool = False

    @property
    def says(self) -> str:
        """The command that the clock gives when it rings."""
        return self.then if self.then and not self.left else self.command

    @property
    def name(self) -> tuple[str, int, str]:
        return self.chart, self.no, self.command
