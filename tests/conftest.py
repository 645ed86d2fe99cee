"""Services and settings of a test run: its own PostgreSQL, Valkey, SMTP sink and browser."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pgtrigger
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import TransactionTestCase, override_settings

from oversight.local import environment, letters, postgres, valkey
from oversight.local.processes import Processes
from tests import tables

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _chromium():
    names = ["chromium", "chromium-browser", "google-chrome"]
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_configure(config):
    is_worker = hasattr(config, "workerinput")
    if config.getoption("numprocesses", None) and not is_worker and not environment.given("DATABASE_URL"):
        config.add_cleanup(tables.begin())


def pytest_collection_modifyitems(items):
    # Playwright's event loop runs until the session ends, and Django refuses the database beside one:
    # whatever comes after a browser test would have to be allowed to. So these come last, of them the long journeys
    # first: who still has one when the others are done keeps all waiting.
    items.sort(key=lambda item: (item.get_closest_marker("browser") is not None, "/journeys/" not in str(item.path)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    if item.get_closest_marker("browser"):
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return (yield)


KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # what migrating has left


def _empty_the_tables(case):
    """Row by row: to truncate a hundred tables, as Django does, takes longer than most tests."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    names = [connection.ops.quote_name(table) for table in sorted(tables)]
    with transaction.atomic(), connection.cursor() as cursor:
        # PostgreSQL ends one of two who wait for one another after a second, and it might not be this one.
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")  # waits for whoever is at work
        with pgtrigger.ignore():
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in names))


def _empty_the_tables_again(case):
    """A page that closes may still send what was typed: its request and the emptying can lock each other out."""
    for _ in range(50):
        try:
            return _empty_the_tables(case)
        except OperationalError:
            time.sleep(0.1)
    return _empty_the_tables(case)


TransactionTestCase._fixture_teardown = _empty_the_tables_again


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not _chromium():
        reason = "Chromium is not installed (Debian: apt-get install chromium fonts-liberation; or set CHROMIUM)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": _chromium(), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def temporary_folder() -> Iterator[Path]:
    """A folder that goes with the run, even one that is killed; for what services keep."""
    # Not below pytest's own folder: only its owner may enter that, and root's PostgreSQL runs as `nobody`.
    folder = Path(tempfile.mkdtemp(prefix="oversight-tests-"))
    folder.chmod(0o711)
    with Processes() as processes:
        processes.remove_when_killed(folder)
        yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_server(temporary_folder) -> Iterator[postgres.Server]:
    """A PostgreSQL for this run only."""
    folder = temporary_folder / "postgres"
    folder.mkdir()
    with Processes() as processes:
        yield postgres.start(processes, folder, log=temporary_folder / "log", options=postgres.THROW_AWAY)


@pytest.fixture(scope="session")
def django_db_keepdb():
    return environment.given("DATABASE_URL") is None  # a server of our own goes as a whole


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request):
    database = connections["default"].settings_dict
    database["CONN_MAX_AGE"] = 0
    database["TEST"]["NAME"] = f"test_oversight_{os.getpid()}"  # several runs may share one server
    if not environment.given("DATABASE_URL"):
        server = request.getfixturevalue("postgres_server")
        database |= {"HOST": "127.0.0.1", "PORT": server.port, "USER": "postgres", "PASSWORD": server.password}
        postgres.create_database(server, database["TEST"]["NAME"])
        tables.restore(server.url(database["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def valkey_url(temporary_folder) -> Iterator[str]:
    """A Valkey for this run only."""
    with Processes() as processes:
        yield valkey.start(processes, log=temporary_folder / "log")


@pytest.fixture(scope="session", autouse=True)
def _settings_of_a_test_run(tmp_path_factory):
    evidence = tmp_path_factory.mktemp("evidence")
    storages = {
        "default": {"BACKEND": "oversight.storage.Disk", "OPTIONS": {"location": evidence}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        EVIDENCE_ROOT=evidence,
        STORAGES=storages,
        CLAMAV_URL="",
        ALLOW_UNSCANNED=True,
        PORTAL_URL="http://127.0.0.1:8000",  # whatever `.env` or a `make run` on another port has said
        WHITENOISE_AUTOREFRESH=True,  # looks files up when asked: no collectstatic needed, no scan for each client
        WHITENOISE_USE_FINDERS=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # Argon2 is slow by design
    ):
        yield


class SmtpSink:
    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.controller = letters.listen(self.letters.append)
        self.port: int = self.controller.port


@pytest.fixture
def smtp_sink(settings) -> Iterator[SmtpSink]:
    """An SMTP server that keeps its `.letters`; Django's letters go to it."""
    sink = SmtpSink()
    options = {"host": "127.0.0.1", "port": sink.port, "timeout": 10}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    yield sink
    sink.controller.stop()
