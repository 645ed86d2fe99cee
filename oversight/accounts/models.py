"""People: staff of one policing body's office, or leads of one force."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Self

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import JSONObject, Lower
from django.utils.crypto import salted_hmac

from oversight.bodies.models import Force, ForceKind, Merger, PolicingBody, Succession
from oversight.counts import named_by


class Role(models.TextChoices):
    OFFICER = "officer", "Policy officer"
    APPROVER = "approver", "Approver"
    VIEWER = "viewer", "Viewer"
    ADMINISTRATOR = "administrator", "Administrator"
    FORCE_LEAD = "force-lead", "Force lead"


WRITERS = [Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR]


class UserQuerySet(models.QuerySet["User"]):
    def for_session(self) -> Self:
        """With the office or the force, which every page names at its head, and the offices that name no staff."""
        facts = JSONObject(pk="pk", kind="kind", area="area")
        nameless = ArraySubquery(PolicingBody.objects.nameless().values(row=facts))
        return self.select_related("policing_body", "force").annotate(nameless_rows=nameless)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_line(self) -> Self:
        """With what the pages of a person have to know of what came before and after, at no further query (R56)."""
        offices = Succession.objects.bodies_before(OuterRef("policing_body"))
        forces = Merger.objects.forces_before(OuterRef("force"))
        ended = Succession.objects.standing().filter(predecessor=OuterRef("policing_body"))
        came_before = Case(When(force=None, then=ArraySubquery(offices)), default=ArraySubquery(forces))
        return self.annotate(came_before=came_before, office_has_ended=Exists(ended))

    def at(self, force: int) -> Self:
        """Of the force, or of the one that it has become part of (R56)."""
        return self.filter(Q(force=force) | Q(force__in=Merger.objects.part_of(force)))

    def leads_of(self, force: Force) -> Self:
        return self.at(force.pk).active().filter(role=Role.FORCE_LEAD).order_by("name")

    def leads_of_any(self, forces: Iterable[Force]) -> Self:
        pks = [force.pk for force in forces]
        there = Q(force__in=pks) | Q(force__in=Merger.objects.part_of_any(pks))
        return self.with_line().active().filter(there, role=Role.FORCE_LEAD).order_by("name")

    def leading_any(self, rows: models.QuerySet) -> Self:
        """Those whom at least one of the rows names as its lead, whoever they are today."""
        return self.filter(named_by(rows, "lead_id")).order_by("name", "pk")

    def writers_of(self, policing_body: PolicingBody) -> Self:
        return self.active().filter(role__in=WRITERS, policing_body=policing_body).order_by("name")

    def answering_for(self, policing_body: PolicingBody) -> Self:
        """Who writes in the office that has its work now: what it has published stays under its name (R56)."""
        successors = Succession.objects.standing().filter(predecessor=policing_body).values("successor")
        of_either = Q(policing_body=policing_body) | Q(policing_body__in=successors)
        staff = self.with_line().active().filter(of_either, role__in=WRITERS, office_has_ended=False)
        return staff.order_by("name")

    def fill(self, named: Iterable[tuple[models.Model, str]]) -> None:
        """The people in these columns of loaded rows, by one question: a join for each takes longer to plan (R131)."""
        wanted = [(row, column, pk) for row, column in named if (pk := getattr(row, f"{column}_id"))]
        people = self.in_bulk({pk for _row, _column, pk in wanted})
        for row, column, pk in wanted:
            setattr(row, column, people[pk])

    def looked_after_by(self, administrator: "User", on: date) -> Self:
        """Staff of the own office and leads of the forces that it oversees (R80)."""
        office = administrator.policing_body
        if office is None:
            return self.none()
        return self.filter(Q(policing_body=office) | Q(force__in=Force.objects.overseen_by(office, on)))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **facts: object) -> "User":
        user = self.model(email=self.model.normalize_username(email), **facts)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """Signs in by e-mail; belongs to one policing body or to one force."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=100)
    job_title = models.CharField("rank or job title", max_length=100, blank=True)
    role = models.CharField(max_length=20, choices=Role)
    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="staff", null=True, blank=True)
    force = models.ForeignKey(Force, models.PROTECT, related_name="leads", null=True, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    reads_sensitive = models.BooleanField(
        "may read OFFICIAL-SENSITIVE",
        default=False,
        help_text="All that the office or the force has. Without it: only where the person asked, replies or wrote it.",
    )
    own_only = models.BooleanField(
        "own assignments only",
        default=False,
        help_text="For a force lead: sees only what is assigned, asked of or handed to this person.",
    )

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_its_case"),
            models.CheckConstraint(
                name="user_of_a_force_or_of_an_office",
                condition=Q(role=Role.FORCE_LEAD, force__isnull=False, policing_body__isnull=True)
                | (~Q(role=Role.FORCE_LEAD) & Q(force__isnull=True, policing_body__isnull=False)),
                violation_error_message="A force lead belongs to one force; everybody else to one policing body.",
            ),
            models.CheckConstraint(
                name="user_with_own_assignments_only_leads_at_a_force",
                condition=Q(own_only=False) | Q(role=Role.FORCE_LEAD),
                violation_error_message="Only a force lead can be limited to own assignments.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """In small letters: allauth looks addresses up so. Called by `clean`."""
        return super().normalize_username(username).lower()

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Another force, office or role ends the sessions, as another password does."""
        facts = f"{self.password} {self.role} {self.force_id} {self.policing_body_id}"
        return salted_hmac("oversight.accounts.session", facts, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def nameless_offices(self) -> dict[int, str]:
        """For a force lead: what to read instead of the names of staff, where an office wants so (R91)."""
        if not self.is_force_lead:
            return {}
        rows = getattr(self, "nameless_rows", None)
        rows = PolicingBody.objects.nameless().values("pk", "kind", "area") if rows is None else rows
        return {row["pk"]: str(PolicingBody(**row)) for row in rows}

    @property
    def deals_with_offices(self) -> bool:
        """A lead of a unit: several follow up the same of it, and ask about it (R57)."""
        return self.force is not None and self.force.kind == ForceKind.UNIT

    @cached_property
    def office_names(self) -> dict[int, str]:
        """For whom there are several."""
        if not self.deals_with_offices:
            return {}
        return {office.pk: str(office) for office in PolicingBody.objects.all()}

    def name_for(self, reader: "User", *offices: int) -> str:
        """`offices`: for which the person has acted, or whose it is now. One without names is read instead (R91)."""
        nameless = reader.nameless_offices if self.policing_body_id else {}
        return next((nameless[pk] for pk in (*offices, self.policing_body_id) if pk in nameless), self.name)

    @cached_property
    def came_before(self) -> list[int]:
        """The offices that the own one has succeeded, or the forces that are now part of the own one (R56)."""
        of_force, of_office = Merger.objects.forces_before, Succession.objects.bodies_before
        rows = of_force(self.force_id) if self.force_id else of_office(self.policing_body_id or 0)
        return list(rows.values_list("predecessor", flat=True))

    @cached_property
    def office_has_ended(self) -> bool:
        return Succession.objects.standing().filter(predecessor=self.policing_body_id).exists()

    @property
    def offices(self) -> list[int]:
        """Whose things the person reads: those of the own office first."""
        return [self.policing_body_id, *self.came_before] if self.policing_body_id else []

    @property
    def forces(self) -> list[int]:
        """For which the person answers: the own force first."""
        return [self.force_id, *self.came_before] if self.force_id else []

    @property
    def is_office(self) -> bool:
        return self.policing_body_id is not None

    @property
    def is_force_lead(self) -> bool:
        return self.role == Role.FORCE_LEAD

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_writer(self) -> bool:
        return self.is_active and self.role in WRITERS

    @property
    def writes(self) -> bool:
        """Whether the person may change what belongs to the office; one that has ended is only read (R56)."""
        return self.is_writer and not self.office_has_ended

    # What django.contrib.admin asks of a user.
    @property
    def is_staff(self) -> bool:
        return self.is_administrator and not self.office_has_ended

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
