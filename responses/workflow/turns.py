"""The split clock of a request: days are counted for the side that has had them (R106)."""

from datetime import date

from django.db.models import Case, DateField, F, Func, PositiveIntegerField, Value, When
from django.db.models.functions import Cast, Greatest

from responses.models import RequestStatus
from responses.models.evidence import WITH_FORCE


class DaysSince(Func):
    """Of two days: from the second to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = PositiveIntegerField()


def days_counted(on: date) -> dict[str, object]:
    """What an update of a request has to set whenever its status changes."""
    day = Cast(Value(on), DateField())
    days = Greatest(DaysSince(day, F("turn_on")), Value(0, PositiveIntegerField()))
    had = {"force_days": WITH_FORCE, "office_days": [RequestStatus.ANSWERED]}
    cases = {name: Case(When(status__in=held, then=F(name) + days), default=F(name)) for name, held in had.items()}
    return {**cases, "turn_on": day}
