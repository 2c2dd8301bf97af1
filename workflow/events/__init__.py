"""What has happened: facts, never refused, by name. Which command gives which, the chapters say."""

from workflow.events import happening, meeting, planning, signing
from workflow.events.happening import CaseOpened, ChartStarted, Event, Moved, Stamp

__all__ = ["EVENTS", "CaseOpened", "ChartStarted", "Event", "Moved", "Stamp"]

_KINDS = (Event, meeting.OfConference, signing.OfAgreement)

#: Every event by its name, as the history writes it.
EVENTS: dict[str, type[Event]] = {
    name: kind
    for module in (happening, planning, meeting, signing)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Event) and kind not in _KINDS
}
