"""Load the data set of R131 into a database of its own and time each page; `--times 10` is that of R133."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inspections.models import Inspection
from oversight.accounts.models import User
from responses.management import bench_data
from responses.models import AssuranceUpdate, Event, EvidenceRequest, FollowUp, Publication, Response
from responses.notices import planner

A_DAY = timedelta(days=1)
KIB = 1024


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--times", type=int, default=1, help="How many times the 20,000 follow-ups.")
        parser.add_argument("--rounds", type=int, default=30, help="How often each page is timed.")

    def handle(self, *args: object, times: int, rounds: int, **options: object) -> None:
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
                self._measure(bench_data.Size(findings_of_a_national=5 * times, findings_of_another=30 * times), rounds)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)

    def _measure(self, size: bench_data.Size, rounds: int) -> None:
        officer = bench_data.load(on=timezone.localdate(), size=size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(
            f"data: inspections={Inspection.objects.count()} follow_ups={FollowUp.objects.count()} "
            f"updates={AssuranceUpdate.objects.count()} events={Event.objects.count()}"
        )
        for page, address in _pages().items():
            self.stdout.write(_line(page, _getter(officer, address), rounds))
        for page, address in _public_pages().items():
            self.stdout.write(_line(page, _getter(None, address), rounds))
        self._plan()

    def _plan(self) -> None:
        """R132: a first day on which everything is owed at once, the next day, and that day again."""
        at = timezone.now()
        for day, when in {"first": at, "next": at + A_DAY, "next-again": at + A_DAY}.items():
            with CaptureQueriesContext(connection) as queries:
                started = time.perf_counter()
                letters = planner.plan(on=timezone.localdate(when), at=when)
                took = time.perf_counter() - started
            self.stdout.write(f"plan={day} statements={len(queries)} letters={letters} seconds={took:.2f}")


def _pages() -> dict[str, str]:
    follow_up = FollowUp.objects.filter(evidence_requests__isnull=False).earliest("pk")
    request = EvidenceRequest.objects.earliest("pk")
    inspection = Inspection.objects.earliest("pk")
    response = Response.objects.earliest("pk")
    listed = reverse("responses:follow-up-list")
    return {
        "work": reverse("responses:work-list"),
        "followups": listed,
        "followups-filtered": f"{listed}?state=in-progress&due=overdue&sort=-due",
        "followups-search": f"{listed}?q=custody",
        "followups-narrowed": f"{listed}?theme=custody&due_from=2020-01-01&due_to=2030-01-01&only=open&only=mine",
        "followups-last-page": f"{listed}?page=100000",
        "followup": follow_up.get_absolute_url(),
        "inspections": reverse("inspections:inspection-list"),
        "inspection": inspection.get_absolute_url(),
        "responses": reverse("responses:response-list"),
        "response": response.get_absolute_url(),
        "evidence": reverse("responses:evidence-list"),
        "evidence-request": request.get_absolute_url(),
    }


def _public_pages() -> dict[str, str]:
    register = reverse("responses:public-list")
    publication = Publication.objects.select_related("response").earliest("pk")
    return {
        "register": register,
        "register-filtered": f"{register}?q=custody&theme=custody&timing=on-time",
        "public-force": reverse("responses:public-force", args=["hampshire"]),
        "public-policing-body": reverse("responses:public-policing-body", args=["hampshire-pcc"]),
        "public-csv": reverse("responses:public-csv"),
        "public-json": reverse("responses:public-json"),
        "public-feed": reverse("responses:public-feed"),
        "public-data": reverse("responses:public-data"),
        "public-response": publication.get_absolute_url(),
    }


def _getter(user: User | None, address: str) -> Callable[[], int]:
    client = Client()
    if user:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])

    def get() -> int:
        caches["pages"].clear()  # each one made afresh
        answer = client.get(address)
        if answer.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{address} answers {answer.status_code}")
        return len(answer.content)

    return get


def _line(page: str, get: Callable[[], int], rounds: int) -> str:
    get()
    with CaptureQueriesContext(connection) as queries:
        size = get()
    asked = len(queries)  # the next request empties the log
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        get()
        took.append((time.perf_counter() - started) * 1000)
    median, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    return f"page={page} queries={asked} kib={size / KIB:.0f} median_ms={median:.0f} p95_ms={p95:.0f}"
