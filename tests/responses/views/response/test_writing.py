"""Writing the whole response on one page."""

from datetime import date, timedelta

import pytest

from responses.models import Answer, Response, UnsavedText
from responses.workflow import writing as workflow
from tests import factories
from tests.reading import day, errors_of, text_of
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

    client.post(address("write", response), WRITTEN)

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


def save(response, by, *, answers=None, **facts):
    """Somebody else's save, in the meantime."""
    workflow.save(response, facts=facts, answers=answers or {}, by=by, at=NOW)


def sent_again(page, **changes):
    """What the browser sends of a page that has come back, as it stands."""
    form = page.context["form"]
    return {name: form.data[name] for name in form.data} | changes


def test_write_shows_both_texts_where_two_people_have_changed_the_same(client, officer):
    response = factories.make_response(signatory="Chris Example")
    finding = factories.make_finding(response.inspection, reference="SE-R1")
    mine = typed(response, signatory="Mine.")
    save(response, officer, signatory="Theirs.", answers={finding: {"action": "Theirs too."}})

    page = client.post(address("write", response), mine)

    words = text_of(page)
    assert (
        "There is a problem Choose which text to keep: Signed by "
        "Choose which text to keep: Action taken or proposed on SE-R1"
    ) in words
    assert "Saved by somebody else while you were writing Theirs. Which text to keep: Signed by" in words
    assert "Saved by somebody else while you were writing Theirs too. Which text to keep: Action taken" in words
    assert [page.context["form"][name].value() for name in ("signatory", f"action-{finding.pk}")] == [
        "Mine.",
        "We fund two analysts.",
    ]
    response.refresh_from_db()
    assert (response.signatory, response.our_comments) == ("Theirs.", "")


def test_write_saves_nothing_until_each_choice_is_made(client, officer):
    response = factories.make_response()
    mine = typed(response, signatory="Mine.", our_reply="My reply.")
    save(response, officer, signatory="Theirs.", our_reply="Their reply.")
    page = client.post(address("write", response), mine)

    page = client.post(address("write", response), sent_again(page, **{"keep-signatory": "mine"}))
    assert errors_of(page) == {
        "keep-our_reply": ["Choose which text to keep: Our reply to the chief officer's comments (optional)"]
    }
    assert Response.objects.get().signatory == "Theirs."

    chosen = {"keep-signatory": "mine", "keep-our_reply": "theirs"}
    client.post(address("write", response), sent_again(page, **chosen))
    response.refresh_from_db()
    assert (response.signatory, response.our_reply) == ("Mine.", "Their reply.")
    assert response.our_comments == "We welcome the report."


def test_write_asks_again_where_a_third_text_has_come(client, officer):
    response = factories.make_response()
    mine = typed(response, signatory="Mine.")
    save(response, officer, signatory="Theirs.")
    page = client.post(address("write", response), mine)
    save(response, officer, signatory="Another.")

    page = client.post(address("write", response), sent_again(page, **{"keep-signatory": "mine"}))

    assert "Saved by somebody else while you were writing Another." in text_of(page)
    assert Response.objects.get().signatory == "Another."


def test_write_keeps_what_somebody_else_has_changed_and_says_so(client, officer):
    response = factories.make_response(invited_on=TODAY, our_reply="First.")
    mine = typed(response, our_reply="First.", **day("invited_on", TODAY))
    save(response, officer, our_reply="Theirs.", comments_due_on=TODAY)

    page = client.post(address("write", response), mine, follow=True)

    assert (
        "Somebody else changed these while you were writing, and their text is kept: "
        "Comments asked for by, Our reply to the chief officer's comments (optional)."
    ) in text_of(page)
    response.refresh_from_db()
    assert (response.our_comments, response.our_reply) == ("We welcome the report.", "Theirs.")
    assert response.comments_due_on == TODAY


def test_write_shows_what_somebody_else_has_changed_beside_a_conflict(client, officer):
    response = factories.make_response()
    mine = typed(response, signatory="Mine.")
    save(response, officer, signatory="Theirs.", our_reply="New.", invited_on=TODAY)

    page = client.post(address("write", response), mine)
    assert page.context["form"]["our_reply"].value() == "New."

    client.post(address("write", response), sent_again(page, our_reply="New, and mine.", **{"keep-signatory": "mine"}))
    response.refresh_from_db()
    assert (response.signatory, response.our_reply, response.invited_on) == ("Mine.", "New, and mine.", TODAY)


@pytest.mark.parametrize("spoilt", ["", "no JSON", "[]", '{"signatory": 1}'])
def test_write_replaces_nothing_where_the_page_does_not_say_what_it_showed(client, officer, spoilt):
    response = factories.make_response(signatory="Theirs.", our_reply="Theirs.")

    page = client.post(address("write", response), typed(response, signatory="Mine.", opened=spoilt))

    assert "keep-signatory" in errors_of(page)
    response.refresh_from_db()
    assert (response.signatory, response.our_reply) == ("Theirs.", "Theirs.")


def test_write_gives_the_words_back_where_the_response_has_gone_for_review(client, officer):
    response = written(our_comments="Saved.")
    mine = typed(response, our_comments="Mine.", signatory="Donald Reed")
    Response.objects.update(status="in-review")

    page = client.post(address("write", response), mine)

    assert page.status_code == 409
    assert "it is now in review. What you typed is not in it." in text_of(page)
    assert "What you typed Our comments on the report Mine. Our position on" in text_of(page)
    assert Response.objects.get().our_comments == "Saved."
    Response.objects.update(status="draft")
    assert "You have unsaved changes" in text_of(client.get(address("write", response)))


def test_write_is_closed_to_a_viewer_whatever_the_state(client):
    response = written(status="in-review")
    client.force_login(factories.make_viewer())

    assert client.post(address("write", response), typed(response)).status_code == 403
    assert UnsavedText.objects.count() == 0


def test_write_gives_back_what_was_typed_about_a_finding_that_has_left(client, officer):
    response = factories.make_response()
    staying, leaving = (factories.make_finding(response.inspection) for _ in range(2))
    response.answers.create(finding=leaving, no_action_reason="As it was.")
    mine = typed(response) | {f"action-{leaving.pk}": "Mine.", f"no_action_reason-{leaving.pk}": "As it was."}
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    force = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    leaving.addressees.create(kind="force", force=force)
    staying.addressees.create(kind="all-chief-constables")

    page = client.post(address("write", response), mine)

    assert "What you typed about a finding that has left this response Mine." in text_of(page)
    assert "As it was." not in text_of(page)
    assert Response.objects.get().our_comments == ""
    kept = {name: value for name, value in mine.items() if not name.endswith(f"-{leaving.pk}")}
    client.post(address("write", response), kept)
    assert Response.objects.get().our_comments == "We welcome the report."


def test_write_takes_a_double_click_for_one_save(client, officer):
    response = factories.make_response()
    sent = typed(response)

    pages = [client.post(address("write", response), sent) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert Response.objects.get().version == 1


def test_write_takes_line_ends_for_what_they_are(client, officer):
    response = factories.make_response(our_comments="First.\n\nSecond.")
    mine = typed(response, our_comments="First.\r\n\r\nSecond.")
    save(response, officer, our_comments="Theirs.")

    client.post(address("write", response), mine)

    response.refresh_from_db()
    assert (response.our_comments, response.signatory) == ("Theirs.", "Donald Reed")


def test_preview_awaits_the_comments_while_there_is_time(client, officer):
    response = factories.make_response()
    invited = day("invited_on", TODAY) | day("comments_due_on", TODAY + timedelta(days=5))
    page = client.post(address("preview", response), typed(response, chief_officer_comments="", **invited))

    assert "The comments will stand here." in text_of(page)
    assert "No comments were received" not in text_of(page)


def test_preview_shows_what_is_typed_without_saving_it(client, officer):
    response = factories.make_response(our_comments="Saved.", invited_on=TODAY)
    finding = factories.make_finding(response.inspection)
    response.answers.create(finding=finding, action="Saved.")

    mine = typed(response, our_comments="- One\n- Two", **day("invited_on", TODAY)) | {"invited_on_1": "13"}
    page = client.post(address("preview", response), mine)

    assert "<li>One</li>" in page.content.decode()
    assert "Accepted in part" in text_of(page)
    assert page.context["document"]["chief_officer"]["invited_on"] == "2024-10-01"
    assert page.context["document"]["answers"][0]["action"] == "We fund two analysts."
    assert (Response.objects.get().our_comments, Answer.objects.get().action) == ("Saved.", "Saved.")


@pytest.mark.parametrize("count", [1, 3])
def test_write_and_check_cost_the_same_however_many_findings(client, officer, django_assert_num_queries, count):
    response = written()
    for _ in range(count):
        response.answers.create(finding=factories.make_finding(response.inspection), action="We fund two analysts.")

    with django_assert_num_queries(10):
        client.get(address("write", response))
    with django_assert_num_queries(8):
        client.get(address("check", response))
