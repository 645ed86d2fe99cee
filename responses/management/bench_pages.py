"""The pages that the benchmark asks for, and what each may cost (R131)."""

from dataclasses import dataclass

from django.urls import reverse

from inspections.models import Inspection
from oversight.accounts.models import User
from responses.management import bench_data
from responses.models import EvidenceBatch, EvidenceFile, Publication, Response
from responses.reports import REPORTS


@dataclass(frozen=True)
class Limit:
    """Statements, KiB of HTML and milliseconds; a report shows fifty rows and is read as a list."""

    name: str
    queries: int | None = None
    kib: int | None = None
    median_ms: int | None = None
    p95_ms: int | None = None

    def broken_by(self, cost: dict[str, int]) -> list[str]:
        limits = {name: getattr(self, name, None) for name in cost}
        return [f"{name}={cost[name]} > {limit}" for name, limit in limits.items() if limit and cost[name] > limit]


LIST = Limit("list", queries=12, kib=60, median_ms=80, p95_ms=150)
DETAIL = Limit("detail", queries=15, median_ms=60)
PUBLIC = Limit("public", queries=6, median_ms=30)
FILE = Limit("none")


@dataclass(frozen=True)
class Page:
    name: str
    address: str
    limit: Limit
    user: User | None = None


def pages(officer: User) -> list[Page]:
    return [*_lists(officer), *_details(officer), *_files(officer), *_of_a_lead(), *_public()]


def _lists(officer: User) -> list[Page]:
    listed = reverse("responses:follow-up-list")
    narrow = f"{listed}?theme=custody&due_from=2020-01-01&due_to=2030-01-01&only=open&only=mine"
    addresses = {
        "work": reverse("responses:work-list"),
        "followups": listed,
        "followups-filtered": f"{listed}?state=in-progress&due=overdue&sort=-due",
        "followups-search": f"{listed}?q=custody",
        "followups-narrowed": narrow,
        "followups-last-page": f"{listed}?page=100000",
        "inspections": reverse("inspections:inspection-list"),
        "responses": reverse("responses:response-list"),
        "evidence": reverse("responses:evidence-list"),
        "evidence-several": reverse("responses:batch-list"),
        "evidence-files": reverse("responses:file-list"),
        "evidence-due": f"{reverse('responses:file-list')}?kept=due",
        "forces": reverse("responses:force-list"),
        "tags": reverse("responses:tag-list"),
        "reports": reverse("responses:report-list"),
    }
    addresses |= {f"report-{key}": reverse("responses:report-detail", args=[key]) for key in REPORTS}
    return [Page(name, address, LIST, officer) for name, address in addresses.items()]


def _details(officer: User) -> list[Page]:
    """Of the things to which most has happened."""
    follow_up = bench_data.richest()
    request = follow_up.evidence_requests.earliest("pk")
    batch, file, response = EvidenceBatch.objects.earliest("pk"), EvidenceFile.objects.earliest("uploaded_at"), _draft()
    addresses = {
        "followup": follow_up.get_absolute_url(),
        "followup-assurance": reverse("responses:assurance-list", args=[follow_up.pk]),
        "followup-record": reverse("responses:follow-up-record", args=[follow_up.pk]),
        "inspection": Inspection.objects.earliest("pk").get_absolute_url(),
        "response": response.get_absolute_url(),
        "response-published": Response.objects.exclude(published_on=None).earliest("pk").get_absolute_url(),
        "evidence-request": request.get_absolute_url(),
        "evidence-matrix": reverse("responses:batch-detail", args=[batch.pk]),
        "evidence-file": reverse("responses:file-detail", args=[file.pk]),
        "force": reverse("responses:force-detail", args=[follow_up.force.code]),
    }
    return [Page(name, address, DETAIL, officer) for name, address in addresses.items()]


def _draft() -> Response:
    return Response.objects.filter(published_on=None).earliest("pk")


def _files(officer: User) -> list[Page]:
    names = ["follow-up-csv", "follow-up-xlsx", "evidence-csv", "evidence-xlsx", "file-csv"]
    return [Page(name, reverse(f"responses:{name}"), FILE, officer) for name in names]


def _of_a_lead() -> list[Page]:
    """Somebody at a force with five hundred of them."""
    follow_up = bench_data.richest()
    lead, request = follow_up.lead, follow_up.evidence_requests.earliest("pk")
    lists = {
        "lead-work": reverse("responses:work-list"),
        "lead-followups": reverse("responses:follow-up-list"),
        "lead-evidence": reverse("responses:evidence-list"),
    }
    details = {"lead-followup": follow_up.get_absolute_url(), "lead-request": request.get_absolute_url()}
    return [
        *(Page(name, address, LIST, lead) for name, address in lists.items()),
        *(Page(name, address, DETAIL, lead) for name, address in details.items()),
    ]


def _public() -> list[Page]:
    register = reverse("responses:public-list")
    publication = Publication.objects.select_related("response").earliest("pk")
    seen = {
        "register": register,
        "register-filtered": f"{register}?q=custody&theme=custody&timing=on-time",
        "public-force": reverse("responses:public-force", args=["hampshire"]),
        "public-policing-body": reverse("responses:public-policing-body", args=["hampshire-pcc"]),
        "public-data": reverse("responses:public-data"),
        "public-response": publication.get_absolute_url(),
    }
    files = {name: reverse(f"responses:{name}") for name in ["public-csv", "public-json", "public-feed"]}
    return [
        *(Page(name, address, PUBLIC) for name, address in seen.items()),
        *(Page(name, address, FILE) for name, address in files.items()),
    ]
