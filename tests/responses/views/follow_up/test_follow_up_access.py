"""Who sees the pages of a recommendation, and that looking changes nothing."""

import pytest
from django.urls import reverse

from responses.models import Event, FollowUp
from tests import factories
from tests.responses.views.follow_up.pages import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("person", "list_rows", "detail", "write"),
    [
        (factories.make_officer, 1, 200, 200),
        (factories.make_approver, 1, 200, 200),
        (factories.make_administrator, 1, 200, 200),
        (factories.make_viewer, 1, 200, 403),
        (factories.make_lead, 1, 200, 403),
        (lambda: factories.make_lead(force=factories.make_force("kent", "Kent Police")), 0, 404, 404),
        (
            lambda: factories.make_officer(policing_body=factories.make_policing_body("kent-pcc", "Kent")),
            0,
            404,
            404,
        ),
    ],
    ids=["officer", "approver", "administrator", "viewer", "lead", "lead of another force", "another office"],
)
def test_pages_are_for_those_whose_they_are(client, person, list_rows, detail, write):
    follow_up = factories.make_follow_up()
    client.force_login(person())

    rows = client.get(reverse("responses:follow-up-list")).context["page"].paginator.count
    statuses = {name: client.get(address(name, follow_up)).status_code for name in ("detail", "assign")}
    posted = [client.post(address(name, follow_up), {"x": "1"}).status_code for name in ["assign"]]

    assert rows == list_rows
    assert statuses == {"detail": detail, "assign": write}
    assert posted == [write]


def test_pages_ask_strangers_to_sign_in(client):
    follow_up = factories.make_follow_up()
    inspection = follow_up.finding.inspection
    addresses = [address(name, follow_up) for name in ("detail", "assign")]
    addresses += [reverse("responses:follow-up-list"), reverse("responses:follow-up-start", args=[inspection.pk])]

    for each in addresses:
        assert client.get(each).headers["Location"] == f"{reverse('account_login')}?next={each}"


def test_get_changes_nothing(client, officer):
    follow_up = factories.make_follow_up()
    for name in ("detail", "assign"):
        client.get(address(name, follow_up))
    client.get(reverse("responses:follow-up-start", args=[follow_up.finding.inspection_id]))

    assert client.post(address("detail", follow_up)).status_code == 405
    assert client.post(reverse("responses:follow-up-list")).status_code == 405
    assert (Event.objects.count(), FollowUp.objects.get().version) == (1, 0)
