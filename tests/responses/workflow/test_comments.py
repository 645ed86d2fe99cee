"""The chief officer's comments: invited by the office, written and sent by the force."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from responses.coverage import draft_of
from responses.documents import document
from responses.merging import digests
from responses.models import Event, Invitation, Notice, Response, UnsavedText
from responses.workflow import comments as workflow
from responses.workflow import unsaved, writing
from responses.workflow.response import WrongStatusError
from tests import factories
from tests.locks import in_a_thread, wait_until_somebody_waits

pytestmark = pytest.mark.django_db

AT = datetime(2024, 9, 2, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(days=5)
DUE = date(2024, 9, 20)
WORDS = {"text": "We accept the findings.", "name": "Jo Example", "rank": "DCC", "on_behalf_of": "the Chief Constable"}


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org", name="Priya Shah")


@pytest.fixture
def lead():
    return factories.make_lead("dana@example.org", name="Dana Brook")


def invite(response, officer, lead, *, note="", due_on=DUE, at=AT):
    return workflow.invite(response, force=lead.force, leads=[lead], due_on=due_on, note=note, by=officer, at=at)


def send(invitation, lead, **words):
    workflow.send(invitation, **(WORDS | words), by=lead, at=LATER)


def test_send_leaves_what_another_force_has_sent_and_waits_for_all(officer, lead):
    response = factories.make_response()
    unit = factories.make_lead("kim@example.org", force=factories.make_force("serocu", "SEROCU"))
    first, second = invite(response, officer, lead), invite(response, officer, unit)

    send(first, lead)
    assert facts_of(response) == ("with-force", date(2024, 9, 2), DUE, None)
    send(second, unit, text="The unit accepts them too.")

    assert facts_of(response)[3] == LATER.date()
    assert response.chief_officer_comments == WORDS["text"]


def test_add_puts_what_a_second_force_has_sent_above_the_first_each_under_its_name(officer, lead):
    response = factories.make_response()
    unit = factories.make_lead("kim@example.org", force=factories.make_force("serocu", "SEROCU"))
    first, second = invite(response, officer, lead), invite(response, officer, unit)
    send(first, lead)
    send(second, unit, text="The unit accepts them too.", name="Kim Cole", rank="Head of Unit", on_behalf_of="")

    workflow.add(second, on=DUE)

    response.refresh_from_db()
    assert response.chief_officer_comments.split("\n\n") == [
        "## SEROCU",
        "The unit accepts them too.",
        "**Kim Cole**, Head of Unit",
        "## Hampshire and Isle of Wight Constabulary",
        "We accept the findings.",
    ]
    statements = document(response, [], published_on=DUE)["chief_officer"]["statements"]
    assert [(each["force"], each["comments"], each["name"], each["rank"]) for each in statements] == [
        ("SEROCU", "The unit accepts them too.", "Kim Cole", "Head of Unit"),
        ("Hampshire and Isle of Wight Constabulary", "We accept the findings.", "Jo Example", "DCC"),
    ]
    for invitation in (first, second):
        with pytest.raises(workflow.NothingToAddError, match="already has what .+ has sent"):
            workflow.add(invitation, on=DUE)


@pytest.mark.parametrize(
    ("oversees_the_unit", "heading"), [(True, "SEROCU"), (False, "Comments that came another way")]
)
def test_add_leaves_what_the_office_has_recorded_below_under_a_heading(officer, lead, oversees_the_unit, heading):
    response = factories.make_response(chief_officer_comments="By letter.", chief_officer_name="Sam Carter")
    if oversees_the_unit:
        factories.make_force("serocu", "SEROCU")
    invitation = invite(response, officer, lead)
    send(invitation, lead)

    workflow.add(invitation, on=DUE)

    above = "## Hampshire and Isle of Wight Constabulary\n\nWe accept the findings."
    signed = "**Jo Example**, DCC, on behalf of the Chief Constable"
    assert Response.objects.get().chief_officer_comments == f"{above}\n\n{signed}\n\n## {heading}\n\nBy letter."


def test_add_fills_an_empty_place_as_the_force_signed(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)
    send(invitation, lead)
    Response.objects.update(chief_officer_comments="", chief_officer_name="", chief_officer_rank="")

    workflow.add(invitation, on=DUE)

    said = Response.objects.values_list("chief_officer_comments", "chief_officer_name", "chief_officer_rank")
    assert said.get() == (WORDS["text"], "Jo Example", "DCC")


def test_add_refuses_what_is_not_sent_and_what_is_in_review(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)
    with pytest.raises(workflow.NothingToAddError):
        workflow.add(invitation, on=DUE)
    send(invitation, lead)
    Response.objects.update(status="in-review", chief_officer_comments="")

    with pytest.raises(WrongStatusError, match="Comments can no longer be added"):
        workflow.add(invitation, on=DUE)


def test_invite_keeps_the_later_of_two_days_and_each_letter_names_its_own(officer, lead):
    response = factories.make_response()
    unit = factories.make_lead("kim@example.org", force=factories.make_force("serocu", "SEROCU"))

    invite(response, officer, unit, due_on=date(2024, 9, 27))
    invite(response, officer, lead)

    assert facts_of(response)[2] == date(2024, 9, 27)
    letters = Notice.objects.order_by("pk").values_list("address", "due_on")
    assert list(letters) == [("kim@example.org", date(2024, 9, 27)), ("dana@example.org", DUE)]


def test_invite_for_a_correction_keeps_the_days_that_the_law_asks_about(officer, lead):
    days = {"invited_on": date(2024, 9, 2), "comments_due_on": DUE, "comments_received_on": date(2024, 9, 7)}
    response = factories.make_response(published_on=date(2024, 10, 1), **days)

    send(invite(response, officer, lead, due_on=date(2024, 11, 1)), lead)

    assert facts_of(response) == ("draft", *days.values())


def test_send_writes_to_the_office_where_who_invited_has_left(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)
    factories.make_officer("kit@example.org")
    officer.is_active = False
    officer.save()

    send(invitation, lead)

    assert letters() == [("comments-asked", "dana@example.org"), ("comments-sent", "kit@example.org")]


def facts_of(response):
    response.refresh_from_db()
    return (response.status, response.invited_on, response.comments_due_on, response.comments_received_on)


def letters():
    return list(Notice.objects.order_by("pk").values_list("kind", "address"))


def test_invite_records_the_days_and_writes_to_the_leads(officer, lead):
    response = factories.make_response()
    factories.make_lead("other@example.org")

    invite(response, officer, lead, note="In your own words.")

    assert facts_of(response) == ("with-force", date(2024, 9, 2), DUE, None)
    assert letters() == [("comments-asked", "dana@example.org")]
    told = Event.objects.order_by("pk").values_list("kind", "detail", "reason")
    assert list(told) == [
        ("response-moved", "With the force for comments", ""),
        ("comments-asked", "Hampshire and Isle of Wight, by 20 September 2024", "In your own words."),
    ]


def test_invite_takes_a_second_press_for_a_mistake(officer, lead):
    response = factories.make_response()
    invite(response, officer, lead)

    with pytest.raises(workflow.AlreadyInvitedError, match="Hampshire and Isle of Wight is already invited"):
        invite(response, officer, lead)

    assert (Invitation.objects.count(), Notice.objects.count()) == (1, 1)


@pytest.mark.parametrize("status", ["in-review", "withdrawn"])
def test_invite_refuses_what_is_not_being_written(officer, lead, status):
    response = factories.make_response(status=status)

    with pytest.raises(WrongStatusError, match="Comments can no longer be asked for"):
        invite(response, officer, lead)


def test_save_draft_stays_with_the_force(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)

    workflow.save_draft(invitation, by=lead, **WORDS)

    assert Invitation.objects.get().text == "We accept the findings."
    assert draft_of(invitation.response, []).comments_sent == ()
    assert Response.objects.get().chief_officer_comments == ""


OPENED = digests(dict.fromkeys(WORDS, ""))  # an empty page


def test_save_draft_merges_what_two_colleagues_write_field_by_field(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)
    colleague = factories.make_lead()
    workflow.save_draft(invitation, opened=OPENED, by=colleague, **(dict.fromkeys(WORDS, "") | {"text": "Theirs."}))

    kept = workflow.save_draft(invitation, opened=OPENED, by=lead, **(dict.fromkeys(WORDS, "") | {"name": "Jo"}))

    assert kept == ["text"]
    assert list(Invitation.objects.values_list("text", "name")) == [("Theirs.", "Jo")]
    with pytest.raises(writing.BothChangedError) as told:
        workflow.save_draft(invitation, opened=OPENED, by=lead, **(WORDS | {"name": "Jo"}))
    assert (told.value.both, told.value.kept) == (["text"], [])
    assert Invitation.objects.get().text == "Theirs."


def test_send_never_sends_what_a_colleague_has_written_unread(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)
    workflow.save_draft(invitation, by=factories.make_lead(), **(WORDS | {"rank": "ACC"}))

    with pytest.raises(writing.BothChangedError) as told:
        send(invitation, lead, opened=digests(WORDS), rank="DCC")

    assert (told.value.both, told.value.kept) == ([], ["rank"])
    assert Invitation.objects.get().sent_at is None


def test_a_saved_draft_ends_what_was_kept_for_the_person(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)
    for person in (lead, factories.make_lead()):
        unsaved.keep(invitation.response, {"text": "Half"}, by=person, at=AT)

    workflow.save_draft(invitation, by=lead, **WORDS)

    assert UnsavedText.objects.filter(person=lead).count() == 0
    assert UnsavedText.objects.count() == 1


def test_send_puts_the_comments_into_the_response_and_tells_who_invited(officer, lead):
    response = factories.make_response()
    invitation = invite(response, officer, lead)

    send(invitation, lead)

    assert facts_of(response) == ("draft", date(2024, 9, 2), DUE, date(2024, 9, 7))
    assert (response.chief_officer_comments, response.chief_officer_name) == ("We accept the findings.", "Jo Example")
    assert (response.chief_officer_rank, response.chief_officer_on_behalf_of) == ("DCC", "the Chief Constable")
    assert letters()[-1] == ("comments-sent", "priya@example.org")
    assert (invitation.sent_at, invitation.sent_by) == (LATER, lead)


def test_send_locks_the_comments(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)
    send(invitation, lead)

    with pytest.raises(workflow.AlreadySentError, match="Dana Brook has sent the comments already"):
        send(invitation, lead, text="Another.")
    with pytest.raises(workflow.AlreadySentError):
        workflow.save_draft(invitation, by=lead, **WORDS)

    assert Response.objects.get().chief_officer_comments == "We accept the findings."


def test_send_refuses_what_has_gone_for_review(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)
    Response.objects.update(status="in-review")

    with pytest.raises(WrongStatusError, match="Comments can no longer be sent"):
        send(invitation, lead)

    assert Invitation.objects.get().sent_at is None


def test_send_replaces_nothing_that_the_office_has_recorded_otherwise(officer, lead):
    response = factories.make_response()
    invitation = invite(response, officer, lead)
    facts = {"chief_officer_comments": "By letter.", "chief_officer_name": "Sam Carter"}
    writing.save(response, facts=facts, answers={}, by=officer, at=AT)

    send(invitation, lead)

    response.refresh_from_db()
    assert (response.chief_officer_comments, response.chief_officer_name) == ("By letter.", "Sam Carter")
    assert draft_of(response, []).comments_sent == (("Hampshire and Isle of Wight", "We accept the findings."),)


def test_asking_again_waits_again_and_takes_the_new_comments(officer, lead):
    response = factories.make_response()
    send(invite(response, officer, lead), lead)

    again = invite(response, officer, lead, note="On the second recommendation as well?", due_on=date(2024, 10, 1))
    assert facts_of(response) == ("with-force", date(2024, 9, 2), date(2024, 10, 1), None)
    send(again, lead, text="We accept both.")

    assert facts_of(response)[0] == "draft"
    assert response.chief_officer_comments == "We accept both."
    assert list(response.invitations.last_texts().values()) == ["We accept both."]
    texts = Invitation.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["We accept the findings.", "We accept both."]


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_send_at_once_send_one_text(officer, lead):
    invitation = invite(factories.make_response(), officer, lead)
    colleague, refused = factories.make_lead(), []

    def send_too():
        try:
            send(Invitation.objects.get(), colleague, text="Mine.")
        except workflow.AlreadySentError as error:
            refused.append(str(error))

    with transaction.atomic():
        send(invitation, lead)
        thread = in_a_thread(send_too)
        wait_until_somebody_waits()
    thread.join()

    assert refused == ["Dana Brook has sent the comments already."]
    assert Response.objects.get().chief_officer_comments == "We accept the findings."
