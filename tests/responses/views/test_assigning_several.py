"""The same change to several recommendations: preview, one transaction, one batch, one letter (R83)."""

import uuid
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from responses.models import Batch, Event, EventKind, FollowUp, Notice, NoticeKind
from responses.workflow import bulk
from tests import factories
from tests.reading import errors_of, text_of

pytestmark = pytest.mark.django_db

AT = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
ASSIGN = "responses:bulk-assign"


@pytest.fixture
def officer(client):
    person = factories.make_officer()
    client.force_login(person)
    return person


@pytest.fixture
def lead():
    return factories.make_lead()


def make(reference, **facts):
    return factories.make_follow_up(factories.make_finding(reference=reference), **facts)


def preview(client, rows, *, query="", **who):
    typed = {"submission_id": uuid.uuid4(), "rows": [row.pk for row in rows], **who}
    return client.post(reverse(ASSIGN) + query, typed)


def confirm(client, page):
    """Press the button of the preview."""
    form = page.context["form"]
    seen = [f"{line.follow_up.pk}-{line.follow_up.version}" for line in page.context["outcome"].changed]
    typed = {name: form[name].value() or "" for name in ("submission_id", "lead", "officer")}
    return client.post(reverse("responses:bulk-confirm") + "?only=open", {**typed, "seen": seen}, follow=True)


def people():
    rows = FollowUp.objects.order_by("finding__reference").select_related("lead", "officer")
    return [(row.reference, row.lead and row.lead.name, row.officer.name) for row in rows]


def test_the_page_offers_the_rows_of_the_filtered_list_all_ticked(client, officer):
    rows = [make("A-R1"), make("A-R2")]
    make("A-R3", status="done")

    page = client.get(reverse(ASSIGN) + "?only=open")

    assert [row.reference for row in page.context["rows"]] == ["A-R1", "A-R2"]
    assert page.context["form"]["rows"].value() == [str(row.pk) for row in rows]
    assert "All 2 recommendations of the list are selected" in text_of(page)


def test_the_preview_shows_before_and_after_and_changes_nothing(client, officer, lead):
    old = factories.make_lead(name="Old Lead")
    other = factories.make_officer(name="Other Officer")
    rows = [make("A-R1", officer=other), make("A-R2", officer=other, lead=old)]

    page = preview(client, rows, lead=lead.pk, officer=officer.pk)

    told = text_of(page)
    assert "A-R1 Share intelligence with frontline teams" in told
    assert "No force lead Other Officer Dana Brook Priya Shah" in told
    assert "Old Lead Other Officer Dana Brook Priya Shah" in told
    assert "Assign 2 recommendations" in told
    assert people() == [("A-R1", None, "Other Officer"), ("A-R2", "Old Lead", "Other Officer")]
    assert Batch.objects.count() == 0


def test_confirming_changes_all_in_one_batch_with_one_letter(client, officer, lead):
    rows = [make("A-R1", officer=officer), make("A-R2", officer=officer), make("A-R3", officer=officer)]

    page = confirm(client, preview(client, rows[:2], lead=lead.pk))

    assert "2 recommendations are assigned." in text_of(page)
    assert page.request["QUERY_STRING"] == "only=open"
    assert people() == [
        ("A-R1", lead.name, officer.name),
        ("A-R2", lead.name, officer.name),
        ("A-R3", None, officer.name),
    ]
    batch = Batch.objects.get()
    told = batch.events.order_by("follow_up").values_list("follow_up", "kind", "by")
    assert list(told) == [(row.pk, EventKind.ASSIGNED, officer.pk) for row in rows[:2]]
    letters = Notice.objects.values_list("kind", "recipient", "follow_up")
    assert list(letters) == [(NoticeKind.ASSIGNED_SEVERAL, lead.pk, rows[0].pk)]


def test_one_row_is_one_ordinary_letter(client, officer, lead):
    confirm(client, preview(client, [make("A-R1", officer=officer)], lead=lead.pk))

    assert list(Notice.objects.values_list("kind", flat=True)) == [NoticeKind.ASSIGNED]


def test_another_officer_writes_to_nobody_and_leaves_the_lead(client, officer, lead):
    row = make("A-R1", officer=factories.make_officer(name="Other Officer"), lead=lead)
    unallocated = make("A-R2", officer=factories.make_officer(name="Other Officer"))

    confirm(client, preview(client, [row, unallocated], officer=officer.pk))

    assert people() == [("A-R1", lead.name, officer.name), ("A-R2", None, officer.name)]
    assert Notice.objects.count() == 0
    assert FollowUp.objects.get(pk=unallocated.pk).status == "awaiting-allocation"


def test_sending_the_preview_twice_changes_and_writes_once(client, officer, lead):
    page = preview(client, [make("A-R1", officer=officer), make("A-R2", officer=officer)], lead=lead.pk)

    confirm(client, page)
    again = confirm(client, page)

    assert "assigned already: the page was sent twice" in text_of(again)
    assert (Batch.objects.count(), Notice.objects.count()) == (1, 1)
    assert Event.objects.filter(kind=EventKind.ASSIGNED).count() == 2


def test_rows_that_cannot_change_are_left_out_with_the_reason(client, officer, lead):
    kent = factories.make_force("kent", "Kent Police")
    rows = [
        make("A-R1", officer=officer, lead=lead),
        make("A-R2", officer=officer, status="done"),
        make("A-R3", officer=officer, force=kent),
        make("A-R4", officer=None),
        make("A-R5", officer=officer),
    ]

    page = preview(client, rows, lead=lead.pk)

    assert [line.follow_up.reference for line in page.context["outcome"].changed] == ["A-R5"]
    assert "1 of the 5 would change. 4 stay as they are: the reasons are below." in text_of(page)
    assert {line.follow_up.reference: line.skipped for line in page.context["outcome"].skipped} == {
        "A-R1": "Nothing would change",
        "A-R2": "It is no longer open",
        "A-R3": f"{lead} is not a lead of this force. Select somebody else",
        "A-R4": "It has no policy officer: choose one too",
    }


def test_what_somebody_else_changed_since_the_preview_is_left_and_named(client, officer, lead):
    row, other = make("A-R1", officer=officer), make("A-R2", officer=officer)
    page = preview(client, [row, other], lead=lead.pk)
    FollowUp.objects.filter(pk=row.pk).update(version=row.version + 1)

    done = text_of(confirm(client, page))

    assert "1 recommendation is assigned." in done
    assert "A-R1 is left as it was. Somebody else has changed it since you saw it." in done
    assert people() == [("A-R1", None, officer.name), ("A-R2", lead.name, officer.name)]


def test_rows_of_another_office_cannot_be_slipped_in(client, officer, lead):
    theirs = make("K-R1", policing_body=factories.make_policing_body("kent-pcc", "Kent"))

    change = bulk.Change(lead=lead, officer=officer)
    outcome = bulk.assign_all({theirs.pk: theirs.version}, change, submission_id=uuid.uuid4(), by=officer, at=AT)

    assert outcome.lines == []
    assert FollowUp.objects.get(pk=theirs.pk).lead is None


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"rows": []}, "Select at least one recommendation"),
        ({}, '<a href="#id_lead">Select a force lead or a policy officer</a>'),
    ],
)
def test_a_change_wants_rows_and_a_person(client, officer, typed, error):
    row = make("A-R1")

    page = client.post(reverse(ASSIGN), {"submission_id": uuid.uuid4(), "rows": [row.pk], **typed})

    assert error in page.content.decode()


def test_leads_of_forces_that_the_office_does_not_follow_are_not_offered(client, officer, lead):
    make("A-R1")
    factories.make_lead(force=factories.make_force("kent", "Kent Police"), name="Kim Hall")

    offered = client.get(reverse(ASSIGN)).context["form"].fields["lead"].queryset

    assert list(offered) == [lead]


@pytest.mark.parametrize("seen", [["1-x"], ["{theirs}-0"], ["0-0"], []])
def test_a_broken_confirmation_changes_nothing_and_goes_back_to_the_choices(client, officer, lead, seen):
    make("A-R1")
    theirs = make("K-R1", policing_body=factories.make_policing_body("kent-pcc", "Kent"))
    sent = {"seen": [each.format(theirs=theirs.pk) for each in seen], "submission_id": uuid.uuid4(), "lead": lead.pk}

    page = client.post(reverse("responses:bulk-confirm") + "?only=open", sent)

    assert errors_of(page) == {"rows": ["Select at least one recommendation"]}
    assert f'action="{reverse(ASSIGN)}?only=open"' in page.content.decode()
    assert (Batch.objects.count(), FollowUp.objects.filter(lead=lead).count()) == (0, 0)


def test_whoever_left_since_the_preview_is_named_beside_the_choice_which_keeps_its_rows(client, officer, lead):
    rows = [make("A-R1"), make("A-R2")]
    page = preview(client, rows[:1], lead=lead.pk)
    type(lead).objects.filter(pk=lead.pk).update(is_active=False)

    again = confirm(client, page)

    assert list(errors_of(again)) == ["lead"]
    assert again.context["form"]["rows"].value() == [str(rows[0].pk)]


def test_an_empty_page_is_told_what_to_choose(client, officer):
    make("A-R1")

    assert errors_of(client.post(reverse(ASSIGN)))["rows"] == ["Select at least one recommendation"]


def test_nothing_assigned_is_no_success(client, officer, lead):
    row = make("A-R1", officer=officer)
    page = preview(client, [row], lead=lead.pk)
    FollowUp.objects.filter(pk=row.pk).update(version=row.version + 1)

    done = confirm(client, page)

    assert "Important No recommendation is assigned. Important A-R1 is left as it was." in text_of(done)
