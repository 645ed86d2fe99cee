"""The benchmark, on a data set small enough for a test."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from django.utils import timezone

from responses.management import bench_data
from responses.management.bench_pages import Limit
from responses.management.commands.bench import Command
from responses.models import FollowUp, Notice, Publication

SMALL = bench_data.Size(
    inspections=12, nationals=1, findings_of_a_national=1, findings_of_another=2, updates=1, events=2, requests=3
)


@pytest.mark.django_db
def test_bench_measures_every_page_and_plans_once(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    told = StringIO()

    Command(stdout=told)._measure(SMALL, rounds=1)

    lines = told.getvalue().splitlines()
    assert lines[0] == "data: inspections=12 follow_ups=65 updates=65 events=170"
    plans = [re.fullmatch(r"plan=(\S+) statements=(\d+) letters=(\d+) seconds=\d+\.\d+", line) for line in lines[1:4]]
    assert [plan[1] for plan in plans] == ["first", "next", "next-again"]
    assert int(plans[0][3]) > 0
    assert int(plans[2][3]) == 0
    found = [re.fullmatch(r"page=(\S+) queries=(\d+) kib=\d+( \w+_ms=\d+){4} limit=(\w+)", line) for line in lines[4:]]
    limits = {"list": 12, "detail": 15, "public": 6, "none": 15}
    assert {page[1]: int(page[2]) for page in found if not 0 < int(page[2]) <= limits[page[4]]} == {}
    assert {page[4] for page in found} == set(limits)


def test_limit_names_what_is_over_it():
    limit = Limit("list", queries=12, median_ms=80)

    assert limit.broken_by({"queries": 12, "median_ms": 80, "cpu_ms": 900}) == []
    assert limit.broken_by({"queries": 13, "median_ms": 81, "cpu_ms": 1}) == ["queries=13 > 12", "median_ms=81 > 80"]


@pytest.mark.django_db
def test_the_data_of_the_benchmark_belong_to_one_office_however_often_they_are_there():
    officer = bench_data.load(on=timezone.localdate(), size=replace(SMALL, times=3))

    assert set(FollowUp.objects.values_list("policing_body", flat=True)) == {officer.policing_body_id}
    assert FollowUp.objects.count() == 3 * 65
    assert Publication.objects.count() == 3 * 7
    assert Notice.objects.count() == 0
    assert bench_data.officer() == officer


@pytest.mark.django_db
def test_a_copy_of_the_data_is_about_its_own():
    bench_data.load(on=timezone.localdate(), size=replace(SMALL, times=2))

    first, copy = FollowUp.objects.filter(finding__reference__in=["BENCH-8-R1", "BENCH1-8-R1"]).order_by("pk")
    assert copy.finding.inspection.reference == "BENCH1-8"
    assert copy.finding.text == first.finding.text
    assert copy.updates.get().submission_id != first.updates.get().submission_id
    assert {event.assurance_update for event in copy.events.exclude(assurance_update=None)} == {copy.updates.get()}
    published = Publication.objects.get(response__inspection=copy.finding.inspection)
    assert [answer["reference"] for answer in published.document["answers"]] == ["BENCH1-8-R1", "BENCH1-8-R2"]
