import pytest

from tests import factories
from tests.responses.views.assurance.pages import NOW


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer(client):
    officer = factories.make_officer(name="Priya Shah")
    client.force_login(officer)
    return officer
