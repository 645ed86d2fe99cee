"""Breaks what the database promises about deadlines that move, and about colours that a person sets."""

from datetime import date

from responses.models import DateChange, DateChangeFile, DeadlineRevision, FollowUp, RatingOverride
from tests.factories import AT, make_date_change, make_file, make_follow_up, make_officer, make_request, make_round

A_DAY = date(2025, 3, 1)
LATER = date(2025, 6, 1)


def _undated(**facts):
    make_follow_up()
    FollowUp.objects.update(due_on=None, due_wording="", due_precision="none", **facts)


def _dated_and_reviewed():
    make_follow_up()
    FollowUp.objects.update(date_review_on=LATER)


def _revision(**facts):
    facts = {"from_on": A_DAY, "to_on": LATER, "reason": "Recruitment took longer.", "agreed_on": A_DAY} | facts
    return DeadlineRevision.objects.create(
        follow_up=make_follow_up(), agreed_by="The Commissioner", by=make_officer(), at=AT, **facts
    )


def _change(**facts):
    make_date_change()
    DateChange.objects.update(**facts)


def _two_wait():
    make_date_change(make_date_change().follow_up)


def _decided(status, **facts):
    _change(status=status, decided_by=make_officer(), decided_at=AT, **facts)


def _shown_by():
    change = make_date_change()
    file = make_file(make_round(make_request(change.follow_up), submitted_at=AT))
    return DateChangeFile.objects.create(change=change, file=file)


def _shown_by_a_draft():
    change = make_date_change()
    DateChangeFile.objects.create(change=change, file=make_file(make_round(make_request(change.follow_up))))


def _shown_twice():
    first = _shown_by()
    DateChangeFile.objects.create(change=first.change, file=first.file)


def _rating(**facts):
    facts = {"colour": "amber", "until": LATER, "reason": "The plan is late."} | facts
    return RatingOverride.objects.create(follow_up=make_follow_up(), by=make_officer(), at=AT, **facts)


BREAKERS = {
    "followup_date_reviewed_where_there_is_none": _dated_and_reviewed,
    "followup_aligned_date_is_reviewed": lambda: _undated(due_source="aligned"),
    "deadlinerevision_has_a_reason": lambda: _revision(reason=""),
    "deadlinerevision_moves_the_day": lambda: _revision(to_on=A_DAY),
    "deadlinerevision_to_a_day_or_a_review": lambda: _revision(to_on=None),
    "deadlinerevision: append_only": lambda: (_revision(), DeadlineRevision.objects.update(to_on=A_DAY)),
    "datechange_one_waits": _two_wait,
    "datechange_says_why_and_what_protects": lambda: make_date_change(meanwhile=""),
    "datechange_decided_by_and_at_together": lambda: _change(status="withdrawn", decided_by=make_officer()),
    "datechange_refused_says_why": lambda: _decided("refused"),
    "datechange_moved_by_a_revision": lambda: _decided("granted"),
    "datechangefile_once": _shown_twice,
    "datechangefile: append_only": lambda: (_shown_by(), DateChangeFile.objects.all().delete()),
    "datechangefile: sent_about_the_same": _shown_by_a_draft,
    "ratingoverride_has_a_reason": lambda: _rating(reason=""),
    "ratingoverride_ends_some_day": lambda: _rating(until=None),
    "ratingoverride: append_only": lambda: (_rating(), RatingOverride.objects.update(colour="green")),
}
