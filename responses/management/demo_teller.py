"""Whose demo it is, who is in it, and the day that each of its stories has reached."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from inspections.models import Finding
from oversight.accounts.models import User
from oversight.bodies.models import Force, PolicingBody
from responses.management.demo_data import LEADS, OFFICE, PASSWORD
from responses.models import EvidenceRequest, FollowUp


@dataclass
class Teller:
    """Whose demo it is, and what is known of it so far."""

    now: datetime
    office: PolicingBody
    people: dict[str, User]
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    @property
    def officer(self) -> User:
        return self.people["officer"]

    def at(self, on: date, hour: int = 10) -> datetime:
        """No later than now: the demo happens in the past, also where it is told early in the morning."""
        return min(datetime.combine(on, time(hour), timezone.get_current_timezone()), self.now)


@dataclass
class Thread:
    """One follow-up and the day that its story has reached."""

    teller: Teller
    follow_up: FollowUp
    on: date
    pace: int  # days between two steps

    def next_at(self) -> datetime:
        self.on = min(self.on + timedelta(days=self.pace), self.teller.today)
        return self.teller.at(self.on)

    @property
    def lead(self) -> User:
        return self.follow_up.lead or self.teller.people["lead"]

    @property
    def request(self) -> EvidenceRequest:
        return self.follow_up.evidence_requests.latest("pk")


READERS = {"officer", "approver"}  # of what is OFFICIAL-SENSITIVE


def make_people(office: PolicingBody) -> dict[str, User]:
    people = {}
    for role, email, name, job_title in OFFICE:
        facts = {"name": name, "job_title": job_title, "role": role, "policing_body": office}
        people[role] = User.objects.create_user(email, PASSWORD, reads_sensitive=role in READERS, **facts)
    for force, email, name, job_title in LEADS:
        facts = {"name": name, "job_title": job_title, "role": "force-lead", "force": Force.objects.get(code=force)}
        people[email.partition("@")[0]] = User.objects.create_user(email, PASSWORD, **facts)
    return people
