"""Who has a case, and who sits in it: cases opened for the gifted, and kept true to the roster.

Who sits where is `seats.py`, opening is `opening.py`, later changes are `following.py`; an import
needs `taking_up.py` alone. What the school still has to answer is `questions.py`. Cases change
through the desk.
"""

from meetings.enrolment.following import Followed, follow_roster
from meetings.enrolment.opening import open_cases, open_moved_in
from meetings.enrolment.questions import Question, questions
from meetings.enrolment.taking_up import TakenUp, school_year_of, take_up

__all__ = [
    "Followed",
    "Question",
    "TakenUp",
    "follow_roster",
    "open_cases",
    "open_moved_in",
    "questions",
    "school_year_of",
    "take_up",
]
