"""The browser that journeys run in."""

import pytest
from django.contrib.auth import get_user_model


@pytest.mark.browser
def test_browser_gets_static_files_from_the_live_server(live_server, page):
    favicon = page.goto(f"{live_server.url}/static/own/favicon.svg")

    assert (favicon.status, favicon.headers["content-type"]) == (200, "image/svg+xml")


@pytest.mark.browser
def test_browser_tests_may_use_the_database(live_server, page):
    page.goto(f"{live_server.url}/static/own/favicon.svg")

    assert get_user_model().objects.count() == 0


@pytest.mark.django_db
def test_database_can_be_used_in_tests_after_a_browser_test():
    assert get_user_model().objects.count() == 0
