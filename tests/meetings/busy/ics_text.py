"""Calendar files as programs write them, in few words."""


def calendar(*parts: str, head: str = "") -> str:
    """A whole file; `parts` and `head` have one property a line."""
    inside = "\n".join([head, *parts]).strip()
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *inside.split("\n")]
    return "\r\n".join([*(line for line in lines if line), "END:VCALENDAR", ""])


def event(*lines: str, uid: str = "a") -> str:
    return "\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260801T000000Z", *lines, "END:VEVENT"]
    )


def hour(day: str, zone: str = "America/Denver", uid: str = "a", more: tuple[str, ...] = ()) -> str:
    """From nine to ten on that day."""
    return event(
        f"DTSTART;TZID={zone}:{day}T090000", f"DTEND;TZID={zone}:{day}T100000", *more, uid=uid
    )
