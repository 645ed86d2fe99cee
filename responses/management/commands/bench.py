"""Load the data set of R131 into a database of its own and time each page; `--times 10` is that of R133.

With `--keep` the database stays, one for each size, and is taken as it is the next time.
"""

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.core.cache import caches
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspections.models import Inspection
from responses.management import bench_data
from responses.management.bench_pages import FILE, Page, pages
from responses.models import AssuranceUpdate, Event, FollowUp
from responses.notices import planner

A_DAY = timedelta(days=1)
KIB = 1024
PLANNING_SECONDS = 3


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--times", type=int, default=1, help="How many times the 20,000 follow-ups.")
        parser.add_argument("--rounds", type=int, default=30, help="How often each page is timed.")
        parser.add_argument("--only", default="", help="Pages whose name begins so.")
        parser.add_argument("--keep", action="store_true", help="Keep the data for the next time.")

    def handle(self, *args: object, times: int, rounds: int, only: str, keep: bool, **options: object) -> None:
        name = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"{name}_bench_{times}"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=keep)
        try:
            with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
                over = self._measure(bench_data.Size(times=times), rounds, only)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0, keepdb=keep)
        if over and times == 1:
            raise CommandError("Over the limits of R131 and R132:\n" + "\n".join(over))
        self.stdout.write(f"{len(over)} over the limits of R131, which are for one time" if over else "all within R131")

    def _measure(self, size: bench_data.Size, rounds: int, only: str = "") -> list[str]:
        """What costs more than it may."""
        kept = bench_data.officer()
        officer = kept or bench_data.load(on=timezone.localdate(), size=size)
        _settle()
        self.stdout.write(
            f"data: inspections={Inspection.objects.count()} follow_ups={FollowUp.objects.count()} "
            f"updates={AssuranceUpdate.objects.count()} events={Event.objects.count()}"
        )
        import_module(settings.WSGI_APPLICATION.rpartition(".")[0])  # as a worker that serves: all loaded and frozen
        over = [] if kept else self._plan()  # first, so that the pages have letters to show
        for page in pages(officer):
            is_slow = size.times > 1 and page.name.endswith("-xlsx")  # minutes, which R133 does not limit
            if page.name.startswith(only) and not is_slow:
                over += self._time(page, rounds)
        return over

    def _plan(self) -> list[str]:
        """R132: a first day on which everything is owed at once, the next day, and that day again."""
        at, over = timezone.now(), []
        for day, when in {"first": at, "next": at + A_DAY, "next-again": at + A_DAY}.items():
            with CaptureQueriesContext(connection) as queries:
                started = time.perf_counter()
                letters = planner.plan(on=timezone.localdate(when), at=when)
                took = time.perf_counter() - started
            self.stdout.write(f"plan={day} statements={len(queries)} letters={letters} seconds={took:.2f}")
            over += [f"plan={day} seconds={took:.2f} > {PLANNING_SECONDS}"] if took > PLANNING_SECONDS else []
        return over

    def _time(self, page: Page, rounds: int) -> list[str]:
        cost = _cost(_getter(page), 0 if page.limit == FILE else rounds)
        facts = " ".join(f"{name}={number}" for name, number in cost.items())
        self.stdout.write(f"page={page.name} {facts} limit={page.limit.name}")
        return [f"page={page.name} {fact}" for fact in page.limit.broken_by(cost)]


def _settle() -> None:
    """As a database is that has run for a while: what was loaded is counted, and its indexes can be read alone."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def _getter(page: Page) -> Callable[[], tuple[int, float]]:
    client = Client()
    if page.user:
        client.force_login(page.user, backend=settings.AUTHENTICATION_BACKENDS[0])

    def get() -> tuple[int, float]:
        """The bytes of the page, and when the first of them was there."""
        caches["pages"].clear()  # each one made afresh
        answer = client.get(page.address)
        if answer.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{page.address} answers {answer.status_code}")
        parts = iter(answer)
        size, begun = len(next(parts)), time.perf_counter()
        return size + sum(map(len, parts)), begun

    return get


@dataclass(frozen=True)
class _Once:
    size: int
    took: float  # milliseconds, as the others
    first: float
    cpu: float


def _once(get: Callable[[], tuple[int, float]]) -> _Once:
    started, worked = time.perf_counter(), time.process_time()
    size, begun = get()
    took, cpu = time.perf_counter() - started, time.process_time() - worked
    return _Once(size, took * 1000, (begun - started) * 1000, cpu * 1000)


def _cost(get: Callable[[], tuple[int, float]], rounds: int) -> dict[str, int]:
    """Of no rounds, which are for what takes minutes, the one that counts the queries is timed."""
    if rounds:
        get()
    with CaptureQueriesContext(connection) as queries:
        counted = _once(get)
    asked = len(queries)  # the next request empties the log
    timed = [_once(get) for _ in range(rounds)] or [counted]
    took = sorted(each.took for each in timed)
    return {
        "queries": asked,
        "kib": round(counted.size / KIB),
        "median_ms": round(statistics.median(took)),
        "p95_ms": round(took[math.ceil(len(took) * 0.95) - 1]),
        "first_ms": round(statistics.median(each.first for each in timed)),
        "cpu_ms": round(statistics.median(each.cpu for each in timed)),
    }
