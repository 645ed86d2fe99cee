"""The benchmark, on a data set small enough for a test."""

import re
from io import StringIO

import pytest
from django.utils import timezone

from responses.management import bench_data
from responses.management.commands.bench import Command
from responses.models import FollowUp, Notice, Publication

SMALL = bench_data.Size(
    inspections=12, nationals=1, findings_of_a_national=1, findings_of_another=2, updates=1, events=2, requests=3
)


@pytest.mark.django_db
def test_bench_measures_every_page_and_plans_once(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    told = StringIO()

    Command(stdout=told)._measure(SMALL, rounds=2)

    lines = told.getvalue().splitlines()
    assert lines[0] == "data: inspections=12 follow_ups=65 updates=65 events=130"
    pages = [re.fullmatch(r"page=(\S+) queries=(\d+) kib=\d+ median_ms=\d+ p95_ms=\d+", line) for line in lines[1:-3]]
    files = ["public-csv", "public-json", "public-feed", "public-data"]
    public = ["register", "register-filtered", "public-force", "public-policing-body", *files, "public-response"]
    assert [page[1] for page in pages][-9:] == public
    assert {page[1]: int(page[2]) for page in pages if not 0 < int(page[2]) <= 15} == {}
    plans = [re.fullmatch(r"plan=(\S+) statements=(\d+) letters=(\d+) seconds=\d+\.\d+", line) for line in lines[-3:]]
    assert [plan[1] for plan in plans] == ["first", "next", "next-again"]
    assert int(plans[0][3]) > 0
    assert int(plans[2][3]) == 0


@pytest.mark.django_db
def test_the_data_of_the_benchmark_belong_to_one_office():
    officer = bench_data.load(on=timezone.localdate(), size=SMALL)

    assert set(FollowUp.objects.values_list("policing_body", flat=True)) == {officer.policing_body_id}
    assert Publication.objects.count() == 7
    assert Notice.objects.count() == 0
