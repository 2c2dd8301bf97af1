"""Amara's plan and conference, from which the tests of the papers are printed."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from documents.amendment import Amended, AmendmentData, amendment
from documents.glance import GlanceData, class_glance, glance
from documents.minutes import AttemptLine, Attendee, ChangeLine, MinutesData, NoticeLine, minutes
from documents.notice import NoticeData, notice
from documents.pack import AgendaItem, PackData, pack
from documents.paper import Heading, Paper
from documents.plan import PlanData, TeamMember, plan
from documents.review import Progress, ReviewData, review
from documents.summary import Day, SummaryData, summary
from workflow.content import (
    ActionItem,
    Commitment,
    Decision,
    Evidence,
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

DENVER = ZoneInfo("America/Denver")
AT = datetime(2026, 9, 22, 22, 15, tzinfo=UTC)

HEADING = Heading(
    authority="Aspen Ridge School District",
    school="Juniper Middle School",
    student="Amara Okafor",
    initials="A. O.",
    grade="Grade 7",
    school_year="2026-27",
    version="Version 3",
    contact="Dana Whitfield, gifted specialist, 555-0142, dana.whitfield@juniper.example",
    verify_address="https://alp.example.org/verify",
)

GOALS = (
    Goal(
        key="a1",
        kind="achievement",
        statement="I will solve five open problems of the state mathematics league and explain "
        "each solution to my class.",
        area="math",
        standard="MA.7.EE.B.4: Use variables to represent quantities in a real-world problem",
        baseline="Solves two of five league problems without help",
        measure="League problems solved and explained, checked with the class rubric",
        target="Five of five, with a rubric score of 3 or higher",
        due_on=date(2027, 5, 14),
        steps=(
            Step(text="Choose the five problems", by="Amara", due_on=date(2026, 10, 15)),
            Step(text="Explain the first two to the class", by="Amara", due_on=date(2027, 1, 29)),
            Step(text="Meet the league coach each month", by="Mr. Beck"),
        ),
        why="I like problems that nobody has shown me how to do.",
        how="Forty minutes in the math lab twice a week instead of the review block.",
        help_at_home="Ask me to explain one problem at dinner.",
        partner="Mr. Beck",
    ),
    Goal(
        key="f1",
        kind="affective",
        statement="I will ask for help before I put a task aside, at least once a week.",
        area="personal",
        baseline="Asks for help about once a month",
        measure="Self-check each Friday",
        target="Once a week for ten weeks in a row",
        due_on=date(2027, 3, 12),
        steps=(Step(text="Agree on a quiet sign with each teacher", by="Amara"),),
        why="When I get stuck I hide it, and then I fall behind.",
        how="A Friday self-check and a talk with Ms. Whitfield every second week.",
        help_at_home="Tell me about a time when you asked for help.",
        partner="Ms. Whitfield",
    ),
)

CONTENT = PlanContent(
    school_year="2026-27",
    written_on=date(2026, 9, 8),
    profile=Profile(
        areas=(
            StrengthArea(
                area="math",
                evidence=(
                    Evidence(
                        kind="Cognitive test",
                        result="97th percentile, quantitative",
                        on=date(2025, 2, 11),
                    ),
                    Evidence(
                        kind="State assessment", result="Exceeds expectations", on=date(2026, 4, 20)
                    ),
                    Evidence(kind="Teacher's observation scale", result="Motivation 58 of 60"),
                ),
            ),
            StrengthArea(
                area="creative",
                evidence=(Evidence(kind="Portfolio", result="Juried show, second place"),),
            ),
        ),
        interests=("number theory", "stop-motion films", "basketball"),
        interests_year="2026-27",
        strengths="Sees patterns quickly and stays with a hard problem when it is her own.",
        levels="Works two years above grade in mathematics, at grade in writing.",
        instructional_needs="Depth instead of repetition; choice of product.",
        affective_needs="Asking for help early; work with others at her pace.",
    ),
    goals=GOALS,
    programming=(
        ProgrammingOption(
            option="Mathematics lab in place of review",
            goal_keys=("a1",),
            who="Mr. Beck",
            where="Room 214",
            how_often="twice a week, 40 minutes",
        ),
        ProgrammingOption(
            option="Check-in with the specialist",
            goal_keys=("f1",),
            who="Ms. Whitfield",
            where="Library",
            how_often="every second week",
        ),
    ),
    accommodations=("May show mastery first and skip practice", "Quiet place for tests"),
    commitments=(
        Commitment(side="school", text="Keep the math lab open twice a week", by="Mr. Beck"),
        Commitment(side="home", text="Ask about one problem at dinner", by="Mrs. Okafor"),
        Commitment(side="student", text="Bring one question to each check-in"),
    ),
    progress_schedule="with each report card (October, January, May)",
)

TEAM = (
    TeamMember(name="Amara Okafor", role="Student"),
    TeamMember(name="Ngozi Okafor", role="Mother"),
    TeamMember(name="Dana Whitfield", role="Gifted specialist, chair"),
    TeamMember(name="Jonas Beck", role="Teacher of mathematics"),
)

PLAN = PlanData(content=CONTENT, team=TEAM)

MINUTES = MinutesData(
    kind="Annual conference",
    starts_at=datetime(2026, 9, 22, 15, 30, tzinfo=DENVER),
    ends_at=datetime(2026, 9, 22, 16, 0, tzinfo=DENVER),
    place="Juniper Middle School, Room 12",
    attendees=(
        Attendee(name="Amara Okafor", role="Student", mode="in the room"),
        Attendee(name="Ngozi Okafor", role="Mother", mode="by video"),
        Attendee(name="Dana Whitfield", role="Gifted specialist, chair", mode="in the room"),
        Attendee(
            name="Jonas Beck",
            role="Teacher of mathematics",
            presence="excused, written input given",
        ),
        Attendee(name="Priya Raman", role="Counselor", mode="in the room", required=False),
    ),
    goals=GOALS,
    agenda=("Welcome and strengths", "Goals", "Programming", "Help at home", "Read-back"),
    content=MinutesContent(
        decisions=(
            Decision(text="The math lab replaces the review block from October 1."),
            Decision(text="The affective goal is checked each Friday by Amara herself."),
        ),
        concerns=("Homework on basketball evenings is a strain.",),
        action_items=(
            ActionItem(
                text="Write to the league coach", owner="Jonas Beck", due_on=date(2026, 10, 1)
            ),
            ActionItem(text="Send the Friday form", owner="Dana Whitfield"),
        ),
        parked=("A summer course in film",),
        goal_talks=(
            GoalTalk(
                goal_key="a1",
                why="Amara wants problems that are not in the book.",
                how="Lab time, and one league problem a month.",
                help_at_home="Mrs. Okafor will ask for an explanation at dinner.",
            ),
            GoalTalk(goal_key="f1", why="Getting stuck in silence cost two grades last spring."),
        ),
        home_commitments=("Ask about one problem at dinner",),
        school_commitments=("Keep the math lab open twice a week",),
        note_taker="Priya Raman",
    ),
    changes=(
        ChangeLine(
            part="Goal 1, target",
            before="Four of five",
            after="Five of five, with a rubric score of 3 or higher",
        ),
        ChangeLine(part="Accommodations", before="", after="Quiet place for tests"),
    ),
    notices=(
        NoticeLine(
            to="Ngozi Okafor",
            channel="letter by mail and e-mail",
            at=datetime(2026, 9, 8, 14, 0, tzinfo=UTC),
        ),
    ),
    attempts=(
        AttemptLine(
            channel="phone",
            at=datetime(2026, 9, 4, 16, 5, tzinfo=UTC),
            by="Dana Whitfield",
            result="no answer",
        ),
        AttemptLine(
            channel="letter",
            at=datetime(2026, 9, 7, 18, 0, tzinfo=UTC),
            by="Dana Whitfield",
            result="answered",
        ),
    ),
)


REVIEW = ReviewData(
    kind="midyear",
    held_on=date(2027, 1, 26),
    how="in a conference of 15 minutes",
    goals=GOALS,
    reviews=(
        GoalReview(
            goal_key="a1",
            outcome="on_track",
            evidence="Three of five problems solved and explained.",
            next_step="Bring problem four to the lab.",
        ),
        GoalReview(
            goal_key="f1", outcome="adjust", evidence="Asked for help in four of ten weeks."
        ),
    ),
    progress=(
        Progress(
            goal_key="a1", on=date(2026, 11, 3), by="Jonas Beck", text="First problem explained."
        ),
        Progress(goal_key="a1", on=date(2026, 12, 8), by="Amara Okafor", text="Stuck on a proof."),
    ),
    reflection="I like the lab.\n\nAsking for help is still hard when others listen.",
    next_steps=("Change the sign for asking",),
)

AMENDMENT = AmendmentData(
    reason="Asking aloud is hard in a full class.",
    how="in the mid-year conference",
    changes=(
        Amended(
            part="Goal 2, measure",
            before="Self-check each Friday",
            after="Self-check each Friday, and a card on the desk",
            why="A card can be seen without speaking.",
        ),
        Amended(part="Accommodations", before="", after="May leave the room once a lesson"),
    ),
)

GLANCE = GlanceData(
    student="Amara Okafor",
    grade="Grade 7",
    content=CONTENT,
    what_works=("A hard problem first", "A choice of product"),
    ask="Dana Whitfield, Room 12, 555-0142",
    next_date=date(2027, 1, 26),
    next_what="mid-year review",
)

NOTICE = NoticeData(
    addressee=("Ngozi Okafor", "412 Cottonwood Lane", "Aspen Ridge, CO 80000"),
    dated=date(2026, 9, 8),
    purpose="to review the Advanced Learning Plan of Amara Okafor for this school year",
    starts_at=datetime(2026, 9, 22, 15, 30, tzinfo=DENVER),
    ends_at=datetime(2026, 9, 22, 16, 0, tzinfo=DENVER),
    place="Juniper Middle School, Room 12",
    join="Call 555-0199, code 2214",
    attendees=TEAM,
    how_to_change="Answer by the link in our mail, or call us by Friday, September 18, 2026.",
    revision=2,
    replaces=date(2026, 9, 1),
    reason="the room was taken.",
    short_notice=True,
)

SUMMARY = SummaryData(
    content=CONTENT,
    first_name="Amara",
    days=(
        Day(on=date(2026, 10, 15), what="Amara chooses her five problems"),
        Day(on=date(2027, 1, 26), what="We look at the goals together"),
    ),
)

PACK = PackData(
    plan=PLAN,
    starts_at=datetime(2026, 9, 22, 15, 30, tzinfo=DENVER),
    place="Juniper Middle School, Room 12",
    agenda=(AgendaItem(minutes=2, text="Welcome"), AgendaItem(minutes=12, text="Goals")),
    attendees=TEAM,
    disclosure="You may sign on paper.\n\nA copy is free.",
    original_sha256="ab" * 32,
    return_address="https://alp.example.org/return/2026-0142",
)


def papers() -> dict[str, Paper]:
    """One of each, by kind; the two signed ones are in `signing.py`."""
    return {
        "plan": plan(PLAN, HEADING, AT),
        "minutes": minutes(MINUTES, HEADING, AT),
        "notice": notice(NOTICE, HEADING, AT),
        "review": review(REVIEW, HEADING, AT),
        "amendment": amendment(AMENDMENT, PLAN, HEADING, AT),
        "glance": glance(GLANCE, HEADING, AT),
        "class_glance": class_glance((GLANCE, GLANCE), "Mathematics 7, period 3", HEADING, AT),
        "summary": summary(SUMMARY, HEADING, AT),
        "pack": pack(PACK, HEADING, AT),
    }
