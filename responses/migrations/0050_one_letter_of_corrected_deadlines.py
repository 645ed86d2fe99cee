"""A corrected report writes one letter to each lead about all that it re-dates at once, not one for each (R20)."""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("responses.migrations.0044_letters_of_corrected_deadlines").TOLD
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
    SELECT 'deadline-moved:inspection:' || NEW.inspection_id || ':' || moved.policing_body_id || ':' || now()
            || ':' || person.id,
        CASE WHEN count(*) > 1 THEN 'deadlines-moved' ELSE 'deadline-moved' END,
        person.id, person.email, min(moved.id), 'pending', '',
        now(), now(), now() + interval '7 days', 0, 0, '<' || gen_random_uuid() || '@portal>'
    FROM moved JOIN accounts_user AS person ON person.id = moved.lead_id AND person.is_active
    WHERE moved.before <> moved.after AND moved.due_on IS NOT NULL AND moved.status IN (
        'awaiting-allocation', 'in-progress', 'submitted', 'held'
    )
    GROUP BY person.id, person.email, moved.policing_body_id
    ON CONFLICT (key) DO UPDATE SET kind = 'deadlines-moved';
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0049_files_of_questions_about_dates'),
    ]

    operations = [
        migrations.RunSQL(TOLD, BEFORE),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('follow-up-due', 'Deadline of a recommendation'), ('deadline-moved', 'Deadline moved'), ('deadlines-moved', 'Several deadlines moved'), ('date-asked', 'Another date asked for'), ('date-refused', 'Another date refused'), ('date-review', 'Recommendation without a date'), ('check-due', 'Next check of assurance'), ('response-due', '56 days to respond'), ('own-deadline', 'Deadline that a report sets for the response'), ('comments-due', "Chief officer's comments"), ('comments-asked', 'Chief officer invited to comment'), ('comments-sent', "Chief officer's comments received"), ('stage-due', 'Next stage of a response'), ('copy', 'Copy of a response'), ('evidence-due', 'Evidence due'), ('evidence-asked', 'Evidence requested'), ('evidence-answered', 'Reply sent'), ('evidence-delegated', 'Evidence request handed on'), ('more-time-asked', 'More time asked for'), ('more-time-decided', 'More time decided'), ('evidence-returned', 'Evidence returned'), ('evidence-accepted', 'Evidence accepted'), ('evidence-withdrawn', 'Evidence request withdrawn'), ('file-expires', 'Evidence that expires'), ('file-withdrawn', 'Evidence withdrawn'), ('file-refused', 'Virus found in a file'), ('file-damaged', 'Evidence damaged'), ('assigned', 'Recommendation assigned'), ('claimed', 'What the force says about completion'), ('decided', 'Decision on a recommendation'), ('review-due', 'Re-check due'), ('assigned-several', 'Several recommendations assigned'), ('handover-asked', 'Another office wants to hand over'), ('handover-decided', 'What became of a handover')], max_length=30),
        ),
        migrations.AlterField(
            model_name='noticeevent',
            name='kind',
            field=models.CharField(choices=[('follow-up-due', 'Deadline of a recommendation'), ('deadline-moved', 'Deadline moved'), ('deadlines-moved', 'Several deadlines moved'), ('date-asked', 'Another date asked for'), ('date-refused', 'Another date refused'), ('date-review', 'Recommendation without a date'), ('check-due', 'Next check of assurance'), ('response-due', '56 days to respond'), ('own-deadline', 'Deadline that a report sets for the response'), ('comments-due', "Chief officer's comments"), ('comments-asked', 'Chief officer invited to comment'), ('comments-sent', "Chief officer's comments received"), ('stage-due', 'Next stage of a response'), ('copy', 'Copy of a response'), ('evidence-due', 'Evidence due'), ('evidence-asked', 'Evidence requested'), ('evidence-answered', 'Reply sent'), ('evidence-delegated', 'Evidence request handed on'), ('more-time-asked', 'More time asked for'), ('more-time-decided', 'More time decided'), ('evidence-returned', 'Evidence returned'), ('evidence-accepted', 'Evidence accepted'), ('evidence-withdrawn', 'Evidence request withdrawn'), ('file-expires', 'Evidence that expires'), ('file-withdrawn', 'Evidence withdrawn'), ('file-refused', 'Virus found in a file'), ('file-damaged', 'Evidence damaged'), ('assigned', 'Recommendation assigned'), ('claimed', 'What the force says about completion'), ('decided', 'Decision on a recommendation'), ('review-due', 'Re-check due'), ('assigned-several', 'Several recommendations assigned'), ('handover-asked', 'Another office wants to hand over'), ('handover-decided', 'What became of a handover')], max_length=30),
        ),
    ]
