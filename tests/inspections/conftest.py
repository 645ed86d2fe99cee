"""Pages of inspections are opened on a Monday, three days after the report."""

import pytest
import time_machine

from tests import factories


@pytest.fixture
def officer(client):
    with time_machine.travel(factories.AT, tick=False):
        officer = factories.make_officer()
        client.force_login(officer)
        yield officer
