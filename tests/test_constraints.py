"""Every promise of the database is broken once, on purpose, and must be refused by name."""

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.db import Error, transaction

from tests.constraints import assurance, bodies, dates, evidence, handovers, inspections, responses, tags

OURS = ["bodies", "accounts", "inspections", "responses"]
BREAKERS = (
    bodies.BREAKERS
    | inspections.BREAKERS
    | responses.BREAKERS
    | evidence.BREAKERS
    | dates.BREAKERS
    | assurance.BREAKERS
    | tags.BREAKERS
    | handovers.BREAKERS
)


def _domain_models():
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            if not hasattr(model, "pgh_tracked_model"):
                yield model


def _promises():
    ours = list(_domain_models())
    yield from (constraint.name for model in ours for constraint in model._meta.constraints)
    for model, trigger in pgtrigger.registered():
        if model in ours and not isinstance(trigger, pghistory.trigger.Event):
            yield f"{model._meta.model_name}: {trigger.name}"


def test_every_constraint_and_trigger_has_a_test_that_breaks_it():
    assert sorted(_promises()) == sorted(BREAKERS)


@pytest.mark.django_db
@pytest.mark.parametrize("promise", BREAKERS)
def test_the_database_refuses_to_break(promise):
    words = (promise.partition(": ")[2] and "Cannot") or promise

    with pytest.raises(Error, match=words), transaction.atomic():
        BREAKERS[promise]()


@pytest.mark.django_db
def test_every_table_with_an_owner_keeps_a_record_of_values():
    unrecorded = {model.__name__ for model in _domain_models() if not hasattr(model, "pgh_event_model")}

    # The story, the mail server's answers, the list of themes and what is not saved yet need no second record.
    assert unrecorded == {"Event", "NoticeAttempt", "Theme", "UnsavedText"}
