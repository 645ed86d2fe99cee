"""Readable rows for tests. Every fact can be named; what is not named is the story of Hampshire."""

from datetime import UTC, date, datetime
from itertools import count

import pgtrigger
from django.core.files.base import ContentFile

from inspections import deadlines
from inspections.models import Finding, FindingKind, Inspection
from oversight.accounts.models import Role, User
from oversight.bodies.models import (
    Engagement,
    Force,
    ForceKind,
    ForceName,
    Merger,
    Oversight,
    PolicingBody,
    PolicingBodyKind,
    Succession,
)
from responses import uploads
from responses.models import (
    Applicability,
    AssuranceUpdate,
    DateChange,
    EvidenceBatch,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceRound,
    FollowUp,
    Handover,
    Invitation,
    ItemAnswer,
    MoreTime,
    Reminder,
    RequestStatus,
    Response,
    ResponseRule,
    Section55,
    Tag,
    Tagging,
    Version,
    WorkStatus,
)
from responses.texts import as_it_stands
from responses.workflow import follow_up as follow_up_workflow

NEXT = count(1)
AT = datetime(2024, 9, 2, 10, 0, tzinfo=UTC)  # a Monday, three days after the report
PASSWORD = "three random words"


def make_policing_body(code="hampshire-pcc", area="Hampshire and Isle of Wight", kind=PolicingBodyKind.PCC):
    facts = {"area": area, "kind": kind, "mailbox": f"{code}@example.org"}
    return PolicingBody.objects.get_or_create(code=code, defaults=facts)[0]


def make_force(code="hampshire", name="Hampshire and Isle of Wight Constabulary", *, policing_body=None, kind=None):
    """A force with one name, overseen by `policing_body` (the PCC for Hampshire unless told otherwise)."""
    facts = {
        "kind": kind or ForceKind.TERRITORIAL,
        "short_name": name.replace(" Constabulary", ""),
        "country": "England",
    }
    force, made = Force.objects.get_or_create(code=code, defaults=facts)
    if made:
        ForceName.objects.create(force=force, name=name)
        if kind != ForceKind.UNIT:
            Oversight.objects.create(force=force, policing_body=policing_body or make_policing_body())
    return force


def make_succession(*, predecessor=None, successor=None, by=None, **facts):
    """What stands once it is done; nothing has moved."""
    facts = {"since": date(2012, 11, 22), "reason": "An Act", "at": AT} | facts
    return Succession.objects.create(
        predecessor=predecessor or make_policing_body("hampshire-authority", "Hampshire", PolicingBodyKind.AUTHORITY),
        successor=successor or make_policing_body(),
        by=by or make_administrator(),
        **facts,
    )


def make_handover(*, successor=None, by=None, people=(), **facts):
    """Offered to a mayor, and not answered yet."""
    by = by or make_administrator()
    mayor = {"code": "solent-mayor", "area": "Hampshire and the Solent", "kind": PolicingBodyKind.MAYOR}
    handover = Handover.objects.create(
        predecessor=facts.pop("predecessor", by.policing_body),
        successor=successor or make_policing_body(**mayor),
        prepared_by=by,
        **{"since": date(2025, 2, 1), "reason": "An Act", "prepared_at": AT} | facts,
    )
    handover.people.set(people)
    return handover


def make_offer(*, to=None, **facts):
    """Of an office next door, to ours."""
    by = make_administrator(policing_body=make_policing_body("surrey-pcc", "Surrey"))
    return make_handover(by=by, successor=to or make_policing_body(), **facts)


def make_merger(former=None, whole=None, *, starts_on=date(2024, 4, 1), **facts):
    return Merger.objects.create(
        predecessor=former or make_force(),
        successor=whole or make_force("solent", "Solent Police"),
        starts_on=starts_on,
        **facts,
    )


def make_officer(email="", *, policing_body=None, role=Role.OFFICER, name="Priya Shah", **facts):
    return User.objects.create_user(
        email or f"{role}{next(NEXT)}@example.org",
        facts.pop("password", None),
        name=name,
        role=role,
        policing_body=policing_body or make_policing_body(),
        **facts,
    )


def make_approver(email="", **facts):
    return make_officer(email, role=Role.APPROVER, name=facts.pop("name", "Alex Morgan"), **facts)


def make_viewer(email="", **facts):
    return make_officer(email, role=Role.VIEWER, name=facts.pop("name", "Vera Lunn"), **facts)


def make_administrator(email="", **facts):
    return make_officer(email, role=Role.ADMINISTRATOR, name=facts.pop("name", "Adam Field"), **facts)


def make_lead(email="", *, force=None, name="Dana Brook", **facts):
    return User.objects.create_user(
        email or f"lead{next(NEXT)}@example.org",
        facts.pop("password", None),
        name=name,
        role=Role.FORCE_LEAD,
        force=force or make_force(),
        **facts,
    )


KINDS = {
    "cause-of-concern": ("Cause of concern", "Causes of concern", "C", True, False),
    "recommendation": ("Recommendation", "Recommendations", "R", False, True),
    "area-for-improvement": ("Area for improvement", "Areas for improvement", "A", False, False),
}


def make_kind(code="recommendation"):
    name, plural, letter, holds, answered = KINDS[code]
    facts = {"name": name, "plural": plural, "letter": letter}
    flags = {"holds_recommendations": holds, "must_be_answered": answered}
    return FindingKind.objects.get_or_create(code=code, defaults=facts | flags)[0]


def make_inspection(reference="", *, published_on=date(2024, 8, 30), forces=(), **facts):
    inspection = Inspection.objects.create(
        reference=reference or f"INSP-{next(NEXT)}",
        title=facts.pop("title", "South-east regional response to serious and organised crime"),
        kind=facts.pop("kind", "regional"),
        published_on=published_on,
        **facts,
    )
    inspection.forces.set(forces or [make_force()])
    return inspection


def make_finding(inspection=None, *, kind="recommendation", deadline="By 1 March 2025", number=None, **facts):
    inspection = inspection or make_inspection()
    kind = make_kind(kind)
    number = number or next(NEXT)
    due = deadlines.parse(deadline, published_on=inspection.published_on)
    return Finding.objects.create(
        inspection=inspection,
        kind=kind,
        reference=facts.pop("reference", f"{inspection.reference}-{kind.letter}{number}"),
        position=number,
        label=facts.pop("label", f"{kind.name} {number}"),
        title=facts.pop("title", "Share intelligence with frontline teams"),
        text=facts.pop("text", "The force should share what it learns with those who need it."),
        deadline_wording=due.wording,
        deadline_precision=due.precision,
        deadline_on=due.last_day,
        **facts,
    )


def make_follow_up(finding=None, *, force=None, policing_body=None, lead=None, by=None, at=AT, **facts):
    """A follow-up as the workflow starts it; in progress where a lead is given."""
    follow_up = follow_up_workflow.start(
        finding or make_finding(),
        force=force or make_force(),
        policing_body=policing_body or make_policing_body(),
        applicability=Applicability.APPLIES,
        reason="",
        by=by or make_officer(policing_body=policing_body),
        at=at,
    )
    if lead:
        facts = {"lead": lead, "status": WorkStatus.IN_PROGRESS, **facts}
    FollowUp.objects.filter(pk=follow_up.pk).update(**facts)
    follow_up.refresh_from_db()
    return follow_up


def make_update(follow_up=None, *, level="partly", text="Briefings reach two of four districts.", **facts):
    follow_up = follow_up or make_follow_up()
    return AssuranceUpdate.objects.create(
        follow_up=follow_up,
        level=level,
        text=text,
        method=facts.pop("method", "evidence"),
        made_on=facts.pop("made_on", date(2024, 11, 4)),
        by=facts.pop("by", None) or make_officer(policing_body=follow_up.policing_body),
        at=facts.pop("at", AT),
        **facts,
    )


def make_engagement(force=None, *, starts_on=date(2024, 3, 1), **facts):
    facts = {"reason": "Too slow.", "url": "https://example.org/engage"} | facts
    return Engagement.objects.create(force=force or make_force(), starts_on=starts_on, **facts)


def make_tag(follow_up=None, name="Custody"):
    follow_up = follow_up or make_follow_up()
    tag = Tag.objects.create(policing_body=follow_up.policing_body, name=name)
    Tagging.objects.create(tag=tag, follow_up=follow_up)
    return tag


def make_date_change(follow_up=None, *, deadline="By 1 June 2025", **facts):
    """Another date, asked by the force's lead and not yet decided."""
    follow_up = follow_up or make_follow_up()
    due = deadlines.parse(deadline, published_on=None)
    return DateChange.objects.create(
        follow_up=follow_up,
        wording=due.wording,
        precision=due.precision,
        due_on=due.last_day,
        instead_of=follow_up.due_on,
        reason=facts.pop("reason", "Recruitment took longer."),
        meanwhile=facts.pop("meanwhile", "Neighbouring teams cover the gaps."),
        asked_by=facts.pop("asked_by", None) or make_lead(force=follow_up.force),
        asked_at=facts.pop("asked_at", AT),
        **facts,
    )


def make_reminder(follow_up=None, *, person=None, text="Ring the force.", due_on=date(2025, 2, 10), **facts):
    person = person or make_officer()
    return Reminder.objects.create(
        follow_up=follow_up or make_follow_up(), person=person, text=text, due_on=due_on, set_at=AT, **facts
    )


def make_request(follow_up=None, *, lead=None, question="Please send the briefing material.", **facts):
    follow_up = follow_up or make_follow_up()
    is_draft = facts.get("status") == RequestStatus.DRAFT
    request = EvidenceRequest.objects.create(
        policing_body=follow_up.policing_body,
        force=follow_up.force,
        lead=lead or make_lead(force=follow_up.force),
        question=question,
        due_on=facts.pop("due_on", date(2025, 1, 31)),
        sent_at=facts.pop("sent_at", None if is_draft else AT),
        sent_by=facts.pop("sent_by", None) or make_officer(policing_body=follow_up.policing_body),
        turn_on=facts.pop("turn_on", AT.date()),
        **facts,
    )
    request.follow_ups.set([follow_up])
    return request


def make_batch(*requests, question="What was done?"):
    """One question to several forces, of which these are the requests."""
    by = requests[0].sent_by
    facts = {"policing_body": by.policing_body, "question": question, "sent_at": AT, "sent_by": by}
    batch = EvidenceBatch.objects.create(**facts)
    EvidenceRequest.objects.filter(pk__in=[request.pk for request in requests]).update(batch=batch)
    return batch


def make_item(request=None, *, number=1, wording="The briefing that went to each shift"):
    return EvidenceItem.objects.create(request=request or make_request(), number=number, wording=wording)


def make_accepted_item(request, *, name="Log.txt"):
    """Of a reply with a file, in a request that waits for other items."""
    answer = make_round(request)
    item = make_item(request)
    said = ItemAnswer.objects.create(round=answer, item=item, text="Attached.", decision="accepted")
    file = make_file(answer, name=name, content=name.encode())
    said.files.add(file)
    EvidenceRound.objects.filter(pk=answer.pk).update(submitted_at=AT, submitted_by=request.lead, items_answered=1)
    return file


def make_more_time(request=None, *, wanted_on=date(2025, 2, 28), **facts):
    request = request or make_request()
    return MoreTime.objects.create(
        request=request,
        instead_of=request.due_on,
        wanted_on=wanted_on,
        reason=facts.pop("reason", "The analyst is away until then."),
        asked_at=facts.pop("asked_at", AT),
        asked_by=facts.pop("asked_by", None) or request.lead,
        **facts,
    )


def make_round(request=None, *, number=1, text="All shifts are briefed weekly.", submitted_at=None, **facts):
    request = request or make_request()
    return EvidenceRound.objects.create(
        request=request,
        number=number,
        text=text,
        started_by=request.lead,
        submitted_at=submitted_at,
        submitted_by=request.lead if submitted_at else None,
        **facts,
    )


def make_file(answer=None, *, name="Minutes.txt", content=b"Agreed.", by=None):
    """A stored file of an answer, whatever state that is in."""
    answer = answer or make_round()
    upload = uploads.check(name, ContentFile(content, name))
    file = EvidenceFile(
        round=answer,
        name=upload.name,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        uploaded_by=by or answer.started_by,
        uploaded_at=AT,
    )
    file.file.save(name, upload.content)
    return file


def make_response(inspection=None, *, policing_body=None, section_55=Section55.APPLIES, **facts):
    return Response.objects.create(
        inspection=inspection or make_inspection(),
        policing_body=policing_body or make_policing_body(),
        section_55=section_55,
        slug=facts.pop("slug", f"response-{next(NEXT)}"),
        **facts,
    )


def make_rule(**facts):
    """Of a law that holds already, which the database refuses to take as new."""
    with pgtrigger.ignore("responses.ResponseRule:moves_no_running_clock"):
        return ResponseRule.objects.create(**{"period_days": 28, "source": "An Act"} | facts)


def make_version(response, *, number=1, at=AT):
    """The text of the response, frozen as sent for review."""
    by, frozen = make_officer(policing_body=response.policing_body), as_it_stands(response, on=at.date())
    return Version.objects.create(response=response, number=number, document=frozen, submitted_at=at, submitted_by=by)


def make_invitation(response=None, *, force=None, leads=(), due_on=date(2024, 9, 30), **facts):
    """A chief officer invited to comment; the workflow's letters and days are for its own tests."""
    response = response or make_response()
    invitation = Invitation.objects.create(
        response=response,
        force=force or make_force(),
        due_on=due_on,
        invited_at=facts.pop("invited_at", AT),
        invited_by=facts.pop("invited_by", None) or make_officer(policing_body=response.policing_body),
        **facts,
    )
    invitation.leads.set(leads)
    return invitation
