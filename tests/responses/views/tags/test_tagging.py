"""An office's own labels on recommendations: one, several, all (R62, R83)."""

import uuid
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.urls import reverse

from oversight.bodies.models import Engagement
from responses.models import Batch, Event, EventKind, FollowUp, Notice, Tag
from responses.workflow import tags
from responses.workflow.tags import Change
from tests import factories
from tests.factories import AT
from tests.locks import in_a_thread, wait_until_somebody_waits
from tests.reading import text_of

pytestmark = pytest.mark.django_db
TODAY = date(2025, 2, 10)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(datetime(2025, 2, 10, 9, 30, tzinfo=UTC), tick=False)


@pytest.fixture
def officer(client):
    officer = factories.make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def approver(client):
    approver = factories.make_approver()
    client.force_login(approver)
    return approver


def make(reference="A-R1", **facts):
    return factories.make_follow_up(factories.make_finding(reference=reference), **facts)


def put(row, *names, by, **facts):
    return tags.tag(row, Change(add=names, **facts), on=TODAY, by=by, at=AT)


def on(row):
    return list(row.tags.in_order().values_list("name", flat=True))


def told(row):
    found = Event.objects.filter(follow_up=row, kind=EventKind.TAGGED).order_by("pk")
    return list(found.values_list("detail", "audience"))


def address(row):
    return reverse("responses:follow-up-tag", args=[row.pk])


def test_tags_are_typed_in_the_offices_spelling_and_the_history_says_so_to_the_office_alone(client, officer):
    row = make()
    put(make("A-R2"), "Custody", by=officer)

    client.post(address(row), {"add": " custody , Board   pack,CUSTODY"})

    assert on(row) == ["Board pack", "Custody"]
    assert told(row) == [("added Board pack, Custody", "office")]
    assert Tag.objects.count() == 2
    assert FollowUp.objects.get(pk=row.pk).version == row.version  # nobody's page about it is out of date


def test_the_page_suggests_the_tags_of_the_own_office_only(client, officer):
    there = factories.make_policing_body("kent-pcc", "Kent")
    Tag.objects.create(policing_body=there, name="Their secret")
    put(make(), "Custody", by=officer)

    page = client.get(address(make("A-R2"))).content.decode()

    assert '<option value="Custody">' in page
    assert "Their secret" not in page


def test_a_tick_taken_away_removes_and_a_tag_put_on_meanwhile_stays(client, officer):
    row = make()
    put(row, "Custody", "Vetting", by=officer)
    seen = {"seen": ["Custody", "Vetting"], "kept": ["Vetting"]}
    put(row, "Board", by=officer)

    client.post(address(row), seen)
    client.post(address(row), seen)

    assert on(row) == ["Board", "Vetting"]
    assert told(row)[-1] == ("removed Custody", "office")
    assert len(told(row)) == 3


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("x" * 41, "A tag must be 40 characters or fewer"),
        (",".join(map(str, range(11))), "It would have more than 10 tags."),
    ],
)
def test_what_cannot_be_a_tag_is_said_beside_the_field_and_kept(client, officer, typed, error):
    page = client.post(address(make()), {"add": typed})

    assert error in text_of(page)
    assert f'value="{typed}"' in page.content.decode()
    assert Tag.objects.count() == 0


def test_a_force_lead_finds_no_tag_anywhere(client, officer):
    row = make()
    factories.make_engagement()
    put(row, "CANARY", drives=True, by=officer)
    client.force_login(factories.make_lead())
    lists = [
        reverse(f"responses:{name}") for name in ("follow-up-list", "follow-up-csv", "tracker-columns", "work-list")
    ]
    filtered = reverse("responses:follow-up-list") + f"?tag={Tag.objects.get().pk}&engage=drives"

    for page in [client.get(each) for each in [*lists, filtered, row.get_absolute_url()]]:
        text = (b"".join(page.streaming_content) if page.streaming else page.content).decode()
        assert "CANARY" not in text
        assert "Drives Engage" not in text


def test_lists_show_tags_and_are_narrowed_to_them_by_the_address(client, officer):
    row, other = make("A-R1"), make("A-R2")
    put(row, "Custody", by=officer)
    put(other, "Board", by=officer)

    page = client.get(reverse("responses:follow-up-list"), {"tag": Tag.objects.get(name="Custody").pk})

    assert [each.reference for each in page.context["page"]] == ["A-R1"]
    assert [(chip.group, chip.label) for chip in page.context["filter"].chips] == [("Tag", "Custody")]
    assert '<span class="app-label">Custody</span>' in page.content.decode()


def test_a_recommendation_drives_engage_while_the_force_is_in_it(client, officer):
    row, engaged = make(), factories.make_engagement()
    client.post(address(row), {"drives": "on"})

    assert FollowUp.objects.get().drives == engaged
    assert told(row) == [("drives Engage", "office")]
    listed = reverse("responses:follow-up-list") + "?engage=drives"
    assert "Drives Engage" in text_of(client.get(listed))

    Engagement.objects.update(ends_on=date(2025, 2, 9))

    assert list(client.get(listed).context["page"]) == []
    assert 'name="drives"' not in client.get(address(row)).content.decode()
    client.post(address(row), {"add": "Custody"})
    assert FollowUp.objects.get().drives == engaged  # what it drove is not forgotten


def test_no_longer_driving_is_one_tick_less(client, officer):
    row = make()
    factories.make_engagement()
    put(row, drives=True, by=officer)

    client.post(address(row), {"add": ""})

    assert FollowUp.objects.get().drives is None
    assert told(row)[-1] == ("does not drive Engage", "office")


def test_only_a_force_in_engage_can_be_driven(officer):
    with pytest.raises(tags.TaggingError, match="is not in Engage"):
        put(make(), drives=True, by=officer)


@pytest.mark.parametrize(("status", "moves"), [("awaiting-allocation", True), ("done", False)])
def test_a_tag_on_what_is_over_is_nothing_that_happened_to_it(officer, status, moves):
    """Else it would begin the years anew for which files are kept (R73)."""
    row = factories.make_follow_up(status=status)

    tags.tag(row, Change(add=["Custody"]), on=TODAY, by=officer, at=AT + timedelta(days=1))

    row.refresh_from_db()
    assert (on(row), row.touched_at) == (["Custody"], AT + timedelta(days=moves))


def test_renaming_reaches_every_recommendation_in_one_batch(client, approver):
    rows = [make("A-R1"), make("A-R2")]
    for row in rows:
        put(row, "Custdy", by=approver)

    client.post(reverse("responses:tag-rename", args=[Tag.objects.get().pk]), {"name": "Custody", "seen": "Custdy"})

    assert [on(row) for row in rows] == [["Custody"], ["Custody"]]
    assert told(rows[0])[-1] == ("“Custdy” is now called “Custody”", "office")
    assert Batch.objects.get().events.count() == 2


def test_a_name_that_is_taken_offers_to_merge_and_merging_leaves_one(client, approver):
    both, one = make("A-R1"), make("A-R2")
    put(both, "Custody", "Cells", by=approver)
    put(one, "Cells", by=approver)
    rename = reverse("responses:tag-rename", args=[Tag.objects.get(name="Cells").pk])

    asked = client.post(rename, {"name": "custody", "seen": "Cells"})
    assert "You already have the tag “Custody”" in text_of(asked)
    assert on(both) == ["Cells", "Custody"]
    client.post(rename, {"name": "custody", "seen": "Cells", "step": "merge"})

    assert [on(both), on(one)] == [["Custody"], ["Custody"]]
    assert told(one)[-1] == ("“Cells” is now part of “Custody”", "office")
    assert list(Tag.objects.values_list("name", flat=True)) == ["Custody"]


def test_of_two_who_rename_one_tag_the_later_is_told_of_the_other_name_first(client, approver):
    row = make("A-R1")
    put(row, "Cells", by=approver)
    rename = reverse("responses:tag-rename", args=[Tag.objects.get().pk])
    late = {"name": "Suites", "seen": client.get(rename).context["form"]["seen"].value()}
    client.post(rename, {"name": "Custody", "seen": "Cells"})

    page = client.post(rename, late)
    form = page.context["form"]
    names = [on(row)]
    client.post(rename, late | {"seen": form["seen"].value()})

    said = "Somebody else has renamed this tag since you opened this page: it is now “Custody”."
    assert form.errors == {"name": [f"{said} Send the page again to give it your name"]}
    assert form["name"].value() == "Suites"
    assert [*names, on(row)] == [["Custody"], ["Suites"]]
    assert told(row)[-1] == ("“Custody” is now called “Suites”", "office")


def test_a_name_is_refused_with_a_comma(client, approver):
    put(make(), "Custody", by=approver)

    page = client.post(reverse("responses:tag-rename", args=[Tag.objects.get().pk]), {"name": "Custody, cells"})

    assert page.context["form"].errors == {"name": ["Take out the comma: a tag cannot have one"]}


def test_a_tag_that_somebody_has_removed_is_neither_renamed_nor_merged(approver):
    gone, other = (Tag.objects.create(policing_body=approver.policing_body, name=name) for name in ("Cells", "Custody"))
    tags.remove(Tag.objects.get(pk=gone.pk), by=approver, at=AT)

    for verb in (partial(tags.rename, gone, "Suites", seen_before="Cells"), partial(tags.merge, gone, into=other)):
        with pytest.raises(tags.TaggingError, match=tags.GONE):
            verb(by=approver, at=AT)


def test_a_removed_tag_leaves_a_sentence(client, approver):
    row = make()
    put(row, "Custody", by=approver)

    client.post(reverse("responses:tag-remove", args=[Tag.objects.get().pk]))

    assert (on(row), Tag.objects.count()) == ([], 0)
    assert told(row)[-1] == ("the tag “Custody” was removed from all recommendations", "office")


@pytest.mark.django_db(transaction=True)
def test_a_tag_is_removed_and_taken_off_one_recommendation_at_once_without_a_deadlock(officer, approver):
    row = make()
    put(row, "Custody", by=officer)

    with transaction.atomic():
        tags.remove(Tag.objects.get(), by=approver, at=AT)
        thread = in_a_thread(partial(tags.tag, row, Change(remove=["Custody"]), on=AT.date(), by=officer, at=AT))
        wait_until_somebody_waits()
    thread.join()

    assert (on(row), Tag.objects.count()) == ([], 0)


def test_the_list_of_tags_counts_its_recommendations(client, officer, django_assert_num_queries):
    for number in range(3):
        put(make(f"A-R{number}"), "Custody", *["Board"] * (number == 0), by=officer)

    with django_assert_num_queries(3):
        page = client.get(reverse("responses:tag-list"))

    assert [(tag.name, tag.number) for tag in page.context["tags"]] == [("Board", 1), ("Custody", 3)]
    assert "Rename" not in text_of(page)


def preview(client, rows, query="", **what):
    sent = {"submission_id": uuid.uuid4(), "rows": [row.pk for row in rows], **what}
    return client.post(reverse("responses:bulk-tag") + query, sent)


def confirm(client, page):
    change, form = page.context["change"], page.context["form"]
    sent = {
        "submission_id": form["submission_id"].value(),
        "add": ", ".join(change.add),
        "remove": list(change.remove),
        "drives": {None: "", True: "yes", False: "no"}[change.drives],
        "seen": [f"{line.follow_up.pk}-0" for line in page.context["outcome"].changed],
    }
    return client.post(reverse("responses:bulk-tag-confirm"), sent, follow=True)


def test_several_are_previewed_then_changed_in_one_batch_and_once(client, officer):
    rows = [make("A-R1"), make("A-R2"), make("A-R3")]
    factories.make_engagement()
    put(rows[0], "Old", by=officer)

    page = preview(client, rows[:2], add="Custody", remove=["Old"], drives="yes")
    assert "A-R1" in text_of(page)
    assert [(line.before, line.after) for line in page.context["outcome"].changed] == [
        (["Old"], ["Custody"]),
        ([], ["Custody"]),
    ]
    assert [on(row) for row in rows] == [["Old"], [], []]

    assert "2 recommendations are changed." in text_of(confirm(client, page))
    assert "the page was sent twice" in text_of(confirm(client, page))
    assert [on(row) for row in rows] == [["Custody"], ["Custody"], []]
    assert told(rows[0])[-1] == ("added Custody; removed Old; drives Engage", "office")
    assert (Batch.objects.get().events.count(), Notice.objects.count()) == (2, 0)


def test_rows_that_stay_are_named_with_the_reason(client, officer):
    kent = factories.make_force("kent", "Kent Police", policing_body=officer.policing_body)
    rows = [make("A-R1"), make("A-R2"), make("A-R3", force=kent)]
    factories.make_engagement()
    put(rows[0], "Custody", drives=True, by=officer)
    put(rows[1], *map(str, range(10)), by=officer)

    page = preview(client, rows, add="Custody", drives="yes")

    assert {line.follow_up.reference: line.skipped for line in page.context["outcome"].skipped} == {
        "A-R1": "Nothing would change",
        "A-R2": "It would have more than 10 tags",
        "A-R3": "Kent Police is not in Engage",
    }
    assert "None of them would change." in text_of(page)


def test_rows_and_tags_of_another_office_cannot_be_slipped_in(officer):
    there = factories.make_policing_body("kent-pcc", "Kent")
    theirs = make("K-R1", policing_body=there)
    Tag.objects.create(policing_body=there, name="Custody")

    facts = {"submission_id": uuid.uuid4(), "on": TODAY, "by": officer, "at": AT}
    outcome = tags.tag_all([theirs.pk], Change(add=["Custody"]), **facts)

    assert (outcome.lines, on(theirs)) == ([], [])


@pytest.mark.parametrize(
    ("what", "error"),
    [({"rows": []}, "Select at least one recommendation"), ({}, '<a href="#id_add">Enter a tag to add, or')],
)
def test_a_change_wants_rows_and_a_tag(client, officer, what, error):
    row = make()

    page = client.post(reverse("responses:bulk-tag"), {"submission_id": uuid.uuid4(), "rows": [row.pk], **what})
    empty = client.post(reverse("responses:bulk-tag"))

    assert error in page.content.decode()
    assert "Select at least one recommendation" in empty.content.decode()


def test_a_broken_confirmation_changes_nothing(client, officer):
    page = client.post(reverse("responses:bulk-tag-confirm"), {"seen": ["1-x"], "add": "Custody"}, follow=True)

    assert "Nothing is changed" in text_of(page)
    assert (Batch.objects.count(), Tag.objects.count()) == (0, 0)
