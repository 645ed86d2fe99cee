"""Whatever can happen is done here, a day after the other, by the verbs themselves; pages are read afterwards."""

from datetime import date, timedelta
from uuid import uuid4

import pghistory
from django.core.files.base import ContentFile

from inspections import deadlines
from responses import moving, uploads
from responses.models import (
    Applicability,
    CopyFor,
    DueSource,
    EvidenceRequest,
    ItemAnswer,
    Response,
    WaitingOn,
    Way,
    WorkStatus,
)
from responses.models.file import Damage
from responses.workflow import (
    assurance,
    closing,
    comments,
    correction,
    damage,
    date_change,
    delegation,
    disposal,
    engage,
    evidence,
    evidence_parts,
    exporting,
    files,
    more_time,
    outcome,
    rating,
    sending,
    succession,
    tags,
    waiting,
    writing,
)
from responses.workflow import deadlines as moves
from responses.workflow import follow_up as follow_ups
from responses.workflow import response as responses
from tests import factories

JUNE, JULY = (deadlines.parse(words, published_on=None) for words in ("By 1 June 2025", "By 1 July 2025"))


class WholeStory:
    """One recommendation, two requests about it and the response to its inspection."""

    def __init__(self):
        self.officer, self.approver = factories.make_officer(), factories.make_approver()
        self.administrator = factories.make_administrator()
        self.lead, self.colleague = factories.make_lead(), factories.make_lead(name="Ravi Cole")
        self.force, self.inspection = factories.make_force(), factories.make_inspection()
        self.finding = factories.make_finding(self.inspection)
        chapters = (self.work, self.dates, self.answers, self.parts, self.verdicts, self.reply, self.handing_over)
        chapters += (self.years_later,)
        for number, chapter in enumerate(chapters):
            self.at = factories.AT + timedelta(days=30 * number - 1)
            chapter()

    def act(self, verb, *about, by=None, **facts):
        """As a page does it: in a context of its own, by which its sentence leads to the values."""
        self.at += timedelta(days=1)
        with pghistory.context():
            return verb(*about, **facts, by=by or self.officer, at=self.at)

    def on(self, verb, **facts):
        """About the recommendation as it is now."""
        self.follow_up.refresh_from_db()
        return self.act(verb, self.follow_up, **facts)

    @property
    def once(self):
        return {"submission_id": uuid4()}

    def work(self):
        whose = {"force": self.force, "policing_body": self.officer.policing_body}
        applies = {"applicability": Applicability.APPLIES, "reason": ""}
        self.follow_up = self.act(follow_ups.start, self.finding, **whose, **applies)
        self.on(follow_ups.assign, lead=self.lead, officer=self.officer)
        said = {"method": "visit", "made_on": date(2024, 9, 4), "is_publishable": False}
        update = self.on(assurance.log, level="partly", text="Two of four districts.", **said, **self.once)
        facts = {"level": "not-assured", "text": "One of four.", "note": "Miscounted.", **said, **self.once}
        self.act(assurance.correct, update, **facts, by=self.approver)
        engagement = self.act(
            engage.enter, self.force, starts_on=date(2024, 9, 5), reason="Too slow.", url="https://example.org/engage"
        )
        self.on(tags.tag, change=tags.Change(add=["Custody"], drives=True), on=self.at.date())
        self.act(engage.end, engagement, ends_on=date(2024, 9, 7), ended_because="It is faster.")
        rated = {"colour": "red", "until": date(2024, 12, 1), "reason": "No plan.", "seen_before": 0}
        self.on(rating.rate, **rated, on=self.at.date(), **self.once)
        self.on(waiting.wait, awaited=waiting.Awaited(WaitingOn.COLLEGE), reason="Its guidance.")
        self.on(waiting.stop_waiting, reason="It is published.")

    def dates(self):
        wish = {"deadline": JUNE, "reason": "Staff left.", "meanwhile": "Neighbours cover.", "evidence": ""}
        change = self.on(date_change.ask, **wish, **self.once, by=self.lead)
        self.act(date_change.refuse, change, reason="Too late.")
        self.act(date_change.withdraw, self.on(date_change.ask, **wish, **self.once, by=self.lead), by=self.lead)
        self._move_to(moves.Target(DueSource.NONE, review_on=date(2025, 1, 1)))
        self._move_to(moves.Target(DueSource.OFFICE, JUNE))
        self._move_to(moves.Target(DueSource.OFFICE, JULY))

    def _move_to(self, to):
        self.follow_up.refresh_from_db()
        why = moves.Why("Recruitment.", "the board", date(2024, 9, 10))
        self.on(moves.revise, to=to, why=why, seen_before=moves.seen(self.follow_up), **self.once)

    def ask(self, **facts):
        facts = {"question": "What was done?", "due_on": date(2025, 1, 31), "classification": "official"} | facts
        return self.act(evidence.ask, [self.follow_up], lead=self.lead, **facts, **self.once)

    def answers(self):
        self.request = self.ask()
        self.act(delegation.delegate, self.request, to=self.colleague, seen=None, by=self.lead)
        self.act(delegation.delegate, self.request, to=self.lead, seen=self.colleague, by=self.colleague)
        for decision, day in (("granted", date(2025, 2, 14)), ("refused", date(2025, 2, 28))):
            wish = {"wanted_on": day, "reason": "The analyst is away."}
            asked = self.act(more_time.ask, self.request, **wish, **self.once, by=self.lead)
            self.act(more_time.decide, asked, decision=decision, note="As the board agreed.")
        self.file = self._answer("All are briefed.", "Minutes.txt")
        self._look_at(self.file)
        self.act(evidence.return_answer, self.request, note="Which districts?", due_on=date(2025, 3, 14))
        self._answer("All four.")
        self.act(evidence.accept, self.request, note="Clear.", by=self.approver)
        self.act(evidence.withdraw, self.ask(question="And before?"), reason="Not needed.")

    def _answer(self, text, name=""):
        draft = self.act(evidence.open_answer, self.request, by=self.lead)
        upload = uploads.check(name, ContentFile(b"Agreed.", name)) if name else None
        file = files.attach(draft, upload, by=self.lead, at=self.at) if upload else None
        evidence.save_draft(draft, version=draft.version, text=text, force_rag="green", claims_complete=False)
        draft.refresh_from_db()
        self.act(evidence.submit, draft, version=draft.version, by=self.lead)
        return file

    def _look_at(self, file):
        seen = {"seen": files.as_described(file), "covers_from": None, "covers_to": None}
        self.act(files.describe, file, **seen, expires_on=date(2026, 1, 1))
        self.act(files.note_download, file)
        self.act(files.mark_sensitive, file)
        self.act(files.withdraw, file, reason="The wrong month.")
        self.at += timedelta(days=1)
        files.note_verdict(file, virus="Eicar", at=self.at)

    def parts(self):
        """Of a request for two things the first is sent and judged; its force and its marking stay open."""
        self.sensitive = self.ask(items=["Minutes", "Figures"], classification="official-sensitive")
        draft = self.act(evidence.open_answer, self.sensitive, by=self.lead)
        said = {"text": "", "force_rag": "", "claims_complete": False}
        evidence.save_draft(draft, version=draft.version, **said, items={draft.item_answers.earliest("pk").pk: "Here."})
        self.act(evidence.submit, draft, version=draft.version, by=self.lead)
        judged = {ItemAnswer.objects.awaiting_judgement(self.sensitive).get().pk: ("returned", "Of which month?")}
        facts = {"note": "", "due_on": date(2025, 4, 1), "items": judged}
        self.act(evidence_parts.return_part, self.sensitive, **facts)
        self.act(exporting.note_export, EvidenceRequest.objects.all())
        self.find(damage.note, Damage.MISSING)
        self.find(damage.note_intact)

    def find(self, verb, *facts):
        """By the portal itself, at night."""
        self.at += timedelta(days=1)
        with pghistory.context():
            verb(self.file, *facts, at=self.at)

    def verdicts(self):
        self.on(closing.claim, text="All shifts are briefed.", by=self.lead)
        self.on(closing.withdraw_claim, reason="Not the fourth.", by=self.lead)
        self.on(closing.sign_off, reason="Seen in all four districts.", without="", by=self.approver)
        self.on(closing.take_back, reason="Too small a sample.", by=self.approver)
        closed = {"closed_on": date(2024, 10, 1), "level": None}
        self.on(closing.record_closure, **closed, reference="L-7")
        self.on(closing.correct_closure, **closed, reference="L-8", reason="A slip.")
        self.on(closing.remove_closure, reason="Of another force.")
        self.on(outcome.hold, until=date(2025, 6, 2), reason="To see whether it lasts.")
        self.on(outcome.reopen, reason="It has not lasted.")

    def reply(self):
        decision = {"section_55": "applies", "reason": "", **self.once}
        self.response = self.act(responses.start, self.inspection, **decision)
        invited = {"force": self.force, "leads": [self.lead], "due_on": date(2025, 3, 31), "note": "For the Chief."}
        invitation = self.act(comments.invite, self.response, **invited)
        words = {"text": "We accept it.", "name": "Jo Example", "rank": "DCC", "on_behalf_of": ""}
        self.act(comments.send, invitation, **words, by=self.lead)
        facts = {"our_comments": "Welcome.", "signatory": "Alex Morgan"}
        said = {"position": "accepted", "action": "We ask for monthly figures."}
        self.response.refresh_from_db()
        self.act(writing.save, self.response, facts=facts, answers={self.finding: said})
        self.act(responses.submit, self.response)
        self.act(responses.approve, self.response, number=1, by=self.approver)
        day = (self.at + timedelta(days=1)).date()
        why = {"early_reason": "The force had replied."}
        publication = self.act(responses.publish, self.response, published_on=day, **why, by=self.approver)
        posted = {"way": Way.POST, "sent_on": day, "proof": "Receipt 12"}
        self.act(sending.record, publication, copy_for=CopyFor.INSPECTORATE, number=1, **posted)
        self.act(correction.correct, self.response, reason="A wrong figure.")
        version = Response.objects.get(pk=self.response.pk).version
        self.act(correction.discard, self.response, version=version)
        self.act(correction.withdraw, self.response, number=1, reason="It named a victim.", by=self.approver)
        self.act(correction.correct, self.response, reason="Without the name.")

    def handing_over(self):
        going = (self.officer.pk, self.approver.pk, self.administrator.pk)
        successor = factories.make_policing_body("solent-mayor", "Hampshire and the Solent", "mayor")
        plan = moving.Plan(self.officer.policing_body, successor, self.at.date(), going)
        facts = {"reason": "The Solent Order", "seen": moving.seen(plan), **self.once}
        self.act(succession.hand_over, plan, **facts, by=self.administrator)

    def years_later(self):
        """Nobody needs the file any more (R73)."""
        self.on(outcome.end, how=WorkStatus.WITHDRAWN, reason="Out of date.")
        self.at = factories.AT.replace(year=2031, month=4, day=1)
        self.act(disposal.hold, self.file, reason="A claim is made.")
        self.act(disposal.release, self.file, reason="It is settled.", by=self.approver)
        self.act(disposal.dispose, self.file, reason="Schedule 4.2.", by=self.approver)
