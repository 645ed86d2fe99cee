"""What pages share, and says the same everywhere."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test.html import parse_html
from django.urls import reverse

from tests import factories

OFFICE = ["My work", "Recommendations", "Inspections", "Responses", "Evidence", "Reports"]


def menu_of(page):
    menu = page.text.split('id="navigation"', 1)[1].split("</ul>", 1)[0]
    return re.findall(r">\s*([^<>]*\w)\s*</(?:a|strong|button)>", menu)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "shown"),
    [
        (factories.make_officer, [*OFFICE, "Priya Shah", "Sign out"]),
        (factories.make_approver, [*OFFICE, "Alex Morgan", "Sign out"]),
        (factories.make_viewer, [*OFFICE, "Vera Lunn", "Sign out"]),
        (factories.make_administrator, [*OFFICE, "Back office", "Adam Field", "Sign out"]),
        (factories.make_lead, ["My work", "Recommendations", "Evidence", "Dana Brook", "Sign out"]),
    ],
)
def test_menu_holds_what_the_person_has(client, make, shown):
    client.force_login(make())
    assert menu_of(client.get(reverse("help"))) == shown


def test_menu_of_the_public_is_the_register_and_the_way_in(client):
    assert menu_of(client.get(reverse("help"))) == ["Published responses", "Sign in"]


@pytest.mark.django_db
def test_header_names_the_office_of_the_person(client):
    office = factories.make_policing_body("kent-pcc", "Kent")
    client.force_login(factories.make_officer(policing_body=office))
    assert header_of(client.get(reverse("help"))) == ["Police and Crime Commissioner", "Kent"]


@pytest.mark.django_db
def test_header_names_the_force_of_a_lead(client):
    client.force_login(factories.make_lead())
    assert header_of(client.get(reverse("help"))) == ["For force leads", "Hampshire and Isle of Wight"]


def test_header_names_the_portals_own_office_for_the_public(client, settings):
    settings.ORGANISATION, settings.ORGANISATION_AREA = "Mayor", "West Yorkshire"
    assert header_of(client.get(reverse("help"))) == ["Mayor", "West Yorkshire"]


def header_of(page):
    parts = [page.text.split(f'<span class="app-header__{name}">', 1)[1] for name in ("org", "area")]
    return [part.split("</span>", 1)[0] for part in parts]


@pytest.mark.parametrize(
    ("level", "classes", "role", "title"),
    [
        (constants.SUCCESS, "govuk-notification-banner govuk-notification-banner--success", "alert", "Done"),
        (constants.ERROR, "govuk-notification-banner", "alert", "Important"),
        (constants.INFO, "govuk-notification-banner", "region", "Important"),
    ],
)
def test_message_is_a_banner_that_stays(level, classes, role, title):
    shown = render_to_string("components/messages.html", {"messages": [Message(level, "Saved <it>")]})
    assert parse_html(shown) == parse_html(f"""
        <div class="{classes}" role="{role}" aria-labelledby="banner-1" data-module="govuk-notification-banner">
          <div class="govuk-notification-banner__header">
            <h2 class="govuk-notification-banner__title" id="banner-1">{title}</h2>
          </div>
          <div class="govuk-notification-banner__content">
            <p class="govuk-notification-banner__heading">Saved &lt;it&gt;</p>
          </div>
        </div>
    """)


def test_back_link_stands_in_a_landmark_of_its_own():
    shown = render_to_string("components/back_link.html", {"href": "/work/", "text": "Back to <work>"})
    assert parse_html(shown) == parse_html(
        '<nav aria-label="Back"><a href="/work/" class="govuk-back-link">Back to &lt;work&gt;</a></nav>'
    )


def test_file_list_says_name_and_size_in_the_link():
    file = SimpleNamespace(name="plan <1>.pdf", size=1_258_291, get_absolute_url="/evidence/files/1/", scan="clean")
    file.can_be_opened, file.is_being_checked, file.is_withdrawn = True, False, False
    file.pk, file.expires_on, file.replaces_id = "ba2d6a4c-0000-4000-8000-000000000001", None, None
    shown = render_to_string("components/file_list.html", {"files": [file]})
    assert '<a class="govuk-link" href="/evidence/files/1/">plan &lt;1&gt;.pdf (1.2MB)</a>' in shown
    assert shown.count('<svg class="app-doc-icon"') == 1


def test_empty_state_says_why_and_what_next():
    shown = render_to_string("components/empty_state.html", {"title": "No letters", "text": "None is owed yet."})
    assert parse_html(shown) == parse_html("""
        <div class="app-empty">
          <h2 class="govuk-heading-m">No letters</h2><p class="govuk-body">None is owed yet.</p>
        </div>
    """)
