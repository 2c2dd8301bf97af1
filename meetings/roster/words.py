"""The closed lists of words in a roster, and what other systems' words for them mean here.

How a cell becomes a date, a yes or a number is `cells.py`.
"""

from workflow.content import STRENGTH_AREAS

#: Who works at the school; what a file says in other words is brought to one of these.
STAFF_ROLES = (
    "teacher",
    "gt_specialist",
    "counselor",
    "principal",
    "administrator",
    "aide",
    "staff",
)
HOUR_KINDS = ("class", "planning", "lunch", "duty")
DAY_KINDS = ("instruction", "no_school", "testing", "early_release")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: How a guardian wants to be written to.
CHANNELS = ("email", "paper", "phone")

#: Role words of OneRoster and of Microsoft SDS, squeezed, to student, guardian or STAFF_ROLES.
_ROLES = {
    "student": "student",
    "guardian": "guardian",
    "parent": "guardian",
    "relative": "guardian",
    "teacher": "teacher",
    "professor": "teacher",
    "lecturer": "teacher",
    "faculty": "teacher",
    "instructor": "teacher",
    "gtspecialist": "gt_specialist",
    "giftedspecialist": "gt_specialist",
    "facilitator": "gt_specialist",
    "counselor": "counselor",
    "counsellor": "counselor",
    "principal": "principal",
    "administrator": "administrator",
    "districtadministrator": "administrator",
    "siteadministrator": "administrator",
    "systemadministrator": "administrator",
    "sysadmin": "administrator",
    "aide": "aide",
    "proctor": "staff",
    "staff": "staff",
    "adjunct": "teacher",
    "administrativestaff": "staff",
    "other": "staff",
}

_AREAS = {
    "general": "general_intellectual",
    "intellectual": "general_intellectual",
    "mathematics": "math",
    "maths": "math",
    "creativity": "creative",
    "art": "visual_arts",
    "arts": "visual_arts",
    "theater": "performing_arts",
    "worldlanguages": "world_language",
}

_LANGUAGES = {
    "english": "en",
    "spanish": "es",
    "español": "es",
    "french": "fr",
    "german": "de",
    "russian": "ru",
    "ukrainian": "uk",
    "chinese": "zh",
    "mandarin": "zh",
    "vietnamese": "vi",
    "arabic": "ar",
    "korean": "ko",
    "amharic": "am",
    "somali": "so",
    "nepali": "ne",
}


def squeezed(text: str) -> str:
    """Letters and digits alone, in lower case: "Given Name", "givenName" and "given_name" agree."""
    return "".join(c for c in text.casefold() if c.isalnum())


def role_of(text: str) -> str | None:
    """The role of STAFF_ROLES, "student" or "guardian"; None for a word nobody knows."""
    return _ROLES.get(squeezed(text.strip().removeprefix("ext:")))


def area_of(text: str) -> str | None:
    """The key of STRENGTH_AREAS, told as a key, as its label or as a usual other word."""
    asked = squeezed(text)
    known = _AREAS | {squeezed(code): code for code in STRENGTH_AREAS}
    known |= {squeezed(label): code for code, label in STRENGTH_AREAS.items()}
    return known.get(asked) or known.get(asked.removeprefix("specificacademic"))


def language_of(text: str) -> str:
    """The tag in lower case; the English names of the languages most asked for are known."""
    told = text.strip().casefold().replace("_", "-")
    return _LANGUAGES.get(told, told)


def grade_of(text: str) -> str:
    """Without leading zeros; kindergarten is "K". Other words stay as they are told."""
    grade = text.strip()
    if squeezed(grade) in {"kg", "k", "kindergarten"}:
        return "K"
    return str(int(grade)) if grade.isascii() and grade.isdigit() else grade


def weekday_of(text: str) -> str | None:
    """The member of WEEKDAYS, told as "Mon", "monday" or "Mondays"."""
    short = squeezed(text)[:3]
    return short if short in WEEKDAYS else None


def one_of(text: str, known: tuple[str, ...]) -> str | None:
    """The member of `known` that agrees with the text but for case, blanks and dashes."""
    return next((word for word in known if squeezed(word) == squeezed(text)), None)
