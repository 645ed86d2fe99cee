"""Older lines of history say “another recommendation” too, of one whose name not every reader may be told (R36)."""

from django.db import migrations

OLDER = """
ALTER TABLE responses_event DISABLE TRIGGER USER;
UPDATE responses_event AS line
SET named_id = finding.id, detail = replace(line.detail, finding.reference, 'another recommendation')
FROM inspections_finding AS finding
WHERE line.named_id IS NULL AND (
    (line.kind = 'waiting' AND (
        line.detail = 'for ' || finding.reference OR starts_with(line.detail, 'for ' || finding.reference || ', until ')
    ))
    OR (line.kind = 'wait-ended' AND line.detail = finding.reference || ' is over')
);
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE responses_event ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0042_stale_from_the_index"),
    ]

    operations = [
        migrations.RunSQL(OLDER, migrations.RunSQL.noop),
    ]
