"""The lists as files: exactly what the list holds, and for a force no more than its pages show."""

import csv
import io
import re
import string
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from functools import partial
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from inspections.models import Addressee, Theme
from oversight.bodies.models import Force
from responses import sheets
from responses.models import DeadlineRevision, FollowUp, RatingOverride
from tests import factories
from tests.factories import AT
from tests.responses.filters.rows import found

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICES_OWN = {
    *["Assurance", "Assurance as of", "Last change"],
    *["Tags", "Drives Engage", "Our rating", "Rating because"],
}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(datetime(2025, 2, 10, 9, 30, tzinfo=UTC), tick=False)


@pytest.fixture
def officer(client):
    person = factories.make_officer()
    client.force_login(person)
    return person


def table(client, noun, query=""):
    page = client.get(reverse(f"responses:{noun}-csv") + query)
    text = b"".join(page.streaming_content).decode()
    assert text.startswith("\N{BYTE ORDER MARK}")
    return list(csv.DictReader(io.StringIO(text[1:])))


def workbook(client, noun, query=""):
    """The cells of each sheet as text, days as Excel's numbers."""
    page = client.get(reverse(f"responses:{noun}-xlsx") + query)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(page.streaming_content)))
    return [sheet(archive.read(f"xl/worksheets/sheet{number}.xml")) for number in (1, 2)]


def sheet(xml):
    root = ET.fromstring(xml)
    assert root.findall(f".//{NAMESPACE}f") == []  # no formula anywhere
    return [_cells(row) for row in root.iter(f"{NAMESPACE}row")]


def _cells(row):
    """With those that are empty, which the file leaves out; no column beyond Z matters here."""
    told = {cell.get("r").rstrip("0123456789"): "".join(cell.itertext()) for cell in row}
    letters = [letter for letter in told if len(letter) == 1]
    return [told.get(letter, "") for letter in string.ascii_uppercase[: string.ascii_uppercase.index(max(letters)) + 1]]


def make(reference, **facts):
    named = {"reference": reference} if reference else {}
    return factories.make_follow_up(factories.make_finding(**named, **facts.pop("finding", {})), **facts)


def test_files_hold_the_rows_of_the_list_in_its_order(client, officer):
    make("A-R1", finding={"deadline": "By 1 September 2025"})
    make("A-R2", finding={"deadline": "By 1 March 2025"})
    make("A-R3", status="done")
    make("B-R1", policing_body=factories.make_policing_body("kent-pcc", "Kent"))
    query = "?only=open&sort=-due"

    listed = [row.reference for row in client.get(reverse("responses:follow-up-list") + query).context["page"]]

    assert listed == ["A-R1", "A-R2"]
    assert [row["Reference"] for row in table(client, "follow-up", query)] == listed
    assert [row[0] for row in workbook(client, "follow-up", query)[0]] == ["Reference", *listed]


def test_a_file_holds_the_rows_of_every_filter(client, officer):
    lead, cause = factories.make_lead(name="Dana Brook"), make("A-C1", finding={"kind": "cause-of-concern"})
    make("A-R1", status="done", officer=officer)
    custody = factories.make_inspection(title="Custody", published_on=date(2024, 8, 1))
    custody.themes.add(Theme.objects.create(slug="custody", name="Custody"))
    checked = {"assurance_level": "partly", "assurance_on": date(2025, 1, 9)}
    full = make("A-R2", lead=lead, finding={"deadline": "By 1 February 2025", "inspection": custody}, **checked)
    tag = factories.make_tag(full, "Vetting")
    Addressee.objects.create(finding=full.finding, kind="college")
    wight = factories.make_force("wight", "Isle of Wight Police")
    Force.objects.filter(pk=wight.pk).update(region="South East")
    factories.make_engagement(force=make("A-R3", force=wight).force)
    own = [f"kind={cause.finding.kind_id}", f"force={wight.pk}", f"lead={lead.pk}", f"officer={officer.pk}"]
    own += [f"tag={tag.pk}", f"inspection={custody.pk}", "region=South+East", "theme=custody", "addressee=college"]
    own += ["q=A-R2", "only=mine", "state=done", "due=overdue", "due_to=1/2/2025", "assurance=partly", "engage=force"]

    for query in own:
        listed = found(query, user=officer)
        assert (len(listed), [row["Reference"] for row in table(client, "follow-up", f"?{query}")]) == (1, listed), (
            query
        )


def test_both_files_hold_the_same_cells(client, officer):
    make("A-R1", lead=factories.make_lead(), officer=officer, assurance_level="partly", assurance_on=date(2025, 1, 9))

    def in_excel(cell):
        is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", cell)
        return str((date.fromisoformat(cell) - date(1899, 12, 30)).days) if is_day else cell

    (row,), (_head, line) = table(client, "follow-up"), workbook(client, "follow-up")[0]
    assert [in_excel(cell) for cell in row.values()][: len(line)] == line


def test_a_row_says_what_the_pages_say(client, officer):
    lead = factories.make_lead()
    row = make("A-R1", lead=lead, officer=officer, assurance_level="partly", assurance_on=date(2025, 1, 9))
    FollowUp.objects.filter(pk=row.pk).update(due_on=date(2025, 6, 1), due_wording="1 June 2025", due_source="office")

    (told,) = table(client, "follow-up")

    facts = ["Address", "Status", "Due", "Due in words", "Deadline set by", "Original deadline", "Original last day"]
    assert [told[fact] for fact in facts] == [
        f"http://127.0.0.1:8000/recommendations/{row.pk}/",
        "In progress",
        "2025-06-01",
        "1 June 2025",
        "Set by the office",
        "1 March 2025",
        "2025-03-01",
    ]
    people = ["Force lead", "Policy officer", "Assurance", "Assurance as of", "Last change", "Closed by HMICFRS"]
    assert [told[fact] for fact in people] == [
        lead.name,
        officer.name,
        "Partly assured",
        "2025-01-09",
        "2024-09-02",
        "",
    ]


def test_a_row_says_what_has_become_of_the_date_and_what_it_waits_for(client, officer):
    engagement = factories.make_engagement(starts_on=date(2024, 12, 6))
    row = make("A-R1", drives=engagement, status="in-progress")
    factories.make_tag(row, "Vetting")
    factories.make_tag(row, "Custody")
    waits = {"waiting_since": AT.date(), "waiting_on": "home-office", "waiting_reason": "A notice."}
    earlier = {"due_on": date(2025, 2, 20), "due_wording": "20 February 2025", "due_source": "office"}
    FollowUp.objects.filter(pk=row.pk).update(**waits, **earlier, waiting_until=date(2025, 5, 1))
    DeadlineRevision.objects.create(
        follow_up=row,
        from_on=date(2025, 3, 1),
        to_on=date(2025, 2, 20),
        reason="Sooner.",
        agreed_by="The board",
        agreed_on=AT.date(),
        by=officer,
        at=AT,
    )

    (told,) = table(client, "follow-up")

    facts = ["Times moved", "Days moved", "Waiting for", "Waiting until", "In Engage since", "Tags", "Drives Engage"]
    assert [told[fact] for fact in facts] == [
        *["1", "-9", "Home Office", "2025-05-01", "2024-12-06", "Custody; Vetting", "Yes"]
    ]
    assert (told["Our rating"], told["Rating because"]) == ("Amber", "Held for a re-check, or waiting on others")
    RatingOverride.objects.create(
        follow_up=row, colour="red", until=date(2025, 3, 1), reason="It is stuck.", by=officer, at=AT
    )
    (told,) = table(client, "follow-up")
    assert (told["Our rating"], told["Rating because"]) == ("Red", "By hand, Priya Shah: It is stuck.")


def test_a_row_counts_from_the_first_day_that_the_office_set_where_the_report_set_none(client, officer):
    row = make(
        "A-R1", finding={"deadline": ""}, due_on=date(2025, 6, 1), due_wording="1 June 2025", due_source="office"
    )
    agreed = {"reason": "Later.", "agreed_by": "The board", "agreed_on": AT.date(), "by": officer, "at": AT}
    first = {"to_on": date(2025, 5, 1), "to_wording": "By 1 May 2025"}
    DeadlineRevision.objects.create(follow_up=row, **first, **agreed)
    DeadlineRevision.objects.create(follow_up=row, from_on=date(2025, 5, 1), to_on=date(2025, 6, 1), **agreed)

    (told,) = table(client, "follow-up")

    facts = ["Original deadline", "Original last day", "Times moved", "Days moved"]
    assert [told[fact] for fact in facts] == ["1 May 2025", "2025-05-01", "1", "31"]


def test_a_row_says_how_it_applies_and_what_took_its_place_once_that_is_out(client, officer):
    why = {"applicability": "does-not-apply", "applicability_reason": "The unit closed.", "status": "not-applicable"}
    make("A-R1", **why)
    out = factories.make_finding(factories.make_inspection(published_on=date(2025, 2, 10)), reference="B-R1")
    to_come = factories.make_finding(factories.make_inspection(published_on=date(2025, 2, 11)), reference="B-R2")
    make("A-R2", status="superseded", superseded_by=out)
    make("A-R3", status="superseded", superseded_by=to_come)

    def told():
        rows = table(client, "follow-up", "?sort=reference")
        return [(row["How it applies"], row["Applies because"], row["Superseded by"]) for row in rows]

    first = ("Does not apply", "The unit closed.", "")
    assert told() == [first, ("Applies", "", "B-R1"), ("Applies", "", "B-R2")]
    client.force_login(factories.make_lead())
    assert told() == [first, ("Applies", "", "B-R1"), ("Applies", "", "")]


def test_a_force_gets_what_its_pages_show_and_no_more(client):
    lead = factories.make_lead()
    make("A-R1", assurance_level="not-assured", assurance_on=date(2025, 1, 9))
    make("K-R1", force=factories.make_force("kent", "Kent Police"))
    client.force_login(factories.make_officer())
    of_the_office = set(table(client, "follow-up")[0])
    client.force_login(lead)

    (told,) = table(client, "follow-up", "?assurance=assured")

    assert told["Reference"] == "A-R1"
    assert of_the_office - set(told) == OFFICES_OWN
    assert "Not assured" not in told.values()
    assert OFFICES_OWN.isdisjoint(workbook(client, "follow-up")[0][0])


def test_requests_are_files_too(client, officer):
    asked = factories.make_request(make("A-R1"), question="=2+5")
    factories.make_request(make("A-R2"), status="withdrawn")

    (told,) = table(client, "evidence", "?state=force")

    assert told == {
        "Reference": asked.reference,
        "Address": f"http://127.0.0.1:8000/evidence/{asked.pk}/",
        "Recommendations": "A-R1",
        "Question": "'=2+5",
        "Force or unit": "Hampshire and Isle of Wight",
        "Force lead": asked.lead.name,
        "Asked on": "2024-09-02",
        "Reply due": "2025-01-31",
        "State": "Sent",
        "Classification": "OFFICIAL",
    }
    assert workbook(client, "evidence", "?state=force")[0][1][3] == "=2+5"


def test_a_workbook_explains_itself(client, officer):
    make("A-R1")

    rows = dict(workbook(client, "follow-up", "?due=soon&q=share")[1])

    assert rows["Recommendations"].replace("\N{NO-BREAK SPACE}", " ") == "Downloaded on 10 February 2025 at 9:30am"
    assert rows["Filter"] == "Due: In the next 28 days"
    assert rows["This file"] == "http://127.0.0.1:8000/recommendations/recommendations.xlsx?due=soon&q=share"
    assert rows["Due"] == "The last day of the deadline in force. Empty where it has none."


def test_each_printed_page_of_a_workbook_says_what_its_rows_and_columns_are(client, officer):
    page = client.get(reverse("responses:follow-up-xlsx"))
    printed = load_workbook(io.BytesIO(page.getvalue())).worksheets[0]

    assert printed.page_setup.orientation == "landscape"
    assert (printed.print_title_rows, printed.print_title_cols) == ("$1:$1", "$A:$A")


def test_days_of_a_workbook_are_days(client, officer):
    make("A-R1", finding={"deadline": "By 1 March 2025"})

    head, row = workbook(client, "follow-up")[0]

    assert dict(zip(head, row, strict=False))["Due"] == str((date(2025, 3, 1) - date(1899, 12, 30)).days)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_text_that_would_be_a_formula_is_text(client, officer, text):
    make("A-R1", finding={"title": text})

    assert table(client, "follow-up")[0]["Title"] == f"'{text}"
    assert workbook(client, "follow-up")[0][1][3] == text


def test_signs_that_no_file_can_hold_and_very_long_texts_do_not_break_a_workbook():
    columns = [sheets.Column("Text", "", str)]
    about = sheets.About(made="", filters=[], address="")
    content = b"".join(sheets.as_xlsx(sheets.Table("T", columns, ["a\x00b\x1f", "x" * 40_000]), about=about))

    rows = sheet(zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml"))

    assert rows[1] == ["ab"]
    assert rows[2] == ["x" * 32_000 + " … (the rest is on the page)"]


def test_files_take_no_more_memory_for_more_rows():
    columns = [sheets.Column("Text", "", str)]
    about = sheets.About(made="", filters=[], address="")

    def peak(count):
        tracemalloc.start()
        for write in (sheets.as_csv, partial(sheets.as_xlsx, about=about)):
            for _ in write(sheets.Table("T", columns, ("words " * 20 for _ in range(count)))):
                pass
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(2000) < peak(100) + 100_000


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_costs_the_same_however_many_rows(client, officer, django_assert_num_queries, count):
    for _ in range(count):
        make(None)

    with django_assert_num_queries(10):
        assert len(table(client, "follow-up")) == count


def test_the_columns_are_explained_to_each_as_they_see_them(client, officer):
    explained = client.get(reverse("responses:tracker-columns")).context["tables"]["Recommendations"]
    client.force_login(factories.make_lead())
    for_force = client.get(reverse("responses:tracker-columns")).context["tables"]["Recommendations"]

    assert {column.name for column in explained} - {column.name for column in for_force} == OFFICES_OWN
    assert [column.meaning for column in explained if not column.meaning] == []
