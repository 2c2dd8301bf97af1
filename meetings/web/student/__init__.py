"""The student's pages: my goals, reflection, check-in in two taps, self-check, help."""

from litestar import Router

from meetings.web.guards import student_only
from meetings.web.student import check_in, goals, reflect

routers = [
    Router(
        "/",
        route_handlers=[
            goals.my_goals,
            check_in.show_check_in,
            check_in.check_in_newest,
            check_in.send_check_in,
            check_in.ask_for_help,
            reflect.show_reflection,
            reflect.send_reflection,
            reflect.show_self_check,
            reflect.send_self_check,
        ],
        guards=[student_only],
    )
]
