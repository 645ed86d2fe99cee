"""Texts, errors, the way in, and what monitors ask."""

from datetime import date

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path, reverse

from oversight import urls
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TEXTS = {
    "accessibility": ["Accessibility statement", "partially compliant", "Accessibility Regulations 2018", "EASS"],
    "privacy": ["Privacy", "section 55 of the Police Act 1996", "article 6(1)(e)", "Information Commissioner"],
    "cookies": ["Cookies", "sessionid", "csrftoken", "12 hours at most"],
    "help": ["Help and contact", "How to get an account", "mailto:portal@example.org", "never the evidence itself"],
}


def refuse(request):
    raise PermissionDenied


def break_down(request):
    raise RuntimeError("secret detail")


def suspect(request):
    raise SuspiciousOperation("secret detail")


handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
urlpatterns = [
    path("refuse/", refuse),
    path("break-down/", break_down),
    path("suspect/", suspect),
    path("", include("oversight.urls")),
]


@pytest.fixture
def broken_pages(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_text_asks_the_office_to_confirm_it_until_it_has(client, settings, name):
    asked = []
    for person in [None, factories.make_lead(), factories.make_officer()]:
        if person:
            client.force_login(person)
        asked.append("Our office has not confirmed this" in client.get(reverse(name)).text)
    settings.TEXTS_CONFIRMED_ON = date(2026, 12, 1)

    confirmed = client.get(reverse(name)).text

    assert asked == [False, False, True]
    assert "has not confirmed" not in confirmed
    assert ("It was last reviewed on 1" in confirmed) == (name == "accessibility")


@pytest.mark.parametrize(("name", "words"), TEXTS.items())
def test_text_is_there_for_everybody_and_sets_no_cookie(client, name, words):
    page = client.get(reverse(name))

    assert [each for each in words if each not in page.text] == []
    assert page.text.count("<h1") == 1
    assert not page.cookies


@pytest.mark.parametrize("name", TEXTS)
def test_text_keeps_the_menu_of_somebody_who_has_signed_in(client, name):
    client.force_login(factories.make_officer())

    assert "My work" in client.get(reverse(name)).text


@pytest.mark.parametrize("name", [*TEXTS, "account_login", "account_reset_password", "live", "ready"])
def test_every_page_has_the_strict_policy(client, name):
    assert client.get(reverse(name)).headers["Content-Security-Policy"] == STRICT


@pytest.mark.parametrize("name", [*TEXTS, "home", "live", "ready"])
def test_page_is_for_reading_only(client, name):
    assert client.post(reverse(name)).status_code == 405


def test_home_leads_the_public_to_the_register(client):
    assert client.get("/").url == reverse("responses:public-list")


@pytest.mark.parametrize("make", [factories.make_officer, factories.make_lead])
def test_home_leads_people_with_an_account_to_their_work(client, make):
    client.force_login(make())

    assert client.get("/").url == reverse("responses:work-list")


def test_page_not_found_sends_the_public_to_the_register(client):
    page = client.get("/nothing-here/")

    assert page.status_code == 404
    assert "Page not found" in page.text
    assert reverse("responses:public-list") in page.text
    assert page.headers["Content-Security-Policy"] == STRICT


def test_page_not_found_does_not_say_what_was_looked_for(client):
    client.force_login(factories.make_officer())

    page = client.get("/<b>nothing</b>/")

    assert "may lead to something that belongs to another office or force" in page.text
    assert "nothing" not in page.text


def test_address_of_a_button_opened_on_its_own_says_so_and_leads_back(client):
    client.force_login(factories.make_officer())

    page = client.get(reverse("responses:evidence-discard", args=[1]))

    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert "You cannot open this page on its own" in text_of(page)
    assert f'href="{reverse("responses:work-list")}">Go to My work' in page.text
    assert page.headers["Content-Security-Policy"] == STRICT
    assert "no-store" in page.headers["Cache-Control"]


def test_what_is_sent_to_a_page_for_reading_is_given_back(client):
    page = client.post(reverse("responses:public-list"), {"note": "Every shift is briefed now."})

    assert (page.status_code, page.headers["Allow"]) == (405, "GET, HEAD")
    assert "You cannot send anything to this page" in text_of(page)
    assert "Every shift is briefed now." in page.text
    assert f'href="{reverse("responses:public-list")}">Read published responses' in page.text


def test_refusal_says_who_is_signed_in_and_whom_to_ask(client, broken_pages):
    client.force_login(factories.make_officer(name="Priya Shah"))

    page = client.get("/refuse/")

    assert page.status_code == 403
    assert "You are signed in as Priya Shah." in page.text
    assert "mailto:portal@example.org" in page.text
    assert page.headers["Content-Security-Policy"] == STRICT


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/break-down/", 500, "There is a problem with the service"),
        ("/suspect/", 400, "We could not read the request"),
    ],
)
def test_breakdown_shows_a_calm_page_without_details(client, broken_pages, address, status, heading):
    client.raise_request_exception = False
    client.force_login(factories.make_officer())

    page = client.get(address)

    assert page.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in page.text
    assert "secret" not in page.text
    assert page.headers["Content-Security-Policy"] == STRICT


SENT = {
    "note": "Typed for <an> hour.",
    "csrfmiddlewaretoken": "Abc123",
    "password1": "four quite random Words",
    "kind": "cause-of-concern",
    "version": "3",
    "_save": "Save and go on",
}


@pytest.mark.parametrize(("address", "status"), [("/refuse/", 403), ("/nothing-here/", 404), ("/break-down/", 500)])
def test_words_come_back_from_a_page_that_could_not_take_them(client, broken_pages, address, status):
    client.raise_request_exception = False
    client.force_login(factories.make_officer())

    page = client.post(address, {**SENT, "files": SimpleUploadedFile("Minutes.txt", b"Agreed on Monday.")})

    assert page.status_code == status
    assert "What you sent Note Typed for <an> hour. Choose these files again: Minutes.txt" in text_of(page)
    assert [secret for secret in ("Abc123", "random", "cause", "go on", "Agreed") if secret in page.text] == []
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Content-Security-Policy"] == STRICT


def test_words_in_a_form_from_an_old_page_come_back():
    page = Client(enforce_csrf_checks=True).post(reverse("inspections:inspection-new"), SENT)

    assert page.status_code == 403
    assert "Nothing was saved." in page.text
    assert page.text.count("<textarea") == 1
    assert "What you sent Note Typed for <an> hour." in text_of(page)
    assert [secret for secret in ("Abc123", "random", "cause", "go on") if secret in page.text] == []


def test_breakdown_shows_its_page_also_where_what_was_sent_cannot_be_read(client, broken_pages, settings):
    client.raise_request_exception = False
    client.force_login(factories.make_officer())
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1

    page = client.post("/break-down/", SENT)

    assert page.status_code == 500
    assert "portal.css" in page.text
    assert "<textarea" not in page.text


def test_breakdown_says_something_even_where_no_page_can_be_made(client, broken_pages, settings):
    client.raise_request_exception = False
    client.force_login(factories.make_officer())
    settings.TEMPLATES = []

    page = client.post("/break-down/", SENT)

    assert page.status_code == 500
    assert page.text.endswith("Go back: your words may still be in the form. Copy them, and try again later.</p>")


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_static_error_page_needs_no_context_and_no_database(django_assert_num_queries, name):
    with django_assert_num_queries(0):
        page = render_to_string(name)

    assert "portal.css" in page
    assert "<script" not in page
    assert 'style="' not in page


def test_form_from_an_old_page_says_that_nothing_was_saved():
    client = Client(enforce_csrf_checks=True)

    page = client.post(reverse("account_login"), {"login": "priya@example.org", "password": "x"})

    assert page.status_code == 403
    assert "Nothing was saved." in page.text
    assert page.headers["Content-Security-Policy"] == STRICT


def test_live_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(reverse("live"))

    assert (page.status_code, page.text) == (200, "ok")


def test_ready_when_the_tables_are_those_of_this_release(client):
    page = client.get(reverse("ready"))

    assert (page.status_code, page.json()) == (200, {"database": "ok", "migrations_missing": 0})


def test_not_ready_while_a_migration_is_missing(client):
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="responses").latest("name")
    recorder.record_unapplied("responses", last.name)

    page = client.get(reverse("ready"))

    assert (page.status_code, page.json()) == (503, {"database": "ok", "migrations_missing": 1})


def test_not_ready_while_the_database_does_not_answer(client):
    def gone(*_args):
        raise OperationalError("the connection is closed")

    with connection.execute_wrapper(gone):
        page = client.get(reverse("ready"))

    assert (page.status_code, page.json()) == (503, {"database": "does not answer"})


@pytest.mark.parametrize("make", [factories.make_officer, factories.make_viewer, factories.make_lead])
def test_back_office_is_for_administrators_only(client, make):
    client.force_login(make())

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_back_office_asks_the_public_to_sign_in_at_the_portals_own_page(client):
    page = client.get("/admin/accounts/user/", follow=True)

    assert page.redirect_chain[-1] == ("/accounts/sign-in/?next=/admin/accounts/user/", 302)


def test_back_office_has_our_look_and_a_policy_with_nonces(client):
    client.force_login(factories.make_administrator(name="Adam Field"))

    page = client.get(reverse("admin:index"))

    policy = page.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert "own/admin.css" in page.text
    assert "<strong>Adam Field</strong>" in page.text
    assert f'nonce="{nonce}"' in page.text
    assert "unsafe" not in policy
    assert "img-src 'self' data:" in policy


def test_back_office_leads_to_the_portals_own_pages_for_passwords_and_signing_out(client):
    client.force_login(factories.make_administrator(password=factories.PASSWORD))

    assert client.get(reverse("admin:login")).url == reverse("admin:index")
    assert client.get(reverse("admin:password_change")).url == reverse("account_change_password")
    assert client.post(reverse("admin:logout")).url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def autocompletes():
    """Model and field of each box in the back office that searches while one types."""
    for model, page in admin.site._registry.items():
        for each in (page, *page.inlines):
            for field in each.autocomplete_fields:
                yield (each.model if each is not page else model)._meta, field


@pytest.mark.parametrize(
    ("model", "field"), [pytest.param(*each, id=f"{each[0]}.{each[1]}") for each in autocompletes()]
)
def test_back_office_finds_what_one_types(client, model, field):
    client.force_login(factories.make_administrator())
    factories.make_finding()

    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": model.app_label, "model_name": model.model_name, "field_name": field, "term": "S"},
    )

    assert sorted(found.json()) == ["pagination", "results"]


def test_back_office_leaves_out_what_the_portal_does_not_use(client):
    client.force_login(factories.make_administrator())

    shown = {
        model["object_name"]
        for app in client.get(reverse("admin:index")).context["app_list"]
        for model in app["models"]
    }

    assert {"User", "Force"} <= shown
    assert shown.isdisjoint({"EmailAddress", "Group"})
