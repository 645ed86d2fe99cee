"""An office with one of each thing, its successor, and an office next door."""

from datetime import UTC, date, datetime
from uuid import uuid4

from oversight.accounts.models import User
from oversight.bodies.models import PolicingBody, PolicingBodyKind, Succession
from responses import moving
from responses.models import RequestStatus, ResponseStatus, Section55, WorkStatus
from responses.workflow import succession as workflow
from tests import factories

SINCE = date(2025, 2, 1)
AT = datetime(2025, 2, 3, 9, tzinfo=UTC)
LATER = datetime(2025, 6, 2, 9, tzinfo=UTC)
ORDER = "The Solent (Transfer of Functions) Order 2025"


def body(code, area, kind=PolicingBodyKind.PCC):
    return factories.make_policing_body(code, area, kind)


class Two:
    """What an office has on the eve: one of each thing that moves, and one of each that stays."""

    def __init__(self):
        self.old = factories.make_policing_body()
        self.new = body("solent-mayor", "Hampshire and the Solent", PolicingBodyKind.MAYOR)
        self.administrator = factories.make_administrator()
        self.officer = factories.make_officer()
        self.approver = factories.make_approver(name="Carol Commissioner")
        self.lead = factories.make_lead()
        self._follow_ups()
        self._responses()

    def _follow_ups(self):
        self.open = factories.make_follow_up(lead=self.lead, officer=self.officer, by=self.officer)
        closed = {"status": WorkStatus.DONE, "closed_on": date(2024, 12, 1), "closed_by": self.officer}
        self.closed = factories.make_follow_up(by=self.officer, **closed)
        self.assured = factories.make_follow_up(by=self.officer, status=WorkStatus.DONE)
        self.cause = factories.make_follow_up(
            factories.make_finding(kind="cause-of-concern", deadline=""), by=self.officer
        )
        part = factories.make_finding(self.cause.finding.inspection, parent=self.cause.finding)
        self.part = factories.make_follow_up(part, by=self.officer, **closed)
        self.update = factories.make_update(self.open, by=self.officer)
        self.asked_date = factories.make_date_change(self.open, asked_by=self.lead)
        self.reminder = factories.make_reminder(self.open, person=self.officer)
        asked = {"lead": self.lead, "sent_by": self.officer}
        self.request = factories.make_request(self.open, **asked)
        self.draft = factories.make_request(self.open, status=RequestStatus.DRAFT, **asked)
        stays = asked | {"sent_by": self.approver}
        self.left_draft = factories.make_request(self.open, status=RequestStatus.DRAFT, **stays)
        self.accepted = factories.make_request(self.open, status=RequestStatus.ACCEPTED, **asked)
        factories.make_batch(self.accepted)

    def _responses(self):
        self.written = factories.make_response(self.open.finding.inspection)
        none = {"section_55": Section55.DOES_NOT_APPLY, "section_55_reason": "A super-complaint."}
        self.none_made = factories.make_response(**none)
        out = {"status": ResponseStatus.PUBLISHED, "approved_at": AT, "published_on": date(2024, 10, 1)}
        self.published = factories.make_response(self.closed.finding.inspection, approved_by=self.approver, **out)

    def plan(self, *people, **facts):
        going = people or (self.administrator, self.officer)
        plan = {"predecessor": self.old, "successor": self.new, "since": SINCE}
        return moving.Plan(**plan | facts, people=tuple(person.pk for person in going))

    def hand_over(self, *people, submission_id=None, at=AT, **facts):
        plan = self.plan(*people, **facts)
        said = {"reason": ORDER, "seen": moving.seen(plan), "submission_id": submission_id or uuid4()}
        return workflow.hand_over(plan, **said, by=self.administrator, at=at)

    def take_back(self, succession, at=LATER):
        by = User.objects.get(pk=self.administrator.pk)
        workflow.take_back(Succession.objects.get(pk=succession.pk), because="Quashed by the High Court", by=by, at=at)

    def again(self, thing):
        """As the database has it now; people without what they knew of their line."""
        return type(thing).objects.get(pk=thing.pk)

    def where(self, *names):
        return {name: self.again(getattr(self, name)).policing_body.code for name in names}


def everything_of_an_office():
    """Each row that names a policing body, but for the histories."""
    tables = [PolicingBody, User, *(model for model in moving.MOVES if model is not User), *histories_apart()]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in tables}


def histories_apart():
    return [model for model in moving.STAYS if model.__name__ not in {"Event", "Batch", "Succession"}]


MOVING = [
    "open",
    "assured",
    "cause",
    "part",
    "request",
    "accepted",
    "draft",
    "written",
    "none_made",
    "officer",
    "administrator",
]
STAYING = ["closed", "left_draft", "published", "approver"]
