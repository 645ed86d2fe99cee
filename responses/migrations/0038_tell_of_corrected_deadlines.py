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
    WITH moved AS (
        UPDATE responses_followup
        SET due_on = NEW.deadline_on,
            due_wording = NEW.deadline_wording,
            due_precision = NEW.deadline_precision,
            due_source = CASE WHEN NEW.deadline_wording = '' THEN 'none' ELSE 'inspectorate' END,
            date_review_on = CASE WHEN NEW.deadline_on IS NULL THEN date_review_on END,
            touched_at = now(),
            version = version + 1
        WHERE finding_id = NEW.id AND due_source IN ('inspectorate', 'none')
        RETURNING id, policing_body_id
    )
    INSERT INTO responses_event (follow_up_id, policing_body_id, kind, audience, at, detail, reason)
    SELECT id, policing_body_id, 'revised', 'force', now(),
        left('from ' || deadline_in_words(OLD.deadline_wording, OLD.deadline_precision, OLD.deadline_on) || ' to '
            || deadline_in_words(NEW.deadline_wording, NEW.deadline_precision, NEW.deadline_on), 300),
        'The record of the report was corrected.'
    FROM moved;
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
