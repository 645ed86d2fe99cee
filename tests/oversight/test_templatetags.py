"""Dates, sizes and texts as the pages show them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.urls import resolve

from oversight.accounts.models import Role, User
from oversight.templatetags import portal

TODAY = date(2025, 2, 10)


def test_gdate_is_day_month_year():
    assert portal.gdate(date(2025, 3, 1)) == "1\xa0March 2025"


def test_gdate_short_is_for_tight_tables():
    assert portal.gdate_short(date(2025, 9, 1)) == "1\xa0Sep 2025"


@pytest.mark.parametrize("show", [portal.gdate, portal.gdate_short, portal.gdatetime])
def test_no_date_shows_nothing(show):
    assert show(None) == ""


def test_gdate_of_an_instant_is_the_day_in_london():
    assert portal.gdate(datetime(2025, 6, 30, 23, 30, tzinfo=UTC)) == "1\xa0July 2025"
    assert portal.gdate_short(datetime(2025, 6, 30, 23, 30, tzinfo=UTC)) == "1\xa0Jul 2025"


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2025, 2, 7, 16, 12, tzinfo=UTC), "7\xa0February 2025 at 4:12pm"),
        (datetime(2025, 2, 7, 9, 0, tzinfo=UTC), "7\xa0February 2025 at 9am"),
        (datetime(2025, 2, 7, 0, 5, tzinfo=UTC), "7\xa0February 2025 at 12:05am"),
        (datetime(2025, 2, 7, 12, 30, tzinfo=UTC), "7\xa0February 2025 at 12:30pm"),
        (datetime(2025, 2, 7, 12, 0, tzinfo=UTC), "7\xa0February 2025 at midday"),
        (datetime(2025, 2, 7, 0, 0, tzinfo=UTC), "7\xa0February 2025 at midnight"),
        (datetime(2025, 7, 7, 11, 0, tzinfo=UTC), "7\xa0July 2025 at midday"),  # British Summer Time
        (datetime(2025, 7, 7, 23, 15, tzinfo=UTC), "8\xa0July 2025 at 12:15am"),
    ],
)
def test_gdatetime_is_the_time_in_london_as_people_say_it(at, shown):
    assert portal.gdatetime(at) == shown


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (19, "in\xa019\xa0days"),
        (2, "in\xa02\xa0days"),
        (1, "tomorrow"),
        (0, "today"),
        (-1, "1\xa0day\xa0late"),
        (-52, "52\xa0days\xa0late"),
    ],
)
def test_days_left_words_say_how_near_a_day_is(days, words):
    assert portal.days_left_words(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("not yet published, 309 days late", "not yet published, 309\xa0days\xa0late"),
        ("1 day late", "1\xa0day\xa0late"),
        ("on time", "on time"),
    ],
)
def test_unbroken_keeps_a_number_of_days_on_one_line(words, shown):
    assert portal.unbroken(words) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0\xa0bytes"),
        (1, "1\xa0byte"),
        (1023, "1023\xa0bytes"),
        (1024, "1KB"),
        (86_016, "84KB"),
        (1_048_063, "1023KB"),
        (1_048_064, "1MB"),
        (1_258_291, "1.2MB"),
        (26_214_400, "25MB"),
    ],
)
def test_file_size_is_in_the_largest_unit_that_fits(size, shown):
    assert portal.file_size(size) == shown


def test_paragraphs_keep_the_lines_and_paragraphs_that_people_typed():
    typed = "First line\r\nsecond line\r\n\r\n\r\n  Second paragraph  "
    assert portal.paragraphs(typed) == (
        '<p class="govuk-body">First line<br>second line</p>\n<p class="govuk-body">Second paragraph</p>'
    )


def test_paragraphs_with_blanks_between_are_paragraphs():
    assert portal.paragraphs("One\n \t\nTwo") == '<p class="govuk-body">One</p>\n<p class="govuk-body">Two</p>'


def test_paragraphs_escape_what_people_typed():
    assert portal.paragraphs("<script>alert('x')</script> & more") == (
        '<p class="govuk-body">&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; more</p>'
    )


def test_paragraphs_of_nothing_are_nothing():
    assert portal.paragraphs(" \n\n ") == ""


def page_of(number, rows=250):
    return Paginator(range(rows), 25).get_page(number)


def test_page_numbers_leave_out_what_is_far_away():
    dots = Paginator.ELLIPSIS
    assert list(portal.page_numbers(page_of(5))) == [1, dots, 4, 5, 6, dots, 10]
    assert list(portal.page_numbers(page_of(1, rows=75))) == [1, 2, 3]


def test_pagination_keeps_the_filters_in_its_links():
    request = RequestFactory().get("/recommendations/?status=open&status=late&page=2")
    context = RequestContext(request, {"page": page_of(2, rows=75)})
    shown = Template("{% include 'components/pagination.html' %}").render(context)
    assert [shown.count(f'href="?status=open&amp;status=late&amp;page={number}"') for number in (1, 2, 3)] == [2, 1, 2]
    assert shown.count('aria-current="page"') == 1


def test_pagination_of_one_page_is_absent():
    shown = Template("{% include 'components/pagination.html' %}").render(Context({"page": page_of(1, rows=25)}))
    assert shown.strip() == ""


def menu_item(path):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    shown = Template('{% nav_item "responses:follow-up-list" "Recommendations" "responses:follow-up-" %}')
    return shown.render(Context({"request": request}))


@pytest.mark.parametrize(
    ("path", "current"),
    [("/recommendations/", ' aria-current="page"'), ("/recommendations/7/", ' aria-current="true"')],
)
def test_nav_item_is_active_on_its_own_page_and_on_those_below(path, current):
    assert f'href="/recommendations/"{current}' in menu_item(path)
    assert "govuk-service-navigation__item--active" in menu_item(path)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/evidence/7/more-time/", "Evidence"),
        ("/evidence/several/", "Evidence"),
        ("/evidence/files/", "Evidence"),
        ("/evidence/files/several/hold/", "Evidence"),
        ("/recommendations/7/another-date/", "Recommendations"),
        ("/tags/", "Recommendations"),
        ("/forces/", "Reports"),
    ],
)
def test_the_menu_marks_where_a_page_belongs_that_is_named_otherwise(path, label):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    menu = Template("{% include 'components/navigation.html' %}").render(
        Context({"request": request, "user": User(role=Role.OFFICER, policing_body_id=1)})
    )
    assert re.findall(r'aria-current="\w+"><strong[^>]*>([^<]+)', menu) == [label]


def test_nav_item_is_not_active_elsewhere():
    assert "aria-current" not in menu_item("/evidence/")
    assert "--active" not in menu_item("/evidence/")


def test_nav_item_is_not_active_on_a_page_that_does_not_exist():
    shown = Template('{% nav_item "responses:follow-up-list" "Recommendations" "responses:follow-up-" %}')
    assert "aria-current" not in shown.render(Context({"request": RequestFactory().get("/nowhere/")}))
