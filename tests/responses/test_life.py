"""The whole life of follow-ups: a few short runs each time; LIFE=50x1000 for 50 runs of 1,000 steps."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.responses.life import Life

RUNS, STEPS = map(int, os.environ.get("LIFE", "4x50").split("x"))


@pytest.mark.django_db
def test_life_holds_together_whatever_people_do_in_whatever_order():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize="LIFE" not in os.environ,  # the short runs are the same each time
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {outcome for _, outcome in Life.outcomes} == {"done", "refused"}
