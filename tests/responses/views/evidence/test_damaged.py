"""What is damaged says so wherever it is named, and offers no download (R115)."""

import csv

import pytest
from django.urls import reverse

from responses.models import AssuranceBasis, EvidenceFile, RequestStatus
from responses.models.file import Damage
from responses.workflow import damage
from tests import factories
from tests.reading import text_of
from tests.responses.views.evidence.pages import NOW

pytestmark = pytest.mark.django_db
FOUND = "Damaged: on 10 February 2025 at 9:30am the portal found that its content is missing."


@pytest.fixture
def file(asked):
    """Accepted; what the office believes rests on it."""
    asked.status = RequestStatus.ACCEPTED
    asked.save()
    file = factories.make_file(factories.make_round(asked, submitted_at=NOW))
    AssuranceBasis.objects.create(update=factories.make_update(asked.follow_ups.get()), file=file)
    damage.note(file, Damage.MISSING, at=NOW)
    return EvidenceFile.objects.select_related("round__request").get()


def read(client, person, address):
    client.force_login(person)
    return client.get(address)


def test_its_page_says_what_is_wrong_and_what_each_side_can_do(client, officer, lead, file):
    to_office, to_force = (text_of(read(client, person, file.page)) for person in (officer, lead))

    assert FOUND in to_office
    assert "If there is no backup, ask for the evidence again." in to_office
    assert f"{FOUND} It does not count until it is put back" in to_force
    assert "Keep your own copy of it: the office may ask you to send it again." in to_force


def test_the_request_names_it_without_a_download(client, officer, file):
    page = read(client, officer, file.round.request.get_absolute_url())

    assert "Minutes.txt (7 bytes) Damaged It cannot be opened: its content is missing." in text_of(page)
    assert f'href="{file.get_absolute_url()}"' not in page.text


def test_the_list_and_its_file_show_it(client, officer, file):
    address = reverse("responses:file-list") + "?state=damaged"
    written = read(client, officer, reverse("responses:file-csv") + "?state=damaged").getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(written.splitlines())

    assert "Sent Damaged" in text_of(read(client, officer, address))
    assert (row["Name"], row["Damaged since"]) == ("Minutes.txt", "2025-02-10")
    damage.note_intact(file, at=NOW)
    assert "Minutes.txt" not in text_of(client.get(address))


def test_the_recommendation_that_rests_on_it_says_since_when(client, officer, file):
    text = text_of(read(client, officer, file.round.request.follow_ups.get().get_absolute_url()))

    assert "Evidence that this rests on no longer counts." in text
    assert f"Minutes.txt ({file.round.request.reference}): found damaged on 10 February 2025" in text


def test_the_recommendation_says_so_of_an_accepted_item_too_while_others_are_asked_for(client, officer, asked):
    type(asked).objects.update(status=RequestStatus.PART_ANSWERED)
    file, about = factories.make_accepted_item(asked), asked.follow_ups.get()
    AssuranceBasis.objects.create(update=factories.make_update(about), file=file)
    damage.note(file, Damage.MISSING, at=NOW)

    text = text_of(read(client, officer, about.get_absolute_url()))

    assert f"Log.txt ({asked.reference}, item 1): found damaged on 10 February 2025" in text
