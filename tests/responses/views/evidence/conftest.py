from datetime import date

import pytest

from responses.workflow import evidence as workflow
from tests import factories
from tests.responses.views.evidence.pages import NOW


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer():
    return factories.make_officer(name="Priya Shah")


@pytest.fixture
def lead():
    return factories.make_lead(name="Dana Brook")


@pytest.fixture
def follow_up(lead):
    return factories.make_follow_up(lead=lead)


@pytest.fixture
def asked(follow_up, lead, officer):
    return factories.make_request(follow_up, lead=lead, sent_by=officer, due_on=date(2025, 2, 21))


@pytest.fixture
def draft(asked, lead):
    return workflow.open_answer(asked, by=lead, at=NOW)
