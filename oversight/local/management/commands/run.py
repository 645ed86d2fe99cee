"""Start the whole portal on this machine: services, worker, tick and web server. Ctrl-C stops it all."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from oversight.local import environment, services, static
from oversight.local.postgres import PostgresError
from oversight.local.processes import Processes, is_free
from oversight.local.valkey import ValkeyError

PATIENCE = 60  # seconds until the first page
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MANAGE = [sys.executable, sys.argv[0]]
AS_ROOT = "ignore:You're running the worker with superuser privileges"  # as it may be in a container
CELERY = [sys.executable, "-W", AS_ROOT, "-m", "celery", "--quiet", "--app", "oversight.celery"]
# One worker and one beat: a second tick would find nothing left to do (unique keys, SKIP LOCKED), but why ring twice.
WORKER = [*CELERY, "worker", "--concurrency=1", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
BEAT = [*CELERY, "beat", "--loglevel=WARNING", "--pidfile=", f"--schedule={environment.LOCAL / 'beat'}"]
WEB = [sys.executable, "-m", "gunicorn", "--workers=2", "--threads=4", "--log-level=warning", "--no-control-socket"]


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked
    """Ctrl-C or SIGTERM."""


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        port = _port(os.environ.get("PORT") or "8000")
        for number in SIGNALS:
            signal.signal(number, _stop)
        try:
            with ExitStack() as stack:
                self._run(stack, port)
        except Stopped:
            self.stderr.write("Stopped. The data stay for the next start.")
        except services.AlreadyRunningError as error:
            message = "The portal of this folder is running already. Stop it first, with Ctrl-C where it was started."
            raise CommandError(message) from error
        except (PostgresError, ValkeyError) as error:
            raise CommandError(str(error)) from error
        except PermissionError as error:
            message = f"{error}. If another user has started the portal here before, delete {environment.LOCAL} first."
            raise CommandError(message) from error

    def _run(self, stack: ExitStack, port: int) -> None:
        stack.enter_context(services.alone())
        _check_port(port)
        own_letter_box = not environment.given("EMAIL_URL")
        backing = stack.enter_context(Processes())
        # There is no virus scanner in a wheel: files can be opened here, each with a mark.
        facts = {"PORTAL_URL": f"http://127.0.0.1:{port}", "ALLOW_UNSCANNED": "1"}
        env = stack.enter_context(services.running(backing, **facts))
        self.stderr.write("Preparing the database …")
        told = _prepare(env)
        static.collect()
        portal = stack.enter_context(Processes())
        _start(portal, env, port)
        _wait_until_served(portal, port)
        self._tell(port, told, own_letter_box=own_letter_box)
        _watch(backing, portal)

    def _tell(self, port: int, told: str, *, own_letter_box: bool) -> None:
        self.stdout.write(f"\n{told}\nThe portal is at http://127.0.0.1:{port}")
        if own_letter_box:
            self.stdout.write(f"Letters are written to {services.LETTERS.relative_to(settings.BASE_DIR)}/")
        self.stdout.write("Ctrl-C stops everything.")
        self.stdout.flush()


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 65535:  # noqa: PLR2004 - the highest port there is
        message = f"PORT is {text}. It must be a number from 1 to 65535."
        raise CommandError(message)
    return int(text)


def _check_port(port: int) -> None:
    # What an earlier start left behind (kill -9) ends by itself; give it a moment.
    until = time.monotonic() + 5
    while not is_free(port):
        if time.monotonic() > until:
            message = f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}"
            raise CommandError(message)
        time.sleep(0.2)


def _prepare(env: dict[str, str]) -> str:
    """Run `prepare` in a process of its own, whose settings know the database; returns what it has to tell."""
    command = [*MANAGE, "prepare", "--demo", "--verbosity=0"]
    done = subprocess.run(command, env=env, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        message = "The database cannot be prepared; the lines above say why."
        raise CommandError(message)
    return done.stdout


def _start(processes: Processes, env: dict[str, str], port: int) -> None:
    processes.start("The worker", WORKER, env=env)
    processes.start("Celery beat", BEAT, env=env)
    processes.start("The web server", [*WEB, f"--bind=127.0.0.1:{port}", "oversight.wsgi"], env=env)


def _wait_until_served(processes: Processes, port: int) -> None:
    until = time.monotonic() + PATIENCE
    while not _serves(port):
        _check_all_run(processes)
        if time.monotonic() > until:
            message = f"The web server has shown no page for {PATIENCE} seconds."
            raise CommandError(message)
        time.sleep(0.1)


def _serves(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/livez")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def _watch(backing: Processes, portal: Processes) -> None:
    while True:
        _check_all_run(backing)
        _check_all_run(portal)
        time.sleep(0.5)


def _check_all_run(processes: Processes) -> None:
    if name := processes.ended():
        message = f"{name} has ended by itself; the lines above, or {services.LOGS}, say why."
        raise CommandError(message)


def _stop(number: int, frame: FrameType | None) -> None:
    for each in SIGNALS:  # a second Ctrl-C must not cut the stopping short
        signal.signal(each, signal.SIG_IGN)
    raise Stopped
