"""The chief officer's comments in the browser: the office invites, the force writes and sends."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from responses.merging import digests
from responses.models import Invitation, Notice, Response
from responses.workflow import comments as workflow
from tests import factories
from tests.reading import day, errors_of, text_of
from tests.responses.views.response.pages import NOW, TODAY, address

pytestmark = pytest.mark.django_db

DUE = date(2024, 10, 15)
OPENED = json.dumps(digests(dict.fromkeys(["text", "name", "rank", "on_behalf_of"], "")))  # an empty page
WORDS = {"text": "We accept the findings.", "name": "Jo Example", "rank": "DCC", "on_behalf_of": ""}


@pytest.fixture
def lead():
    return factories.make_lead("dana@example.org", name="Dana Brook", job_title="Superintendent")


def invited(lead, response=None, **facts):
    response = response or factories.make_response(our_comments="CANARY of the office")
    facts = {"leads": [lead], "due_on": DUE, "note": "In your own words.", "by": factories.make_officer()} | facts
    return workflow.invite(response, force=lead.force, **facts, at=NOW)


def comments(invitation):
    return reverse("responses:comments-write", args=[invitation.response_id])


def test_invite_offers_the_leads_of_our_forces_and_sends_the_letter(client, lead, officer):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    factories.make_lead(force=factories.make_force("surrey", "Surrey Police", policing_body=surrey), name="Not Ours")
    response = factories.make_response()

    factories.make_lead(name="Sam Hill", job_title="Inspections lead, Hampshire and Isle of Wight")

    page = client.get(address("invite", response))
    assert "Dana Brook, Superintendent, Hampshire and Isle of Wight" in text_of(page)
    assert "Sam Hill, Inspections lead, Hampshire and Isle of Wight" in text_of(page)
    assert text_of(page).count("Hampshire and Isle of Wight, Hampshire") == 0
    assert "Not Ours" not in text_of(page)
    page = client.post(address("invite", response), {"leads": [lead.pk], "note": ""} | day("due_on", DUE), follow=True)

    assert "Hampshire and Isle of Wight is invited to comment." in text_of(page)
    assert Invitation.objects.values_list("force__code", "due_on").get() == ("hampshire", DUE)
    assert Notice.objects.get().address == "dana@example.org"


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"leads": ["Select who gets the letter"], "due_on": ["Enter the date asked for"]}),
        (day("due_on", TODAY - timedelta(days=1)), {"due_on": ["Date asked for must be today or in the future"]}),
    ],
)
def test_invite_refuses_what_cannot_be(client, lead, officer, sent, errors):
    response = factories.make_response()
    chosen = {"leads": [lead.pk]} if sent else {}

    page = client.post(address("invite", response), {"note": "Typed."} | chosen | sent)

    assert errors_of(page) == errors
    assert "Typed." in page.content.decode()


def test_invite_writes_to_one_force_at_a_time(client, lead, officer):
    other = factories.make_lead(force=factories.make_force("secrou", "South East Unit"))
    response = factories.make_response()

    sent = {"leads": [lead.pk, other.pk], "note": ""} | day("due_on", DUE)
    page = client.post(address("invite", response), sent)

    assert errors_of(page) == {"leads": ["Select leads of one force. Invite the other force on its own"]}


def test_invite_says_that_the_force_is_invited_already(client, lead, officer):
    invitation = invited(lead)

    sent = {"leads": [lead.pk], "note": ""} | day("due_on", DUE)
    page = client.post(address("invite", invitation.response), sent)

    assert "is already invited, and has not sent its comments yet." in text_of(page)
    assert Invitation.objects.count() == 1


def test_invite_shows_what_was_sent_and_no_draft_of_the_force(client, lead, officer):
    invitation = invited(lead)
    workflow.save_draft(invitation, by=lead, **(WORDS | {"text": "CANARY of the force"}))
    page = client.get(address("invite", invitation.response))
    assert "The force has not sent its comments yet." in text_of(page)
    assert "CANARY of the force" not in page.content.decode()

    workflow.send(invitation, **WORDS, by=lead, at=NOW)
    page = client.get(address("invite", invitation.response))
    assert "Sent by Dana Brook on 1 October 2024 at 10:30am We accept the findings. Jo Example DCC" in text_of(page)


def test_add_offers_what_is_not_in_the_response_and_puts_it_there(client, lead, officer):
    unit = factories.make_lead("kim@example.org", force=factories.make_force("serocu", "SEROCU"))
    first = invited(lead)
    second = invited(unit, first.response)
    for invitation, by, text in ((first, lead, "We accept."), (second, unit, "So do we.")):
        workflow.send(invitation, **(WORDS | {"text": text}), by=by, at=NOW)
    left_out = "SEROCU has sent comments that are not in the response as they came."
    places = [address("write", first.response), first.response.get_absolute_url()]
    assert [left_out in text_of(client.get(place)) for place in places] == [True, True]
    button, page = "Add these comments to the response", client.get(address("invite", first.response))
    assert text_of(page).count(button) == 1

    page = client.post(reverse("responses:comments-add", args=[second.pk]), follow=True)
    again = client.post(reverse("responses:comments-add", args=[second.pk]), follow=True)

    assert "The comments of SEROCU are in the response." in text_of(page)
    assert button not in text_of(page)
    assert "The response already has what SEROCU has sent." in text_of(again)
    assert [left_out in text_of(client.get(place)) for place in places] == [False, False]
    assert Response.objects.get().chief_officer_comments.startswith("## SEROCU\n\nSo do we.")


def test_comments_say_that_the_invitation_is_withdrawn(client, lead, officer):
    invitation = invited(lead)
    Invitation.objects.update(withdrawn_at=NOW)
    assert "Withdrawn on 1 October 2024, when the correction" in text_of(
        client.get(address("invite", invitation.response))
    )
    client.force_login(lead)

    page = text_of(client.get(comments(invitation)))

    assert "The office withdrew this invitation on 1 October 2024." in page
    assert "Send to the office" not in page
    assert "comments to send" not in text_of(client.get(reverse("responses:work-list")))


def test_comments_show_the_invitation_and_the_report_and_nothing_of_our_draft(client, lead):
    invitation = invited(lead)
    factories.make_finding(invitation.response.inspection)
    client.force_login(lead)

    page = client.get(comments(invitation))

    assert "Priya Shah invited the chief officer on 1 October 2024 to comment on this report." in text_of(page)
    assert "In your own words. Send the comments by 15 October 2024 ." in text_of(page)
    assert "CANARY" not in page.content.decode()


def test_comments_are_on_the_leads_list_of_work_until_they_are_sent(client, lead):
    invitation = invited(lead)
    client.force_login(lead)
    work = reverse("responses:work-list")

    title = invitation.response.inspection.title
    assert f"Chief officer’s comments to send {title} Asked for by 15 October 2024, in 14 days" in text_of(
        client.get(work)
    )
    client.post(comments(invitation), {**WORDS})
    assert "comments to send" not in text_of(client.get(work))


def test_comments_are_saved_as_a_draft_of_the_force(client, lead):
    invitation = invited(lead)
    client.force_login(lead)

    page = client.post(comments(invitation), {**WORDS, "name": "", "draft": "1"}, follow=True)

    assert "Your draft is saved. It has not been sent." in text_of(page)
    assert page.context["form"]["text"].value() == "We accept the findings."
    assert Response.objects.get().chief_officer_comments == ""


def test_comments_are_sent_with_who_signs_and_locked(client, lead):
    invitation = invited(lead)
    client.force_login(lead)

    page = client.post(comments(invitation), {**WORDS, "text": "", "name": ""})
    assert errors_of(page) == {"text": ["Enter the comments"], "name": ["Enter who signs the comments"]}
    page = client.post(comments(invitation), {**WORDS}, follow=True)

    assert "The comments are sent to the office." in text_of(page)
    assert "Comments sent Sent by Dana Brook on 1 October 2024 at 10:30am We accept the findings." in text_of(page)
    assert Response.objects.get().chief_officer_comments == "We accept the findings."
    page = client.post(comments(invitation), {**WORDS, "text": "Typed too late."})
    assert "Dana Brook has sent the comments already." in text_of(page)
    assert "What you typed, to copy Typed too late." in text_of(page)


def test_comments_show_both_texts_where_a_colleague_has_saved_first(client, lead):
    invitation = invited(lead)
    workflow.save_draft(invitation, by=lead, **(WORDS | {"text": "Theirs."}))
    client.force_login(lead)

    page = client.post(comments(invitation), {**WORDS, "opened": OPENED, "text": "Mine.", "draft": "1"})

    assert "Saved by somebody else while you were writing Theirs." in text_of(page)
    assert page.context["form"]["text"].value() == "Mine."
    assert "Choose which text to keep: Comments" in text_of(page)
    data = {name: page.context["form"].data[name] for name in page.context["form"].data}
    client.post(comments(invitation), data | {"text": "Both.", "keep-text": "mine"})
    assert Invitation.objects.get().text == "Both."


def test_comments_of_a_colleague_are_read_before_they_are_sent(client, lead):
    invitation = invited(lead)
    workflow.save_draft(invitation, by=lead, **(WORDS | {"rank": "ACC"}))
    client.force_login(lead)

    page = client.post(comments(invitation), {**WORDS, "opened": json.dumps(digests(WORDS))})
    form = page.context["form"]

    assert "A colleague has changed this since you opened it. Read it again, then send it." in text_of(page)
    assert form["rank"].value() == "ACC"
    client.post(comments(invitation), {name: form.data[name] for name in form.data})
    assert Invitation.objects.get().sent_by == lead


def test_comments_that_are_typed_are_kept_for_the_person_and_offered_again(client, lead):
    invitation = invited(lead)
    client.force_login(lead)
    address_of_kept = reverse("responses:comments-unsaved", args=[invitation.response_id])

    page = client.post(address_of_kept, {**WORDS, "opened": OPENED, "text": "Half a sentence."})
    offered, used = (client.get(comments(invitation) + query) for query in ("", "?unsaved=use"))

    assert (page.status_code, page.text) == (200, "10:30am")
    assert "You have unsaved changes from 1 October 2024 at 10:30am." in text_of(offered)
    assert used.context["form"]["text"].value() == "Half a sentence."
    client.force_login(factories.make_lead())
    assert "Half a sentence." not in client.get(comments(invitation) + "?unsaved=use").content.decode()
    client.force_login(lead)
    page = client.post(address_of_kept, {"discard": "yes"}, follow=True)
    assert "Your unsaved changes are discarded." in text_of(page)
    assert "You have unsaved changes" not in text_of(page)


def test_comments_are_no_longer_taken_once_the_response_is_in_review(client, lead):
    invitation = invited(lead)
    Response.objects.update(status="in-review")
    client.force_login(lead)

    page = client.get(comments(invitation))

    assert "The office no longer takes comments here" in text_of(page)
    assert "Send to the office" not in text_of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_many_invitations(client, lead, officer, django_assert_num_queries, count):
    response = factories.make_response()
    for _ in range(count):
        workflow.send(invited(lead, response), **WORDS, by=lead, at=NOW)
    invited(lead, response)

    with django_assert_num_queries(6):
        client.get(address("invite", response))
    client.force_login(lead)
    address_of_the_force = comments(response.invitations.first())
    with django_assert_num_queries(4):
        client.get(address_of_the_force)
