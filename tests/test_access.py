"""Every address, for every kind of person, at home and next door. An address without a row here fails the suite."""

import itertools

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from responses.models import Applicability, RequestStatus, ResponseStatus, WaitingOn
from responses.workflow import closing, correction, outcome, waiting, writing
from responses.workflow import response as response_workflow
from responses.workflow.waiting import Awaited
from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = ["stranger", "officer", "approver", "viewer", "administrator", "lead", "officer_next_door", "lead_next_door"]

# What a GET and an empty POST answer, in the order of PEOPLE. The thing belongs to the Hampshire office and force.
# A stranger's 302 is the way to sign-in. 404: not yours. 403: seen, but not allowed. 405: no such thing to do here.
# A POST's 200 shows the form again with its errors.
EVERYBODY = "200 200 200 200 200 200 200 200"
READ_ONLY = "405 405 405 405 405 405 405 405"
SIGNED_IN = "302 200 200 200 200 200 200 200"
SIGNED_IN_READ_ONLY = "302 405 405 405 405 405 405 405"
OFFICES = "302 200 200 200 200 404 200 404"
OFFICES_WRITERS = "302 200 200 403 200 404 200 404"
OWN_OFFICE = "302 200 200 200 200 404 404 404"
OWN_WRITERS = "302 200 200 403 200 404 404 404"
OWN_APPROVERS = "302 403 200 403 403 404 404 404"
OWN_APPROVERS_LEAD_SEES = "302 403 200 403 403 403 404 404"
OWN_MANAGERS = "302 403 200 403 200 404 404 404"
OWN_WRITERS_LEAD_SEES = "302 200 200 403 200 403 404 404"
OWN_OFFICE_AND_FORCE = "302 200 200 200 200 200 404 404"
NOBODYS = "302 403 403 403 403 403 404 404"
OWN_WRITERS_AND_FORCE = "302 200 200 403 200 200 404 404"
NOBODY_ELSES = "302 404 404 404 404 404 404 404"
APPROVERS = "302 403 200 403 403 403 403 403"
WRITERS = "302 200 200 403 200 403 200 403"
ADMINISTRATORS = "302 403 403 403 200 403 403 403"
OWN_FORCE = "302 403 403 403 403 200 404 404"

ROWS = {
    "home": ("302 302 302 302 302 302 302 302", READ_ONLY),
    "accessibility": (EVERYBODY, READ_ONLY),
    "privacy": (EVERYBODY, READ_ONLY),
    "cookies": (EVERYBODY, READ_ONLY),
    "help": (EVERYBODY, READ_ONLY),
    "live": (EVERYBODY, READ_ONLY),
    "ready": (EVERYBODY, READ_ONLY),
    "account_login": ("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "account_logout": ("302 200 200 200 200 200 200 200", "302 302 302 302 302 302 302 302"),
    "account_inactive": (EVERYBODY, READ_ONLY),
    "account_signup": ("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_set_password": (EVERYBODY, EVERYBODY),
    "account_reset_password": (EVERYBODY, EVERYBODY),
    "account_reset_password_done": (EVERYBODY, READ_ONLY),
    "account_reset_password_from_key": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": (EVERYBODY, READ_ONLY),
    "inspections:inspection-list": (OFFICES, SIGNED_IN_READ_ONLY),
    "inspections:inspection-new": (OFFICES_WRITERS, OFFICES_WRITERS),
    "inspections:inspection-detail": (OFFICES, SIGNED_IN_READ_ONLY),
    "inspections:inspection-history": (OFFICES, SIGNED_IN_READ_ONLY),
    "inspections:finding-history": (OFFICES, SIGNED_IN_READ_ONLY),
    "inspections:inspection-edit": (OFFICES_WRITERS, OFFICES_WRITERS),
    "inspections:finding-new": (OFFICES_WRITERS, OFFICES_WRITERS),
    "inspections:finding-edit": (OFFICES_WRITERS, OFFICES_WRITERS),
    "inspections:finding-link": (OFFICES_WRITERS, OFFICES_WRITERS),
    "responses:work-list": (SIGNED_IN, SIGNED_IN_READ_ONLY),
    "responses:follow-up-list": (SIGNED_IN, SIGNED_IN_READ_ONLY),
    "responses:follow-up-csv": (SIGNED_IN, SIGNED_IN_READ_ONLY),
    "responses:follow-up-xlsx": (SIGNED_IN, SIGNED_IN_READ_ONLY),
    "responses:evidence-csv": (SIGNED_IN, SIGNED_IN),
    "responses:evidence-xlsx": (SIGNED_IN, SIGNED_IN),
    "responses:bulk-assign": (WRITERS, WRITERS),
    "responses:bulk-confirm": (SIGNED_IN_READ_ONLY, WRITERS),
    "responses:bulk-tag": ("302 200 200 403 200 403 200 403", "302 200 200 403 200 403 200 403"),
    "responses:bulk-tag-confirm": (SIGNED_IN_READ_ONLY, "302 302 302 403 302 403 302 403"),
    "responses:follow-up-tag": (OWN_WRITERS_LEAD_SEES, "302 302 302 403 302 403 404 404"),
    "responses:tag-list": (OFFICES, SIGNED_IN_READ_ONLY),
    "responses:tag-rename": (OWN_MANAGERS, OWN_MANAGERS),
    "responses:tag-remove": (OWN_MANAGERS, "302 403 302 403 302 404 404 404"),
    "responses:force-list": (OFFICES, SIGNED_IN_READ_ONLY),
    "responses:force-detail": (OWN_OFFICE_AND_FORCE, SIGNED_IN_READ_ONLY),
    "responses:engage-enter": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:engage-end": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:reminder-new": (OWN_OFFICE_AND_FORCE, OWN_OFFICE_AND_FORCE),
    "responses:reminder-snooze": (NOBODY_ELSES, NOBODY_ELSES),
    "responses:reminder-finish": (SIGNED_IN_READ_ONLY, NOBODY_ELSES),
    "responses:tracker-columns": (SIGNED_IN, SIGNED_IN_READ_ONLY),
    "responses:follow-up-detail": (OWN_OFFICE_AND_FORCE, SIGNED_IN_READ_ONLY),
    "responses:follow-up-assign": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:assurance-list": (OWN_OFFICE_AND_FORCE, SIGNED_IN_READ_ONLY),
    "responses:assurance-log": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:assurance-log-several": (OWN_WRITERS, OWN_WRITERS),
    "responses:assurance-correct": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-sign-off": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-take-back": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-claim": (OWN_FORCE, OWN_FORCE),
    "responses:follow-up-withdraw-claim": (OWN_FORCE, OWN_FORCE),
    "responses:follow-up-record-closure": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-correct-closure": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-remove-closure": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-hold": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-end": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-reopen": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-take-up": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-wait": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-stop-waiting": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:deadline-revise": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:rating-set": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:follow-up-record": ("302 200 200 200 200 403 404 404", SIGNED_IN_READ_ONLY),
    "responses:date-ask": (OWN_FORCE, OWN_FORCE),
    "responses:date-decide": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:date-withdraw": (OWN_FORCE, "302 403 403 403 403 302 404 404"),
    "responses:follow-up-start": (OFFICES_WRITERS, "302 302 302 403 302 404 302 404"),
    "responses:evidence-ask": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:batch-ask": ("302 200 200 403 200 403 200 403", "302 200 200 403 200 403 200 403"),
    "responses:batch-list": ("302 200 200 200 200 403 200 403", SIGNED_IN_READ_ONLY),
    "responses:batch-detail": (OWN_OFFICE, SIGNED_IN_READ_ONLY),
    "responses:evidence-list": (SIGNED_IN, SIGNED_IN_READ_ONLY),
    "responses:evidence-detail": (OWN_OFFICE_AND_FORCE, SIGNED_IN_READ_ONLY),
    "responses:evidence-edit": (NOBODYS, NOBODYS),
    "responses:evidence-discard": (SIGNED_IN_READ_ONLY, NOBODYS),
    "responses:evidence-start": (SIGNED_IN_READ_ONLY, "302 403 403 403 403 302 404 404"),
    "responses:evidence-reply": (OWN_FORCE, OWN_FORCE),
    "responses:evidence-check": (OWN_FORCE, "302 403 403 403 403 302 404 404"),
    "responses:evidence-sent": (OWN_FORCE, SIGNED_IN_READ_ONLY),
    "responses:evidence-decide": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:evidence-hand-on": (OWN_FORCE, OWN_FORCE),
    "responses:time-ask": (OWN_FORCE, OWN_FORCE),
    "responses:time-decide": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:evidence-withdraw": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:file-list": (SIGNED_IN, SIGNED_IN_READ_ONLY),
    "responses:file-csv": (SIGNED_IN, SIGNED_IN_READ_ONLY),
    "responses:file-xlsx": (SIGNED_IN, SIGNED_IN_READ_ONLY),
    "responses:file-download": (OWN_OFFICE_AND_FORCE, SIGNED_IN_READ_ONLY),
    "responses:file-detail": (OWN_OFFICE_AND_FORCE, SIGNED_IN_READ_ONLY),
    "responses:file-describe": (OWN_WRITERS_AND_FORCE, OWN_WRITERS_AND_FORCE),
    "responses:file-mark": (SIGNED_IN_READ_ONLY, "302 302 302 403 302 302 404 404"),
    "responses:file-withdraw": (OWN_WRITERS_AND_FORCE, OWN_WRITERS_AND_FORCE),
    "responses:file-take-out": (SIGNED_IN_READ_ONLY, "302 404 404 404 404 302 404 404"),
    "responses:files-dispose": (APPROVERS, APPROVERS),
    "responses:files-hold": (WRITERS, WRITERS),
    "responses:files-release": (APPROVERS, APPROVERS),
    "responses:files-confirm-dispose": (SIGNED_IN_READ_ONLY, "302 403 302 403 403 403 403 403"),
    "responses:files-confirm-hold": (SIGNED_IN_READ_ONLY, "302 302 302 403 302 403 302 403"),
    "responses:files-confirm-release": (SIGNED_IN_READ_ONLY, "302 403 302 403 403 403 403 403"),
    "responses:file-dispose": (OWN_APPROVERS_LEAD_SEES, OWN_APPROVERS_LEAD_SEES),
    "responses:file-hold": (OWN_WRITERS_LEAD_SEES, OWN_WRITERS_LEAD_SEES),
    "responses:file-release": (OWN_APPROVERS_LEAD_SEES, OWN_APPROVERS_LEAD_SEES),
    "responses:succession-list": (ADMINISTRATORS, SIGNED_IN_READ_ONLY),
    "responses:succession-new": (ADMINISTRATORS, ADMINISTRATORS),
    "responses:succession-decide": (ADMINISTRATORS, ADMINISTRATORS),
    "responses:succession-withdraw": (ADMINISTRATORS, ADMINISTRATORS),
    "responses:succession-undo": (ADMINISTRATORS, ADMINISTRATORS),
    "responses:report-list": (OFFICES, SIGNED_IN_READ_ONLY),
    "responses:report-detail": (OFFICES, SIGNED_IN_READ_ONLY),
    "responses:report-csv": (OFFICES, SIGNED_IN_READ_ONLY),
    "responses:report-xlsx": (OFFICES, SIGNED_IN_READ_ONLY),
    "responses:response-list": (OFFICES, SIGNED_IN_READ_ONLY),
    "responses:response-start": (OFFICES_WRITERS, OFFICES_WRITERS),
    "responses:response-detail": (OWN_OFFICE, SIGNED_IN_READ_ONLY),
    "responses:response-record": (OWN_OFFICE, SIGNED_IN_READ_ONLY),
    "responses:response-write": (OWN_WRITERS, "302 302 302 403 302 404 404 404"),
    "responses:response-unsaved": (SIGNED_IN_READ_ONLY, OWN_WRITERS),
    "responses:response-check": (OWN_OFFICE, SIGNED_IN_READ_ONLY),
    "responses:response-preview": (SIGNED_IN_READ_ONLY, OWN_WRITERS),
    "responses:response-invite": (OWN_WRITERS, OWN_WRITERS),
    "responses:comments-write": (OWN_FORCE, OWN_FORCE),
    "responses:comments-unsaved": (SIGNED_IN_READ_ONLY, OWN_FORCE),
    "responses:comments-add": (SIGNED_IN_READ_ONLY, "302 302 302 403 302 403 404 404"),
    "responses:response-pdf": (OWN_OFFICE, SIGNED_IN_READ_ONLY),
    "responses:response-docx": (OWN_OFFICE, SIGNED_IN_READ_ONLY),
    "responses:response-submit": (SIGNED_IN_READ_ONLY, "302 302 302 403 302 404 404 404"),
    "responses:response-approve": (SIGNED_IN_READ_ONLY, "302 403 302 403 403 404 404 404"),
    "responses:response-send-back": (OWN_APPROVERS, OWN_APPROVERS),
    "responses:response-publish": (OWN_WRITERS, OWN_WRITERS),
    "responses:response-correct": (OWN_WRITERS, OWN_WRITERS),
    "responses:response-discard": (OWN_WRITERS, OWN_WRITERS),
    "responses:response-withdraw": (OWN_APPROVERS, OWN_APPROVERS),
    "responses:response-versions": (OWN_OFFICE, SIGNED_IN_READ_ONLY),
    "responses:response-version": (OWN_OFFICE, SIGNED_IN_READ_ONLY),
    "responses:response-difference": (OWN_OFFICE, SIGNED_IN_READ_ONLY),
    "responses:copy-send": (OWN_WRITERS, OWN_WRITERS),
    "responses:public-list": (EVERYBODY, READ_ONLY),
    "responses:public-response": (EVERYBODY, READ_ONLY),
    "responses:public-pdf": (EVERYBODY, READ_ONLY),
    "responses:public-docx": (EVERYBODY, READ_ONLY),
    "responses:public-force": (EVERYBODY, READ_ONLY),
    "responses:public-csv": (EVERYBODY, READ_ONLY),
    "responses:public-json": (EVERYBODY, READ_ONLY),
    "responses:public-feed": (EVERYBODY, READ_ONLY),
    "responses:public-force-feed": (EVERYBODY, READ_ONLY),
    "responses:public-theme-feed": (EVERYBODY, READ_ONLY),
    "responses:public-data": (EVERYBODY, READ_ONLY),
    "responses:public-sitemap": (EVERYBODY, READ_ONLY),
    "responses:public-robots": (EVERYBODY, READ_ONLY),
    "responses:public-policing-body": (EVERYBODY, READ_ONLY),
    "responses:public-version": (EVERYBODY, READ_ONLY),
    "responses:public-version-pdf": (EVERYBODY, READ_ONLY),
    "responses:public-version-docx": (EVERYBODY, READ_ONLY),
    "responses:public-difference": (EVERYBODY, READ_ONLY),
}


class Story:
    """One of each thing, in the state in which its page has something to do."""

    def __init__(self):
        self.inspection = factories.make_inspection(forces=[factories.make_force()])
        self.finding = factories.make_finding(self.inspection)
        self.lead = factories.make_lead()
        self.follow_up = factories.make_follow_up(self.finding, lead=self.lead)

    def request(self, status=RequestStatus.OPENED, submitted_at=None):
        request = factories.make_request(self.follow_up, lead=self.lead, status=status)
        factories.make_round(request, submitted_at=submitted_at, force_rag="green")
        return request

    def claimed(self):
        closing.claim(self.follow_up, text="All shifts are briefed.", by=self.lead, at=factories.AT)
        return self.follow_up

    def signed_off(self):
        said = {"reason": "Seen in every district.", "without": "A visit showed it."}
        closing.sign_off(self.follow_up, **said, by=self.follow_up.officer, at=factories.AT)
        return self.follow_up

    def closed(self):
        facts = {"closed_on": factories.AT.date(), "level": None, "reference": ""}
        closing.record_closure(self.follow_up, **facts, by=self.follow_up.officer, at=factories.AT)
        return self.follow_up

    def watched(self):
        facts = {"how": Applicability.WATCHED, "reason": "It is for the College."}
        outcome.end(self.follow_up, **facts, by=self.follow_up.officer, at=factories.AT)
        return self.follow_up

    def waiting(self):
        awaited = Awaited(WaitingOn.COLLEGE)
        waiting.wait(self.follow_up, awaited=awaited, reason="Guidance.", by=self.follow_up.officer, at=factories.AT)
        return self.follow_up

    def answered(self):
        return self.request(RequestStatus.ANSWERED, submitted_at=factories.AT)

    def response(self, status=ResponseStatus.DRAFT):
        approved = {"approved_at": factories.AT, "approved_by": factories.make_approver()}
        dated = {"published_on": factories.AT.date()}
        facts = {ResponseStatus.APPROVED: approved, ResponseStatus.PUBLISHED: approved | dated}
        return factories.make_response(self.inspection, status=status, **facts.get(status, {}))


def published():
    said = {"our_comments": "We agree.", "signatory": "C. Example", "chief_officer_comments": "So do we."}
    approver = factories.make_approver()
    approved = {"status": ResponseStatus.APPROVED, "approved_at": factories.AT, "approved_by": approver}
    response = factories.make_response(chief_officer_name="J. Example", **said, **approved)
    factories.make_version(response)
    response_workflow.publish(response, published_on=factories.AT.date(), by=approver, at=factories.AT)
    return response


def corrected():
    response, by = published(), factories.make_approver()
    correction.correct(response, reason="A wrong name.", by=by, at=factories.AT)
    writing.save(response, facts={"signatory": "D. Example"}, answers={}, by=by, at=factories.AT)
    return response


def published_twice():
    response, by = corrected(), factories.make_approver()
    sent = response_workflow.submit(response, by=by, at=factories.AT)
    response_workflow.approve(response, number=sent.number, by=by, at=factories.AT)
    facts = {"published_on": factories.AT.date(), "note": "A wrong name."}
    response_workflow.publish(response, **facts, by=by, at=factories.AT)
    return response


# What an address is about; those not named are about nothing.
ABOUT = {
    "account_reset_password_from_key": lambda _: ["0", "expired"],
    "inspections:inspection-detail": lambda story: [story.inspection.pk],
    "inspections:inspection-history": lambda story: [story.inspection.pk],
    "inspections:finding-history": lambda story: [story.finding.pk],
    "inspections:inspection-edit": lambda story: [story.inspection.pk],
    "inspections:finding-new": lambda story: [story.inspection.pk],
    "inspections:finding-edit": lambda story: [story.finding.pk],
    "inspections:finding-link": lambda story: [story.finding.pk],
    "responses:follow-up-detail": lambda story: [story.follow_up.pk],
    "responses:follow-up-assign": lambda story: [story.follow_up.pk],
    "responses:force-detail": lambda story: [story.follow_up.force.code],
    "responses:engage-enter": lambda story: [story.follow_up.force.code],
    "responses:engage-end": lambda story: [story.follow_up.force.code, factories.make_engagement().pk],
    "responses:follow-up-tag": lambda story: [story.follow_up.pk],
    "responses:tag-rename": lambda story: [factories.make_tag(story.follow_up).pk],
    "responses:tag-remove": lambda story: [factories.make_tag(story.follow_up).pk],
    "responses:succession-decide": lambda story: [factories.make_offer(to=story.follow_up.policing_body).pk],
    "responses:succession-withdraw": lambda _story: [factories.make_handover().pk],
    "responses:succession-undo": lambda story: [factories.make_succession(by=story.follow_up.officer).pk],
    "responses:report-detail": lambda _story: ["stale"],
    "responses:report-csv": lambda _story: ["stale"],
    "responses:report-xlsx": lambda _story: ["stale"],
    "responses:assurance-list": lambda story: [story.follow_up.pk],
    "responses:assurance-log": lambda story: [story.follow_up.pk],
    "responses:assurance-log-several": lambda story: [story.follow_up.force.code],
    "responses:assurance-correct": lambda story: [factories.make_update(story.follow_up, is_publishable=True).pk],
    "responses:follow-up-sign-off": lambda story: [story.follow_up.pk],
    "responses:follow-up-take-back": lambda story: [story.signed_off().pk],
    "responses:follow-up-claim": lambda story: [story.follow_up.pk],
    "responses:follow-up-withdraw-claim": lambda story: [story.claimed().pk],
    "responses:follow-up-record-closure": lambda story: [story.follow_up.pk],
    "responses:follow-up-correct-closure": lambda story: [story.closed().pk],
    "responses:follow-up-remove-closure": lambda story: [story.closed().pk],
    "responses:follow-up-hold": lambda story: [story.follow_up.pk],
    "responses:follow-up-end": lambda story: [story.follow_up.pk],
    "responses:follow-up-reopen": lambda story: [story.signed_off().pk],
    "responses:follow-up-take-up": lambda story: [story.watched().pk],
    "responses:follow-up-wait": lambda story: [story.follow_up.pk],
    "responses:follow-up-stop-waiting": lambda story: [story.waiting().pk],
    "responses:deadline-revise": lambda story: [story.follow_up.pk],
    "responses:rating-set": lambda story: [story.follow_up.pk],
    "responses:follow-up-record": lambda story: [story.follow_up.pk],
    "responses:date-ask": lambda story: [story.follow_up.pk],
    "responses:date-decide": lambda story: [factories.make_date_change(story.follow_up).pk],
    "responses:date-withdraw": lambda story: [factories.make_date_change(story.follow_up).pk],
    "responses:reminder-new": lambda story: [story.follow_up.pk],
    "responses:reminder-snooze": lambda story: [factories.make_reminder(story.follow_up, person=story.lead).pk],
    "responses:reminder-finish": lambda story: [factories.make_reminder(story.follow_up, person=story.lead).pk],
    "responses:follow-up-start": lambda story: [story.inspection.pk],
    "responses:evidence-ask": lambda story: [story.follow_up.pk],
    "responses:batch-detail": lambda story: [factories.make_batch(story.request()).pk],
    "responses:evidence-detail": lambda story: [story.answered().pk],
    "responses:evidence-edit": lambda story: [story.request().pk],
    "responses:evidence-discard": lambda story: [story.request().pk],
    "responses:evidence-start": lambda story: [story.request().pk],
    "responses:evidence-reply": lambda story: [story.request().pk],
    "responses:evidence-check": lambda story: [story.request().pk],
    "responses:evidence-sent": lambda story: [story.answered().pk],
    "responses:evidence-decide": lambda story: [story.answered().pk],
    "responses:evidence-hand-on": lambda story: [story.request().pk],
    "responses:time-ask": lambda story: [story.request().pk],
    "responses:time-decide": lambda story: [factories.make_more_time(story.request()).request_id],
    "responses:evidence-withdraw": lambda story: [story.request().pk],
    "responses:file-download": lambda story: [factories.make_file(story.answered().rounds.get()).pk],
    "responses:file-detail": lambda story: [factories.make_file(story.answered().rounds.get()).pk],
    "responses:file-describe": lambda story: [factories.make_file(story.answered().rounds.get()).pk],
    "responses:file-mark": lambda story: [factories.make_file(story.answered().rounds.get()).pk],
    "responses:file-withdraw": lambda story: [factories.make_file(story.answered().rounds.get()).pk],
    "responses:file-take-out": lambda story: [
        factories.make_file(story.request(RequestStatus.WITHDRAWN).rounds.get()).pk
    ],
    "responses:file-dispose": lambda story: [factories.make_file(story.answered().rounds.get()).pk],
    "responses:file-hold": lambda story: [factories.make_file(story.answered().rounds.get()).pk],
    "responses:file-release": lambda story: [factories.make_file(story.answered().rounds.get()).pk],
    "responses:response-start": lambda story: [story.inspection.pk],
    "responses:response-detail": lambda story: [story.response().pk],
    "responses:response-record": lambda story: [story.response().pk],
    "responses:response-write": lambda story: [story.response().pk],
    "responses:response-unsaved": lambda story: [story.response().pk],
    "responses:response-check": lambda story: [story.response().pk],
    "responses:response-preview": lambda story: [story.response().pk],
    "responses:response-invite": lambda story: [story.response().pk],
    "responses:comments-write": lambda story: [factories.make_invitation(story.response()).response_id],
    "responses:comments-unsaved": lambda story: [factories.make_invitation(story.response()).response_id],
    "responses:comments-add": lambda story: [factories.make_invitation(story.response()).pk],
    "responses:response-pdf": lambda story: [story.response().pk],
    "responses:response-docx": lambda story: [story.response().pk],
    "responses:response-submit": lambda story: [story.response().pk],
    "responses:response-approve": lambda story: [story.response(ResponseStatus.IN_REVIEW).pk],
    "responses:response-send-back": lambda story: [story.response(ResponseStatus.IN_REVIEW).pk],
    "responses:response-publish": lambda story: [story.response(ResponseStatus.APPROVED).pk],
    "responses:copy-send": lambda _: [published().pk, "inspectorate"],
    "responses:response-correct": lambda _: [published().pk],
    "responses:response-discard": lambda _: [corrected().pk],
    "responses:response-withdraw": lambda _: [published().pk],
    "responses:response-versions": lambda _: [published().pk],
    "responses:response-version": lambda _: [published().pk, "v1"],
    "responses:response-difference": lambda _: [corrected().pk],
    "responses:public-response": lambda _: [published().slug],
    "responses:public-pdf": lambda _: [published().slug],
    "responses:public-docx": lambda _: [published().slug],
    "responses:public-force": lambda _: [factories.make_force().code],
    "responses:public-force-feed": lambda _: [factories.make_force().code],
    "responses:public-theme-feed": lambda story: [story.inspection.themes.create(slug="custody", name="Custody").slug],
    "responses:public-policing-body": lambda _: [factories.make_policing_body().code],
    "responses:public-version": lambda _: [published().slug, 1],
    "responses:public-version-pdf": lambda _: [published().slug, 1],
    "responses:public-version-docx": lambda _: [published().slug, 1],
    "responses:public-difference": lambda _: [published_twice().slug, 1, 2],
}


def _names(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_has_a_row():
    assert {name for name in _names(get_resolver().url_patterns) if not name.startswith("admin:")} == set(ROWS)


@pytest.fixture(scope="module")
def signed_in(django_db_setup, django_db_blocker):
    """Whoever asks, told once for all addresses, with the cookie that says so."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {who: _cookies(person) for who, person in _people().items()}
        transaction.set_rollback(True)


@pytest.fixture
def clients(signed_in, db):
    """Of each test its own: an answer may take a cookie away."""
    return {who: _client(cookies) for who, cookies in signed_in.items()}


def _people():
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    force = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    kept = {"password": factories.PASSWORD}
    return {
        "stranger": None,
        "officer": factories.make_officer(**kept),
        "approver": factories.make_approver(**kept),
        "viewer": factories.make_viewer(**kept),
        "administrator": factories.make_administrator(**kept),
        "lead": factories.make_lead(**kept),
        "officer_next_door": factories.make_officer(policing_body=surrey, **kept),
        "lead_next_door": factories.make_lead(force=force, **kept),
    }


def _cookies(person):
    client = Client()
    if person:
        client.force_login(person)
    return client.cookies


def _client(cookies):
    client = Client()
    client.cookies.update(cookies)
    return client


def _answers(clients, method, name):
    """Each person meets the same untouched story."""
    address = reverse(name, args=ABOUT.get(name, lambda _: [])(Story()))
    for person in PEOPLE:
        with transaction.atomic():
            client = clients[person]
            page = client.get(address) if method == "get" else client.post(address, {"nothing": "typed"})
            if page.streaming:
                b"".join(page.streaming_content)
            transaction.set_rollback(True)
        yield person, page.status_code


@pytest.mark.parametrize(("name", "method"), list(itertools.product(ROWS, ["get", "post"])))
def test_an_address_answers_each_person_as_its_row_says(clients, name, method):
    expected = ROWS[name][method == "post"].split()

    assert dict(_answers(clients, method, name)) == dict(zip(PEOPLE, map(int, expected), strict=True))


def test_a_strangers_way_leads_to_sign_in_and_back(client):
    page = client.get(reverse("responses:work-list"))

    assert page.headers["Location"] == "/accounts/sign-in/?next=/work/"


def _back_office():
    for model in admin.site._registry:
        for verb in ("changelist", "add"):
            yield f"admin:{model._meta.app_label}_{model._meta.model_name}_{verb}"
    yield "admin:index"


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "administrator"])
def test_the_back_office_is_for_administrators_alone(clients, person):
    answers = {clients[person].get(reverse(name)).status_code for name in _back_office()}

    assert answers == {302}
