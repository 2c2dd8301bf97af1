"""The teacher's pages: my students, one page a student, one tap for an input or an observation."""

from litestar import Router

from meetings.web.family import availability, polls, replies, signing
from meetings.web.guards import staff_only
from meetings.web.teacher import student, students

routers = [
    Router(
        "/",
        route_handlers=[
            students.my_students,
            student.show_student,
            student.give_input,
            student.observe,
            student.ask_excusal,
            replies.show_teacher_reply,
            replies.send_teacher_reply,
            replies.teacher_reply_done,
            signing.show_teacher_sign,
            signing.send_teacher_sign,
            signing.teacher_sign_done,
            availability.show_teacher_times,
            availability.send_teacher_times,
            availability.teacher_times_done,
            availability.show_my_times,
            availability.send_my_times,
            availability.my_times_done,
            polls.show_teacher_poll,
            polls.send_teacher_poll,
            polls.teacher_poll_done,
        ],
        guards=[staff_only],
    )
]
