"""A follow-up that is re-dated with its finding says so in its history (ADR 2)."""

from django.db import migrations

IN_WORDS = """
CREATE FUNCTION deadline_in_words(wording text, printed_as text, last_day date) RETURNS text AS $$
    SELECT CASE
        WHEN wording = '' THEN 'no date'
        WHEN printed_as IN ('day', 'relative', 'immediate') AND last_day IS NOT NULL
            THEN to_char(last_day, 'FMDD FMMonth YYYY')
        ELSE regexp_replace(wording, '^[Bb]y ', '')
    END
$$ LANGUAGE sql STABLE;
"""
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
        RETURNING row.id, row.policing_body_id,
            deadline_in_words(was.due_wording, was.due_precision, was.due_on) AS before,
            deadline_in_words(row.due_wording, row.due_precision, row.due_on) AS after
    )
    INSERT INTO responses_event (follow_up_id, policing_body_id, kind, audience, at, detail, reason)
    SELECT id, policing_body_id, 'revised', 'force', now(), left('from ' || before || ' to ' || after, 300),
        'The record of the report was corrected.'
    FROM moved WHERE before <> after;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;
"""
SILENT = """
CREATE OR REPLACE FUNCTION follow_up_takes_deadline_of_finding() RETURNS trigger AS $$
BEGIN
    UPDATE responses_followup
    SET due_on = NEW.deadline_on,
        due_wording = NEW.deadline_wording,
        due_precision = NEW.deadline_precision,
        due_source = CASE WHEN NEW.deadline_wording = '' THEN 'none' ELSE 'inspectorate' END,
        date_review_on = CASE WHEN NEW.deadline_on IS NULL THEN date_review_on END,
        version = version + 1
    WHERE finding_id = NEW.id AND due_source IN ('inspectorate', 'none');
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0037_letter_of_withdrawal"),
    ]

    operations = [
        migrations.RunSQL(IN_WORDS, "DROP FUNCTION deadline_in_words(text, text, date)"),
        migrations.RunSQL(TOLD, SILENT),
    ]
