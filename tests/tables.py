"""The empty tables of a test run: migrated into once, kept for the next runs."""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from unittest.mock import Mock

import django
from django.core.management import call_command
from django.db import connections
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from oversight.local import environment, postgres
from oversight.local.processes import Processes

ROOT = environment.LOCAL.parent
NAME = "tables"
COMMAND = [sys.executable, "-m", "tests.tables"]


@cache
def kept():
    sources = [Path(__file__), ROOT / "requirements/production.txt", ROOT / "oversight/settings.py"]
    for package in ("oversight", "inspections", "responses"):
        sources += sorted((ROOT / package).glob("**/migrations/*.py"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    return environment.LOCAL / "tests" / f"{digest[:16]}.dump"


def begin():
    """While the workers collect the tests, in which this process has no part. Returns what ends it."""
    if kept().exists():
        return lambda: None
    migrating = subprocess.Popen(COMMAND, cwd=ROOT)
    return lambda: (migrating.terminate(), migrating.wait())


def restore(url):
    if not kept().exists():
        subprocess.run(COMMAND, cwd=ROOT, check=True)  # of several workers one migrates, the others wait
    subprocess.run([postgres.programs() / "pg_restore", f"--dbname={url}", kept()], check=True)


def make():
    with tempfile.TemporaryDirectory(prefix="oversight-tables-") as name, Processes() as processes:
        folder = Path(name)
        processes.remove_when_killed(folder)
        folder.chmod(0o711)
        (folder / "postgres").mkdir()
        server = postgres.start(processes, folder / "postgres", log=folder / "log", options=postgres.THROW_AWAY)
        postgres.create_database(server, NAME)
        migrate(server)
        draft = kept().with_suffix(f".{os.getpid()}")
        dump = [postgres.programs() / "pg_dump", "--format=custom", f"--file={draft}", server.url(NAME)]
        subprocess.run(dump, check=True)
        draft.replace(kept())


def migrate(server):
    """To make all models anew after each trigger takes half of the time, and no operation looks at theirs."""
    facts = {"HOST": "127.0.0.1", "PORT": server.port, "USER": "postgres", "PASSWORD": server.password}
    connections["default"].settings_dict |= facts | {"NAME": NAME}
    for operation in (AddTrigger, RemoveTrigger):
        operation.state_forwards = without_new_models(operation.state_forwards)
    call_command("migrate", verbosity=0)


def without_new_models(state_forwards):
    def quick(operation, app_label, state):
        state.reload_model = Mock()
        state_forwards(operation, app_label, state)
        del state.reload_model

    return quick


def main():
    kept().parent.mkdir(parents=True, exist_ok=True)
    with (kept().parent / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not kept().exists():
            make()


if __name__ == "__main__":
    django.setup()
    main()
