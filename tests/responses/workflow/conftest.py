"""An office on the eve of its end."""

import pytest
from django.db import transaction

from tests.responses.succession import Two


@pytest.fixture(scope="module")
def eve(django_db_setup, django_db_blocker):
    """Told once: the story has many rows."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Two()
        transaction.set_rollback(True)


@pytest.fixture
def two(eve, db):
    """Each test starts from the eve: it goes back to where the module's transaction stood."""
    return eve
