"""What the made-up people write: a plan for each student, minutes, answers, comments."""

import random
from dataclasses import dataclass
from datetime import date

from meetings.demo import names
from meetings.roster.people import Student
from workflow.content import (
    ActionItem,
    Commitment,
    Decision,
    Goal,
    GoalReview,
    GoalTalk,
    MinutesContent,
    PlanContent,
    Profile,
    ProgrammingOption,
    Step,
    StrengthArea,
)


@dataclass(frozen=True, slots=True)
class Idea:
    """The bones of a goal: what, how it is measured, from where, to where, why and how."""

    statement: str
    measure: str
    baseline: str
    target: str
    why: str
    how: str
    help_at_home: str


BY_AREA: dict[str, Idea] = {
    "math": Idea(
        "I will solve one non-routine problem a week and explain my reasoning in writing.",
        "Rubric for written solutions, 4 points",
        "2 of 4 points in August",
        "at least 3 of 4 points on 8 of 10 problems",
        "I get the answer fast, but I cannot yet show others why it is right.",
        "One problem from the contest archive each Friday, read by my mathematics teacher.",
        "Let me explain my solution at the table and ask where it could go wrong.",
    ),
    "reading": Idea(
        "I will read four books outside my favourite kind and compare them in a reading journal.",
        "Journal entries scored with the grade's analysis rubric",
        "one kind of book last year",
        "four entries at the advanced level",
        "I have read everything in one corner of the library.",
        "My English teacher and I choose the next book together each quarter.",
        "Read one of the four with me.",
    ),
    "writing": Idea(
        "I will revise one longer text three times and submit it to a publication for students.",
        "Drafts kept with dates; the submission",
        "one draft per text",
        "three drafts and one submission by May",
        "My first drafts are good, and so I have never learned to revise.",
        "A meeting with my English teacher after each draft.",
        "Be my second reader and tell me where you got lost.",
    ),
    "science": Idea(
        "I will plan and run one experiment of my own and present it at the science fair.",
        "Fair rubric: question, method, data, conclusion",
        "no experiment of my own yet",
        "at least 80 of 100 points",
        "I know many facts; I want to find out something that nobody told me.",
        "A plan in October, data by January, a poster in March, with my science teacher.",
        "Give me a shelf where the experiment may stand.",
    ),
}
GENERAL = Idea(
    "I will complete one independent project in my strength area and present it to an audience.",
    "Project rubric of the school: question, process, product, presentation",
    "no independent project yet",
    "at least 12 of 16 points",
    "I want to make something that is mine and see it through.",
    "A project contract with milestones every six weeks.",
    "Ask me every second Sunday what the next milestone is.",
)
AFFECTIVE: tuple[tuple[str, Idea], ...] = (
    (
        "personal",
        Idea(
            "When a task is hard I will try two ways and then ask for help.",
            "My own log, read with my partner each month",
            "I stop when the first way does not work",
            "the log shows two tries in 8 of 10 cases",
            "Things were always easy, and now they are not.",
            "A card in my binder with three ways to begin again.",
            "Tell me about something that was hard for you this week.",
        ),
    ),
    (
        "social",
        Idea(
            "I will take part in one group where I am not the leader.",
            "Attendance and a note from the adult in charge",
            "no such group this autumn",
            "one term in the group",
            "I want friends who like the same odd things.",
            "The counselor shows me three groups and I choose one.",
            "Drive me there on Tuesdays.",
        ),
    ),
    (
        "communication",
        Idea(
            "I will say in class when the work is too easy, and propose what I would do instead.",
            "Number of proposals, kept by the teacher",
            "none in August",
            "one proposal a month",
            "I read under the desk when I am bored, and then I am in trouble.",
            "A sentence that my teachers and I agreed on.",
            "Practise the sentence with me.",
        ),
    ),
)


def plan_of(student: Student, year: str, on: date, chance: random.Random) -> PlanContent:
    """A complete plan: one achievement goal per area, one affective goal."""
    goals = tuple(_achievement(n, area) for n, area in enumerate(student.areas, start=1))
    competency, idea = chance.choice(AFFECTIVE)
    goals += (_goal("f1", "affective", competency, idea),)
    return PlanContent(
        school_year=year,
        written_on=on,
        profile=_profile(student, year, chance),
        goals=goals,
        programming=_programming(goals),
        accommodations=("May work ahead when a unit's pre-test shows mastery",),
        commitments=(
            Commitment(
                side="school", text="A check-in of ten minutes every month", by="specialist"
            ),
            Commitment(side="student", text="I keep my log and bring it to the check-in", by="me"),
        ),
        progress_schedule="with each report card: October, January, May",
    )


def _profile(student: Student, year: str, chance: random.Random) -> Profile:
    return Profile(
        areas=tuple(StrengthArea(area=area, evidence=student.evidence) for area in student.areas),
        interests=tuple(chance.sample(names.INTERESTS, k=3)),
        interests_year=year,
        strengths="Asks the next question, sees patterns early, works long on what matters.",
        levels="Above grade level in the strength areas, on grade level elsewhere.",
        instructional_needs="Pre-tests, faster pace, problems without a single right answer.",
        affective_needs="Room to fail safely; company of others who think alike.",
    )


def _achievement(n: int, area: str) -> Goal:
    return _goal(f"a{n}", "achievement", area, BY_AREA.get(area, GENERAL))


def _goal(key: str, kind: str, area: str, idea: Idea) -> Goal:
    return Goal(
        key=key,
        kind=kind,
        statement=idea.statement,
        area=area,
        standard="Colorado Academic Standards, grade level expectation 1" if kind[1] == "c" else "",
        baseline=idea.baseline,
        measure=idea.measure,
        target=idea.target,
        due_on=date(2027, 5, 14),
        steps=(
            Step(text="Plan the first six weeks", by="student", due_on=date(2026, 10, 30)),
            Step(text="Look back and adjust", by="student and partner", due_on=date(2027, 1, 29)),
        ),
        why=idea.why,
        how=idea.how,
        help_at_home=idea.help_at_home,
        partner="gifted specialist",
    )


def _programming(goals: tuple[Goal, ...]) -> tuple[ProgrammingOption, ...]:
    return (
        ProgrammingOption(
            option="Cluster group with compacted curriculum",
            goal_keys=tuple(goal.key for goal in goals if goal.kind == "achievement"),
            who="classroom teachers",
            where="regular classes",
            how_often="daily",
        ),
        ProgrammingOption(
            option="Seminar with the gifted specialist",
            goal_keys=tuple(goal.key for goal in goals if goal.kind == "affective"),
            who="gifted specialist",
            where="room 112",
            how_often="every second week",
        ),
    )


def minutes_of(content: PlanContent, chance: random.Random) -> MinutesContent:
    """What the note-taker wrote at a conference of thirty minutes."""
    return MinutesContent(
        decisions=(
            Decision(text="The plan is adopted with the changes read back at the end."),
            Decision(text="Progress is looked at together every month."),
        ),
        concerns=chance.choice(
            (
                ("The parents ask that homework is not simply doubled.",),
                ("The student would like more time in the science room.",),
                (),
            )
        ),
        action_items=(
            ActionItem(
                text="Reserve the room for the first seminar",
                owner="gifted specialist",
                due_on=date(2026, 10, 30),
            ),
            ActionItem(text="Write the plan for the first six weeks", owner="student"),
        ),
        goal_talks=tuple(
            GoalTalk(goal_key=goal.key, why=goal.why, how=goal.how, help_at_home=goal.help_at_home)
            for goal in content.goals
        ),
        home_commitments=("We ask about the goals once a month at dinner.",),
        school_commitments=("Pre-tests at the start of each unit in the strength area.",),
        note_taker="classroom teacher",
    )


def reflection(chance: random.Random) -> dict[str, str]:
    """A student's answers before the conference, by question."""
    return {
        "why_goal": chance.choice(
            ("Because it is mine.", "I want to be good at something hard.", "It is useful later.")
        ),
        "how_reach": "A little every week, and someone who asks.",
        "help_needed": "Time, and a quiet place.",
        "adult_partner": "gifted specialist",
    }


def questionnaire(chance: random.Random) -> dict[str, str]:
    """A guardian's answers before the conference."""
    return {
        "first_seen": chance.choice(("At two, with numbers.", "At four, with books.", "Always.")),
        "interests": ", ".join(chance.sample(names.INTERESTS, k=2)),
        "goal_wish": "To enjoy effort, not only results.",
        "activities": chance.choice(("music school", "soccer", "none at the moment")),
        "support_at_home": "We can drive and we can listen.",
        "concerns": "",
    }


def midyear(content: PlanContent, *, adjusts: bool) -> tuple[GoalReview, ...]:
    """One row a goal; the first is adjusted where the family's habit says so."""
    return tuple(
        GoalReview(
            goal_key=goal.key,
            outcome="adjust" if adjusts and place == 0 else "on_track",
            evidence="Log and rubric of the first semester.",
            next_step="Smaller steps" if adjusts and place == 0 else "Go on",
        )
        for place, goal in enumerate(content.goals)
    )


def year_end(content: PlanContent, chance: random.Random) -> tuple[GoalReview, ...]:
    return tuple(
        GoalReview(
            goal_key=goal.key,
            outcome=chance.choice(("met", "met", "partly", "not_met")),
            evidence="Rubric and log of the whole year.",
            next_step="Carry on with a harder one.",
        )
        for goal in content.goals
    )
