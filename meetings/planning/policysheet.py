"""Fields of the JSON form that say what the school has decided, and what each part costs."""

from typing import Annotated, Literal

from msgspec import Meta, field

from meetings.planning.fields import Minutes, Points, Strict, Wall, says


class WeightsSheet(Strict, frozen=True, kw_only=True):
    """Points per part."""

    pull: Annotated[Points, says("A member of staff is in class during the conference.")] = 10
    pull_above: Annotated[
        Points, says("More for each pull of one person above pulls_unharmed.")
    ] = 10
    misses_class: Annotated[
        Points, says("A student of the team is in class; once a conference.")
    ] = 2
    possible: Annotated[
        Points, says("Some grain is not preferred by a family member who comes.")
    ] = 2
    if_needed: Annotated[Points, says("Instead: some grain is if_needed or soft_busy for one.")] = 5
    siblings_apart: Annotated[Points, says("Both of a pair placed, not back to back.")] = 8
    above_comfortable: Annotated[Points, says("Each conference of a day above comfortable.")] = 4
    block: Annotated[
        Points,
        says(
            "The chair begins anew: first of the day, or start_every_minutes or more after the end "
            "of the last one's buffer."
        ),
    ] = 3
    moved: Annotated[Points, says("Placed, but not where now (unconfirmed) stands.")] = 8
    optional_empty: Points = 3
    unknown: Annotated[
        Points, says("A calendar is unknown: each required person, the room, the interpreter.")
    ] = 3
    other_modality: Annotated[
        Points,
        says(
            "A required person takes part by video or phone, where the conference has rooms or a "
            "school: who dials in, or everybody if it is held by video."
        ),
    ] = 2
    change_of_school: Annotated[
        Points,
        says("Per chair and date: each school beyond the first, where its conferences are held."),
    ] = 4


class PolicySheet(Strict, frozen=True, kw_only=True):
    """What the school has decided once for all."""

    max_per_day: Annotated[int, Meta(ge=1, description="Conferences of one chair on one date.")] = 3
    comfortable_per_day: Annotated[int | None, says("null: max_per_day.")] = None
    may_pull: Annotated[bool, says("false: never pull a teacher; class is busy for staff.")] = True
    pulls_unharmed: Annotated[int, Meta(ge=0)] = 3
    planning_periods: Annotated[Literal["use", "leave"], says("leave: busy.")] = "use"
    planning_a_week: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        says(
            "With use: so many conferences, Monday to Sunday, may touch planning periods of one "
            "person. null: any number. Fixed ones count, and may exceed it."
        ),
    ] = None
    sibling_gap_minutes: Annotated[
        Minutes, says("Back to back: same day, second start 0 to so many minutes after first end.")
    ] = 30
    unknown_blocks: Annotated[bool, says("true: unknown is busy.")] = False
    one_school_a_half_day: Annotated[
        bool,
        says(
            "true: a chair's conferences that touch one half of a day are all at one school. "
            "Between two fixed ones it is not asked; video does not count."
        ),
    ] = False
    noon: Annotated[Wall, says("Where the halves of a day meet.")] = "12:00"
    rank_weights: Annotated[
        tuple[int, int, int], says("What a conference on time is worth at rank 0, 1 and 2.")
    ] = (4, 2, 1)
    weights: WeightsSheet = field(default_factory=WeightsSheet)
