"""Reports on what the office believes: who is on which list, of which force, on the page and as a file."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from oversight import counts
from responses.models import FollowUp, WorkStatus
from responses.reports import REPORTS, Report
from responses.workflow import assurance
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
TODAY = date(2025, 2, 10)
ABOUT_ASSURANCE = ["check-due", "stale", "paper-only", "differences"]


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer(client):
    officer = factories.make_officer()
    client.force_login(officer)
    return officer


def address(key, name="detail"):
    return reverse(f"responses:report-{name}", args=[key])


def csv_rows(client, key, query=""):
    content = b"".join(client.get(address(key, "csv") + query).streaming_content)
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def make(*updates, follow_up=None, **facts):
    """A follow-up of which the office has said something on some days, the last of them today."""
    follow_up = follow_up or factories.make_follow_up(factories.make_finding(deadline=""))
    usual = {"level": "partly", "method": "evidence", "made_on": TODAY, "text": "Two of four."}
    for said in updates or [{}]:
        once = {"is_publishable": False, "submission_id": uuid4(), "by": follow_up.officer, "at": NOW}
        assurance.log(follow_up, **(usual | said), **once)
    FollowUp.objects.filter(pk=follow_up.pk).update(**facts)
    return follow_up


def ago(days):
    return TODAY - timedelta(days=days)


def on_list(client, key, query=""):
    page = client.get(address(key) + query).context["page"]
    return [row.pk for row in page]


@pytest.mark.parametrize(
    ("days", "check_in", "is_stale"),
    [(90, None, False), (91, None, True), (0, None, False), (1, 0, False), (5, -1, True), (91, 30, True)],
)
def test_stale_is_older_than_ninety_days_or_past_its_next_check(client, officer, days, check_in, is_stale):
    follow_up = make({"made_on": ago(days)})
    if check_in is not None:
        FollowUp.objects.update(next_check_on=TODAY + timedelta(days=check_in))

    assert on_list(client, "stale") == [follow_up.pk] * is_stale


@pytest.mark.parametrize(
    ("facts", "is_listed"),
    [
        ({}, True),
        ({"due_on": TODAY, "due_source": "office"}, True),
        ({"due_on": None, "due_source": "aligned", "date_review_on": TODAY}, True),
        ({"waiting_since": TODAY, "waiting_on": "college", "waiting_reason": "Guidance."}, False),
        ({"status": "held", "held_until": TODAY}, False),
        ({"status": "done"}, False),
    ],
)
def test_past_the_original_date_counts_by_the_first_one_whether_it_moved_or_not(client, officer, facts, is_listed):
    follow_up = factories.make_follow_up(factories.make_finding(deadline="By 9 February 2025"), **facts)
    factories.make_follow_up(factories.make_finding(deadline="By 10 February 2025"), due_on=ago(1), due_source="office")

    assert on_list(client, "original-date") == [follow_up.pk] * is_listed


def test_past_the_original_date_says_what_has_become_of_it(client, officer):
    finding = factories.make_finding(deadline="By 9 February 2025")
    factories.make_follow_up(finding, due_on=date(2025, 6, 1), due_wording="1 June 2025", due_source="office")

    assert "Due: 1 June 2025 past its original date was 9 February 2025" in text_of(
        client.get(address("original-date"))
    )


@pytest.mark.parametrize(("check_in", "is_due"), [(1, False), (0, True), (-1, True)])
def test_check_due_from_its_day_on(client, officer, check_in, is_due):
    follow_up = make(next_check_on=TODAY + timedelta(days=check_in))

    assert on_list(client, "check-due") == [follow_up.pk] * is_due


@pytest.mark.parametrize("key", ["stale", "check-due"])
def test_what_is_over_is_neither_stale_nor_due(client, officer, key):
    old = {"made_on": ago(200)}
    make(old, next_check_on=ago(2), status=WorkStatus.DONE)
    make(old, next_check_on=ago(2), status=WorkStatus.WITHDRAWN)
    make(old, next_check_on=ago(2), closed_on=TODAY, closed_by=officer, status=WorkStatus.DONE)

    assert on_list(client, key) == []


@pytest.mark.parametrize(
    ("methods", "is_listed"),
    [
        (["evidence"], True),
        (["evidence", "data", "meeting"], True),
        (["visit"], False),
        (["interview", "evidence"], False),
        (["sample", "evidence"], False),
    ],
)
def test_paper_only_has_never_been_seen_sampled_or_asked_about(client, officer, methods, is_listed):
    said = [{"method": each, **({"sample_size": 30} if each == "sample" else {})} for each in methods]
    follow_up = make(*said)

    assert on_list(client, "paper-only") == [follow_up.pk] * is_listed


def test_paper_only_does_not_count_a_visit_that_was_corrected_away(client, officer):
    follow_up = make({"method": "visit"})
    facts = {"level": "partly", "method": "meeting", "text": "It was a meeting.", "made_on": TODAY}
    once = {"is_publishable": False, "submission_id": uuid4(), "by": officer, "at": NOW}
    assurance.correct(follow_up.updates.get(), note="A slip.", **facts, **once)

    assert on_list(client, "paper-only") == [follow_up.pk]


def test_paper_only_leaves_out_what_nobody_has_looked_at_and_what_does_not_count(client, officer):
    factories.make_follow_up()
    make(status=WorkStatus.WITHDRAWN)
    done = make(status=WorkStatus.DONE)

    assert on_list(client, "paper-only") == [done.pk]


@pytest.mark.parametrize(
    ("says", "level", "differs"),
    [
        ({"force_rag": "green"}, "not-assured", True),
        ({"force_rag": "green"}, "no-evidence", True),
        ({"force_rag": "amber"}, "not-assured", False),
        ({"force_rag": "green"}, "partly", False),
        ({"force_rag": "green"}, "assured", False),
        ({}, "not-assured", False),
        ({"claimed_on": TODAY}, "not-assured", True),
        ({"claimed_on": TODAY, "force_rag": "red"}, "no-evidence", True),
        ({"claimed_on": TODAY}, "assured", False),
        ({"force_rag": "green", "status": WorkStatus.WITHDRAWN}, "not-assured", False),
    ],
)
def test_differences_are_where_the_force_says_done_and_the_office_does_not(client, officer, says, level, differs):
    claim = {"claimed_by": factories.make_lead()} if "claimed_on" in says else {}
    follow_up = make({"level": level}, **says, **claim)

    assert on_list(client, "differences") == [follow_up.pk] * differs


def test_index_counts_exactly_the_rows_of_each_report(client, officer):
    make({"made_on": ago(100), "level": "not-assured"}, force_rag="green")
    make({"made_on": ago(2)}, next_check_on=TODAY)
    make({"made_on": ago(100), "method": "visit"})

    counted = client.get(reverse("responses:report-list")).context["counted"]

    counts = {report.key: count for report, count in counted}
    assert {key: counts[key] for key in ABOUT_ASSURANCE} == {
        "check-due": 1,
        "stale": 2,
        "paper-only": 2,
        "differences": 1,
    }
    assert {key: len(on_list(client, key)) for key in REPORTS} == counts


def test_detail_can_be_of_one_force(client, officer):
    kent = factories.make_force("kent", "Kent Police")
    ours = make()
    theirs = make(follow_up=factories.make_follow_up(force=kent))

    assert sorted(on_list(client, "paper-only")) == [ours.pk, theirs.pk]
    assert on_list(client, "paper-only", f"?force={kent.pk}") == [theirs.pk]
    assert "1 recommendation of Kent Police on 10 February 2025" in text_of(
        client.get(address("paper-only") + f"?force={kent.pk}")
    )


@pytest.mark.parametrize("key", REPORTS)
def test_detail_shows_no_row_of_another_office(client, officer, key):
    next_door = factories.make_policing_body("kent-pcc", "Kent")
    other = factories.make_follow_up(policing_body=next_door, by=factories.make_officer(policing_body=next_door))
    said = {"level": "not-assured", "made_on": ago(100)}
    make(said, follow_up=other, force_rag="green", next_check_on=ago(1))

    assert on_list(client, key) == []


def test_detail_says_what_each_side_says_and_how_we_know(client, officer):
    make(
        {"level": "not-assured", "made_on": ago(100)}, {"level": "no-evidence", "method": "meeting"}, force_rag="green"
    )

    words = text_of(client.get(address("differences")))

    assert "Green No evidence 10 February 2025, today Documents, meeting –" in words


@pytest.mark.parametrize("key", ABOUT_ASSURANCE)
def test_the_files_of_a_report_hold_its_rows_and_how_the_office_knows(client, officer, settings, key):
    settings.PORTAL_URL = "https://portal.example.org"
    finding = factories.make_finding(title="=HYPERLINK(1)", deadline="By February 2022")
    said = {"level": "not-assured", "made_on": ago(100)}
    follow_up = make(said, follow_up=factories.make_follow_up(finding), force_rag="green", next_check_on=ago(1))
    make({"level": "assured", "method": "visit"})

    (row,) = csv_rows(client, key)
    sheet = load_workbook(BytesIO(b"".join(client.get(address(key, "xlsx")).streaming_content))).worksheets[0]
    names, in_excel = sheet.iter_rows(values_only=True)
    known = {
        "Reference": follow_up.reference,
        "Address": f"https://portal.example.org/recommendations/{follow_up.pk}/",
        "Title": "'=HYPERLINK(1)",
        "Force or unit": "Hampshire and Isle of Wight",
        "Due": "2022-02-28",
        "Force’s rating": "Green: on track or complete",
        "Assurance": "Not assured",
        "Assurance as of": "2024-11-02",
        "How we know": "documents",
        "Next check": "2025-02-09",
    }
    assert {name: row[name] for name in known} == known
    assert in_excel[names.index("Title")] == "=HYPERLINK(1)"
    assert (names, in_excel[-2:]) == (tuple(row), ("documents", datetime(2025, 2, 9)))


def test_the_files_of_a_report_hold_the_chosen_force_alone(client, officer):
    kent = factories.make_force("kent", "Kent Police")
    make()
    make(follow_up=factories.make_follow_up(force=kent))

    assert [row["Force or unit"] for row in csv_rows(client, "paper-only", f"?force={kent.pk}")] == ["Kent Police"]


def test_the_page_about_columns_tells_an_office_of_those_of_reports(client, officer):
    at = reverse("responses:tracker-columns")
    assert "Next check When the office means to look again." in text_of(client.get(at))
    client.force_login(factories.make_lead())
    assert "Next check" not in text_of(client.get(at))


def test_an_unknown_report_is_not_there(client, officer):
    assert [client.get(address("best", name)).status_code for name in ("detail", "csv", "xlsx")] == [404] * 3


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_costs_the_same_however_many_rows(client, officer, django_assert_num_queries, rows):
    for _ in range(rows):
        make()

    with django_assert_num_queries(5):
        client.get(address("paper-only"))


def test_detail_shows_fifty_rows_a_page_and_all_of_them_to_print(client, officer, monkeypatch):
    monkeypatch.setattr("responses.views.reports.PAGE_SIZE", 2)
    for _ in range(3):
        make()

    page = client.get(address("paper-only"))

    assert (len(page.context["page"]), page.context["page"].paginator.count) == (2, 3)
    assert "Show all on one page to print" in text_of(page)
    assert len(on_list(client, "paper-only", "?show=all")) == 3


def test_detail_shows_what_the_office_has_said_nothing_of(client, officer, monkeypatch):
    factories.make_follow_up()
    every = Report("every", "Every one", "All.", lambda rows, _on: rows)
    monkeypatch.setitem(REPORTS, "every", every)

    assert "Hampshire and Isle of Wight – – – –" in text_of(client.get(address("every")))


def test_reports_count_no_further_than_anybody_reads_and_the_file_holds_every_row(client, officer, monkeypatch):
    monkeypatch.setattr(counts, "CEILING", 2)
    for _ in range(3):
        make(follow_up=factories.make_follow_up(factories.make_finding(deadline="")), reopened_count=1)

    assert "Opened again (more than 2)" in text_of(client.get(reverse("responses:report-list")))
    page = client.get(address("reopened"))
    words = "more than 2 recommendations on 10 February 2025. The pages show the first 2: choose a force to see others"
    assert words in text_of(page)
    assert page.context["page"].paginator.count == 2
    assert len(csv_rows(client, "reopened")) == 3


@pytest.mark.parametrize(("number", "words"), [(1, "1 recommendation on"), (2, "2 recommendations on")])
def test_a_report_within_the_ceiling_says_its_number(client, officer, monkeypatch, number, words):
    monkeypatch.setattr(counts, "CEILING", 2)
    for _ in range(number):
        make(follow_up=factories.make_follow_up(factories.make_finding(deadline="")), reopened_count=1)

    assert f"Opened again ({number})" in text_of(client.get(reverse("responses:report-list")))
    page = text_of(client.get(address("reopened")))
    assert words in page
    assert "The pages show" not in page
