"""How a made-up family behaves: what it does with a letter, and after how many days."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """One family's way through the year. `story` names it where a special thing happens."""

    #: plain, late, silent_then_called, declines_time, proposes_time, no_show, never_there,
    #: disagrees, signs_on_paper, agrees_with_comment, teacher_excused.
    story: str = "plain"
    #: Days until a letter is answered.
    answers_after_days: int = 1
    #: mail or link.
    answers_by: str = "link"
    #: thunderbird, google or outlook: whose shape a mailed answer has.
    mail_client: str = "thunderbird"
    modality: str = "room"
    #: How often of ten dinner prompts are answered.
    talks_at_dinner: int = 6
    #: At mid-year one goal is adjusted, which needs an amendment.
    adjusts_at_midyear: bool = False
    #: The mid-year review needs no meeting.
    midyear_without_meeting: bool = True


#: How many families of 86 have which story; the rest are plain.
STORIES = (
    ("late", 9),
    ("silent_then_called", 3),
    ("declines_time", 6),
    ("proposes_time", 5),
    ("no_show", 3),
    ("never_there", 2),
    ("disagrees", 2),
    ("signs_on_paper", 5),
    ("agrees_with_comment", 5),
    ("teacher_excused", 3),
)


def habits_of(count: int, chance: random.Random) -> tuple[Habits, ...]:
    """One for each of `count` families, shuffled by the seed."""
    stories = [story for story, times in STORIES for _ in range(times)]
    stories += ["plain"] * (count - len(stories))
    chance.shuffle(stories)
    return tuple(_habits(story, chance) for story in stories[:count])


def _habits(story: str, chance: random.Random) -> Habits:
    by_mail = story in {"declines_time", "proposes_time"} or chance.random() < 0.4  # noqa: PLR2004
    return Habits(
        story=story,
        answers_after_days=chance.randint(5, 7) if story == "late" else chance.randint(0, 3),
        answers_by="mail" if by_mail else "link",
        mail_client=chance.choice(("thunderbird", "google", "outlook")),
        modality=chance.choice(("room", "room", "room", "video", "phone")),
        talks_at_dinner=chance.randint(2, 9),
        adjusts_at_midyear=chance.random() < 0.1,  # noqa: PLR2004
        midyear_without_meeting=chance.random() < 0.7,  # noqa: PLR2004
    )
