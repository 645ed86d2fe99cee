"""The lead of a follow-up that is re-dated with its finding gets a letter, as of a date that the office moves (ADR 2)."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("responses.migrations.0038_tell_of_corrected_deadlines").TOLD
TOLD = """
CREATE OR REPLACE FUNCTION follow_up_takes_deadline_of_finding() RETURNS trigger AS $$
BEGIN
    WITH was AS (
        SELECT id, due_wording, due_precision, due_on FROM responses_followup
        WHERE finding_id = NEW.id AND due_source IN ('inspectorate', 'none') FOR UPDATE
    ), moved AS (
        UPDATE responses_followup AS row
        SET due_on = NEW.deadline_on,
            due_wording = NEW.deadline_wording,
            due_precision = NEW.deadline_precision,
            due_source = CASE WHEN NEW.deadline_wording = '' THEN 'none' ELSE 'inspectorate' END,
            date_review_on = CASE WHEN NEW.deadline_on IS NULL THEN row.date_review_on END,
            touched_at = now(),
            version = row.version + 1
        FROM was WHERE row.id = was.id
        RETURNING row.id, row.policing_body_id, row.lead_id, row.due_on, row.status,
            deadline_in_words(was.due_wording, was.due_precision, was.due_on) AS before,
            deadline_in_words(row.due_wording, row.due_precision, row.due_on) AS after
    ), told AS (
        INSERT INTO responses_event (follow_up_id, policing_body_id, kind, audience, at, detail, reason)
        SELECT id, policing_body_id, 'revised', 'force', now(), left('from ' || before || ' to ' || after, 300),
            'The record of the report was corrected.'
        FROM moved WHERE before <> after
    )
    INSERT INTO responses_notice (
        key, kind, recipient_id, address, follow_up_id, status, reason,
        owed_at, next_attempt_at, expires_at, attempts, resends, message_id
    )
    SELECT 'deadline-moved:follow_up:' || moved.id || ':' || now() || ':' || person.id, 'deadline-moved',
        person.id, person.email, moved.id, 'pending', '',
        now(), now(), now() + interval '7 days', 0, 0, '<' || gen_random_uuid() || '@portal>'
    FROM moved JOIN accounts_user AS person ON person.id = moved.lead_id AND person.is_active
    WHERE moved.before <> moved.after AND moved.due_on IS NOT NULL AND moved.status IN (
        'awaiting-allocation', 'in-progress', 'submitted', 'held'
    )
    ON CONFLICT (key) DO NOTHING;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0043_names_in_older_lines"),
    ]

    operations = [
        migrations.RunSQL(TOLD, BEFORE),
    ]
