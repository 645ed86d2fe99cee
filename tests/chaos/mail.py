"""Kill what sends letters, again and again, and count what arrives.

DJANGO_SETTINGS_MODULE=oversight.settings python -m tests.chaos.mail --letters 10000 --faults 30 --mode all
"""

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import django
import psutil
import redis
from celery import Celery
from kombu import Connection
from kombu.exceptions import OperationalError

from oversight.local import postgres, valkey
from oversight.local.processes import Processes, free_port, wait_for
from tests.chaos.mail_server import CUT, TAKEN, MailServer

ROOT = Path(__file__).parents[2]
CLAIMED_LONG_AGO = 8  # seconds: far longer than one letter takes, so its worker is dead


@dataclass
class Run:
    """Two Celery processes, a Valkey, a mail server; the harness is the beat and the passing of time."""

    server: MailServer
    database_url: str
    folder: Path
    processes: Processes
    broker_port: int = field(default_factory=free_port)
    faults: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.app = Celery(set_as_current=False)
        self.app.conf.task_publish_retry = False
        self.start_broker()
        self.start_worker()

    def start_broker(self) -> None:
        fixed = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = [str(valkey._program()), "--port", str(self.broker_port), *fixed]
        self.broker = self.processes.start("Valkey", command, log=self.folder / "valkey.log", cwd=self.folder)
        assert wait_for(self.broker, self.broker_port)

    def start_worker(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "oversight", "worker", "--concurrency=2", "--loglevel=WARNING"]
        env = os.environ | {
            "DATABASE_URL": self.database_url,
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{self.broker_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.server.port}",
            "LOG_LEVEL": "WARNING",
        }
        self.worker = self.processes.start("worker", command, log=self.folder / "worker.log", env=env, cwd=ROOT)

    def kill_worker(self) -> None:
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()
        self.processes.forget(self.worker)
        self.start_worker()

    def keep_worker(self) -> None:
        """As a service manager does: Celery gives up by itself when a child is killed before it is up."""
        if self.worker.poll() is not None:
            self.processes.forget(self.worker)
            self.start_worker()

    def kill_child(self) -> None:
        for child in psutil.Process(self.worker.pid).children()[:1]:
            child.kill()

    def kill_broker(self) -> None:
        self.broker.kill()
        self.broker.wait()
        self.processes.forget(self.broker)
        self.start_broker()

    def flush_broker(self) -> None:
        redis.Redis(port=self.broker_port).flushall()

    def crash_database(self) -> None:
        """Kill one backend: PostgreSQL then ends all of them and recovers from its log."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' ORDER BY random()")
            os.kill(cursor.fetchone()[0], signal.SIGKILL)
        connection.close()

    def stop_worker(self) -> None:
        """As a deployment does."""
        self.worker.terminate()
        self.worker.wait(90)
        self.processes.forget(self.worker)
        self.start_worker()

    def tick(self) -> None:
        """As beat sends it, expiry included; while the broker is away a tick is lost, as in life."""
        url = f"redis://127.0.0.1:{self.broker_port}/0"
        with contextlib.suppress(OperationalError), Connection(url, connect_timeout=2) as broker:
            self.app.send_task("responses.tasks.tick", expires=50, connection=broker)

    def fault(self, kinds: list[Callable[["Run"], None]]) -> None:
        kind = kinds[len(self.faults) % len(kinds)]
        self.faults.append(kind.__name__)
        kind(self)


def owe(letters: int) -> None:
    """Between the last step and the end of reminding: the letter, and when it was owed, depend on no weekday."""
    from django.utils import timezone

    from oversight.holidays import bank_holidays
    from responses import ladder
    from responses.models import FollowUp
    from responses.notices import planner
    from tests import factories

    on = ladder.send_day(timezone.localdate() - timedelta(days=1), 0, bank_holidays())
    inspection, officer = factories.make_inspection(), factories.make_officer()
    for _ in range(letters // 2):
        finding = factories.make_finding(inspection)
        factories.make_follow_up(finding, by=officer, lead=factories.make_lead())
    FollowUp.objects.update(due_on=on - timedelta(days=100))
    planner.plan(on=on, at=timezone.now() - timedelta(days=9))


def pass_time() -> int:
    """What waits for another attempt, or for a dead worker's lease, need not wait in real time. Says what is left."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE responses_notice SET lease_until = now() - interval '1 second'"
            " WHERE status = 'sending' AND lease_until BETWEEN now() AND now() + make_interval(secs => %s)",
            [120 - CLAIMED_LONG_AGO],
        )
        cursor.execute(
            "UPDATE responses_notice SET next_attempt_at = now()"
            " WHERE status = 'pending' AND attempts > 0 AND next_attempt_at > now()"
        )
        cursor.execute("SELECT count(*) FROM responses_notice WHERE status IN ('pending', 'sending')")
        return cursor.fetchone()[0]


def answers(dice: random.Random) -> Callable[[str], str]:
    """2 % are put off, 0.2 % are taken on a line that then goes dead, 0.2 % of the addresses do not exist."""

    def decide(address: str) -> str:
        if sum(address.encode()) % 500 == 0:
            return "550 No such person"
        return dice.choices([TAKEN, "451 Later", CUT], [97.8, 2, 0.2])[0]

    return decide


def drive(run: Run, kinds: list[Callable[[Run], None]], *, faults: int, every: float, limit: float) -> float:
    """Inject the faults, then wait for the rest; say how many seconds it took."""
    from django.db import Error, connection

    start = time.monotonic()
    next_fault = start + every
    left = 1
    while left and time.monotonic() - start < limit:
        time.sleep(1)
        run.keep_worker()
        run.tick()
        if len(run.faults) < faults and time.monotonic() > next_fault:
            run.fault(kinds)
            next_fault = time.monotonic() + every
        try:
            left = pass_time()
        except Error:  # the database is recovering
            connection.close()
    return time.monotonic() - start


@dataclass(frozen=True)
class Result:
    letters: int
    lost: int
    refused: int
    in_doubt: int
    duplicates: int
    max_copies: int
    different_copies: int


def count(server: MailServer) -> Result:
    from responses.models import Notice, NoticeStatus

    copies = server.copies()
    owed = dict(Notice.objects.exclude(status=NoticeStatus.FAILED).values_list("message_id", "status"))
    return Result(
        letters=Notice.objects.count(),
        lost=len(owed.keys() - copies.keys()),
        refused=Notice.objects.filter(status=NoticeStatus.FAILED).count(),
        in_doubt=list(owed.values()).count(NoticeStatus.IN_DOUBT),
        duplicates=sum(len(hashes) - 1 for hashes in copies.values()),
        max_copies=max(map(len, copies.values()), default=0),
        different_copies=sum(len(set(hashes)) > 1 for hashes in copies.values()),
    )


WORKER = [Run.kill_worker, Run.kill_child]
BROKER = [Run.kill_worker, Run.kill_broker, Run.kill_child, Run.flush_broker]
MODES = {
    "none": [],
    "worker": WORKER,
    "all": [*BROKER, Run.crash_database],
    "term": [Run.stop_worker],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--faults", type=int, default=30)
    parser.add_argument("--every", type=float, default=4, help="seconds between faults")
    parser.add_argument("--mode", choices=MODES, default="all")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--limit", type=float, default=900, help="seconds")
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="oversight-chaos-") as name, Processes() as processes:
        folder = Path(name)
        folder.chmod(0o711)
        (folder / "postgres").mkdir()
        database = postgres.start(processes, folder / "postgres", log=folder / "postgres.log")
        postgres.create_database(database, "chaos")
        django.setup()
        env = os.environ | {"DATABASE_URL": database.url("chaos"), "LOG_LEVEL": "WARNING"}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=env, check=True)
        from django.db import connections

        connections["default"].settings_dict |= {
            "HOST": "127.0.0.1",
            "PORT": database.port,
            "USER": "postgres",
            "PASSWORD": database.password,
            "NAME": "chaos",
        }
        owe(options.letters)
        server = MailServer(answers(dice))
        run = Run(server, database.url("chaos"), folder, processes)
        run.start()
        seconds = drive(run, MODES[options.mode], faults=options.faults, every=options.every, limit=options.limit)
        sys.stdout.write(f"mode={options.mode} faults={len(run.faults)} seconds={seconds:.0f} {count(server)}\n")
        server.stop()


if __name__ == "__main__":
    main()
