"""Old and new values behind the sentences of a history (R92)."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from oversight.record import record_of
from responses.models import DueSource, FollowUp
from responses.workflow import comments, deadlines
from responses.workflow.deadlines import Target, Why
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
MOVED = {
    "source": "office",
    "deadline": "1 June 2025",
    "reason": "Recruitment took longer.",
    "agreed_by": "the Commissioner",
    "agreed_on_0": "10",
    "agreed_on_1": "2",
    "agreed_on_2": "2025",
}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer(client):
    officer = factories.make_officer(name="Priya Shah")
    client.force_login(officer)
    return officer


def move(client, follow_up):
    facts = {**MOVED, "submission_id": uuid4(), "seen": deadlines.seen(follow_up)}
    client.post(reverse("responses:deadline-revise", args=[follow_up.pk]), facts)


def record(follow_up):
    return reverse("responses:follow-up-record", args=[follow_up.pk])


def lines_of(page):
    return [
        (line.about, line.what, line.by, [(each.label, each.before, each.after) for each in line.changes])
        for line in page.context["page"]
    ]


def test_a_sentence_leads_to_the_values_behind_it(client, officer):
    follow_up = factories.make_follow_up()
    move(client, follow_up)

    detail = client.get(follow_up.get_absolute_url())
    (address,) = re.findall(rf'href="({record(follow_up)}\?change=[^"]+)"', detail.content.decode())
    page = client.get(address)

    words = "From 1 March 2025 to 1 June 2025 Recruitment took longer. Agreed by the Commissioner on 10 February 2025."
    assert words in text_of(detail)
    assert {line[:3] for line in lines_of(page)} == {
        ("Recommendation", "Changed", "Priya Shah"),
        ("Deadline revision", "Added", "Priya Shah"),
    }
    changed = next(changes for about, _what, _by, changes in lines_of(page) if about == "Recommendation")
    assert ("Due", "1 March 2025", "1 June 2025") in changed
    assert ("Where the deadline comes from", "Set by the inspectorate", "Set by the office") in changed
    assert "Due 1 March 2025 1 June 2025" in text_of(page)


def test_the_record_leaves_out_what_only_says_that_something_happened(client, officer):
    follow_up = factories.make_follow_up()
    FollowUp.objects.update(touched_at=NOW)

    assert [line[:2] for line in lines_of(client.get(record(follow_up)))] == [("Recommendation", "Added")]


def test_the_whole_record_holds_what_came_before_too(client, officer):
    follow_up = factories.make_follow_up()
    move(client, follow_up)

    page = client.get(record(follow_up))

    assert ("Recommendation", "Added", "The portal") in {line[:3] for line in lines_of(page)}
    assert "Everything on record, newest first." in text_of(page)


@pytest.mark.parametrize("change", ["nonsense", "", "0"])
def test_what_is_no_change_shows_the_whole_record(client, officer, change):
    page = client.get(record(factories.make_follow_up()), {"change": change})

    assert [line[:2] for line in lines_of(page)] == [("Recommendation", "Added")]


def test_a_change_of_something_else_shows_nothing_of_it(client, officer):
    elsewhere, follow_up = factories.make_follow_up(), factories.make_follow_up()
    move(client, elsewhere)

    page = client.get(record(follow_up), {"change": elsewhere.events.first().context})

    assert lines_of(page) == []
    assert "Nothing is on record for that." in text_of(page)


def test_a_force_reads_the_sentence_and_no_way_to_the_values(client, officer):
    follow_up = factories.make_follow_up()
    move(client, follow_up)
    client.force_login(factories.make_lead())

    words = client.get(follow_up.get_absolute_url()).content.decode()

    assert "From 1 March 2025 to 1 June 2025" in words
    assert ("Old and new values" in words, record(follow_up) in words) == (False, False)
    assert client.get(record(follow_up)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_costs_the_same_however_long_it_is(client, officer, django_assert_num_queries, count):
    follow_up = factories.make_follow_up(officer=officer)
    for number in range(count):
        factories.make_update(follow_up, text=f"Update {number}.")
        factories.make_date_change(follow_up, status="withdrawn", decided_by=officer, decided_at=NOW)
        why = Why("Recruitment.", "the Commissioner", date(2025, 2, 10))
        to = Target(DueSource.NONE, review_on=date(2025, 9, 1 + number))
        seen = deadlines.seen(follow_up)
        deadlines.revise(follow_up, to=to, why=why, seen_before=seen, submission_id=uuid4(), by=officer, at=NOW)

    with django_assert_num_queries(12):
        client.get(record(follow_up))


def test_the_record_of_a_response_names_its_answers(client, officer):
    response = factories.make_response()
    response.answers.create(finding=factories.make_finding(response.inspection), action="We ask for figures.")

    page = client.get(reverse("responses:response-record", args=[response.pk]))
    linked = client.get(response.get_absolute_url()).content.decode()

    assert {line[0] for line in lines_of(page)} == {"Answer", "Response"}
    assert "We ask for figures." in text_of(page)
    assert reverse("responses:response-record", args=[response.pk]) in linked


def test_the_record_of_a_response_keeps_what_a_force_has_drafted_from_the_office(client, officer):
    response = factories.make_response(status="draft", policing_body=officer.policing_body)
    lead = factories.make_lead(email="drafting@force.example.org")
    invitation = factories.make_invitation(response, force=lead.force, leads=[lead])
    comments.save_draft(invitation, by=lead, text="CANARY words", name="CANARY name", rank="", on_behalf_of="")

    page = client.get(reverse("responses:response-record", args=[response.pk]))

    assert invitation.__class__.objects.get().text == "CANARY words"
    assert "CANARY" not in page.content.decode()


def test_record_begins_a_choice_with_a_capital():
    added = record_of(factories.make_follow_up())[-1]

    assert {each.field: each.after for each in added.changes}["due_precision"] == "Day"
