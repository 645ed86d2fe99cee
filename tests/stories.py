"""For several tests of one long story: it is told once for all of them, and none leaves anything behind."""

from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction


@contextmanager
def told_once(django_db_blocker):
    """Around the transactions of the tests themselves, which each of them takes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference_data")
        yield
        transaction.set_rollback(True)
