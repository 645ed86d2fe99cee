"""Two people, one text: a save names the version it started from, and a stale one is refused (R13)."""

from django.db import models
from django.db.models import F


class StaleError(Exception):
    """Somebody else saved first. `current` is the row as it stands; nothing was written."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("Somebody else has changed this since you opened it.")
        self.current = current


def save_version(row: models.Model, *, version: int, **changes: object) -> None:
    """Write `changes` if the row is still at `version`, and raise `StaleError` otherwise."""
    rows = type(row)._default_manager.filter(pk=row.pk, version=version)
    if not rows.update(version=F("version") + 1, **changes):
        raise StaleError(type(row)._default_manager.get(pk=row.pk))
    row.refresh_from_db()
