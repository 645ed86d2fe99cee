"""Deciding on, writing, reviewing and publishing a response, in the browser's words."""

import re
from datetime import UTC, date, datetime
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from responses.models import Answer, Publication, Response
from responses.workflow import response as workflow
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 10, 1, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
WRITTEN = {
    "our_comments": "We welcome the report.",
    "signatory": "Donald Reed",
    "chief_officer_comments": "The force accepts the findings.",
    "chief_officer_name": "Sam Carter",
}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer(client):
    officer = factories.make_officer(name="Priya Shah")
    client.force_login(officer)
    return officer


@pytest.fixture
def approver(client):
    approver = factories.make_approver()
    client.force_login(approver)
    return approver


def text_of(page):
    """What a reader sees, in one line."""
    main = page.content.decode().split('id="main-content"', 1)[-1].split('<footer class="govuk-template', 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def written(*, answered=True, inspection=None, **facts):
    response = factories.make_response(inspection, **(WRITTEN | facts))
    finding = factories.make_finding(response.inspection)
    if answered:
        response.answers.create(finding=finding, position="accepted", action="We ask for monthly figures.")
    return response


def approved(**facts):
    return written(status="approved", approved_at=NOW, approved_by=factories.make_approver(), **facts)


def published(**facts):
    response = approved(**facts)
    by = factories.make_officer()
    workflow.publish(response, published_on=TODAY, by=by, at=NOW)
    return response


def address(name, response):
    return reverse(f"responses:response-{name}", args=[response.pk])


def typed(response, **changes):
    """What a browser sends of the writing page."""
    facts = {"version": str(response.version), **WRITTEN}
    for finding in response.inspection.findings.all():
        facts |= {f"position-{finding.pk}": "partly", f"action-{finding.pk}": "We fund two analysts."}
    return facts | changes


def day(name, on):
    return {f"{name}_0": str(on.day), f"{name}_1": str(on.month), f"{name}_2": str(on.year)}


def status_of(response):
    return Response.objects.get(pk=response.pk).status


# The list.


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_many_rows(client, officer, django_assert_num_queries, count):
    rows = [factories.make_response() for _ in range(count)]
    for _ in range(count):
        factories.make_inspection()

    with django_assert_num_queries(7):
        page = client.get(reverse("responses:response-list"))

    assert {row.response for row in page.context["rows"]} == set(rows)
    assert page.context["waiting_count"] == count


@pytest.mark.parametrize(
    ("published_on", "facts", "words"),
    [
        (date(2024, 8, 30), {}, "24 October 2024 Day 33 of 56, in 23 days, report date not confirmed Draft"),
        (date(2024, 8, 7), {}, "1 October 2024 Day 56 of 56, today, report date not confirmed Draft"),
        (date(2024, 8, 6), {}, "30 September 2024 Day 57 of 56, 1 day late, report date not confirmed Draft"),
        (None, {}, "Needs a date The day of the report is not known Draft"),
        (date(2017, 5, 1), {}, "No statutory deadline Draft"),
        (
            date(2024, 8, 30),
            {"section_55": "voluntary", "section_55_reason": "Not inspected."},
            "No statutory deadline Draft",
        ),
        (
            date(2024, 8, 30),
            {"section_55": "does-not-apply", "section_55_reason": "Not inspected."},
            "No statutory deadline No response",
        ),
    ],
)
def test_list_shows_how_the_clock_stands(client, officer, published_on, facts, words):
    factories.make_response(factories.make_inspection(published_on=published_on), **facts)

    assert words in text_of(client.get(reverse("responses:response-list")))


def test_list_shows_what_is_published_and_sent(client, officer):
    facts = {"sent_to_inspectorate_on": TODAY}
    response = published(**facts)
    shown = text_of(client.get(reverse("responses:response-list")))
    assert "Published 1 October 2024 on time, report date not confirmed Published" in shown
    assert "HMICFRS: 1 Oct 2024 Home Secretary: not yet" in shown

    Response.objects.filter(pk=response.pk).update(sent_to_home_secretary_on=TODAY)
    assert "Published To both" in text_of(client.get(reverse("responses:response-list")))


def test_list_asks_first_for_decisions_on_reports_that_reach_the_office(client, officer):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    elsewhere = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    factories.make_inspection(title="Of Surrey alone", forces=[elsewhere])
    undated = factories.make_inspection(title="Undated", published_on=None, published_wording="August 2024")
    factories.make_response(factories.make_inspection(title="Decided"))
    factories.make_response(undated, policing_body=surrey)

    words = text_of(client.get(reverse("responses:response-list")))

    assert "Decide whether to respond (1) Undated Needs a date Published August 2024 : Undated Our responses" in words
    assert "Of Surrey alone" not in words


def test_list_shows_five_reports_to_decide_on_and_the_rest_on_a_page_of_their_own(client, officer):
    for number in range(6):
        factories.make_inspection(title=f"Report {number}", published_on=date(2024, 8, 1 + number))

    first = text_of(client.get(reverse("responses:response-list")))
    everything = text_of(client.get(reverse("responses:response-list"), {"show": "undecided"}))

    assert "Report 1 Published 2 August 2024 See all 6 reports to decide on" in first
    assert "Report 0" not in first
    assert "Report 0 Published 1 August 2024" in everything


def test_list_says_when_there_is_nothing(client, officer):
    assert "No responses yet" in text_of(client.get(reverse("responses:response-list")))
    undecided = client.get(reverse("responses:response-list"), {"show": "undecided"})
    assert "Nothing to decide Every report that reaches us has a decision." in text_of(undecided)


def test_list_shows_only_the_own_offices_responses(client, officer):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    factories.make_response(policing_body=surrey)

    assert client.get(reverse("responses:response-list")).context["rows"] == []


# Deciding.


def test_start_records_the_decision_once_for_a_double_click(client, officer):
    inspection = factories.make_inspection()
    sent = {"section_55": "applies", "reason": "", "submission_id": str(uuid4())}

    pages = [client.post(reverse("responses:response-start", args=[inspection.pk]), sent) for _ in range(2)]

    response = Response.objects.get()
    assert [page.headers["Location"] for page in pages] == [response.get_absolute_url()] * 2
    assert response.events.count() == 1


def test_start_wants_a_reason_where_the_law_does_not_ask_for_a_response(client, officer):
    start = reverse("responses:response-start", args=[factories.make_inspection().pk])

    page = client.post(start, {"section_55": "does-not-apply", "reason": " ", "submission_id": str(uuid4())})

    assert "There is a problem Enter why section 55 does not apply" in text_of(page)
    assert Response.objects.count() == 0


def test_start_wants_a_decision(client, officer):
    start = reverse("responses:response-start", args=[factories.make_inspection().pk])

    page = client.post(start, {"reason": "Something typed.", "submission_id": str(uuid4())})

    assert "Select whether we must respond" in text_of(page)
    assert "Something typed." in text_of(page)


def test_start_again_changes_the_decision(client, officer):
    response = factories.make_response(section_55="does-not-apply", section_55_reason="Not the subject.")
    start = reverse("responses:response-start", args=[response.inspection_id])

    assert "Not the subject." in text_of(client.get(start))
    sent = {"section_55": "applies", "reason": "left over", "version": "0", "submission_id": str(uuid4())}
    page = client.post(start, sent, follow=True)

    response.refresh_from_db()
    assert (response.section_55, response.section_55_reason) == ("applies", "")
    assert "is saved" in text_of(page)


def test_start_tells_who_comes_second(client, officer):
    response = factories.make_response(version=1)
    start = reverse("responses:response-start", args=[response.inspection_id])

    sent = {"section_55": "voluntary", "reason": "Not ours.", "version": "0", "submission_id": str(uuid4())}
    page = client.post(start, sent, follow=True)

    assert "Somebody else has changed this since you opened it" in text_of(page)
    assert Response.objects.get().section_55 == "applies"


def test_start_leads_to_a_response_that_has_gone_on(client, officer):
    response = published()

    page = client.get(reverse("responses:response-start", args=[response.inspection_id]))

    assert page.headers["Location"] == response.get_absolute_url()


# Writing.


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


# One response.


def test_detail_stays_within_its_queries(client, officer, django_assert_num_queries):
    response = written()
    for _ in range(3):
        factories.make_finding(response.inspection)

    with django_assert_num_queries(14):
        client.get(address("detail", response))


def test_detail_says_what_is_missing_with_links_to_it(client, officer):
    response = written(answered=False, signatory="")
    finding = response.inspection.findings.get()
    factories.make_finding(response.inspection, kind="area-for-improvement", reference="SE-A1")

    page = client.get(address("detail", response))

    words = text_of(page)
    assert f"What is missing Enter who signs the response Enter the action on {finding.reference}, or why" in words
    assert "Answer SE-A1, or select “No response needed” (before approval)" in words
    assert f'href="{address("write", response)}#finding-{finding.pk}"' in page.content.decode()


def test_detail_unfolds_the_clock_into_its_arithmetic(client, officer):
    words = text_of(client.get(address("detail", factories.make_response())))

    assert "How this is counted Day 1 is Friday 30 August 2024, the day the report was published." in words
    assert "Tuesday 1 October 2024 is day 33: 23 days left." in words


def test_detail_previews_what_the_public_will_see(client, officer):
    words = text_of(client.get(address("detail", written())))

    assert "This is a preview." in words
    assert "What the Commissioner has done or will do We ask for monthly figures." in words


def test_detail_shows_the_frozen_text_once_it_is_published(client, officer):
    response = published()
    Answer.objects.update(action="Changed behind the portal's back.")

    words = text_of(client.get(address("detail", response)))

    assert "We ask for monthly figures." in words
    assert "Changed behind" not in words
    assert "See the public page" in words
    assert "Published on time Not complete: a copy is still to be sent" in words


def test_detail_says_why_there_is_no_response(client, officer):
    response = factories.make_response(section_55="does-not-apply", section_55_reason="Not the subject.")

    words = text_of(client.get(address("detail", response)))

    assert "We do not respond to this report Not the subject." in words
    assert "Change whether we respond" in words
    assert "Write the response" not in words


BUTTONS = ["Write the response", "Send for review", "Approve", "Publish", "Return to the writers", "Record sending"]


@pytest.mark.parametrize(
    ("make", "status", "office", "reviewer"),
    [
        (written, "draft", BUTTONS[:2], BUTTONS[:2]),
        (written, "in-review", [], ["Approve", "Return to the writers"]),
        (approved, "approved", ["Publish"], ["Publish", "Return to the writers"]),
        (published, "published", ["Record sending"], ["Record sending"]),
    ],
)
def test_detail_offers_each_person_the_next_steps(client, make, status, office, reviewer):
    response = make()
    Response.objects.update(status=status)

    offered = []
    for person in (factories.make_officer(), factories.make_approver(), factories.make_viewer()):
        client.force_login(person)
        html = client.get(address("detail", response)).content.decode()
        offered.append([name for name in BUTTONS if re.search(rf">\s*{name}\s*</(a|button)>", html)])

    assert offered == [office, reviewer, []]


# Review.


def test_submit_sends_a_complete_response_for_review(client, officer):
    response = written()

    page = client.post(address("submit", response), follow=True)

    assert "The response is sent for review." in text_of(page)
    assert status_of(response) == "in-review"


def test_submit_says_what_is_missing(client, officer):
    response = written(signatory="")

    page = client.post(address("submit", response), follow=True)

    assert "The response is not ready. Enter who signs the response." in text_of(page)
    assert status_of(response) == "draft"


def test_approve_and_publish_are_two_steps(client, approver):
    response = written(status="in-review")

    page = client.post(address("approve", response), follow=True)

    assert "The response is approved. It is not published yet." in text_of(page)
    assert (status_of(response), Publication.objects.count()) == ("approved", 0)


def test_approve_says_what_is_neither_answered_nor_marked(client, approver):
    response = written(status="in-review")
    factories.make_finding(response.inspection, kind="area-for-improvement", reference="SE-A1")

    page = client.post(address("approve", response), follow=True)

    assert "The response is not ready. Answer SE-A1, or select “No response needed”." in text_of(page)


def test_send_back_wants_a_reason_and_keeps_it_in_the_history(client, approver):
    response = written(status="in-review")

    refused = client.post(address("send-back", response), {"reason": ""})
    page = client.post(address("send-back", response), {"reason": "Say what happens by March."}, follow=True)

    assert "There is a problem Enter what has to change" in text_of(refused)
    assert "The response is a draft again." in text_of(page)
    assert "Draft Say what happens by March." in text_of(page)


# Publishing.


def test_publish_asks_to_check_before_everybody_can_read_it(client, officer):
    words = text_of(client.get(address("publish", approved(slug="organised-crime"))))

    assert "Public address /register/organised-crime/" in words
    assert "Everybody can read the response from the moment you publish it." in words
    assert Publication.objects.count() == 0


def test_publish_publishes(client, officer):
    response = approved()

    page = client.post(address("publish", response), day("published_on", TODAY), follow=True)

    assert "The response is published." in text_of(page)
    assert Publication.objects.get().published_on == TODAY


def test_publish_refuses_tomorrow_beside_the_field(client, officer):
    response = approved()

    page = client.post(address("publish", response), day("published_on", date(2024, 10, 2)))

    assert "There is a problem The day of publication must be today or in the past" in text_of(page)
    assert status_of(response) == "approved"


def test_publish_says_when_a_finding_was_added_meanwhile(client, officer):
    response = approved()
    factories.make_finding(response.inspection)

    page = client.post(address("publish", response), day("published_on", TODAY), follow=True)

    assert "The response is not ready." in text_of(page)
    assert Publication.objects.count() == 0


# Sending.


def test_send_records_one_copy_and_then_the_other(client, officer):
    response = published()

    client.post(address("send", response), day("inspectorate_on", TODAY))
    sent = day("inspectorate_on", TODAY) | day("home_secretary_on", TODAY)
    page = client.post(address("send", response), sent, follow=True)

    assert "The days of sending are saved." in text_of(page)
    assert "Complete: published and both copies sent" in text_of(page)


@pytest.mark.parametrize(
    ("name", "on", "error"),
    [
        ("inspectorate_on", date(2024, 10, 2), "Date sent to HMICFRS must be today or in the past"),
        ("home_secretary_on", date(2024, 9, 30), "Date sent to the Home Secretary must be on or after the day of"),
    ],
)
def test_send_refuses_days_that_cannot_be(client, officer, name, on, error):
    page = client.post(address("send", published()), day(name, on))

    assert f"There is a problem {error}" in text_of(page)


# Who may what.


PAGES = ["detail", "write", "submit", "approve", "send-back", "publish", "send"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_another_office_are_not_there(client, name):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    response = written()
    post = client.post if name in {"submit", "approve"} else client.get
    for person in (factories.make_officer(policing_body=surrey), factories.make_lead()):
        client.force_login(person)
        assert post(address(name, response)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_strangers_to_sign_in(client, name):
    page = client.get(address(name, written()))

    assert page.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("name", "make"),
    [("write", written), ("submit", written), ("publish", approved), ("send", published)],
)
def test_a_viewer_reads_and_does_not_write(client, name, make):
    response = make()
    client.force_login(factories.make_viewer())

    assert client.get(address("detail", response)).status_code == 200
    assert client.post(address(name, response)).status_code == 403


@pytest.mark.parametrize("name", ["approve", "send-back"])
def test_an_officer_does_not_decide_on_the_review(client, officer, name):
    assert client.post(address(name, written(status="in-review"))).status_code == 403


def test_force_leads_have_no_list_of_responses(client):
    client.force_login(factories.make_lead())

    assert client.get(reverse("responses:response-list")).status_code == 404
