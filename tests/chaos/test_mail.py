from urllib.parse import quote

import pytest
from django.db import connection

from oversight.local.processes import Processes
from tests.chaos import mail
from tests.chaos.mail_server import MailServer


@pytest.mark.django_db(transaction=True)
def test_no_letter_is_lost_while_workers_and_the_broker_are_killed(tmp_path):
    facts = connection.settings_dict
    url = f"postgresql://{facts['USER']}:{quote(facts['PASSWORD'])}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    mail.owe(160)
    server = MailServer(mail.answers(mail.random.Random(3)))
    with Processes() as processes:
        run = mail.Run(server, url, tmp_path, processes)
        run.start()
        # Each kind once; `python -m tests.chaos.mail` has more of them.
        mail.drive(run, mail.BROKER, faults=4, every=2, limit=400)
    server.stop()

    result = mail.count(server)
    assert len(run.faults) == 4
    assert (result.letters, result.lost, result.different_copies) == (160, 0, 0)
    assert result.max_copies <= 2
