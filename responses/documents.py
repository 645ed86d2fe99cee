"""The public page of a response as data, frozen when it is published (ADR 4). Names are those of its day (R54)."""

from collections.abc import Iterable
from datetime import date

from inspections import deadlines
from inspections.models import Inspection, Theme
from oversight.bodies.models import Force
from responses.coverage import Block
from responses.models import Response, Section55
from responses.standing import Standing, standing
from responses.statements import HEADED, Said, taken_apart

FORMAT = 4  # 2 adds themes, last_day, first_published_on; 3 proof_url, first_proof_url; 4 statements of each force

type Document = dict[str, object]


def document(response: Response, rows: Iterable[Block], *, published_on: date, now: Standing | None = None) -> Document:
    """Everything the public reads, and nothing else: no owner, no internal date, nobody's name but who signs (R66).

    `now` saves reading where the response stands a second time.
    """
    inspection, body = response.inspection, response.policing_body
    clock = (now or standing(response, on=published_on)).certain_clock
    return {
        "format": FORMAT,
        "title": inspection.title,
        "inspectorate": inspection.inspectorate,
        "report_url": inspection.url,
        "report_published_on": _iso(inspection.published_on),
        "report_published_wording": inspection.published_wording,
        "report_date_confirmed": inspection.publication_confirmed_at is not None,
        "published_on": _iso(published_on),
        "first_published_on": _iso(response.published_on or published_on),
        "last_day": _iso(clock.last_day) if clock else None,
        "period_days": clock.period_days if clock else None,
        "is_statutory": response.section_55 == Section55.APPLIES,
        "policing_body": {
            "code": body.code,
            "name": body.name_on(published_on),
            "title": body.title,
            "short_title": body.short_title,
        },
        "also_answers": [_report(report) for report in response.reports[1:]],
        "forces": _forces(response, published_on),
        "themes": _themes(response),
        "our_comments": response.our_comments,
        "signatory": response.signatory,
        "signatory_title": response.signatory_title,
        "chief_officer": _chief_officer(response),
        "our_reply": response.our_reply,
        "answers": [_answer(block) for block in rows],
    }


def _report(inspection: Inspection) -> Document:
    return {
        "reference": inspection.reference,
        "title": inspection.title,
        "inspectorate": inspection.inspectorate,
        "url": inspection.url,
        "published_on": _iso(inspection.published_on),
        "published_wording": inspection.published_wording,
    }


def _themes(response: Response) -> list[Document]:
    themes = Theme.objects.filter(inspections__in=response.reports).distinct()
    return [{"slug": theme.slug, "name": theme.name} for theme in themes]


def _forces(response: Response, published_on: date) -> list[Document]:
    """The office's own among those inspected; all of them where none is its own."""
    inspected = Force.objects.filter(inspections__in=response.reports).distinct().in_order().named(published_on)
    ours = inspected.filter(pk__in=Force.objects.overseen_by(response.policing_body, published_on))
    return [{"code": force.code, "name": force.name} for force in ours or inspected]


def _chief_officer(response: Response) -> Document:
    return {
        "comments": response.chief_officer_comments,
        "name": response.chief_officer_name,
        "rank": response.chief_officer_rank,
        "on_behalf_of": response.chief_officer_on_behalf_of,
        "invited_on": _iso(response.invited_on),
        "statements": _statements(response),
    }


def _statements(response: Response) -> list[Document]:
    """Who signs for each force, where several have commented (ADR 15)."""
    signed = (response.chief_officer_name, response.chief_officer_rank, response.chief_officer_on_behalf_of)
    written = Said(response.chief_officer_comments, *signed)
    if not HEADED.match(written.text):
        return []
    sent = [invitation.said for invitation in response.invitations.exclude(sent_at=None)]
    return [_statement(each.force, each.said) for each in taken_apart(written, sent)]


def _statement(force: str, said: Said) -> Document:
    words = {"comments": said.text, "name": said.name, "rank": said.rank, "on_behalf_of": said.on_behalf_of}
    return {"force": force, **words}


def _answer(block: Block) -> Document:
    finding, answer = block.finding, block.answer
    return {
        "report": block.report,
        "reference": finding.reference,
        "kind": finding.kind.name,
        "label": finding.label,
        "title": finding.title,
        "text": finding.text,
        "page": finding.page,
        "deadline": deadlines.shown(finding.deadline) if finding.deadline.wording else "",
        "under": finding.parent.reference if finding.parent else "",
        "position": answer.position,
        "position_words": answer.get_position_display(),
        "action": answer.action,
        "no_action_reason": answer.no_action_reason,
        "due_on": _iso(answer.due_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
