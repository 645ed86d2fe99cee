"""Deciding what to follow up."""

import pytest
from django.urls import reverse

from inspections.models import Addressee
from oversight.typed import Text, Typed
from responses.models import FollowUp
from tests import factories
from tests.meanwhile import just_before
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def start_page(inspection):
    return reverse("responses:follow-up-start", args=[inspection.pk])


def test_start_follows_up_what_the_officer_decides(client, officer):
    inspection = factories.make_inspection()
    findings = [factories.make_finding(inspection) for _ in range(3)]
    force = factories.make_force()
    keys = [f"{finding.pk}-{force.pk}" for finding in findings]
    decided = {
        f"applicability-{keys[0]}": "applies",
        f"applicability-{keys[1]}": "does-not-apply",
        f"reason-{keys[1]}": "The unit closed.",
        f"applicability-{keys[2]}": "not-yet",
        f"reason-{keys[0]}": "Typed by mistake.",
    }

    page = client.post(start_page(inspection), decided)

    started = [(row.finding, row.status, row.applicability_reason) for row in FollowUp.objects.order_by("finding")]
    assert started == [
        (findings[0], "awaiting-allocation", ""),
        (findings[1], "not-applicable", "The unit closed."),
    ]
    assert page.headers["Location"] == inspection.get_absolute_url()


def test_start_offers_every_row_as_applying(client, officer):
    finding = factories.make_finding()

    form = client.get(start_page(finding.inspection)).context["form"]

    rows = [(row.candidate.finding, row.applicability.value()) for row in form.rows()]
    assert rows == [(finding, "applies")]


def test_start_says_to_whom_a_finding_is_addressed_and_on_which_condition(client, officer):
    finding = factories.make_finding()
    facts = {"part": "supporting", "condition": "those forces that have not yet done so"}
    Addressee.objects.create(finding=finding, kind="all-chief-constables", **facts)

    told = text_of(client.get(start_page(finding.inspection)))

    assert "Addressed to All chief constables (supporting), only those forces that have not yet done so" in told


def test_start_asks_why_and_keeps_everything_typed(client, officer):
    inspection = factories.make_inspection("SE-2024-SOC")
    first, second = factories.make_finding(inspection, number=1), factories.make_finding(inspection, number=2)
    force = factories.make_force()
    decided = {
        f"applicability-{first.pk}-{force.pk}": "already-met",
        f"applicability-{second.pk}-{force.pk}": "does-not-apply",
        f"reason-{second.pk}-{force.pk}": "Not our unit.",
    }

    page = client.post(start_page(inspection), decided)

    assert page.context["form"].errors == {
        f"reason-{first.pk}-{force.pk}": ["Enter why SE-2024-SOC-R1 is already met by Hampshire and Isle of Wight"]
    }
    assert 'value="Not our unit."' in page.content.decode()
    assert FollowUp.objects.count() == 0


def test_start_says_what_cannot_be_over_yet_and_keeps_everything_typed(client, officer):
    cause = factories.make_finding(kind="cause-of-concern", reference="SE-2024-SOC-C1", deadline="")
    part = factories.make_finding(cause.inspection, parent=cause)
    whole, below = (f"{each.pk}-{factories.make_force().pk}" for each in (cause, part))
    decided = {f"applicability-{whole}": "already-met", f"reason-{whole}": "Since May."}

    page = client.post(start_page(cause.inspection), decided | {f"applicability-{below}": "applies"})

    told = page.content.decode()
    assert "SE-2024-SOC-C1 cannot be recorded as “already met” while something under it is open." in told
    assert 'value="Since May."' in told
    assert FollowUp.objects.count() == 0


def test_start_leaves_out_rows_that_the_page_did_not_show(client, officer):
    inspection = factories.make_inspection()
    shown, added_since = factories.make_finding(inspection), factories.make_finding(inspection)

    client.post(start_page(inspection), {f"applicability-{shown.pk}-{factories.make_force().pk}": "applies"})

    assert [row.finding for row in FollowUp.objects.all()] == [shown]
    assert added_since.follow_ups.count() == 0


def test_start_twice_from_one_page_starts_once(client, officer):
    finding = factories.make_finding()
    decided = {f"applicability-{finding.pk}-{factories.make_force().pk}": "applies"}

    pages = [client.post(start_page(finding.inspection), decided) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert FollowUp.objects.count() == 1


def test_start_gives_reasons_back_for_what_a_colleague_has_decided_meanwhile(client, officer):
    inspection = factories.make_inspection("SE-2024-SOC")
    mine, theirs = (factories.make_finding(inspection) for _ in range(2))
    force = factories.make_force()
    decided = {}
    for finding, reason in [(mine, "The unit closed."), (theirs, "Not our unit.")]:
        key = f"{finding.pk}-{force.pk}"
        decided |= {f"applicability-{key}": "does-not-apply", f"reason-{key}": reason}
    factories.make_follow_up(theirs)

    page = client.post(start_page(inspection), decided)

    assert page.status_code == 409
    assert page.context["typed"] == Typed([Text("reason", "Not our unit.")])
    assert "1 finding of SE-2024-SOC is followed up." in text_of(page)
    assert "Somebody else has already decided on the others that you sent." in text_of(page)


def test_start_gives_the_reason_back_where_a_colleague_is_a_moment_earlier(client, officer):
    finding = factories.make_finding()
    key = f"{finding.pk}-{factories.make_force().pk}"
    decided = {f"applicability-{key}": "does-not-apply", f"reason-{key}": "The unit closed."}

    with just_before('SELECT "responses_followup"."id"', lambda: factories.make_follow_up(finding)):
        page = client.post(start_page(finding.inspection), decided)

    assert (page.status_code, page.context["typed"]) == (409, Typed([Text("reason", "The unit closed.")]))


def test_start_twice_with_a_reason_says_nothing_of_words_that_are_lost(client, officer):
    finding = factories.make_finding()
    key = f"{finding.pk}-{factories.make_force().pk}"
    decided = {f"applicability-{key}": "does-not-apply", f"reason-{key}": "The unit closed. "}

    for _ in range(2):
        page = client.post(start_page(finding.inspection), decided)

    assert page.headers["Location"] == finding.inspection.get_absolute_url()


def test_start_says_when_nothing_is_left(client, officer):
    follow_up = factories.make_follow_up()

    assert "Nothing left to follow up" in text_of(client.get(start_page(follow_up.finding.inspection)))


def test_start_shows_no_more_rows_than_one_form_can_send(client, officer, monkeypatch):
    monkeypatch.setattr("responses.views.follow_up.ROWS_AT_ONCE", 2)
    inspection = factories.make_inspection()
    for _ in range(3):
        factories.make_finding(inspection)

    page = client.get(start_page(inspection))

    assert len(page.context["form"].candidates) == 2
    assert "These are the first 2 lines. 1 more follow when they are started." in text_of(page)


def test_start_is_for_those_who_write(client):
    inspection = factories.make_finding().inspection
    statuses = {}
    for person in [factories.make_viewer(), factories.make_lead()]:
        client.force_login(person)
        statuses[person.role] = client.get(start_page(inspection)).status_code

    assert statuses == {"viewer": 403, "force-lead": 404}
