"""What can be chosen in the staff's forms: pairs of the law's word and what people read."""

from workflow.content import MIDYEAR_OUTCOMES

TIERS = (
    ("full", "Full conference"),
    ("short", "Short conference"),
    ("asynchronous", "Reading and signing at home"),
)
CONFERENCE_KINDS = (
    ("annual", "Yearly conference"),
    ("initial", "First conference"),
    ("midyear", "Mid-year review"),
    ("amendment", "Change of the plan"),
    ("year_end", "Year-end review"),
    ("requested", "Asked for"),
)
CHANNELS = (
    ("phone", "Phone"),
    ("mail", "E-mail"),
    ("letter", "Letter"),
    ("visit", "Visit"),
    ("message", "Text message"),
)
RESULTS = (
    ("no_answer", "No answer"),
    ("reached", "Reached"),
    ("refused", "Does not want to"),
    ("wrong_address", "Address or number is wrong"),
)
EXCUSALS = (
    ("not_needed", "Their area is not discussed"),
    ("with_input", "Their area is discussed: written input instead"),
)
ANSWERS = (("accepted", "Comes"), ("tentative", "Perhaps"), ("declined", "Cannot come"))
MODES = (("room", "In the room"), ("video", "By video"), ("phone", "By phone"))
ROLES = (
    ("parent", "Parent or guardian"),
    ("student", "Student"),
    ("teacher", "Teacher"),
    ("specialist", "Specialist"),
    ("chair", "Chair"),
    ("recorder", "Note-taker"),
    ("administrator", "Administrator"),
    ("counselor", "Counselor"),
    ("interpreter", "Interpreter"),
    ("coordinator", "Coordinator"),
    ("authority", "Authority for disagreements"),
    ("guest", "Guest"),
)
MEANINGS = (
    ("attended", "I attended"),
    ("received_copy", "I received a copy"),
    ("agree", "I agree"),
    ("agree_with_comment", "I agree, with a comment"),
    ("disagree", "I disagree"),
    ("decline_to_sign", "I do not sign"),
)
#: What a student's agreement says: a commitment, no consent.
STUDENT_MEANINGS = (("agree", "I helped write this plan and commit to it"), *MEANINGS[3:])
RATINGS = (
    ("0", "We talked about it"),
    ("1", "Stuck"),
    ("2", "Going"),
    ("3", "Going well"),
    ("4", "Reached"),
)
OUTCOME_LABELS = {
    "on_track": "On track",
    "adjust": "To be adjusted",
    "met": "Met",
    "drop": "Dropped",
    "partly": "Partly met",
    "not_met": "Not met",
}
MIDYEAR = tuple((word, OUTCOME_LABELS[word]) for word in MIDYEAR_OUTCOMES)
#: What a disagreement can name besides single goals.
PLAN_PARTS = (
    ("profile", "Profile and strengths"),
    ("goals", "Goals"),
    ("programming", "Programming"),
    ("accommodations", "Supports"),
    ("commitments", "Who promised what"),
    ("identification", "Identification"),
)
