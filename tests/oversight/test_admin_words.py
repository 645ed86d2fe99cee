"""How the back office words and shows things, where Django's own way is not the portal's."""

import re
from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Theme
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    administrator = factories.make_administrator()
    client.force_login(administrator)
    return administrator


def test_back_office_speaks_the_portals_english(client, administrator):
    theme = Theme.objects.create(name="Rural crime", slug="rural-crime")
    address = reverse("admin:inspections_theme_change", args=[theme.pk])

    saved = client.post(address, {"name": "Crime in the country", "slug": "rural-crime"}, follow=True)
    wrong = client.post(reverse("admin:inspections_theme_add"), {})
    nobody = client.get(address.replace(str(theme.pk), "999999"), follow=True)

    assert "is saved." in text_of(saved)
    assert "There is a problem. Correct the lines marked below." in text_of(wrong)
    assert wrong.text.count("Fill this in.") == 2
    assert "There is no theme with the number 999999." in text_of(nobody)
    assert "Recommendations" in text_of(client.get(reverse("admin:index")))


def test_back_office_writes_dates_as_the_portal_does(client, administrator):
    factories.make_inspection(published_on=date(2024, 8, 30))

    page = client.get(reverse("admin:inspections_inspection_changelist"))

    assert '<td class="field-published_on nowrap">30 August 2024</td>' in page.text


def test_boxes_for_several_have_no_button_that_takes_out_everything(client, administrator):
    inspection = factories.make_inspection()

    page = client.get(reverse("admin:inspections_inspection_change", args=[inspection.pk]))

    several = re.findall(r"<select[^>]*\bmultiple\b[^>]*>", page.text)
    assert len(several) == 2
    assert all('data-allow-clear="false"' in each for each in several)
