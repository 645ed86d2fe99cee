"""The list of files, its filters, and the same as a file (R75, R115, R50, R85)."""

from datetime import date

import pgtrigger
import pytest
from django.urls import reverse

from responses.models import AssuranceBasis, EvidenceFile, EvidenceRequest
from tests import factories
from tests.reading import text_of
from tests.responses.views.evidence.pages import NOW, answered

pytestmark = pytest.mark.django_db
LIST = reverse("responses:file-list")
EXPIRED, SOON, LATER, NEVER = "Expired.txt", "Soon.txt", "Later.txt", "Never.txt"


@pytest.fixture
def files(asked, lead):
    """Four of an accepted reply, by their last day."""
    answer = answered(asked, lead)
    EvidenceRequest.objects.update(status="accepted")
    days = {EXPIRED: date(2025, 2, 9), SOON: date(2025, 3, 1), LATER: date(2025, 4, 11), NEVER: None}
    made = {name: factories.make_file(answer, name=name, content=name.encode()) for name in days}
    for name, day in days.items():
        EvidenceFile.objects.filter(name=name).update(expires_on=day)
    return made


def listed(client, query=""):
    """The names on the page, which says how many they are."""
    page = client.get(f"{LIST}?{query}")
    names = {file.name for file in page.context["page"]}
    assert page.context["number"] == len(page.context["page"]) == len(names)
    return names


def rest(files):
    AssuranceBasis.objects.create(
        update=factories.make_update(files[LATER].round.request.follow_ups.get()), file=files[LATER]
    )


def withdraw(files):
    by = files[SOON].uploaded_by
    EvidenceFile.objects.filter(name=SOON).update(withdrawn_at=NOW, withdrawn_by=by, withdrawal_reason="No.")


def judge(files):
    EvidenceFile.objects.filter(name=NEVER).update(scan="refused", scanned_at=NOW)
    EvidenceFile.objects.filter(name=LATER).update(scan="clean", scanned_at=NOW)


def replace(files):
    """SOON by a file that counts; LATER by one that counts no more."""
    with pgtrigger.ignore("responses.EvidenceFile:frozen_once_sent"):
        EvidenceFile.objects.filter(name=EXPIRED).update(replaces=files[SOON])
        EvidenceFile.objects.filter(name=NEVER).update(replaces=files[LATER])
    gone = {"withdrawn_at": NOW, "withdrawn_by": files[SOON].uploaded_by, "withdrawal_reason": "No."}
    EvidenceFile.objects.filter(name=NEVER).update(**gone)


def nothing(files):
    pass


@pytest.mark.parametrize(
    ("query", "before", "found"),
    [
        ("", nothing, {EXPIRED, SOON, LATER, NEVER}),
        ("state=expired", nothing, {EXPIRED}),
        ("state=in-30", nothing, {SOON}),
        ("state=in-60", nothing, {SOON, LATER}),
        ("state=expired&state=in-30", nothing, {EXPIRED, SOON}),
        ("state=withdrawn", withdraw, {SOON}),
        ("state=replaced", replace, {SOON}),
        ("state=refused", judge, {NEVER}),
        ("state=unscanned", judge, {EXPIRED, SOON}),
        ("only=rests", rest, {LATER}),
        ("q=late", nothing, {LATER}),
        ("q=nothing", nothing, set()),
    ],
)
def test_index_counts_and_lists_what_the_filters_say(client, files, query, before, found):
    before(files)
    client.force_login(files[SOON].round.request.sent_by)

    assert listed(client, query) == found


def test_index_finds_files_by_request_and_force(client, officer, files):
    request = files[SOON].round.request
    client.force_login(officer)

    assert listed(client, f"q={request.reference}&force={request.force_id}") == set(files)
    assert listed(client, f"q=E{request.pk + 1:05d}") == set()


def test_index_says_of_a_file_that_another_has_taken_its_place(client, officer, files):
    replace(files)
    client.force_login(officer)

    rows = client.get(LIST).content.decode().split("<tr")

    assert [name for name in files for row in rows if name in row and "Replaced" in row] == [SOON]


def test_a_force_lists_its_own_files_with_drafts_and_not_what_the_office_makes_of_them(client, lead, files):
    draft = factories.make_round(files[SOON].round.request, number=2)
    factories.make_file(draft, name="Draft.txt", content=b"Draft.")
    client.force_login(lead)
    assert listed(client) == {*files, "Draft.txt"}
    assert listed(client, "only=rests") == {*files, "Draft.txt"}

    client.force_login(factories.make_lead(force=factories.make_force("kent", "Kent Police")))
    assert listed(client) == set()


def test_the_file_of_the_list_has_its_rows_without_what_is_sensitive(client, officer, files):
    EvidenceFile.objects.filter(name=SOON).update(classification="official-sensitive")
    officer.reads_sensitive = True
    officer.save()
    client.force_login(officer)
    assert listed(client) == set(files)

    written = client.get(reverse("responses:file-csv") + "?state=in-60").getvalue().decode()

    assert (LATER in written, SOON in written, EXPIRED in written) == (True, False, False)
    assert "1 file marked OFFICIAL-SENSITIVE is left out." in written


def test_index_names_what_a_file_is_about_in_the_order_of_references(client, asked, lead):
    factories.make_file(answered(asked, lead))
    (about,) = asked.follow_ups.all()
    others = [
        factories.make_follow_up(factories.make_finding(about.finding.inspection, number=number), force=about.force)
        for number in (72, 71)
    ]
    asked.follow_ups.set(others)
    client.force_login(asked.sent_by)

    assert f"{others[1].reference} , {others[0].reference}" in text_of(client.get(LIST))


@pytest.mark.parametrize("count", [1, 3])
def test_index_costs_the_same_however_many_files_there_are(client, asked, lead, django_assert_num_queries, count):
    answer = answered(asked, lead)
    for number in range(count):
        factories.make_file(answer, content=f"{number}".encode())
    client.force_login(asked.sent_by)

    with django_assert_num_queries(6):
        page = client.get(LIST)

    assert text_of(page).count("Minutes.txt") == count
