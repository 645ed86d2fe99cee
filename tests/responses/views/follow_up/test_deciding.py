"""The pages that decide about a follow-up: signed off, closed, held, ended, opened again, waiting."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from inspections.models import Inspection
from responses.models import ClosureLevel, FollowUp, RequestStatus, WaitingOn, WorkStatus
from responses.workflow import closing, outcome, waiting
from responses.workflow.waiting import Awaited
from tests import factories
from tests.reading import text_of
from tests.responses.views.follow_up.pages import NOW, address

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
UNSEEN = {"reason": "Seen in every district.", "without": "A visit showed it."}


@pytest.fixture
def lead():
    return factories.make_lead(name="Dana Brook")


@pytest.fixture
def follow_up(officer, lead):
    finding = factories.make_finding(reference="SE-2024-SOC-R1")
    return factories.make_follow_up(finding, lead=lead, officer=officer)


def day(on, name):
    return {f"{name}_0": str(on.day), f"{name}_1": str(on.month), f"{name}_2": str(on.year)}


def send(client, follow_up, name, **typed):
    return client.post(address(name, follow_up), {"version": follow_up.version, **typed}, follow=True)


def errors(page):
    return {name: list(each) for name, each in page.context["form"].errors.items()}


# What each page does.


def test_sign_off_asks_why_no_evidence_is_needed_where_none_is_accepted(client, follow_up):
    page = send(client, follow_up, "sign-off", reason="Seen in every district.", without="")

    assert errors(page) == {"without": ["Enter why we need no accepted evidence"]}
    assert "Seen in every district." in page.content.decode()


def test_sign_off_wants_a_sentence(client, follow_up):
    page = send(client, follow_up, "sign-off", reason="Done.", without="A visit showed it.")

    assert errors(page) == {"reason": ["Enter at least a sentence about why we are assured"]}


def test_sign_off_asks_for_nothing_more_where_evidence_is_accepted(client, follow_up, officer):
    factories.make_request(follow_up, status=RequestStatus.ACCEPTED)

    page = send(client, follow_up, "sign-off", reason="Seen in every district.")

    follow_up.refresh_from_db()
    assert (follow_up.assured_by, follow_up.assured_on) == (officer, TODAY)
    assert "SE-2024-SOC-R1 is signed off: our office is assured." in text_of(page)


def test_record_closure_takes_day_level_and_reference(client, follow_up):
    level = ClosureLevel.objects.create(name="Level 2", note="HMICFRS has read the evidence.")

    page = send(
        client, follow_up, "record-closure", **day(date(2025, 2, 3), "closed_on"), level=level.pk, reference="L-7"
    )

    follow_up.refresh_from_db()
    assert (follow_up.closed_on, follow_up.closure_level, follow_up.closure_reference) == (
        date(2025, 2, 3),
        level,
        "L-7",
    )
    told = text_of(page)
    assert "HMICFRS’s closure of SE-2024-SOC-R1 is recorded." in told
    assert "Closed, Level 2 (L-7) HMICFRS has read the evidence." in told


@pytest.mark.parametrize(
    ("on", "error"),
    [
        (TODAY + timedelta(days=1), "Date of the closure must be today or in the past"),
        (date(2024, 8, 29), "Date of the closure must be on or after the day the report was published"),
    ],
)
def test_record_closure_refuses_a_day_that_cannot_be(client, follow_up, on, error):
    assert errors(send(client, follow_up, "record-closure", **day(on, "closed_on"))) == {"closed_on": [error]}


def test_correct_closure_starts_from_what_is_recorded_and_wants_a_reason(client, follow_up, officer):
    facts = {"closed_on": date(2025, 2, 3), "level": None, "reference": "L-7"}
    closing.record_closure(follow_up, **facts, by=officer, at=NOW)

    form = client.get(address("correct-closure", follow_up)).context["form"]
    page = send(client, follow_up, "correct-closure", **day(date(2025, 2, 4), "closed_on"), reference="L-8")

    assert (form.initial["closed_on"], form.initial["reference"]) == (date(2025, 2, 3), "L-7")
    assert errors(page) == {"reason": ["Enter what was wrong with the record"]}


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("hold", "why we wait before we sign it off"),
        ("correct-closure", "what was wrong with the record"),
        ("remove-closure", "why the record is removed"),
    ],
)
def test_a_hold_and_another_record_of_a_closure_want_a_sentence(client, follow_up, officer, name, about):
    if name != "hold":
        facts = {"closed_on": date(2025, 2, 3), "level": None, "reference": "L-7"}
        closing.record_closure(follow_up, **facts, by=officer, at=NOW)
    days = {**day(date(2025, 8, 11), "until"), **day(date(2025, 2, 3), "closed_on")}

    page = send(client, follow_up, name, **days, reason="Wrong date, sorry.")

    assert errors(page) == {"reason": [f"Enter at least a sentence about {about}"]}
    assert "Wrong date, sorry." in page.text


def test_hold_offers_half_a_year_and_refuses_the_past(client, follow_up):
    form = client.get(address("hold", follow_up)).context["form"]
    page = send(client, follow_up, "hold", **day(TODAY, "until"), reason="Half a year will show.")

    assert form.initial["until"] == date(2025, 8, 11)
    assert errors(page) == {"until": ["Date of the re-check must be in the future"]}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, {"how": ["Select why following up ends"], "reason": ["Enter how we know"]}),
        ({"how": "superseded", "reason": "More."}, {"newer": ["Enter the reference of the newer finding"]}),
        (
            {"how": "superseded", "reason": "More.", "newer": "X-1"},
            {"newer": ["There is no finding with the reference X-1"]},
        ),
        (
            {"how": "superseded", "reason": "More.", "newer": "se-2024-soc-r1"},
            {"newer": ["Enter the reference of another finding: this is its own"]},
        ),
    ],
)
def test_end_says_what_is_missing(client, follow_up, typed, expected):
    assert errors(send(client, follow_up, "end", **typed)) == expected


def test_end_finds_the_newer_finding_by_its_reference(client, follow_up):
    newer = factories.make_finding(reference="HIOW-2025-PEEL-R3", title="Brief all shifts")

    page = send(client, follow_up, "end", how="superseded", newer=" hiow-2025-peel-r3 ", reason="It asks for more.")

    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.superseded_by) == (WorkStatus.SUPERSEDED, newer)
    assert "Superseded by HIOW-2025-PEEL-R3: Brief all shifts" in text_of(page)


@pytest.mark.parametrize("who", ["officer", "lead"])
def test_what_supersedes_it_is_a_link_where_the_reader_follows_that_up_for_the_same_force(client, follow_up, who):
    newer = factories.make_finding(reference="HIOW-2025-PEEL-R3", title="Brief all shifts")
    factories.make_follow_up(newer, force=factories.make_force("kent", "Kent Police"))
    send(client, follow_up, "end", how="superseded", newer=newer.reference, reason="It asks for more.")
    if who == "lead":
        client.force_login(follow_up.lead)

    assert ways_to("Brief all shifts", client, follow_up) == []
    own = factories.make_follow_up(newer, force=follow_up.force, lead=follow_up.lead)
    among_the_facts_and_the_links = [own.get_absolute_url()] * 2
    assert ways_to("Brief all shifts", client, follow_up) == among_the_facts_and_the_links


def ways_to(title, client, follow_up):
    page = client.get(follow_up.get_absolute_url()).content.decode()
    return re.findall(rf'href="([^"]+)">[^<]*{title}</a>', page)


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_where_two_offices_follow_up_what_supersedes_it_a_lead_is_led_to_the_one_of_the_same_office(
    client, follow_up, lead, first
):
    newer = factories.make_finding(reference="HIOW-2025-PEEL-R3", title="Brief all shifts")
    offices = {"ours": follow_up.policing_body, "theirs": factories.make_policing_body("solent-mayor", "Solent")}
    offices = {first: offices[first], **offices}  # the order in which they are made
    force = {"force": follow_up.force, "lead": lead}
    rows = {who: factories.make_follow_up(newer, policing_body=office, **force) for who, office in offices.items()}
    send(client, follow_up, "end", how="superseded", newer=newer.reference, reason="It asks for more.")
    client.force_login(lead)

    assert ways_to("Brief all shifts", client, follow_up) == [rows["ours"].get_absolute_url()] * 2


def test_a_lead_is_told_what_supersedes_it_once_that_report_is_out(client, follow_up):
    report = factories.make_inspection("HIOW-2025-PEEL", published_on=TODAY + timedelta(days=1))
    newer = factories.make_finding(report, number=1, title="Brief all shifts")

    of_office = text_of(send(client, follow_up, "end", how="superseded", newer=newer.reference, reason="It asks more."))
    client.force_login(factories.make_lead())
    before = text_of(client.get(follow_up.get_absolute_url()))
    Inspection.objects.filter(pk=report.pk).update(published_on=TODAY)
    after = text_of(client.get(follow_up.get_absolute_url()))

    named = f"Superseded by {newer.reference}: Brief all shifts"
    assert [named in words for words in (of_office, before, after)] == [True, False, True]
    assert newer.reference not in before
    told = "Superseded by HIOW-2025-PEEL-R1"  # among the facts, the links and the story
    assert [words.count(told) for words in (of_office, before, after)] == [3, 0, 3]


@pytest.mark.parametrize(
    ("how", "status"),
    [("does-not-apply", "not-applicable"), ("already-met", "done"), ("withdrawn", "withdrawn"), ("watched", "watched")],
)
def test_end_takes_every_way(client, follow_up, how, status):
    send(client, follow_up, "end", how=how, newer="ignored", reason="It is for others.")

    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.superseded_by) == (status, None)


def test_reopen_is_counted_on_the_page(client, follow_up, officer):
    outcome.end(follow_up, how=WorkStatus.WITHDRAWN, reason="It is for others.", by=officer, at=NOW)

    words = text_of(send(client, follow_up, "reopen", reason="It is for the force after all."))

    assert "SE-2024-SOC-R1 is open again." in words
    assert "Reopened Once" in words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, {"on_whom": ["Select what it waits for"], "reason": ["Enter what the force is waiting for"]}),
        ({"on_whom": "force", "reason": "Data."}, {"name": ["Enter the name of the force or body"]}),
        (
            {"on_whom": "recommendation", "reason": "Data."},
            {"reference": ["Enter the reference of the other recommendation"]},
        ),
        (
            {"on_whom": "recommendation", "reason": "Data.", "reference": "X-1"},
            {"reference": ["We do not follow up another recommendation with the reference X-1"]},
        ),
        (
            {"on_whom": "npcc", "reason": "Data.", **day(TODAY, "until")},
            {"until": ["Their date must be in the future"]},
        ),
    ],
)
def test_wait_says_what_is_missing(client, follow_up, typed, expected):
    assert errors(send(client, follow_up, "wait", **typed)) == expected


def test_wait_finds_the_other_one_of_the_same_force_first(client, follow_up):
    finding = factories.make_finding(reference="SE-2024-SOC-R2")
    factories.make_follow_up(finding, force=factories.make_force("kent", "Kent Police"))
    ours = factories.make_follow_up(finding)

    send(client, follow_up, "wait", on_whom="recommendation", reference="se-2024-soc-r2", reason="One after the other.")

    follow_up.refresh_from_db()
    assert follow_up.waiting_for == ours


def test_wait_asks_for_the_force_where_several_could_be_meant(client, follow_up):
    finding = factories.make_finding(reference="SE-2024-SOC-R2")
    for code, name in [("kent", "Kent Police"), ("surrey", "Surrey Police")]:
        factories.make_follow_up(finding, force=factories.make_force(code, name))
    typed = {"on_whom": "recommendation", "reference": "SE-2024-SOC-R2", "reason": "One after the other."}

    asked = send(client, follow_up, "wait", **typed)
    send(client, follow_up, "wait", **typed, force="surrey")

    follow_up.refresh_from_db()
    assert errors(asked) == {"force": ["Enter which force: Kent Police, Surrey Police"]}
    assert follow_up.waiting_for.force.code == "surrey"


def test_wait_never_finds_what_another_office_follows_up(client, follow_up):
    next_door = factories.make_policing_body("kent-pcc", "Kent")
    factories.make_follow_up(factories.make_finding(reference="SE-2024-SOC-R2"), policing_body=next_door)

    page = send(client, follow_up, "wait", on_whom="recommendation", reference="SE-2024-SOC-R2", reason="Data.")

    missing = "We do not follow up another recommendation with the reference SE-2024-SOC-R2"
    assert errors(page) == {"reference": [missing]}


def test_claim_and_its_withdrawal_are_for_any_lead_of_the_force(client, follow_up):
    client.force_login(factories.make_lead(name="Ravi Cole"))

    claimed = text_of(send(client, follow_up, "claim", text="All shifts are briefed."))
    follow_up.refresh_from_db()
    withdrawn = text_of(send(client, follow_up, "withdraw-claim", reason="One district has stopped."))

    assert "Complete (Ravi Cole)" in claimed
    assert "Force no longer says complete by Ravi Cole" in withdrawn


def test_a_verb_that_refuses_is_said_on_the_page(client, officer):
    cause = factories.make_follow_up(factories.make_finding(kind="cause-of-concern", reference="SE-2024-SOC-C1"))

    page = send(client, cause, "sign-off", **UNSEEN)

    said = "SE-2024-SOC-C1 cannot be closed before a recommendation under it is followed up."
    assert errors(page) == {"__all__": [said]}


# What the page of a follow-up shows.


def test_detail_offers_the_office_what_it_can_decide_now(client, follow_up, officer):
    open_words = text_of(client.get(address("detail", follow_up)))
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=NOW)
    done_words = text_of(client.get(address("detail", follow_up)))

    assert (
        "What you can decide Sign off as assured Hold for a re-check Record that HMICFRS closed it It waits on others "
        "End following up without signing it off" in open_words
    )
    assert "What you can decide Take back our assurance Record that HMICFRS closed it Open it again" in done_words


def test_detail_offers_no_end_of_a_whole_while_a_part_is_open_and_says_why(client, officer, lead):
    cause = factories.make_finding(kind="cause-of-concern", deadline="")
    part = factories.make_follow_up(factories.make_finding(cause.inspection, parent=cause), lead=lead)
    whole = factories.make_follow_up(cause, lead=lead)
    held_up = "What you can decide It can be signed off, held, closed or ended when nothing under it is open any more."

    assert f"{held_up} It waits on others Say that it was found before" in text_of(client.get(address("detail", whole)))
    assert "What you can decide Sign off as assured" in text_of(client.get(address("detail", part)))
    client.force_login(factories.make_viewer())
    assert "It can be signed off" not in text_of(client.get(address("detail", whole)))
    client.force_login(lead)
    told = text_of(client.get(address("detail", whole)))
    assert "What you can decide It can be called complete when nothing under it is open any more." in told
    assert "Say that it is complete" not in told


DECIDE = "What you can decide "
HELD_UP = "It can be signed off, held, closed or ended "


@pytest.mark.parametrize("kind", ["recommendation", "cause-of-concern"])
def test_detail_offers_no_end_of_a_whole_before_all_under_it_is_decided_on_and_leads_there(
    client, officer, lead, kind, django_assert_max_num_queries
):
    finding = factories.make_finding(kind=kind, deadline="", reference="SE-2024-SOC-9")
    whole = factories.make_follow_up(finding, lead=lead)
    if kind == "cause-of-concern":
        words = text_of(client.get(address("detail", whole)))
        assert f"{DECIDE}{HELD_UP}once a recommendation under it is followed up. It waits on others" in words
    parts = [
        factories.make_finding(finding.inspection, parent=finding, reference=f"SE-2024-SOC-{number}")
        for number in (10, 11)
    ]
    worth_copying = factories.make_finding(finding.inspection, parent=finding, kind="area-for-improvement")
    type(worth_copying.kind).objects.filter(pk=worth_copying.kind_id).update(is_followed_up=False)

    def told():
        with django_assert_max_num_queries(15):
            return client.get(address("detail", whole))

    start = reverse("responses:follow-up-start", args=[finding.inspection_id])
    left = "once it is decided whether to follow up SE-2024-SOC-10, SE-2024-SOC-11 . It waits on others"
    page = told()
    assert f"{DECIDE}{HELD_UP}{left}" in text_of(page)
    assert f'href="{start}"' in page.content.decode()
    part = factories.make_follow_up(parts[0], lead=lead)
    both = "when nothing under it is open any more, and once it is decided whether to follow up SE-2024-SOC-11 . It"
    assert f"{DECIDE}{HELD_UP}{both}" in text_of(told())
    client.force_login(lead)
    theirs = "any more, and once the office has decided whether to follow up SE-2024-SOC-11. "
    assert f"{DECIDE}It can be called complete when nothing under it is open {theirs}" in text_of(told())

    for each in (part, factories.make_follow_up(parts[1], lead=lead)):
        FollowUp.objects.filter(pk=each.pk).update(status=WorkStatus.DONE)
    assert f"{DECIDE}Say that it is complete" in text_of(told())


def test_detail_offers_no_claim_of_a_whole_to_a_lead_who_does_not_see_the_part_that_is_open(client):
    own = factories.make_lead(own_only=True)
    whole = factories.make_follow_up(factories.make_finding(kind="cause-of-concern", deadline=""), lead=own)
    factories.make_follow_up(factories.make_finding(whole.finding.inspection, parent=whole.finding))
    client.force_login(own)

    words = text_of(client.get(address("detail", whole)))

    assert f"{DECIDE}It can be called complete when nothing under it is open any more." in words
    assert "Say that it is complete" not in words


def test_detail_shows_the_days_between_the_verdicts(client, follow_up, officer, lead):
    closing.claim(follow_up, text="All shifts are briefed.", by=lead, at=NOW - timedelta(days=34))
    waiting_words = text_of(client.get(address("detail", follow_up)))
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=NOW)
    closed = {"closed_on": TODAY, "level": None, "reference": ""}
    closing.record_closure(follow_up, **closed, by=officer, at=NOW)
    words = text_of(client.get(address("detail", follow_up)))

    assert "34 days without a verdict" in waiting_words
    assert "10 February 2025 34 days after the force’s claim" in words
    assert "10 February 2025 the same day as our sign-off" in words


def test_detail_counts_from_the_claim_where_hmicfrs_closed_without_our_sign_off(client, follow_up, officer, lead):
    closing.claim(follow_up, text="All shifts are briefed.", by=lead, at=NOW)
    closed = {"closed_on": TODAY - timedelta(days=1), "level": None, "reference": ""}
    closing.record_closure(follow_up, **closed, by=officer, at=NOW)

    assert "9 February 2025 1 day before the force’s claim" in text_of(client.get(address("detail", follow_up)))


def test_a_closure_level_is_what_an_administrator_has_entered(client, follow_up, officer):
    client.force_login(factories.make_administrator())
    level = {"name": "Level 4", "note": "Verified by a re-inspection.", "position": 4}
    assert client.post(reverse("admin:responses_closurelevel_add"), level).status_code == 302
    client.force_login(officer)

    offered = client.get(address("record-closure", follow_up)).context["form"].fields["level"]

    assert (list(offered.queryset.values("name", "note", "position")), offered.required) == ([level], False)


def test_detail_shows_the_offices_reasons_to_the_office_alone(client, follow_up, officer, lead):
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=NOW)
    office = text_of(client.get(address("detail", follow_up)))
    client.force_login(lead)
    force = text_of(client.get(address("detail", follow_up)))

    for private in UNSEEN.values():
        assert private in office
        assert private not in force
    assert "Assured (Priya Shah)" in force


def test_detail_says_what_it_waits_for_to_both_sides(client, follow_up, officer, lead):
    awaited = Awaited(WaitingOn.COLLEGE, until=date(2025, 6, 1))
    waiting.wait(follow_up, awaited=awaited, reason="Guidance is awaited.", by=officer, at=NOW)

    for person in (officer, lead):
        client.force_login(person)
        words = text_of(client.get(address("detail", follow_up)))
        said = "Waiting on others since 10 February 2025: College of Policing , expected by 1 June 2025"
        assert said in words.replace("Policing,", "Policing ,")
        assert "Guidance is awaited." in words


def test_detail_keeps_from_a_force_how_far_another_force_is(client, follow_up, officer, lead):
    kent = factories.make_follow_up(
        factories.make_finding(reference="SE-2024-SOC-R2", title="Share the data"),
        force=factories.make_force("kent", "Kent Police"),
    )
    awaited = Awaited(WaitingOn.RECOMMENDATION, follow_up=kent)
    waiting.wait(follow_up, awaited=awaited, reason="One after the other.", by=officer, at=NOW)

    office = client.get(address("detail", follow_up)).content.decode()
    client.force_login(lead)
    force = client.get(address("detail", follow_up)).content.decode()

    assert (kent.get_absolute_url() in office, "Kent Police" in office) == (True, True)
    assert (kent.get_absolute_url() in force, "Kent" in force) == (False, False)
    assert "SE-2024-SOC-R2: Share the data" in force


def test_detail_says_that_a_re_check_is_due(client, follow_up, officer, time_machine):
    outcome.hold(follow_up, until=date(2025, 2, 20), reason="A short while.", by=officer, at=NOW)
    before = text_of(client.get(address("detail", follow_up)))
    listed = text_of(client.get(reverse("responses:follow-up-list")))
    assert "Held for a re-check until 20 Feb 2025" in listed
    assert "The re-check is due" not in listed
    time_machine.move_to(NOW + timedelta(days=10), tick=False)
    client.force_login(officer)
    after = text_of(client.get(address("detail", follow_up)))

    assert "The re-check is due." not in before
    assert "to see whether it lasts. The re-check is due." in after
    for noun in ("follow-up", "work"):
        assert "until 20 Feb 2025 The re-check is due" in text_of(client.get(reverse(f"responses:{noun}-list")))
    assert FollowUp.objects.get().status == WorkStatus.HELD


def test_what_waits_and_what_was_opened_again_can_be_reported(client, follow_up, officer):
    other = factories.make_follow_up(factories.make_finding(reference="SE-2024-SOC-R2"))
    waiting.wait(follow_up, awaited=Awaited(WaitingOn.COLLEGE), reason="Guidance.", by=officer, at=NOW)
    outcome.end(other, how=WorkStatus.WITHDRAWN, reason="It is for others.", by=officer, at=NOW)
    outcome.reopen(other, reason="It is for the force.", by=officer, at=NOW)

    pages = [client.get(reverse("responses:report-detail", args=[key])) for key in ("waiting", "reopened", "repeats")]

    listed = [[each for each in (follow_up, other) if each.reference in text_of(page)] for page in pages]
    assert listed == [[follow_up], [other], []]
