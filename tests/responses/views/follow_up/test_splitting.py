"""A recommendation split into lettered parts, through the pages to the end (R52)."""

import uuid

import pytest
from django.urls import reverse

from inspections.models import Finding
from responses.models import FollowUp
from responses.workflow import outcome
from tests import factories
from tests.reading import text_of
from tests.responses.views.follow_up.pages import NOW, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(officer):
    finding = factories.make_finding(factories.make_inspection("SE-2024"), reference="SE-2024-R1", deadline="")
    return factories.make_follow_up(finding, lead=factories.make_lead(), officer=officer)


def add_part(client, whole, title):
    """As the page proposes it: under the whole, with the next letter."""
    page = reverse("inspections:finding-new", args=[whole.finding.inspection_id], query={"under": whole.finding_id})
    proposed = client.get(page).context["form"]
    typed = {"title": title, "text": f"The force should {title.lower()}.", "undated": "on"}
    typed |= {"parent": proposed["parent"].value(), "limb": proposed["limb"].value()}
    client.post(page, {**typed, "kind": proposed["kind"].value(), "submission_id": uuid.uuid4()})


def start(client, whole):
    page = reverse("responses:follow-up-start", args=[whole.finding.inspection_id])
    rows = client.get(page).context["form"].rows()
    client.post(page, {row.applicability.html_name: "applies" for row in rows})


def test_a_recommendation_is_split_into_parts_with_letters_of_their_own(client, whole):
    for title in ["Brief all shifts", "Measure what they know"]:
        add_part(client, whole, title)

    parts = Finding.objects.filter(parent=whole.finding).order_by("limb")
    assert [(part.reference, part.limb, part.title) for part in parts] == [
        ("SE-2024-R1a", "a", "Brief all shifts"),
        ("SE-2024-R1b", "b", "Measure what they know"),
    ]


def test_parts_are_followed_up_with_an_owner_and_a_state_of_their_own(client, whole, officer):
    for title in ["Brief all shifts", "Measure what they know"]:
        add_part(client, whole, title)
    start(client, whole)
    first, second = FollowUp.objects.filter(finding__parent=whole.finding).order_by("finding__limb")
    chosen = {"lead": factories.make_lead(name="Ravi Cole").pk, "officer": officer.pk, "version": 0}
    client.post(address("assign", first), chosen)
    outcome.end(second, how=outcome.WorkStatus.WITHDRAWN, reason="It is for others.", by=officer, at=NOW)

    words = text_of(client.get(address("detail", whole)))

    assert "Its parts (a) Brief all shifts SE-2024-R1a No date set" in words
    assert "In progress (b) Measure what they know SE-2024-R1b No date set" in words
    first.refresh_from_db()
    assert (first.lead.name, second.lead) == ("Ravi Cole", None)


def test_a_whole_says_that_its_parts_are_over_and_is_signed_off_by_the_office(client, whole, officer):
    add_part(client, whole, "Brief all shifts")
    start(client, whole)
    part = FollowUp.objects.get(finding__parent=whole.finding)
    said = {"reason": "Seen in every district.", "without": "A visit showed it."}

    refused = client.post(address("sign-off", whole), {**said, "version": 0})
    client.post(address("sign-off", part), {**said, "version": part.version})
    whole.refresh_from_db()
    status = whole.status
    client.post(address("sign-off", whole), {**said, "version": whole.version})

    open_part = "SE-2024-R1 cannot be closed while something under it is open: SE-2024-R1a."
    assert refused.context["form"].errors == {"__all__": [open_part]}
    whole.refresh_from_db()
    assert (status, whole.status) == ("submitted", "done")


def test_only_an_open_whole_is_offered_to_be_split(client, whole, officer):
    add_part(client, whole, "Brief all shifts")
    start(client, whole)
    part = FollowUp.objects.get(finding__parent=whole.finding)

    assert "Split it into parts" in text_of(client.get(address("detail", whole)))
    assert "Split it into parts" not in text_of(client.get(address("detail", part)))
