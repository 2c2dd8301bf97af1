"""The family's pages: times, answer, questions, plan, sign, progress; one decision a page.

A child signs in with a link too, so the pages that both share are open to students.
"""

from litestar import Router

from meetings.web import codes
from meetings.web.family import (
    acts,
    availability,
    booking,
    home,
    plan,
    polls,
    progress,
    questions,
    replies,
    signing,
)
from meetings.web.guards import family_only

routers = [
    Router(
        "/",
        route_handlers=[
            home.home,
            plan.read_plan,
            plan.plan_of_newest,
            replies.reply_to_newest,
            questions.show_questions,
            questions.send_questions,
            progress.show_progress,
            progress.note_talk,
            progress.progress_of_newest,
            acts.show_acts,
            acts.do_act,
            replies.show_reply,
            replies.send_reply,
            replies.reply_done,
            signing.show_sign,
            signing.send_sign,
            signing.sign_done,
            codes.show_code,
            codes.send_code,
            codes.enter_code,
            availability.show_times,
            availability.send_times,
            availability.times_done,
            polls.show_poll,
            polls.send_poll,
            polls.poll_done,
            booking.show_booking,
            booking.send_booking,
            booking.booking_done,
            booking.show_giving_back,
            booking.give_back,
        ],
        guards=[family_only],
    )
]
