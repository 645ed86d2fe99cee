"""Counts the days of each side for the requests that were there before, from their replies and judgements."""

from zoneinfo import ZoneInfo

from django.db import migrations

LONDON = ZoneInfo("Europe/London")


def count_turns(apps, schema_editor):
    for request in apps.get_model("responses", "EvidenceRequest").objects.all():
        days, since, ends = {"force": 0, "office": 0}, _day(request.sent_at), request.events.order_by("at", "pk")
        for side, at in _turns(request, ends):
            days[side] += max((_day(at) - since).days, 0)
            since = _day(at)
        opened = ends.filter(kind="evidence-opened", by__isnull=False).first()
        request.force_days, request.office_days, request.turn_on = days["force"], days["office"], since
        if opened:
            request.opened_at, request.opened_by_id = opened.at, opened.by_id
        request.save()


def _turns(request, ends):
    """Which side has given it out of its hands, and when."""
    side = "force"
    for answer in request.rounds.filter(submitted_at__isnull=False).order_by("number"):
        yield "force", answer.submitted_at
        side = "office"
        if answer.decided_at:
            yield "office", answer.decided_at
            side = "force"
    withdrawn = ends.filter(kind="evidence-withdrawn").first()
    if withdrawn:
        yield side, withdrawn.at


def _day(at):
    return at.astimezone(LONDON).date()


class Migration(migrations.Migration):
    dependencies = [("responses", "0010_evidence_items_and_turns")]
    operations = [migrations.RunPython(count_turns, migrations.RunPython.noop)]
