import pytest

from tests.chaos.mail_server import MailServer


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    options = {"host": "127.0.0.1", "port": server.port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    yield server
    server.stop()
