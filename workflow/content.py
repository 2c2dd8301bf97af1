"""What a plan says: its profile, goals, programming, commitments, and what the table wrote down.

Values only. Whether a plan is complete is `completeness.py`; what changed between two texts is
`difference.py`; how it looks on paper is `documents/`. Parts follow 1 CCR 301-8, 12.02(2)(f).
"""

from dataclasses import dataclass
from datetime import date

#: The areas of 1 CCR 301-8, 12.01(16), by code.
STRENGTH_AREAS: dict[str, str] = {
    "general_intellectual": "General intellectual ability",
    "reading": "Specific academic: reading",
    "writing": "Specific academic: writing",
    "math": "Specific academic: mathematics",
    "science": "Specific academic: science",
    "social_studies": "Specific academic: social studies",
    "world_language": "Specific academic: world language",
    "creative": "Creative or productive thinking",
    "leadership": "Leadership",
    "visual_arts": "Visual arts",
    "performing_arts": "Performing arts",
    "music": "Music",
    "dance": "Dance",
    "psychomotor": "Psychomotor",
}

#: The student competencies of the NAGC programming standards, by code.
COMPETENCIES: dict[str, str] = {
    "personal": "Personal competence",
    "social": "Social competence",
    "communication": "Communication competence",
    "leadership": "Leadership",
    "cultural": "Cultural competence",
}

#: How a goal stands at mid-year, and how it ended at year end.
MIDYEAR_OUTCOMES = ("on_track", "adjust", "met", "drop")
YEAR_END_OUTCOMES = ("met", "partly", "not_met")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One line of the body of evidence: which instrument, what it showed, when."""

    kind: str
    result: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthArea:
    #: A key of STRENGTH_AREAS.
    area: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    areas: tuple[StrengthArea, ...] = ()
    interests: tuple[str, ...] = ()
    #: The school year, "2026-27", in which the interests were last asked.
    interests_year: str = ""
    strengths: str = ""
    levels: str = ""
    instructional_needs: str = ""
    affective_needs: str = ""
    #: Twice-exceptional: where the IEP or 504 plan is kept. Never its text.
    exceptional_link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    text: str
    by: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """An achievement goal, or, with a competency, an affective one."""

    #: Stable through versions and years: "a1", "f1".
    key: str
    #: "achievement" or "affective".
    kind: str
    statement: str = ""
    #: A key of STRENGTH_AREAS (achievement) or COMPETENCIES (affective).
    area: str = ""
    #: The academic standard: its code and text, as copied.
    standard: str = ""
    baseline: str = ""
    measure: str = ""
    target: str = ""
    due_on: date | None = None
    steps: tuple[Step, ...] = ()
    #: The family's three questions: why this goal, how will it be reached, how can home help.
    why: str = ""
    how: str = ""
    help_at_home: str = ""
    partner: str = ""
    #: Why last year's goal goes on; empty for a new goal.
    continued_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammingOption:
    """What the school offers, for which goals, by whom, where and how often."""

    option: str
    goal_keys: tuple[str, ...] = ()
    who: str = ""
    where: str = ""
    how_often: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    #: "school", "home" or "student".
    side: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    school_year: str = ""
    written_on: date | None = None
    #: "ALP" or "ALP_ICAP_BLEND".
    variant: str = "ALP"
    profile: Profile = Profile()
    goals: tuple[Goal, ...] = ()
    programming: tuple[ProgrammingOption, ...] = ()
    accommodations: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    #: When progress is reported, in words: "with each report card (October, January, May)".
    progress_schedule: str = ""
    #: Career plan parts of the blend; empty for a plain ALP.
    postsecondary_goal: str = ""
    icap_benchmarks: tuple[str, ...] = ()

    def goals_of(self, kind: str) -> tuple[Goal, ...]:
        return tuple(goal for goal in self.goals if goal.kind == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    text: str
    owner: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTalk:
    """What was answered at the table about one goal."""

    goal_key: str
    why: str = ""
    how: str = ""
    help_at_home: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesContent:
    """The minutes as structure; no transcript. Attendance is a fact of the case, not text."""

    decisions: tuple[Decision, ...] = ()
    concerns: tuple[str, ...] = ()
    action_items: tuple[ActionItem, ...] = ()
    parked: tuple[str, ...] = ()
    goal_talks: tuple[GoalTalk, ...] = ()
    home_commitments: tuple[str, ...] = ()
    school_commitments: tuple[str, ...] = ()
    note_taker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalReview:
    goal_key: str
    #: One of MIDYEAR_OUTCOMES or YEAR_END_OUTCOMES.
    outcome: str
    evidence: str = ""
    next_step: str = ""
