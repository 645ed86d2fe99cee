"""Signing in, signing out and choosing a password."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from oversight.accounts.models import User
from tests import factories
from tests.factories import PASSWORD
from tests.reading import errors_of

pytestmark = pytest.mark.django_db
NEW = "four quite random words"


@pytest.fixture(autouse=True)
def _nobody_has_tried_before():
    cache.clear()  # the rate limits count there


def sign_in(client, email="priya@example.org", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def reset_link(letter):
    return re.search(r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+)", letter.body)[1]


def test_sign_in_leads_to_the_page_that_was_asked_for(client):
    factories.make_officer("priya@example.org", password=PASSWORD)
    asked_for = reverse("responses:follow-up-list")

    turned_away = client.get(asked_for)
    page = client.post(turned_away.url, {"login": "priya@example.org", "password": PASSWORD, "next": asked_for})

    assert turned_away.url == f"{reverse('account_login')}?next={asked_for}"
    assert page.url == asked_for


def test_sign_in_form_carries_the_page_that_was_asked_for(client):
    page = client.get(reverse("account_login"), {"next": "/recommendations/"})

    assert '<input type="hidden" name="next" value="/recommendations/">' in page.text


def test_sign_in_does_not_lead_to_somebody_elses_site(client):
    factories.make_officer("priya@example.org", password=PASSWORD)

    page = sign_in(client, next="https://elsewhere.example.com/")

    assert page.url == reverse("home")


def test_sign_in_says_nothing_about_it_on_the_next_page(client):
    factories.make_officer("priya@example.org", password=PASSWORD)

    sign_in(client)

    assert "messages" not in client.cookies


@pytest.mark.parametrize("typed", ["Priya.Shah@Example.ORG", "priya.shah@example.org"])
def test_sign_in_whatever_the_case_of_the_address(client, typed):
    factories.make_officer("Priya.Shah@example.org", password=PASSWORD)

    assert sign_in(client, typed).url == reverse("home")


def test_address_of_an_account_is_kept_in_small_letters_also_from_the_back_office():
    user = User(email="Priya.Shah@Example.org", name="Priya Shah", role="officer")

    user.clean()

    assert user.email == "priya.shah@example.org"


def test_sign_in_with_a_wrong_password_says_so_in_the_summary_and_beside_and_keeps_the_address(client):
    factories.make_officer("priya@example.org", password=PASSWORD)

    page = sign_in(client, password="wrong")

    error = "The email address or the password is not right"
    assert errors_of(page) == {"login": [error]}
    assert f'<a href="#id_login">{error}</a>' in page.text
    assert f'<span class="govuk-visually-hidden">Error:</span> {error}' in page.text
    assert 'value="priya@example.org"' in page.text
    assert "wrong" not in page.text.replace("went wrong", "")
    assert "<title>Error: Sign in –" in page.text


def test_sign_in_with_an_unknown_address_says_the_same_as_with_a_wrong_password(client):
    factories.make_officer("priya@example.org", password=PASSWORD)

    assert errors_of(sign_in(client, "nobody@example.org")) == errors_of(sign_in(client, password="wrong"))


def test_sign_in_with_nothing_typed_asks_for_both(client):
    page = sign_in(client, "", "")

    assert errors_of(page) == {"login": ["Enter your email address"], "password": ["Enter your password"]}


def test_sign_in_to_a_closed_account_explains(client):
    factories.make_officer("priya@example.org", password=PASSWORD, is_active=False)

    page = sign_in(client)

    assert page.url == reverse("account_inactive")
    assert '<h1 class="govuk-heading-l">Your account is closed</h1>' in client.get(page.url).text


def test_sign_in_is_stopped_after_ten_wrong_passwords_in_a_minute(client):
    factories.make_officer("priya@example.org", password=PASSWORD)
    for _ in range(10):
        sign_in(client, password="wrong")

    page = sign_in(client)

    assert errors_of(page) == {"login": ["There were too many attempts to sign in. Wait 15 minutes, then try again"]}


def test_sign_in_page_is_closed_for_a_while_to_whoever_hammers_it(client):
    for _ in range(30):
        client.post(reverse("account_login"))

    page = client.post(reverse("account_login"))

    assert page.status_code == 429
    assert "Wait a few minutes" in page.text


def test_session_ends_with_the_browser(client):
    factories.make_officer("priya@example.org", password=PASSWORD)

    sign_in(client)

    assert client.cookies["sessionid"]["max-age"] == ""


def test_signed_in_people_do_not_see_the_sign_in_page(client):
    client.force_login(factories.make_officer())

    assert client.get(reverse("account_login")).url == reverse("home")


def test_sign_out_asks_first_then_says_that_it_is_done(client):
    client.force_login(factories.make_officer())

    asked = client.get(reverse("account_logout"))
    page = client.post(reverse("account_logout"), follow=True)

    assert "Stay signed in" in asked.text
    assert page.request["PATH_INFO"] == reverse("account_login")
    assert "You have signed out." in page.text
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account_for_themselves(client):
    page = client.post(reverse("account_signup"), {"email": "new@example.org", "password1": NEW})

    assert "Nobody can make an account for themselves" in page.text
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["login", "signup", "email", "confirm-email", "reauthenticate", "3rdparty", "login/code"]
)
def test_pages_of_allauth_that_we_do_not_need_do_not_exist(client, address):
    assert client.get(f"/accounts/{address}/").status_code == 404


def test_new_password_by_a_link_that_works_once(client):
    user = factories.make_officer("priya@example.org", password=PASSWORD, last_login=factories.AT)

    page = client.post(reverse("account_reset_password"), {"email": "Priya@example.org"}, follow=True)
    link = reset_link(mail.outbox[0])
    form = client.get(link, follow=True)
    done = client.post(form.context["action_url"], {"password1": NEW, "password2": NEW}, follow=True)

    assert "Check your email" in page.text
    assert mail.outbox[0].to == ["priya@example.org"]
    assert mail.outbox[0].subject == "Set a new password"
    assert link.rsplit("-", 1)[-1].strip("/") not in form.text  # the key is not in the page that is filled in
    assert done.request["PATH_INFO"] == reverse("account_reset_password_from_key_done")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "The link no longer works" in client.get(link).text


def test_first_letter_to_somebody_says_that_there_is_an_account(client):
    factories.make_lead("dana@example.org")

    client.post(reverse("account_reset_password"), {"email": "dana@example.org"})

    assert mail.outbox[0].subject == "Set your password"
    assert "You have an account for Inspection responses" in mail.outbox[0].body
    assert "asked to set a new password" not in mail.outbox[0].body


def test_link_in_the_letter_is_the_portals_own_whatever_host_was_asked(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.PORTAL_URL = "https://portal.example.org"
    factories.make_officer("priya@example.org")

    client.post(reverse("account_reset_password"), {"email": "priya@example.org"}, headers={"host": "evil.example.com"})

    assert "https://portal.example.org/accounts/password/reset/key/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def test_letter_to_an_unknown_address_gives_no_link_and_the_page_says_the_same(client):
    page = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert page.url == reverse("account_reset_password_done")
    assert mail.outbox[0].subject == "No account for this address"
    assert "http" not in mail.outbox[0].body


def test_new_password_is_not_sent_to_a_former_address_of_an_account(client):
    user = factories.make_officer("former@example.org")
    client.post(reverse("account_reset_password"), {"email": "former@example.org"})  # allauth notes the address
    user.email = "now@example.org"
    user.save()

    client.post(reverse("account_reset_password"), {"email": "former@example.org"})

    assert [letter.subject for letter in mail.outbox] == ["Set your password", "No account for this address"]


def test_new_password_says_so_when_the_letter_cannot_be_sent(client, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    factories.make_officer("priya@example.org")

    page = client.post(reverse("account_reset_password"), {"email": "priya@example.org"}, follow=True)

    assert "The email could not be sent. Try again in a few minutes." in page.text
    assert page.request["PATH_INFO"] == reverse("account_reset_password")


@pytest.mark.parametrize(
    ("typed", "again", "errors"),
    [
        ("", "", {"password1": ["Enter a new password"], "password2": ["Enter the new password again"]}),
        (NEW, "other", {"password2": ["Enter the same password both times"]}),
        ("short", "short", {"password1": ["Password must be 12 characters or more"]}),
        (
            "q1w2e3r4t5y6",
            "q1w2e3r4t5y6",
            {"password1": ["Choose a password that is harder to guess: this one is often used"]},
        ),
        (
            "priya@example.org",
            "priya@example.org",
            {"password1": ["Choose a password that is not like your name or email address"]},
        ),
    ],
)
def test_new_password_is_refused_in_plain_words(client, typed, again, errors):
    client.force_login(factories.make_officer("priya@example.org", password=PASSWORD))
    answers = {"oldpassword": PASSWORD, "password1": typed, "password2": again}

    page = client.post(reverse("account_change_password"), answers)

    assert errors_of(page) == errors


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (factories.make_officer, ["Priya Shah", "Policy officer", "Office", "Hampshire and Isle of Wight"]),
        (factories.make_lead, ["Dana Brook", "Force lead", "Force", "Hampshire and Isle of Wight"]),
    ],
)
def test_your_account_shows_what_the_portal_keeps_and_is_a_click_away(client, make, words):
    client.force_login(make(password=PASSWORD))

    page = client.get(reverse("account_change_password"))

    assert [each for each in words if each not in page.text] == []
    assert f'href="{reverse("account_change_password")}" aria-current="page"' in page.text


def test_change_password_needs_the_current_one(client):
    user = factories.make_officer(password=PASSWORD)
    client.force_login(user)
    answers = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}

    page = client.post(reverse("account_change_password"), answers)

    assert errors_of(page) == {"oldpassword": ["The current password is not right"]}
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_change_password_tells_the_person_and_ends_the_other_sessions(client):
    user = factories.make_officer("priya@example.org", password=PASSWORD)
    elsewhere = type(client)()
    elsewhere.force_login(user)
    client.force_login(user)
    answers = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    page = client.post(reverse("account_change_password"), answers)

    assert page.url == reverse("home")
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["priya@example.org"], "Your password was changed")
    ]
    assert client.get(reverse("account_change_password")).status_code == 200
    assert elsewhere.get(reverse("account_change_password")).status_code == 302


@pytest.mark.parametrize("moved", ["force", "role", "is_active"])
def test_a_session_ends_when_its_person_gets_another_force_or_role_or_leaves(client, moved):
    user = factories.make_lead() if moved == "force" else factories.make_officer()
    client.force_login(user)
    assert client.get(reverse("responses:work-list")).status_code == 200
    sussex = factories.make_force("sussex", "Sussex Police")
    User.objects.filter(pk=user.pk).update(**{moved: {"force": sussex, "role": "viewer", "is_active": False}[moved]})

    page = client.get(reverse("responses:work-list"))

    assert page.url == f"{reverse('account_login')}?next={reverse('responses:work-list')}"


def test_change_password_is_done_also_when_the_letter_about_it_cannot_be_sent(client, settings):
    options = {"host": "127.0.0.1", "port": 9, "timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    user = factories.make_officer(password=PASSWORD)
    client.force_login(user)

    page = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )

    assert page.url == reverse("home")
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_somebody_without_a_password_sets_one_by_email(client):
    client.force_login(factories.make_officer())

    page = client.get(reverse("account_change_password"), follow=True)

    assert "We will send you an email with a link" in page.text
