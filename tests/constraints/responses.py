from datetime import date

from django.db.models import F

from responses.models import (
    Answer,
    AssuranceUpdate,
    Event,
    EvidenceFile,
    EvidenceRound,
    FollowUp,
    Invitation,
    Notice,
    NoticeAttempt,
    Publication,
    Recipient,
    Response,
    ResponseRule,
    Sending,
    UnsavedText,
    Version,
    Withdrawal,
)
from tests.factories import (
    AT,
    make_finding,
    make_follow_up,
    make_force,
    make_lead,
    make_officer,
    make_reminder,
    make_request,
    make_response,
    make_round,
    make_rule,
    make_update,
)

A_DAY = date(2025, 3, 1)
EARLIER = date(2024, 9, 1)  # than the hour at which anything is recorded here
LATER = date(2025, 6, 1)
HASH = "a" * 64


def _follow_up(**facts):
    make_follow_up()
    FollowUp.objects.update(**facts)


def _waiting(**facts):
    _follow_up(waiting_since=A_DAY, waiting_reason="Guidance is awaited.", **facts)


def _followed_up_twice():
    first = make_follow_up()
    FollowUp.objects.create(finding=first.finding, force=first.force, policing_body=first.policing_body, touched_at=AT)


def _superseded_by_itself():
    follow_up = make_follow_up()
    FollowUp.objects.update(status="superseded", superseded_by=follow_up.finding)


def _round(**facts):
    make_round()
    EvidenceRound.objects.update(**facts)


def _round_numbered_twice():
    request = make_request()
    make_round(request, submitted_at=AT)
    make_round(request, number=1)


def _two_drafts():
    request = make_request()
    make_round(request, number=1)
    make_round(request, number=2)


def _submitted_answer(then):
    make_round(submitted_at=AT)
    then(EvidenceRound.objects.all())


def _file(**facts):
    answer = facts.pop("round", None) or make_round()
    facts = {"sha256": HASH, "size": 10} | facts
    return EvidenceFile.objects.create(
        round=answer, name="Minutes.pdf", uploaded_by=answer.started_by, uploaded_at=AT, **facts
    )


def _same_file_twice():
    answer = make_round()
    _file(round=answer)
    _file(round=answer)


def _sent_file():
    return _file(round=make_round(submitted_at=AT))


def _disposed_file(**facts):
    return _file(disposed_at=AT, disposed_by=make_officer(), disposal_reason="Schedule 4.2", **facts)


def _response(**facts):
    make_response()
    Response.objects.update(**facts)


def _two_responses():
    first = make_response()
    make_response(first.inspection, policing_body=first.policing_body)


def _answered_twice():
    answer = {"response": make_response(), "finding": make_finding()}
    Answer.objects.create(**answer)
    Answer.objects.create(**answer)


def _publication(response=None, **facts):
    return Publication.objects.create(
        response=response or make_response(),
        document={},
        title="Response",
        published_at=AT,
        published_by=make_officer(),
        **({"number": 1, "published_on": A_DAY} | facts),
    )


def _published_twice_with_a_number():
    response = make_response()
    _publication(response)
    _publication(response)


def _rule(**facts):
    return make_rule(**({"in_force_from": A_DAY} | facts))


def _recipient(**facts):
    return Recipient.objects.create(**({"copy_for": "inspectorate", "name": "Response desk"} | facts))


def _sending(publication=None, **facts):
    facts = {"copy_for": "inspectorate", "way": "post", "proof": "Receipt 1", "sent_on": A_DAY, "at": AT} | facts
    return Sending.objects.create(publication=publication or _publication(), by=make_officer(), **facts)


def _sent_twice_with_a_number():
    publication = _publication()
    _sending(publication)
    _sending(publication)


def _version(response=None):
    facts = {"response": response or make_response(), "submitted_at": AT, "submitted_by": make_officer()}
    return Version.objects.create(number=1, document={}, **facts)


def _frozen_twice_with_a_number():
    response = make_response()
    _version(response)
    _version(response)


def _withdrawal(reason="It named a victim."):
    facts = {"withdrawn_on": A_DAY, "by": make_officer(), "at": AT}
    return Withdrawal.objects.create(publication=_publication(), reason=reason, **facts)


def _invitation(response=None, **facts):
    response = response or make_response()
    facts = {"due_on": A_DAY, "invited_at": AT, "invited_by": make_officer()} | facts
    return Invitation.objects.create(response=response, force=make_force(), **facts)


def _two_open_invitations():
    response = make_response()
    _invitation(response)
    _invitation(response)


def _sent_comments(**facts):
    by = make_lead()
    return _invitation(**({"text": "Agreed.", "name": "Jo Example", "sent_at": AT, "sent_by": by} | facts))


def _two_unsaved_texts():
    whose = {"response": make_response(), "person": make_officer()}
    for _ in range(2):
        UnsavedText.objects.create(sent={}, saved_at=AT, **whose)


def _event(**facts):
    follow_up = make_follow_up()
    return Event.objects.create(policing_body=follow_up.policing_body, kind="assured", at=AT, **facts)


def _notice(**facts):
    follow_up = make_follow_up()
    when = {"owed_at": AT, "next_attempt_at": AT, "expires_at": AT}
    facts = {"key": "k", "message_id": "<k@portal>", "follow_up": follow_up} | when | facts
    return Notice.objects.create(kind="follow-up-due", address="lead@example.org", **facts)


def _two_tries_with_a_number():
    notice = _notice()
    for _ in range(2):
        NoticeAttempt.objects.create(notice=notice, number=1, at=AT)


BREAKERS = {
    "followup_once_for_finding_force_and_office": _followed_up_twice,
    "followup_held_until_a_day": lambda: _follow_up(status="held"),
    "followup_superseded_by_a_finding": lambda: _follow_up(status="superseded"),
    "followup_not_superseded_by_itself": _superseded_by_itself,
    "followup_not_applicable_as_status_and_decision": lambda: _follow_up(status="not-applicable"),
    "followup_says_why_it_does_not_apply": lambda: _follow_up(applicability="already-met"),
    "followup_is_watched_where_it_is_for_others": lambda: _follow_up(applicability="watched"),
    "followup_due_day_has_a_source": lambda: _follow_up(due_source="none"),
    "followup_claimed_on_and_by_together": lambda: _follow_up(claimed_on=A_DAY),
    "followup_assured_on_by_and_why_together": lambda: _follow_up(assured_on=A_DAY, assured_by=make_officer()),
    "followup_assured_without_evidence_only_where_assured": lambda: _follow_up(assured_without="A visit was enough."),
    "followup_waiting_since_on_and_why_together": lambda: _follow_up(waiting_since=A_DAY, waiting_on="college"),
    "followup_waits_for_a_recommendation_where_it_says_so": lambda: _waiting(waiting_on="recommendation"),
    "followup_names_the_body_it_waits_for": lambda: _waiting(waiting_on="force"),
    "followup_waits_for_another": lambda: _waiting(waiting_on="recommendation", waiting_for=F("pk")),
    "followup_waits_only_while_it_is_worked_on": lambda: _waiting(waiting_on="college", status="done"),
    "followup_closed_on_and_by_together": lambda: _follow_up(closed_on=A_DAY),
    "followup_assurance_level_and_day_together": lambda: _follow_up(assurance_level="assured"),
    "assuranceupdate_says_why": lambda: make_update(text=""),
    "assuranceupdate: append_only": lambda: (make_update(), AssuranceUpdate.objects.update(level="assured")),
    "evidencerequest_asks_something": lambda: make_request(question=""),
    "evidenceround_numbered_in_its_request": _round_numbered_twice,
    "evidenceround_one_draft_at_a_time": _two_drafts,
    "evidenceround_submitted_at_and_by_together": lambda: _round(submitted_at=AT),
    "evidenceround_decided_at_by_and_how_together": lambda: _submitted_answer(
        lambda rounds: rounds.update(decision="accepted")
    ),
    "evidenceround_decided_after_it_was_submitted": lambda: _round(
        decision="accepted", decided_at=AT, decided_by=make_officer()
    ),
    "evidenceround_returned_with_a_reason": lambda: _submitted_answer(
        lambda rounds: rounds.update(decision="returned", decided_at=AT, decided_by=make_officer())
    ),
    "evidenceround_submitted_with_an_answer": lambda: make_round(text="", submitted_at=AT),
    "evidenceround: answer_frozen_once_submitted": lambda: _submitted_answer(lambda rounds: rounds.update(text="New")),
    "evidenceround: kept_once_submitted": lambda: _submitted_answer(lambda rounds: rounds.delete()),
    "evidencefile_hashed": lambda: _file(sha256="A"),
    "evidencefile_not_above_official_sensitive": lambda: _file(classification="secret"),
    "evidencefile_not_empty": lambda: _file(size=0),
    "evidencefile_once_in_a_round": _same_file_twice,
    "evidencefile_verdict_has_a_time": lambda: _file(scan="clean"),
    "evidencefile_covers_a_period_in_order": lambda: _file(covers_from=LATER, covers_to=A_DAY),
    "evidencefile_withdrawn_at_by_and_why_together": lambda: _file(withdrawn_at=AT),
    "evidencefile_does_not_replace_itself": lambda: (_file(), EvidenceFile.objects.update(replaces=F("id"))),
    "evidencefile_damaged_at_and_how_together": lambda: _file(damaged_at=AT),
    "evidencefile_hold_at_by_and_why_together": lambda: _file(hold_at=AT),
    "evidencefile_disposed_at_by_and_why_together": lambda: _file(disposed_at=AT),
    "evidencefile_on_hold_is_not_disposed_of": lambda: _disposed_file(
        hold_at=AT, hold_by=make_officer(), hold_reason="A claim."
    ),
    "evidencefile: final_once_disposed_of": lambda: (_disposed_file(), EvidenceFile.objects.update(scan_note="Late")),
    "evidencefile: frozen_once_sent": lambda: (_sent_file(), EvidenceFile.objects.update(name="Other.pdf")),
    "evidencefile: kept_once_sent": lambda: (_sent_file(), EvidenceFile.objects.all().delete()),
    "response_one_for_inspection_and_body": _two_responses,
    "response_says_why_section_55_does_not_apply": lambda: _response(section_55="voluntary"),
    "response_not_approved_where_none_is_made": lambda: _response(
        section_55="does-not-apply", section_55_reason="Not the subject.", status="in-review"
    ),
    "response_approved_at_and_by_together": lambda: _response(approved_at=AT),
    "response_published_only_if_approved_and_dated": lambda: _response(status="published"),
    "response_comments_due_after_the_invitation": lambda: _response(comments_due_on=A_DAY),
    "response: address_is_permanent": lambda: _response(slug="another"),
    "answer_one_for_finding_and_response": _answered_twice,
    "invitation_one_open_for_response_and_force": _two_open_invitations,
    "invitation_sent_at_and_by_together": lambda: _sent_comments(sent_by=None),
    "invitation_sent_says_something_and_who_signs": lambda: _sent_comments(name=""),
    "invitation_not_sent_and_withdrawn": lambda: _sent_comments(withdrawn_at=AT),
    "invitation: frozen_once_sent": lambda: (_sent_comments(), Invitation.objects.update(text="Another")),
    "unsavedtext_one_for_response_and_person": _two_unsaved_texts,
    "publication_numbered_in_its_response": _published_twice_with_a_number,
    "publication_correction_says_what_changed": lambda: _publication(number=2),
    "publication_earlier_day_has_proof": lambda: _publication(published_on=EARLIER),
    "publication_approved_at_and_by_together": lambda: _publication(approved_at=AT),
    "publication: append_only": lambda: (_publication(), Publication.objects.update(document={"title": "New"})),
    "responserule_gives_a_day_at_least": lambda: ResponseRule.objects.create(in_force_from=date.max, period_days=0),
    "responserule: frozen_once_in_force": lambda: (_rule(), ResponseRule.objects.update(period_days=30)),
    "responserule: moves_no_running_clock": lambda: ResponseRule.objects.create(in_force_from=A_DAY, period_days=28),
    "responserule: kept": lambda: _rule().delete(),
    "recipient_one_at_a_time": lambda: (_recipient(starts_on=A_DAY), _recipient(starts_on=LATER)),
    "recipient_starts_before_it_ends": lambda: _recipient(starts_on=LATER, ends_on=A_DAY),
    "sending_numbered_in_its_copy": _sent_twice_with_a_number,
    "sending_correction_says_why": lambda: _sending(number=2),
    "sending_has_a_day_or_a_letter": lambda: _sending(sent_on=None),
    "sending_by_letter_has_the_letter": lambda: _sending(way="letter"),
    "sending_has_proof": lambda: _sending(proof=""),
    "sending: append_only": lambda: (_sending(), Sending.objects.update(proof="Another")),
    "version_numbered_in_its_response": _frozen_twice_with_a_number,
    "version: append_only": lambda: (_version(), Version.objects.update(document={})),
    "withdrawal_says_why": lambda: _withdrawal(reason=""),
    "withdrawal: append_only": lambda: (_withdrawal(), Withdrawal.objects.all().delete()),
    "event_is_about_something": _event,
    "reminder_says_what": lambda: make_reminder(text=""),
    "reminder_snoozed_with_a_reason": lambda: make_reminder(snoozes=1),
    "reminder_not_snoozed_for_ever": lambda: make_reminder(snoozes=4, snooze_reason="No time."),
    "event: append_only": lambda: (make_follow_up(), Event.objects.update(reason="Another")),
    "notice_about_one_thing": lambda: _notice(request=make_request()),
    "notice_sent_has_a_time": lambda: _notice(status="sent"),
    "notice_sending_has_a_lease": lambda: _notice(status="sending"),
    "notice_not_sent_says_why": lambda: _notice(status="failed"),
    "noticeattempt_numbered_in_its_notice": _two_tries_with_a_number,
}
