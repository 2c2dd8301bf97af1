"""The staff's pages: what needs a person, the caseload, plans, conferences, signatures, post.

For the specialist and those who see the whole caseload; teachers have pages of their own
(web/teacher). `routers` is all that the application takes from here.
"""

from litestar import Router

from meetings.web.guards import office_only
from meetings.web.staff import (
    archive_list,
    conferences,
    disagreements,
    inbox,
    outbox,
    plan_edit,
    plans,
    proposals,
    reviews,
    room,
    rosters,
    saying,
    school_settings,
    signing,
    start,
    students,
    table_signing,
    timeline,
)

routers = [
    Router(
        "/",
        guards=[office_only],
        route_handlers=[
            start.start,
            start.show_caseload,
            plans.show_plan,
            plan_edit.show_edit,
            plan_edit.save_edit,
            saying.show_act,
            saying.say,
            timeline.show_history,
            timeline.show_difference,
            students.show_student,
            students.show_people,
            rosters.show_rosters,
            rosters.upload,
            rosters.show_preview,
            rosters.accept,
            rosters.refused_rows,
            proposals.show_proposals,
            proposals.propose,
            proposals.show_proposal,
            proposals.accept,
            conferences.show_conference,
            conferences.show_move,
            conferences.send_move,
            room.show_room,
            room.save_part,
            signing.show_signing,
            signing.remind,
            table_signing.show_table,
            table_signing.send_table,
            table_signing.show_paper,
            table_signing.send_paper,
            reviews.show_reviews,
            reviews.show_review,
            reviews.send_review,
            disagreements.show_disagreement,
            outbox.show_outbox,
            outbox.show_letter,
            outbox.show_letter_html,
            outbox.send_again,
            outbox.try_order_again,
            inbox.show_inbox,
            inbox.show_received,
            inbox.count_as,
            archive_list.show_archive,
            archive_list.check_paper,
            school_settings.show_settings,
            school_settings.save_settings,
            school_settings.send_test,
            school_settings.confirm,
        ],
    )
]
