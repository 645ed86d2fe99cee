"""Writing the whole response on one page."""

from datetime import date

import pytest

from responses.models import Answer, Response
from responses.workflow import response as workflow
from tests import factories
from tests.reading import day, text_of
from tests.responses.views.response.pages import NOW, TODAY, WRITTEN, address, typed, written

pytestmark = pytest.mark.django_db


def test_write_shows_the_inspectorates_words_and_what_is_still_to_do(client, officer):
    response = factories.make_response(our_comments="We welcome it.")
    finding = factories.make_finding(response.inspection, reference="SE-R1", page="12")

    words = text_of(client.get(address("write", response)))

    assert "Our comments To do The chief officer To do Our reply Optional" in words
    assert f"SE-R1: {finding.title} To do" in words
    assert f"{finding.text} {finding.label}, page 12. Deadline: 1 March 2025. Must be answered." in words


def test_write_marks_what_is_done(client, officer):
    words = text_of(client.get(address("write", written())))

    assert words.count("Done") == 3
    assert "To do" not in words


def test_write_saves_the_whole_page(client, officer):
    response = factories.make_response()
    finding = factories.make_finding(response.inspection)

    sent = typed(response) | day("invited_on", date(2024, 9, 2)) | day(f"due_on-{finding.pk}", date(2025, 2, 1))
    page = client.post(address("write", response), sent)

    assert page.headers["Location"] == address("write", response)
    response.refresh_from_db()
    assert (response.our_comments, response.invited_on) == ("We welcome the report.", date(2024, 9, 2))
    said = Answer.objects.values_list("finding", "position", "action", "due_on").get()
    assert said == (finding.pk, "partly", "We fund two analysts.", date(2025, 2, 1))


def test_write_can_lead_back_to_the_response(client, officer):
    response = factories.make_response()

    page = client.post(address("write", response), typed(response, leave="yes"))

    assert page.headers["Location"] == response.get_absolute_url()


def test_write_makes_no_answer_of_an_empty_block(client, officer):
    response = factories.make_response()
    factories.make_finding(response.inspection)

    client.post(address("write", response), {"version": "0", **WRITTEN})

    assert Answer.objects.count() == 0


def test_write_offers_no_response_only_where_the_law_wants_no_explanation(client, officer):
    response = factories.make_response()
    must = factories.make_finding(response.inspection)
    may = factories.make_finding(response.inspection, kind="area-for-improvement")

    form = client.get(address("write", response)).context["form"]

    offered = [[value for value, _ in form.fields[f"position-{each.pk}"].choices] for each in (must, may)]
    assert offered == [
        ["accepted", "partly", "not-accepted", "for-others"],
        ["accepted", "partly", "not-accepted", "for-others", "no-response"],
    ]


@pytest.mark.parametrize(
    ("days", "error"),
    [
        (day("comments_due_on", TODAY), "Enter the date of the invitation"),
        (
            day("invited_on", date(2024, 9, 2)) | day("comments_due_on", date(2024, 9, 1)),
            "Date asked for must be on or after the day of the invitation",
        ),
        (day("invited_on", date(2024, 10, 2)), "Date of the invitation must be today or in the past"),
        (
            day("invited_on", date(2024, 9, 2)) | day("comments_received_on", date(2024, 9, 1)),
            "Date received must be on or after the day of the invitation",
        ),
        (day("comments_received_on", date(2024, 10, 2)), "Date received must be today or in the past"),
        ({"invited_on_0": "2", "invited_on_1": "9"}, "Date of the invitation must include a year"),
    ],
)
def test_write_refuses_days_that_cannot_be_and_keeps_what_was_typed(client, officer, days, error):
    response = factories.make_response()
    factories.make_finding(response.inspection)

    page = client.post(address("write", response), typed(response) | days)

    assert f"There is a problem {error}" in text_of(page)
    assert page.content.decode().count("We fund two analysts.") == 1
    assert Response.objects.get().our_comments == ""


def test_write_shows_both_texts_when_somebody_else_has_saved(client, officer):
    response = factories.make_response()
    finding = factories.make_finding(response.inspection, reference="SE-R1")
    workflow.save(response, version=0, facts=WRITTEN, answers={finding: {"action": "Theirs."}}, by=officer, at=NOW)

    page = client.post(address("write", response), typed(response, version="0", signatory="Mine."))

    words = text_of(page)
    assert "Somebody else has changed this since you opened it." in words
    assert "Signed by Saved by somebody else Donald Reed Yours, not saved yet Mine." in words
    assert (
        "Action taken or proposed on SE-R1 Saved by somebody else Theirs. Yours, not saved yet We fund two analysts."
        in words
    )
    assert page.context["form"]["version"].value() == "1"
    assert Response.objects.get().signatory == "Donald Reed"


def test_write_replaces_the_other_text_once_both_were_seen(client, officer):
    response = factories.make_response(version=4)

    client.post(address("write", response), typed(response, version="4", signatory="Mine."))

    assert Response.objects.get().signatory == "Mine."


def test_write_takes_a_double_click_for_one_save(client, officer):
    response = factories.make_response()
    sent = typed(response)

    pages = [client.post(address("write", response), sent) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert Response.objects.get().version == 1


def test_write_takes_line_ends_for_what_they_are(client, officer):
    response = factories.make_response(our_comments="First.\n\nSecond.", version=1)

    page = client.post(address("write", response), typed(response, version="0", our_comments="First.\r\n\r\nSecond."))

    assert "Our comments on the report Saved by somebody else" not in text_of(page)
    assert "Signed by Saved by somebody else Nothing Yours, not saved yet Donald Reed" in text_of(page)
