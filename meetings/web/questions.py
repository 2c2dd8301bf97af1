"""Questions before the conference, and at mid-year: who is asked what, in which order.

The keys are what is stored; the words are translated on the page.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    key: str
    words: str
    hint: str = ""


GUARDIAN = (
    Question(
        key="first_seen",
        words="When did you first see what your child is very good at?",
        hint="What did you see?",
    ),
    Question(key="interests", words="What does your child like to do right now?"),
    Question(key="goal_wish", words="What should your child reach this year?"),
    Question(key="activities", words="What does your child do outside of school?"),
    Question(key="support_at_home", words="How can you help at home?"),
    Question(key="attitude", words="How does your child feel about school?"),
    Question(key="concerns", words="Is there anything that worries you?"),
)
STUDENT = (
    Question(key="goal_wish", words="What do you want to reach this year?"),
    Question(key="why_goal", words="Why this goal?"),
    Question(key="how_reach", words="How will you reach it?"),
    Question(key="help_needed", words="What help do you need?"),
    Question(
        key="adult_partner",
        words="Which adult should be your partner?",
        hint="Somebody whom you would tell when you are stuck.",
    ),
)
SELF_CHECK = (
    Question(key="proud", words="What are you proud of so far?"),
    Question(key="hard", words="What is hard?"),
    Question(key="change", words="What should change in your plan?"),
    Question(key="help_needed", words="What help do you need now?"),
)
