"""What the browser looks at beside the demo: the states that the demo does not reach."""

from datetime import date

from oversight.accounts.models import User
from oversight.bodies.models import Force, PolicingBody
from responses.models import EvidenceRequest, EvidenceRound, RequestStatus, Response, ResponseStatus
from responses.workflow import correction, evidence, writing
from tests import factories
from tests.responses.views.published import publish


def tell_more(people, now):
    """An office and a force that nothing has happened to yet, and the one state that the demo does not reach."""
    factories.make_officer(people["next door"], policing_body=PolicingBody.objects.get(code="surrey-pcc"))
    factories.make_lead(people["lead next door"], force=Force.objects.get(code="surrey"))
    before = PolicingBody.objects.get(code="hampshire-authority")
    factories.make_administrator("administrator@authority.example.org", policing_body=before)
    approver = User.objects.get(email=people["approver"])
    ours = factories.make_offer(to=approver.policing_body, people=[approver]).successor
    factories.make_handover(predecessor=ours, successor=PolicingBody.objects.get(code="surrey-pcc"))
    forces = [Force.objects.get(code="hampshire")]
    inspection = factories.make_inspection(
        "EX-APPROVED", title="Firearms", published_on=date(2025, 10, 1), forces=forces
    )
    facts = {"status": ResponseStatus.APPROVED, "approved_at": now, "approved_by": approver}
    factories.make_response(inspection, policing_body=approver.policing_body, **facts)
    tell_what_comes_after(approver, now)
    tell_of_a_draft(User.objects.get(email=people["lead"]), now)


def tell_of_a_draft(lead, now):
    """A reply to a list, with a file that answers one of its items."""
    asked = EvidenceRequest.objects.filter(status=RequestStatus.SENT, lead=lead).exclude(items=None).earliest("pk")
    draft = evidence.open_answer(asked, by=lead, at=now)
    EvidenceRound.objects.filter(pk=draft.pk).update(force_rag="green")
    draft.item_answers.first().files.add(factories.make_file(draft))


def tell_what_comes_after(approver, now):
    """A correction that is being written, a response that is withdrawn, and one that changed in review."""
    who = {"by": approver, "at": now}
    corrected, withdrawn = (
        publish(inspection=factories.make_inspection(reference), policing_body=approver.policing_body)
        for reference in ("EX-CORRECTED", "EX-WITHDRAWN")
    )
    correction.correct(corrected, reason="A figure was wrong.", **who)
    writing.save(corrected, facts={"our_comments": "We welcome every report."}, answers={}, **who)
    correction.withdraw(withdrawn, number=1, reason="It named a victim.", **who)
    changed = factories.make_response(factories.make_inspection("EX-CHANGED"), policing_body=approver.policing_body)
    Response.objects.filter(pk=changed.pk).update(status=ResponseStatus.IN_REVIEW)
    factories.make_version(changed)
    Response.objects.filter(pk=changed.pk).update(our_comments="Another text than was sent.")
