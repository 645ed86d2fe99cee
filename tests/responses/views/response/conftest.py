import pytest

from tests import factories
from tests.responses.views.response.pages import NOW


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer(client):
    officer = factories.make_officer(name="Priya Shah")
    client.force_login(officer)
    return officer


@pytest.fixture
def approver(client):
    approver = factories.make_approver()
    client.force_login(approver)
    return approver
