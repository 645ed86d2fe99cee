"""How information is marked, and who may read what is OFFICIAL-SENSITIVE (R71)."""

import operator
from functools import reduce
from typing import Any

from django.db import models
from django.db.models import Q

from oversight.accounts.models import User


class Classification(models.TextChoices):
    """Above OFFICIAL-SENSITIVE nothing may enter the portal."""

    OFFICIAL = "official", "OFFICIAL"
    OFFICIAL_SENSITIVE = "official-sensitive", "OFFICIAL-SENSITIVE"


NOT_ABOVE = Q(classification__in=Classification.values)


def readable_by(user: User, *named: str, at: str = "") -> Q:
    """Rows that the person may read: OFFICIAL ones, and those in which one of the `named` columns is the person.

    `at` is the way to the marked row, such as `round__request__`.
    """
    if user.reads_sensitive:
        return Q()
    own = (Q(**{f"{at}{name}": user.pk}) for name in named)
    return reduce(operator.or_, own, Q(**{f"{at}classification": Classification.OFFICIAL}))


def is_readable_by(user: User, row: Any, *named: str) -> bool:  # noqa: ANN401 - whatever has a classification
    """As `readable_by`, of a row that is loaded."""
    is_own = user.pk in {getattr(row, f"{name}_id") for name in named}
    return user.reads_sensitive or is_own or row.classification in {Classification.OFFICIAL, None}
