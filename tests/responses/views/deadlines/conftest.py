import pytest

from tests import factories
from tests.responses.views.follow_up.pages import NOW


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer(client):
    officer = factories.make_officer(name="Priya Shah")
    client.force_login(officer)
    return officer


@pytest.fixture
def lead(client):
    lead = factories.make_lead(name="Dana Brook")
    client.force_login(lead)
    return lead
