"""What the law asks of every response, by date: the days it gives, and who gets a copy (R61)."""

from datetime import date

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value

from oversight.bodies.models import Dated, DatedQuerySet, DateRange
from oversight.days import plain_date
from responses import clock

TODAY = "(now() AT TIME ZONE 'Europe/London')::date"  # CURRENT_DATE is yesterday's until 1 am in summer
IN_FORCE_AND_CHANGED = f"""
OLD.in_force_from <= {TODAY}
AND (OLD.in_force_from, OLD.period_days) IS DISTINCT FROM (NEW.in_force_from, NEW.period_days)
"""
SHIPPED = ", ".join(f"(DATE '{rule.in_force_from}', {rule.period_days})" for rule in clock.RULES)
BEGINS_IN_THE_PAST = f"""
IF NEW.in_force_from <= {TODAY} AND (NEW.in_force_from, NEW.period_days) NOT IN ({SHIPPED})
    AND (TG_OP = 'INSERT' OR OLD.in_force_from > {TODAY})
THEN RAISE EXCEPTION 'pgtrigger: Cannot begin a rule before tomorrow in %', TG_TABLE_NAME; END IF;
RETURN NEW;
"""


class ResponseRuleQuerySet(models.QuerySet["ResponseRule"]):
    def rules(self) -> tuple[clock.Rule, ...]:
        """Oldest first. Where none is loaded the shipped ones hold: an empty table must not stop the clocks."""
        rows = self.order_by("in_force_from").values_list("in_force_from", "period_days")
        return tuple(clock.Rule(*row) for row in rows) or clock.RULES


@pghistory.track()
class ResponseRule(models.Model):
    """The period to publish a response, for reports published from a day on. A change of the law is one more row."""

    in_force_from = models.DateField(unique=True, help_text="For reports published on or after this day.")
    period_days = models.PositiveSmallIntegerField(
        "days to publish a response", help_text="The day the report is published is the first of them."
    )
    source = models.CharField(max_length=200, help_text="Where the law says so.")

    objects = ResponseRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from"]
        constraints = [
            models.CheckConstraint(name="responserule_gives_a_day_at_least", condition=Q(period_days__gte=1)),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_once_in_force",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(IN_FORCE_AND_CHANGED),
            ),
            pgtrigger.Trigger(
                name="moves_no_running_clock",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=BEGINS_IN_THE_PAST,
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        day = self.in_force_from
        return f"{self.period_days} days, from {plain_date(day)}"

    def clean(self) -> None:
        """Rules are added at the end: one put between two others would change clocks that run already (R61)."""
        others = ResponseRule.objects.exclude(pk=self.pk)
        if self.in_force_from and others.filter(in_force_from__gt=self.in_force_from).exists():
            raise ValidationError({"in_force_from": "Enter a day after the rules that are there already."})


class CopyFor(models.TextChoices):
    """To whom the law sends a copy of what is published (s.55(6))."""

    INSPECTORATE = "inspectorate", "HMICFRS"
    HOME_SECRETARY = "home-secretary", "the Home Secretary"


class RecipientQuerySet(DatedQuerySet):
    def current(self, copy_for: str, *, on: date) -> "Recipient | None":
        return self.on(on).filter(copy_for=copy_for).first()  # type: ignore[return-value]


@pghistory.track()
class Recipient(Dated):
    """Where copies for HMICFRS and the Home Secretary go, by date."""

    copy_for = models.CharField("copies for", max_length=20, choices=CopyFor)
    name = models.CharField(max_length=120, help_text="“Police inspections team, Home Office”")
    address = models.EmailField(
        "e-mail address", max_length=320, blank=True, help_text="Empty: letters cannot be sent from the portal."
    )

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["copy_for", F("starts_on").asc(nulls_first=True)]
        constraints = [
            ExclusionConstraint(
                name="recipient_one_at_a_time",
                expressions=[
                    ("copy_for", RangeOperators.EQUAL),
                    (DateRange(F("starts_on"), F("ends_on"), Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Another recipient of these copies holds in this period. End it first.",
            ),
            models.CheckConstraint(
                name="recipient_starts_before_it_ends",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                violation_error_message="The period must start before it ends.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_copy_for_display()}: {self.name}"
