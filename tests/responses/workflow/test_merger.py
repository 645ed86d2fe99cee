"""A force becomes part of another: who answers for what it was told (R44, R56)."""

from datetime import UTC, date, datetime

import pytest

from oversight.bodies.models import Force, Merger
from responses import rules
from responses.forms.evidence_people import HandOnForm
from responses.models import (
    AssuranceUpdate,
    DateChange,
    Event,
    EvidenceRequest,
    FollowUp,
    Invitation,
    Notice,
    NoticeKind,
    NoticeStatus,
)
from responses.notices import outbox, planner
from responses.workflow import closing, delegation, follow_up
from responses.workflow.evidence_batch import targets
from responses.workflow.follow_up import WrongPersonError
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2025, 1, 30)
AT = datetime(2025, 1, 30, 8, tzinfo=UTC)  # the morning of the 30-day letter for 1 March 2025


class Merged:
    """Gloucestershire is part of Severn; who led it has gone along, and its recommendation is under its own name."""

    def __init__(self, **facts):
        self.former = factories.make_force("gloucestershire", "Gloucestershire Constabulary")
        self.whole = factories.make_force("severn", "Severn Police")
        self.merger = factories.make_merger(self.former, self.whole, **facts)
        self.lead = factories.make_lead(force=self.whole)
        self.officer = factories.make_officer()
        self.follow_up = factories.make_follow_up(
            force=self.former, lead=self.lead, officer=self.officer, by=self.officer
        )


def test_a_lead_of_the_merged_force_has_all_that_the_former_force_was_told():
    merged = Merged()
    lead, asked = merged.lead, factories.make_request(merged.follow_up, lead=merged.lead)
    change = factories.make_date_change(merged.follow_up, asked_by=lead)
    factories.make_update(merged.follow_up, is_publishable=False)
    shown = factories.make_update(merged.follow_up, is_publishable=True)
    invited = factories.make_invitation(force=merged.former)

    assert list(FollowUp.objects.visible_to(lead)) == [merged.follow_up]
    assert list(EvidenceRequest.objects.visible_to(lead)) == [asked]
    assert list(DateChange.objects.visible_to(lead)) == [change]
    assert list(AssuranceUpdate.objects.visible_to(lead)) == [shown]
    assert list(Invitation.objects.visible_to(lead)) == [invited]
    assert rules.can_answer(lead, asked)
    assert rules.can_comment(lead, invited)
    assert rules.can_ask_for_date(lead, merged.follow_up)
    closing.claim(merged.follow_up, text="All shifts are briefed.", by=lead, at=AT)
    assert merged.follow_up.claimed_by == lead


def test_leads_of_the_former_force_and_of_others_see_nothing_new():
    merged = Merged()
    theirs = factories.make_follow_up(force=merged.whole)
    left, other = factories.make_lead(force=merged.former), factories.make_lead()

    assert list(FollowUp.objects.visible_to(left)) == [merged.follow_up]
    assert not FollowUp.objects.visible_to(other).exists()
    assert not Event.objects.visible_to(other).exists()
    assert not rules.can_ask_for_date(left, theirs)


def test_a_merger_that_has_ended_shows_nothing_any_more():
    merged = Merged(ends_on=date(2024, 12, 31))

    assert not FollowUp.objects.visible_to(merged.lead).exists()
    assert list(FollowUp.objects.unallocated()) == [merged.follow_up]


def test_who_leads_at_the_merged_force_is_somebody_to_act():
    merged = Merged()
    FollowUp.objects.filter(pk=merged.follow_up.pk).update(lead=None)
    assert list(FollowUp.objects.unallocated()) == [merged.follow_up]

    follow_up.assign(merged.follow_up, lead=merged.lead, officer=merged.officer, by=merged.officer, at=AT)

    assert not FollowUp.objects.unallocated().exists()
    with pytest.raises(WrongPersonError):
        follow_up.check_lead(factories.make_lead(), merged.follow_up)


def test_a_question_to_several_forces_finds_the_lead_at_the_merged_one():
    merged = Merged()

    assert [(each.force, each.lead) for each in targets([merged.follow_up])] == [(merged.former, merged.lead)]


def test_a_request_is_handed_on_at_the_merged_force_and_taken_back():
    merged = Merged()
    colleague = factories.make_lead(force=merged.whole)
    asked = factories.make_request(merged.follow_up, lead=merged.lead)
    delegation.delegate(asked, to=colleague, seen=None, by=merged.lead, at=AT)

    form = HandOnForm({"to": merged.lead.pk, "seen": colleague.pk}, asked=asked)

    assert form.is_valid(), form.errors
    delegation.delegate(asked, **form.cleaned_data, by=colleague, at=AT)
    assert asked.answerer == merged.lead


def test_the_letters_go_to_the_lead_at_the_merged_force():
    merged = Merged()
    asked = factories.make_request(merged.follow_up, lead=merged.lead, due_on=date(2025, 2, 3))
    Notice.objects.owe(NoticeKind.EVIDENCE_ASKED, to=merged.lead, request=asked, at=AT)

    planner.plan(on=DAY, at=AT)

    assert set(Notice.objects.filter(follow_up=merged.follow_up).values_list("recipient", flat=True)) == {
        merged.lead.pk,
        merged.officer.pk,
    }
    assert merged.lead.pk in Notice.objects.filter(request=asked, rung__isnull=False).values_list(
        "recipient", flat=True
    )
    for letter in Notice.objects.filter(recipient=merged.lead):
        assert outbox._why_not(letter, AT) == ""


def test_a_former_force_is_found_by_the_name_of_the_merged_one_and_counted_once():
    merged = Merged()
    theirs = factories.make_follow_up(force=merged.whole)

    assert set(FollowUp.objects.search("Severn")) == {merged.follow_up, theirs}
    assert list(FollowUp.objects.search("Gloucestershire")) == [merged.follow_up]
    assert FollowUp.objects.of_forces([str(merged.whole.pk)]).count() == 2
    assert list(FollowUp.objects.of_forces([str(merged.former.pk)])) == [merged.follow_up]
    assert list(Force.objects.with_whole().filter(pk=merged.former.pk).values_list("whole", flat=True)) == [
        "Severn Police"
    ]


def test_pages_say_what_a_force_is_part_of_now(client):
    merged = Merged()
    client.force_login(merged.lead)
    asked = factories.make_request(merged.follow_up, lead=merged.lead)

    for page in (merged.follow_up.get_absolute_url(), "/recommendations/", asked.get_absolute_url()):
        assert "now part of Severn Police" in client.get(page).text.replace("\n", " ")


def test_public_pages_of_both_forces_lead_to_each_other(client):
    Merged()

    former = client.get("/register/forces/gloucestershire/").text
    assert (
        'Part of</dt><dd class="govuk-summary-list__value"><a class="govuk-link" href="/register/forces/severn/">'
        in former
    )
    whole = client.get("/register/forces/severn/").text
    assert '<a class="govuk-link" href="/register/forces/gloucestershire/">Gloucestershire</a>, part of it' in whole


def _added(client, former, whole, starts_on="2024-04-01"):
    facts = {"predecessor": former.pk, "successor": whole.pk, "starts_on": starts_on, "ends_on": ""}
    return client.post("/admin/bodies/merger/add/", facts)


def test_an_administrator_records_what_the_own_force_has_become_part_of(client):
    former, whole = factories.make_force("gloucestershire", "Gloucestershire Constabulary"), factories.make_force()
    client.force_login(factories.make_administrator())

    assert _added(client, former, whole).status_code == 302
    assert Merger.objects.get().successor == whole


@pytest.mark.parametrize(
    ("which", "starts_on", "words"),
    [
        ("elsewhere", "2024-04-01", "Select a valid choice"),
        ("own", "2999-01-01", "The day must be today or in the past"),
        ("part", "2024-04-01", "Gloucestershire is part of Kent: end that first"),
        ("whole", "2024-04-01", "Kent is itself part of another force"),
    ],
)
def test_a_merger_that_is_not_the_offices_or_not_one_step_is_refused(client, which, starts_on, words):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    elsewhere = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    own, kent = factories.make_force(), factories.make_force("kent", "Kent")
    glos = factories.make_force("gloucestershire", "Gloucestershire Constabulary")
    if which == "part":
        factories.make_merger(glos, kent)
    if which == "whole":
        factories.make_merger(kent, elsewhere)
    former = {"elsewhere": elsewhere, "own": own, "part": kent, "whole": own}[which]
    client.force_login(factories.make_administrator())

    page = _added(client, former, kent if which == "whole" else glos, starts_on)

    assert words in page.text
    assert not Merger.objects.filter(predecessor=former, starts_on=starts_on).exclude(successor=elsewhere).exists()


def test_a_letter_that_was_not_wanted_is_not_sent_to_a_lead_elsewhere():
    merged = Merged()
    asked = factories.make_request(merged.follow_up, lead=merged.lead)
    Notice.objects.owe(NoticeKind.EVIDENCE_ASKED, to=factories.make_lead(), request=asked, at=AT)

    letter = outbox.claim(AT)

    assert letter is None
    assert Notice.objects.get().status == NoticeStatus.SUPPRESSED
