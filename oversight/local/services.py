"""The services of this machine: started where the environment names no others, found again through `.local/env`."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from . import environment, letters, postgres, valkey
from .processes import Processes

DATABASE = "oversight"
LETTERS = environment.LOCAL / "letters"
LOGS = environment.LOCAL / "log"


class AlreadyRunningError(Exception):
    """Another `make run` of this folder is up."""


@contextmanager
def alone() -> Iterator[None]:
    """Hold the folder's lock, which the system frees however we end."""
    environment.LOCAL.mkdir(exist_ok=True)
    with (environment.LOCAL / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError from error
        yield


@contextmanager
def running(processes: Processes, **facts: str) -> Iterator[dict[str, str]]:
    """Start what is not given and remember it with the facts; yields the environment for child processes."""
    LOGS.mkdir(parents=True, exist_ok=True)
    facts["SECRET_KEY"] = environment.remembered().get("SECRET_KEY") or secrets.token_urlsafe(50)
    facts["DATABASE_URL"] = environment.given("DATABASE_URL") or _database(processes)
    facts["CELERY_BROKER_URL"] = environment.given("CELERY_BROKER_URL") or valkey.start(
        processes, log=LOGS / "valkey.log"
    )
    with _letter_box() as email_url:
        facts["EMAIL_URL"] = email_url
        ours = {name: value for name, value in facts.items() if not environment.given(name)}
        environment.remember(ours)
        yield {**os.environ, **ours}


def _database(processes: Processes) -> str:
    server = postgres.start(processes, postgres.home(), log=LOGS / "postgres.log")
    postgres.create_database(server, DATABASE)
    return server.url(DATABASE)


@contextmanager
def _letter_box() -> Iterator[str]:
    if email_url := environment.given("EMAIL_URL"):
        yield email_url
        return
    sink = letters.listen(_keep)
    yield f"smtp://127.0.0.1:{sink.port}"
    with suppress(OSError):
        sink.stop()


def _keep(letter: EmailMessage) -> Path:
    return letters.write(letter, LETTERS, at=datetime.now(UTC))
