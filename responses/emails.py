"""Letters as e-mail: what they say, and what the mail server answers."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email import message as stdlib
from email.policy import Policy, default
from email.utils import format_datetime
from enum import Enum
from hashlib import sha256
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.template.loader import render_to_string
from django.urls import reverse

from inspections import deadlines
from inspections.deadlines import Deadline, Precision
from oversight.days import plain_date
from responses.card import Card
from responses.clock import local_day
from responses.in_short import in_short
from responses.models import (
    Classification,
    EvidenceRequest,
    FollowUp,
    Handover,
    Notice,
    NoticeKind,
    Publication,
    Response,
)
from responses.models.redated import moved_at
from responses.papers import of_publication
from responses.pdf import pdf
from responses.standing import standing

OK = 250
PERMANENT = 500
ABOUT_THE_CLOCK = {NoticeKind.RESPONSE_DUE, NoticeKind.OWN_DEADLINE, NoticeKind.STAGE_DUE}
WITH_CARDS = {
    *[NoticeKind.ASSIGNED, NoticeKind.FOLLOW_UP_DUE, NoticeKind.DEADLINE_MOVED],
    *[NoticeKind.EVIDENCE_ASKED, NoticeKind.EVIDENCE_DUE, NoticeKind.EVIDENCE_DELEGATED],
}


class Letter(EmailMultiAlternatives):
    """Its parts are divided by the same words each time."""

    def message(self, *, policy: Policy | None = default) -> stdlib.EmailMessage:
        message = super().message(policy=policy)
        if message.is_multipart():
            message.set_boundary(f"=_{sha256(str(message['Message-ID']).encode()).hexdigest()}")
        return message


def letter(notice: Notice) -> Letter:
    """The same each time: nothing in it depends on when it is sent."""
    facts = {
        "notice": notice,
        "about": notice.about,
        "cards": [],
        "whose": _whose(notice),
        **_facts(notice),
        **_links(notice),
    }
    shown = _cards(notice)
    mailbox = notice.about.policing_body.mailbox
    message = Letter(
        subject=" ".join(render_to_string(f"emails/{notice.kind}.txt#subject", facts).split()),
        body=_body(notice, facts | {"cards": shown}),
        to=[notice.address],
        reply_to=[mailbox] if mailbox else None,
        headers={"Message-ID": notice.message_id, "Date": format_datetime(notice.owed_at), **_automatic(notice)},
    )
    if shown:
        text, _, foot = _body(notice, facts).rpartition("\n--\n")
        html = {"subject": message.subject, "text": text, "cards": shown, "foot": foot}
        message.attach_alternative(render_to_string("emails/letter.html", html), "text/html")
    if notice.kind == NoticeKind.COPY:
        _attach_copy(message, notice.sending.publication)
    return message


def _body(notice: Notice, facts: dict[str, object]) -> str:
    return render_to_string(f"emails/{notice.kind}.txt#body", facts).strip() + "\n"


def _whose(notice: Notice) -> str:
    """A line of its own for who deals with several offices: each writes about the same recommendation (R57)."""
    reader, office = notice.recipient, notice.about.policing_body
    return f"\nOffice: {office}" if reader and reader.deals_with_offices else ""


def _cards(notice: Notice) -> list[Card]:
    """Of the findings that it is about; a sensitive request is not told of (R28, R71)."""
    about = notice.about
    if notice.kind not in WITH_CARDS:
        return []
    if isinstance(about, FollowUp):
        return in_short([about], at=notice.owed_at)
    return in_short(_follow_ups(about), at=notice.owed_at) if isinstance(about, EvidenceRequest) else []


def _attach_copy(message: EmailMessage, publication: Publication) -> None:
    name = f"{publication.response.slug}-version-{publication.number}.pdf"
    message.attach(name, pdf(of_publication(publication), at=publication.published_at), "application/pdf")


def _automatic(notice: Notice) -> dict[str, str]:
    """A copy goes to an authority: its receipt is welcome, and nothing asks for none."""
    if notice.kind == NoticeKind.COPY:
        return {}
    return {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def _links(notice: Notice) -> dict[str, object]:
    is_for_office = notice.recipient is None or notice.recipient.is_office
    return {
        "url": f"{settings.PORTAL_URL}{_path(notice, is_for_office=is_for_office)}",
        "is_late": notice.rung is not None and notice.rung < 0,
        "is_for_office": is_for_office,
    }


def _path(notice: Notice, *, is_for_office: bool) -> str:
    """A force reads of a response its invitation alone."""
    if notice.response_id and not is_for_office:
        return reverse("responses:comments-write", args=[notice.response_id])
    return notice.about.get_absolute_url()


def _facts(notice: Notice) -> dict[str, object]:
    about = notice.about
    if isinstance(about, FollowUp):
        is_past = about.is_chased and deadlines.is_overdue(about.due_on, local_day(notice.owed_at))
        moved = _moved(notice, about) if notice.kind == NoticeKind.DEADLINES_MOVED else []
        return {**_named(about), "is_past": is_past, "moved": moved}
    if isinstance(about, EvidenceRequest):
        return {"reference": about.reference, "due": _by(notice, about), "findings": _findings(about)}
    if isinstance(about, Handover):
        return {"before": about.names[0], "after": about.names[1]}
    report = {"reference": about.inspection.reference, "title": about.inspection.title, "due": _by(notice, about)}
    more = {**dict.fromkeys(ABOUT_THE_CLOCK, _clock_facts), NoticeKind.COPY: _copy_facts}.get(NoticeKind(notice.kind))
    return report | (more(notice, about) if more else {})


def _named(about: FollowUp) -> dict[str, str]:
    return {"reference": about.reference, "title": about.title, "due": deadlines.in_sentence(about.deadline)}


def _moved(notice: Notice, about: FollowUp) -> list[dict[str, str]]:
    report = about.finding.inspection
    rows = moved_at(notice.owed_at, first=about.pk, about=report, lead=notice.recipient)
    found = rows.select_related("finding__inspection", "finding__parent").by_reference()
    return [{**_named(each), "url": f"{settings.PORTAL_URL}{each.get_absolute_url()}"} for each in found]


def _copy_facts(notice: Notice, response: Response) -> dict[str, object]:
    publication = notice.sending.publication
    return {
        "title": publication.title,
        "published": plain_date(publication.published_on),
        "public_url": f"{settings.PORTAL_URL}{publication.get_absolute_url()}",
        "whom": notice.sending.get_copy_for_display(),
    }


def _clock_facts(notice: Notice, response: Response) -> dict[str, object]:
    """As on the day the letter was owed, whenever it leaves."""
    now = standing(response, on=local_day(notice.owed_at))
    clock = now.confirmed_clock
    return {
        "reports": now.reports,
        "period_days": clock.period_days if clock else None,
        "last_day": clock.last_day if clock else None,
        "recipients": [each.inspection.own_recipient for each in now.reports if each.inspection.own_recipient],
        "stage": next((each.stage for each in now.plan if each.is_open and each.day == notice.due_on), None),
    }


def _by(notice: Notice, about: EvidenceRequest | Response) -> str:
    due_on = about.due_on if isinstance(about, EvidenceRequest) else notice.due_on or about.comments_due_on
    return deadlines.in_sentence(Deadline("", Precision.DAY, due_on))


def _follow_ups(request: EvidenceRequest) -> list[FollowUp]:
    """Nothing of a sensitive request leaves the portal, not even what it is about (R28, R71)."""
    if request.classification != Classification.OFFICIAL:
        return []
    rows = request.follow_ups.select_related("finding__inspection", "finding__parent")
    return list(rows.order_by("finding__reference"))


def _findings(request: EvidenceRequest) -> list[str]:
    return [f"{follow_up.reference}: {follow_up.title}" for follow_up in _follow_ups(request)]


class Verdict(Enum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PUT_OFF = "put off"
    NOT_HEARD = "not heard"  # the letter may or may not have been taken


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    code: int | None
    text: str


class RelayError(Exception):
    """Nothing can be sent for now: the mail server is away, or refuses the portal itself."""


class Relay:
    """One connection to the mail server, reopened when it has gone."""

    def __init__(self) -> None:
        self._mailer = mailers["default"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._close()

    def open(self) -> None:
        """Raises RelayError when there is no server, or one that will not have us."""
        if not self._answers():
            self._close()
        _reaching(self._mailer.open)

    def send(self, message: EmailMessage) -> Answer:
        """Raises RelayError when what is refused is our address, not this letter."""
        try:
            self._mailer.send_messages([message])
        except ValueError as error:  # Django's word for an address that cannot be one
            return Answer(Verdict.REFUSED, None, str(error))
        except OSError as error:  # the parent of all of smtplib's
            return _answer(error)
        return Answer(Verdict.ACCEPTED, OK, "Accepted")

    def _answers(self) -> bool:
        connection = getattr(self._mailer, "connection", None)
        if not isinstance(connection, smtplib.SMTP):
            return True
        try:
            return connection.noop()[0] == OK
        except OSError:
            return False

    def _close(self) -> None:
        try:
            self._mailer.close()
        except OSError:
            self._mailer = mailers["default"]


def _reaching(connect: Callable[[], object]) -> None:
    try:
        connect()
    except OSError as error:
        raise RelayError(f"The mail server cannot be used: {error}") from error


def _answer(error: OSError) -> Answer:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _coded(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code >= PERMANENT:
        raise RelayError(f"The mail server refuses our address: {error}") from error
    if isinstance(error, smtplib.SMTPResponseException):
        return _coded(error.smtp_code, error.smtp_error)
    return Answer(Verdict.NOT_HEARD, None, f"No answer: {error}")


def _coded(code: int, text: bytes | str) -> Answer:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    kept = words.replace("\0", "")  # which PostgreSQL cannot hold
    return Answer(Verdict.REFUSED if code >= PERMANENT else Verdict.PUT_OFF, code, kept)
