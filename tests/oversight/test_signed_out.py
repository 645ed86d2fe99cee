"""Who is signed out while a page is open learns that nothing was saved, and comes back to that page."""

import pytest
from django.urls import reverse

from oversight.accounts.middleware import NOT_SAVED
from oversight.typed import Text, Typed
from tests import factories
from tests.factories import PASSWORD
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def sent_too_late(client, address, page=""):
    return client.post(address, {"level": "partly"}, headers={"referer": page})


def test_a_form_sent_after_the_session_says_that_nothing_is_saved(client):
    answer = sent_too_late(client, reverse("inspections:inspection-new"))

    assert answer.url == f"{reverse('account_login')}?next=/inspections/new/"
    assert NOT_SAVED in text_of(client.get(answer.url))


def test_words_sent_after_the_session_come_back_to_be_copied(client):
    form = reverse("inspections:inspection-new")

    page = client.post(form, {"title": "Typed for <an> hour.", "kind": "peel", "version": "3"})

    assert page.status_code == 403
    assert page.context["typed"] == Typed([Text("title", "Typed for <an> hour.")])
    assert "What you sent is not saved." in text_of(page)
    assert "Typed for &lt;an&gt; hour." in page.content.decode()
    assert page.context["sign_in"] == f"{reverse('account_login')}?next={form}"
    assert page.headers["Cache-Control"] == "no-store"


def test_a_password_sent_after_the_session_is_not_shown(client):
    typed = {"oldpassword": PASSWORD, "password1": "four quite random words", "password2": "four quite random words"}
    answer = client.post(reverse("account_change_password"), typed)

    assert (answer.status_code, answer.content) == (302, b"")


def test_a_page_asked_for_after_the_session_says_nothing_of_saving(client):
    answer = client.get(reverse("inspections:inspection-new"))

    assert NOT_SAVED not in text_of(client.get(answer.url))


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/responses/1/?from=work", "/responses/1/%3Ffrom%3Dwork"),
        ("http://testserver/responses/1/", "/responses/1/"),
        ("https://elsewhere.example.com/responses/1/", "/responses/1/submit/"),
        ("", "/responses/1/submit/"),
    ],
)
def test_a_button_pressed_after_the_session_leads_back_to_its_own_page(client, page, back):
    answer = sent_too_late(client, reverse("responses:response-submit", args=[1]), page)

    assert answer.url == f"{reverse('account_login')}?next={back}"


def test_a_button_pressed_after_the_session_is_there_again_after_sign_in(client):
    response = factories.make_response()
    factories.make_officer("priya@example.org", password=PASSWORD)
    page = response.get_absolute_url()

    answer = sent_too_late(client, reverse("responses:response-submit", args=[response.pk]), f"http://testserver{page}")
    typed = {"login": "priya@example.org", "password": PASSWORD, "next": page}

    assert answer.url == f"{reverse('account_login')}?next={page}"
    assert client.post(answer.url, typed).url == page
