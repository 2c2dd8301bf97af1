"""Every sentence on a family's page is there in Spanish, and what people wrote is never trusted."""

from io import BytesIO
from pathlib import Path

import cast
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from cast import Cast
from visitor import Visitor

from meetings.web import answers, consent, papers, questions, tasks, told
from meetings.web.family import acts, signing
from meetings.web.languages import spoken
from workflow.content import COMPETENCIES, STRENGTH_AREAS

TEMPLATES = Path(__file__).parents[3] / "templates"
FOLDERS = ("family", "student", "signin", "errors", "plain")
#: Shown to staff alone.
OF_STAFF = {
    "Letters are kept here and not sent. Set a mail server and confirm a test letter to send them.",
    "Say what you see, or that you have nothing to add",
}


def catalogue() -> set[str]:
    text = (TEMPLATES / "locale/es/LC_MESSAGES/messages.po").read_bytes()
    found = set()
    for message in read_po(BytesIO(text), locale="es"):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and all(strings):
            found.add(message.id[0] if isinstance(message.id, tuple) else message.id)
    return found


def sentences_of(path: Path) -> set[str]:
    with path.open("rb") as stream:
        found = extract("jinja2.ext:babel_extract", stream)
        return {text[0] if isinstance(text, tuple) else text for _, text, _, _ in found}


def test_every_sentence_of_the_familys_templates_is_in_the_catalogue() -> None:
    pages = [path for folder in FOLDERS for path in (TEMPLATES / "pages" / folder).glob("*.html")]
    parts = [TEMPLATES / "parts" / f"{name}.html" for name in ("fields", "plan", "status")]
    wanted = {
        s for path in [*pages, *parts, TEMPLATES / "pages/frame.html"] for s in sentences_of(path)
    }

    assert len(wanted) > 150
    assert wanted - catalogue() - OF_STAFF == set()


def test_every_sentence_that_comes_as_a_value_is_in_the_catalogue() -> None:
    everything = [*questions.GUARDIAN, *questions.STUDENT, *questions.SELF_CHECK]
    wanted = {
        *told.STANDING.values(),
        *told.REPLIES.values(),
        *(words for _, words in told.RATINGS),
        *answers.SAID.values(),
        *(words for _, words in (*answers.FAMILY_MENU, *answers.STUDENT_MENU)),
        *acts.ACTS.values(),
        *(words for _, words in (*signing.MEANINGS, *signing.STUDENT_MEANINGS, *signing.PARTS)),
        *(each.words for each in everything),
        *(each.hint for each in everything if each.hint),
        *consent.SENTENCES,
        *papers.NAMES.values(),
        *STRENGTH_AREAS.values(),
        *COMPETENCIES.values(),
    }

    assert wanted - spoken("es").keys() == set()
    assert tasks.BINDING


def test_a_person_is_spoken_to_in_the_language_of_the_roster_and_may_choose_another(
    school: Cast,
) -> None:
    cast.offered(school, "Maya Cruz")
    ana = Visitor(school).sign_in("Ana Cruz", "family", "link_code")

    spanish = ana.open("/family")
    assert '<html lang="es"' in spanish.text
    assert "Elegir una hora para la reunión" in spanish.text
    english = ana.press(spanish, "/language", language="en")

    assert '<html lang="en"' in english.text
    assert "Choose a time for the conference" in english.text


def test_a_fault_of_a_form_is_told_in_spanish_too(school: Cast) -> None:
    cast.offered(school, "Maya Cruz")
    ana = Visitor(school).sign_in("Ana Cruz", "family", "demo")

    again = ana.press(ana.open("/family/reply/1/1"), "/family/reply/1/1")

    assert again.text.count("Elija una respuesta, por favor.") == 2


def test_what_somebody_wrote_is_shown_as_text_and_a_percent_sign_is_nothing_special(
    school: Cast,
) -> None:
    cast.offered(school, "Maya Cruz")
    ana = Visitor(school).sign_in("Ana Cruz", "family", "demo")
    wild = "<script>alert(1)</script> 100 % (sure) %(x)s"

    again = ana.press(ana.open("/family/reply/1/1"), "/family/reply/1/1", comment=wild)

    assert again.status == 422
    assert "<script>alert" not in again.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 100 % (sure) %(x)s" in again.text


def test_the_menu_leads_a_family_with_one_child_to_its_plan(school: Cast) -> None:
    cast.in_effect(school, "Maya Cruz")
    ana = Visitor(school).sign_in("Ana Cruz", "family", "demo")

    assert ana.open("/family/plan").url == "/family/plan/1"
    assert ana.open("/family/progress").url == "/family/progress/1"


def test_papers_are_named_in_the_familys_language(school: Cast) -> None:
    cast.out_for_signature(school, "Maya Cruz")
    ana = Visitor(school).sign_in("Ana Cruz", "family", "demo")

    text = ana.open("/family").text

    assert "El documento para firmar (PDF)" in text
    assert "Plan and minutes of" not in text
