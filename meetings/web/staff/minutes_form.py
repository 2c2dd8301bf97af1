"""The minutes and the attendance of a conference as a form: what was sent becomes values.

Saving them is `room.py`; what the minutes look like on paper is documents/minutes.py.
"""

from collections.abc import Iterable
from dataclasses import replace

from meetings.web.forms import Form
from workflow.content import ActionItem, Decision, GoalTalk, MinutesContent
from workflow.plan import Attendance
from workflow.sense import MODES

EXTENTS = ("whole", "part")


def minutes_of(form: Form) -> MinutesContent:
    return MinutesContent(
        decisions=tuple(Decision(text=line) for line in form.lines("decisions")),
        concerns=form.lines("concerns"),
        action_items=_action_items(form),
        parked=form.lines("parked"),
        goal_talks=_goal_talks(form),
        home_commitments=form.lines("home_commitments"),
        school_commitments=form.lines("school_commitments"),
        note_taker=form.line("note_taker"),
    )


def _action_items(form: Form) -> tuple[ActionItem, ...]:
    found = (
        ActionItem(text=row.line("text"), owner=row.line("owner"), due_on=row.on("due_on"))
        for row in form.rows("items")
    )
    return tuple(one for one in found if one.text)


def _goal_talks(form: Form) -> tuple[GoalTalk, ...]:
    found = (
        GoalTalk(
            goal_key=row.line("goal_key"),
            why=row.text("why"),
            how=row.text("how"),
            help_at_home=row.text("help_at_home"),
        )
        for row in form.rows("talks")
    )
    return tuple(one for one in found if one.why or one.how or one.help_at_home)


def padded(minutes: MinutesContent, goal_keys: Iterable[str]) -> MinutesContent:
    """With a blank action item, and a place for what is said about each goal."""
    said = {talk.goal_key: talk for talk in minutes.goal_talks}
    talks = tuple(said.get(key, GoalTalk(goal_key=key)) for key in goal_keys)
    items = (*minutes.action_items, ActionItem(text="", owner=""))
    return replace(minutes, action_items=items, goal_talks=talks)


def attendance_of(form: Form, invited: dict[int, str]) -> tuple[Attendance, ...]:
    """Of those invited, whoever a way of being here was chosen for; `invited` is person to seat."""
    found = []
    for person_id, role in invited.items():
        mode = form.chosen(f"mode-{person_id}", MODES)
        if mode:
            extent = form.chosen(f"extent-{person_id}", EXTENTS) or "whole"
            found.append(Attendance(person_id=person_id, role=role, mode=mode, extent=extent))
    return tuple(found)
