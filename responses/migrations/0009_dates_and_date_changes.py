"""Deadlines that move or that none has set, dates that a force asks for, and colours that a person sets."""


import django.db.models.deletion
import inspections.deadlines
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


FUNCTION = """
CREATE OR REPLACE FUNCTION follow_up_takes_deadline_of_finding() RETURNS trigger AS $$
BEGIN
    UPDATE responses_followup
    SET due_on = NEW.deadline_on,
        due_wording = NEW.deadline_wording,
        due_precision = NEW.deadline_precision,
        due_source = CASE WHEN NEW.deadline_wording = '' THEN 'none' ELSE 'inspectorate' END,
        {review}version = version + 1
    WHERE finding_id = NEW.id AND due_source {sources};
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;
"""
# What the office has decided stays (R22, R103); a day that comes needs no day to look at it again.
REVIEW = "date_review_on = CASE WHEN NEW.deadline_on IS NULL THEN date_review_on END,\n        "
TAKES = FUNCTION.format(review=REVIEW, sources="IN ('inspectorate', 'none')")
TOOK = FUNCTION.format(review="", sources="<> 'office'")


class Migration(migrations.Migration):

    dependencies = [
        ('bodies', '0002_moves_of_deadlines'),
        ('inspections', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('responses', '0008_sendings_replace_two_dates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wording', models.CharField(max_length=120)),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('year', 'year'), ('relative', 'relative'), ('immediate', 'immediate'), ('none', 'none')], max_length=10)),
                ('due_on', models.DateField(verbose_name='the date asked for')),
                ('instead_of', models.DateField(blank=True, null=True, verbose_name='the date at the time')),
                ('reason', models.TextField()),
                ('meanwhile', models.TextField(verbose_name='what protects people meanwhile')),
                ('evidence', models.TextField(blank=True, verbose_name='what shows this')),
                ('asked_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('asked', 'Waits for the office'), ('granted', 'Agreed'), ('otherwise', 'Another date set'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the force')], default='asked', max_length=20)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('submission_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DateChangeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('wording', models.CharField(max_length=120)),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('year', 'year'), ('relative', 'relative'), ('immediate', 'immediate'), ('none', 'none')], max_length=10)),
                ('due_on', models.DateField(verbose_name='the date asked for')),
                ('instead_of', models.DateField(blank=True, null=True, verbose_name='the date at the time')),
                ('reason', models.TextField()),
                ('meanwhile', models.TextField(verbose_name='what protects people meanwhile')),
                ('evidence', models.TextField(blank=True, verbose_name='what shows this')),
                ('asked_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('asked', 'Waits for the office'), ('granted', 'Agreed'), ('otherwise', 'Another date set'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the force')], default='asked', max_length=20)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('submission_id', models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RatingOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('colour', models.CharField(blank=True, choices=[('red', 'Red'), ('amber', 'Amber'), ('green', 'Green')], help_text='Empty: by the rule again.', max_length=10)),
                ('until', models.DateField(blank=True, null=True, verbose_name='last day that it holds')),
                ('ruled', models.CharField(blank=True, choices=[('red', 'Red'), ('amber', 'Amber'), ('green', 'Green')], max_length=10, verbose_name="the rule's colour at the time")),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('submission_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RatingOverrideEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('colour', models.CharField(blank=True, choices=[('red', 'Red'), ('amber', 'Amber'), ('green', 'Green')], help_text='Empty: by the rule again.', max_length=10)),
                ('until', models.DateField(blank=True, null=True, verbose_name='last day that it holds')),
                ('ruled', models.CharField(blank=True, choices=[('red', 'Red'), ('amber', 'Amber'), ('green', 'Green')], max_length=10, verbose_name="the rule's colour at the time")),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('submission_id', models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='deadlinerevision',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='deadlinerevision',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='deadlinerevision',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='followup',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='followup',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='followup',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='followup',
            name='followup_due_day_has_a_source',
        ),
        migrations.AddField(
            model_name='deadlinerevision',
            name='from_precision',
            field=models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('year', 'year'), ('relative', 'relative'), ('immediate', 'immediate'), ('none', 'none')], default=inspections.deadlines.Precision['DAY'], max_length=10),
        ),
        migrations.AddField(
            model_name='deadlinerevision',
            name='from_source',
            field=models.CharField(choices=[('inspectorate', 'Set by the inspectorate'), ('office', 'Set by the office'), ('aligned', 'Aligned to the next inspection'), ('none', 'None set')], default='inspectorate', max_length=20),
        ),
        migrations.AddField(
            model_name='deadlinerevision',
            name='review_on',
            field=models.DateField(blank=True, null=True, verbose_name='to be looked at again on'),
        ),
        migrations.AddField(
            model_name='deadlinerevision',
            name='to_precision',
            field=models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('year', 'year'), ('relative', 'relative'), ('immediate', 'immediate'), ('none', 'none')], default=inspections.deadlines.Precision['DAY'], max_length=10),
        ),
        migrations.AddField(
            model_name='deadlinerevision',
            name='to_source',
            field=models.CharField(choices=[('inspectorate', 'Set by the inspectorate'), ('office', 'Set by the office'), ('aligned', 'Aligned to the next inspection'), ('none', 'None set')], default='office', max_length=20),
        ),
        migrations.AddField(
            model_name='deadlinerevisionevent',
            name='from_precision',
            field=models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('year', 'year'), ('relative', 'relative'), ('immediate', 'immediate'), ('none', 'none')], default=inspections.deadlines.Precision['DAY'], max_length=10),
        ),
        migrations.AddField(
            model_name='deadlinerevisionevent',
            name='from_source',
            field=models.CharField(choices=[('inspectorate', 'Set by the inspectorate'), ('office', 'Set by the office'), ('aligned', 'Aligned to the next inspection'), ('none', 'None set')], default='inspectorate', max_length=20),
        ),
        migrations.AddField(
            model_name='deadlinerevisionevent',
            name='review_on',
            field=models.DateField(blank=True, null=True, verbose_name='to be looked at again on'),
        ),
        migrations.AddField(
            model_name='deadlinerevisionevent',
            name='to_precision',
            field=models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('year', 'year'), ('relative', 'relative'), ('immediate', 'immediate'), ('none', 'none')], default=inspections.deadlines.Precision['DAY'], max_length=10),
        ),
        migrations.AddField(
            model_name='deadlinerevisionevent',
            name='to_source',
            field=models.CharField(choices=[('inspectorate', 'Set by the inspectorate'), ('office', 'Set by the office'), ('aligned', 'Aligned to the next inspection'), ('none', 'None set')], default='office', max_length=20),
        ),
        migrations.AddField(
            model_name='event',
            name='revision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='responses.deadlinerevision'),
        ),
        migrations.AddField(
            model_name='followup',
            name='date_review_on',
            field=models.DateField(blank=True, null=True, verbose_name='look at the date again on'),
        ),
        migrations.AddField(
            model_name='followupevent',
            name='date_review_on',
            field=models.DateField(blank=True, null=True, verbose_name='look at the date again on'),
        ),
        migrations.AlterField(
            model_name='deadlinerevision',
            name='to_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='deadlinerevision',
            name='to_wording',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='deadlinerevisionevent',
            name='to_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='deadlinerevisionevent',
            name='to_wording',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('opened', 'Follow-up started'), ('assigned', 'Assigned'), ('assured', 'Assurance update'), ('revised', 'Deadline moved'), ('date-asked', 'Another date asked for'), ('date-refused', 'Another date refused'), ('date-withdrawn', 'Request for another date withdrawn'), ('rated', 'Rating changed'), ('claimed', 'Force says complete'), ('closed-by-office', 'Office assured'), ('closed-by-inspectorate', 'Closed by HMICFRS'), ('status-changed', 'Status changed'), ('reopened', 'Reopened'), ('evidence-asked', 'Evidence requested'), ('evidence-opened', 'Request opened'), ('evidence-answered', 'Evidence submitted'), ('evidence-returned', 'Evidence returned'), ('evidence-accepted', 'Evidence accepted'), ('evidence-withdrawn', 'Request withdrawn'), ('file-downloaded', 'File downloaded'), ('response-started', 'Response started'), ('response-moved', 'Response moved on'), ('comments-asked', 'Chief officer invited to comment'), ('comments-sent', "Chief officer's comments sent"), ('response-published', 'Response published'), ('response-sent', 'Response sent'), ('response-withdrawn', 'Response withdrawn'), ('correction-started', 'Correction started'), ('correction-discarded', 'Correction discarded')], max_length=30),
        ),
        migrations.AlterField(
            model_name='followup',
            name='due_source',
            field=models.CharField(choices=[('inspectorate', 'Set by the inspectorate'), ('office', 'Set by the office'), ('aligned', 'Aligned to the next inspection'), ('none', 'None set')], default='none', max_length=20),
        ),
        migrations.AlterField(
            model_name='followupevent',
            name='due_source',
            field=models.CharField(choices=[('inspectorate', 'Set by the inspectorate'), ('office', 'Set by the office'), ('aligned', 'Aligned to the next inspection'), ('none', 'None set')], default='none', max_length=20),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('follow-up-due', 'Deadline of a recommendation'), ('deadline-moved', 'Deadline moved'), ('date-asked', 'Another date asked for'), ('date-refused', 'Another date refused'), ('date-review', 'Recommendation without a date'), ('response-due', '56 days to respond'), ('comments-due', "Chief officer's comments"), ('comments-asked', 'Chief officer invited to comment'), ('comments-sent', "Chief officer's comments received"), ('stage-due', 'Next stage of a response'), ('copy', 'Copy of a response'), ('evidence-due', 'Evidence due'), ('evidence-asked', 'Evidence requested'), ('evidence-answered', 'Evidence submitted'), ('evidence-returned', 'Evidence returned'), ('evidence-accepted', 'Evidence accepted'), ('assigned', 'Recommendation assigned')], max_length=30),
        ),
        migrations.AlterField(
            model_name='noticeevent',
            name='kind',
            field=models.CharField(choices=[('follow-up-due', 'Deadline of a recommendation'), ('deadline-moved', 'Deadline moved'), ('date-asked', 'Another date asked for'), ('date-refused', 'Another date refused'), ('date-review', 'Recommendation without a date'), ('response-due', '56 days to respond'), ('comments-due', "Chief officer's comments"), ('comments-asked', 'Chief officer invited to comment'), ('comments-sent', "Chief officer's comments received"), ('stage-due', 'Next stage of a response'), ('copy', 'Copy of a response'), ('evidence-due', 'Evidence due'), ('evidence-asked', 'Evidence requested'), ('evidence-answered', 'Evidence submitted'), ('evidence-returned', 'Evidence returned'), ('evidence-accepted', 'Evidence accepted'), ('assigned', 'Recommendation assigned')], max_length=30),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deadlinerevision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "responses_deadlinerevisionevent" ("agreed_by", "agreed_on", "at", "by_id", "follow_up_id", "from_on", "from_precision", "from_source", "from_wording", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_on", "submission_id", "to_on", "to_precision", "to_source", "to_wording") VALUES (NEW."agreed_by", NEW."agreed_on", NEW."at", NEW."by_id", NEW."follow_up_id", NEW."from_on", NEW."from_precision", NEW."from_source", NEW."from_wording", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."review_on", NEW."submission_id", NEW."to_on", NEW."to_precision", NEW."to_source", NEW."to_wording"); RETURN NULL;', hash='65c61e354cc3cef51e0395e435a2bdd7d56668f4', operation='INSERT', pgid='pgtrigger_insert_insert_95125', table='responses_deadlinerevision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deadlinerevision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "responses_deadlinerevisionevent" ("agreed_by", "agreed_on", "at", "by_id", "follow_up_id", "from_on", "from_precision", "from_source", "from_wording", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_on", "submission_id", "to_on", "to_precision", "to_source", "to_wording") VALUES (NEW."agreed_by", NEW."agreed_on", NEW."at", NEW."by_id", NEW."follow_up_id", NEW."from_on", NEW."from_precision", NEW."from_source", NEW."from_wording", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."review_on", NEW."submission_id", NEW."to_on", NEW."to_precision", NEW."to_source", NEW."to_wording"); RETURN NULL;', hash='5842d23631435c42a9787b18cca90f39150e12f8', operation='UPDATE', pgid='pgtrigger_update_update_9630a', table='responses_deadlinerevision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deadlinerevision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "responses_deadlinerevisionevent" ("agreed_by", "agreed_on", "at", "by_id", "follow_up_id", "from_on", "from_precision", "from_source", "from_wording", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_on", "submission_id", "to_on", "to_precision", "to_source", "to_wording") VALUES (OLD."agreed_by", OLD."agreed_on", OLD."at", OLD."by_id", OLD."follow_up_id", OLD."from_on", OLD."from_precision", OLD."from_source", OLD."from_wording", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."review_on", OLD."submission_id", OLD."to_on", OLD."to_precision", OLD."to_source", OLD."to_wording"); RETURN NULL;', hash='b822a9126a5c68af8f5bb39dd0fabbf24c744994', operation='DELETE', pgid='pgtrigger_delete_delete_9ca75', table='responses_deadlinerevision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "responses_followupevent" ("applicability", "applicability_reason", "assurance_level", "assurance_on", "assured_by_id", "assured_on", "assured_reason", "claimed_by_id", "claimed_on", "closed_by_id", "closed_on", "closure_level_id", "closure_reference", "date_review_on", "due_on", "due_precision", "due_source", "due_wording", "finding_id", "force_id", "force_rag", "held_until", "id", "lead_id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policing_body_id", "reopened_count", "status", "superseded_by_id", "touched_at", "version") VALUES (NEW."applicability", NEW."applicability_reason", NEW."assurance_level", NEW."assurance_on", NEW."assured_by_id", NEW."assured_on", NEW."assured_reason", NEW."claimed_by_id", NEW."claimed_on", NEW."closed_by_id", NEW."closed_on", NEW."closure_level_id", NEW."closure_reference", NEW."date_review_on", NEW."due_on", NEW."due_precision", NEW."due_source", NEW."due_wording", NEW."finding_id", NEW."force_id", NEW."force_rag", NEW."held_until", NEW."id", NEW."lead_id", NEW."officer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."policing_body_id", NEW."reopened_count", NEW."status", NEW."superseded_by_id", NEW."touched_at", NEW."version"); RETURN NULL;', hash='11aca34de39e7be354e164bc8f9d36020cea531f', operation='INSERT', pgid='pgtrigger_insert_insert_5384a', table='responses_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "responses_followupevent" ("applicability", "applicability_reason", "assurance_level", "assurance_on", "assured_by_id", "assured_on", "assured_reason", "claimed_by_id", "claimed_on", "closed_by_id", "closed_on", "closure_level_id", "closure_reference", "date_review_on", "due_on", "due_precision", "due_source", "due_wording", "finding_id", "force_id", "force_rag", "held_until", "id", "lead_id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policing_body_id", "reopened_count", "status", "superseded_by_id", "touched_at", "version") VALUES (NEW."applicability", NEW."applicability_reason", NEW."assurance_level", NEW."assurance_on", NEW."assured_by_id", NEW."assured_on", NEW."assured_reason", NEW."claimed_by_id", NEW."claimed_on", NEW."closed_by_id", NEW."closed_on", NEW."closure_level_id", NEW."closure_reference", NEW."date_review_on", NEW."due_on", NEW."due_precision", NEW."due_source", NEW."due_wording", NEW."finding_id", NEW."force_id", NEW."force_rag", NEW."held_until", NEW."id", NEW."lead_id", NEW."officer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."policing_body_id", NEW."reopened_count", NEW."status", NEW."superseded_by_id", NEW."touched_at", NEW."version"); RETURN NULL;', hash='2f0453fed4330ca8c70da51545a1e8628a4b3027', operation='UPDATE', pgid='pgtrigger_update_update_7a3f6', table='responses_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "responses_followupevent" ("applicability", "applicability_reason", "assurance_level", "assurance_on", "assured_by_id", "assured_on", "assured_reason", "claimed_by_id", "claimed_on", "closed_by_id", "closed_on", "closure_level_id", "closure_reference", "date_review_on", "due_on", "due_precision", "due_source", "due_wording", "finding_id", "force_id", "force_rag", "held_until", "id", "lead_id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policing_body_id", "reopened_count", "status", "superseded_by_id", "touched_at", "version") VALUES (OLD."applicability", OLD."applicability_reason", OLD."assurance_level", OLD."assurance_on", OLD."assured_by_id", OLD."assured_on", OLD."assured_reason", OLD."claimed_by_id", OLD."claimed_on", OLD."closed_by_id", OLD."closed_on", OLD."closure_level_id", OLD."closure_reference", OLD."date_review_on", OLD."due_on", OLD."due_precision", OLD."due_source", OLD."due_wording", OLD."finding_id", OLD."force_id", OLD."force_rag", OLD."held_until", OLD."id", OLD."lead_id", OLD."officer_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."policing_body_id", OLD."reopened_count", OLD."status", OLD."superseded_by_id", OLD."touched_at", OLD."version"); RETURN NULL;', hash='51595d4f5cf1adfe227add05fcd406c8d5536dd5', operation='DELETE', pgid='pgtrigger_delete_delete_0a61b', table='responses_followup', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='deadlinerevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review_on__isnull', True), ('to_on__isnull', False)), models.Q(('review_on__isnull', False), ('to_on__isnull', True)), _connector='OR'), name='deadlinerevision_to_a_day_or_a_review'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('due_source__in', ['none', 'aligned'])), models.Q(('due_on__isnull', False), ('due_source', 'office')), ('due_source', 'inspectorate'), _connector='OR'), name='followup_due_day_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('date_review_on__isnull', True), _connector='OR'), name='followup_date_reviewed_where_there_is_none'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_source', 'aligned'), _negated=True), ('date_review_on__isnull', False), _connector='OR'), name='followup_aligned_date_is_reviewed'),
        ),
        migrations.AddField(
            model_name='datechange',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='datechange',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='datechange',
            name='follow_up',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='date_changes', to='responses.followup'),
        ),
        migrations.AddField(
            model_name='datechange',
            name='revision',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='date_change', to='responses.deadlinerevision'),
        ),
        migrations.AddField(
            model_name='datechangeevent',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='datechangeevent',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='datechangeevent',
            name='follow_up',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='responses.followup'),
        ),
        migrations.AddField(
            model_name='datechangeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='datechangeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='responses.datechange'),
        ),
        migrations.AddField(
            model_name='datechangeevent',
            name='revision',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='responses.deadlinerevision'),
        ),
        migrations.AddField(
            model_name='ratingoverride',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ratingoverride',
            name='follow_up',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rating_overrides', to='responses.followup'),
        ),
        migrations.AddField(
            model_name='ratingoverrideevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ratingoverrideevent',
            name='follow_up',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='responses.followup'),
        ),
        migrations.AddField(
            model_name='ratingoverrideevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='ratingoverrideevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='responses.ratingoverride'),
        ),
        migrations.AddConstraint(
            model_name='datechange',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('follow_up',), name='datechange_one_waits'),
        ),
        migrations.AddConstraint(
            model_name='datechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('meanwhile', ''), _negated=True)), name='datechange_says_why_and_what_protects'),
        ),
        migrations.AddConstraint(
            model_name='datechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', 'asked')), models.Q(models.Q(('status', 'asked'), _negated=True), ('decided_by__isnull', False), ('decided_at__isnull', False)), _connector='OR'), name='datechange_decided_by_and_at_together'),
        ),
        migrations.AddConstraint(
            model_name='datechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='datechange_refused_says_why'),
        ),
        migrations.AddConstraint(
            model_name='datechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revision__isnull', False), ('status__in', ['granted', 'otherwise'])), models.Q(models.Q(('status__in', ['granted', 'otherwise']), _negated=True), ('revision__isnull', True)), _connector='OR'), name='datechange_moved_by_a_revision'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datechange',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "responses_datechangeevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision_reason", "due_on", "evidence", "follow_up_id", "id", "instead_of", "meanwhile", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "reason", "revision_id", "status", "submission_id", "wording") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."due_on", NEW."evidence", NEW."follow_up_id", NEW."id", NEW."instead_of", NEW."meanwhile", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision", NEW."reason", NEW."revision_id", NEW."status", NEW."submission_id", NEW."wording"); RETURN NULL;', hash='63825dfaaabd69d4f4a59b7883fa7b9fb5019216', operation='INSERT', pgid='pgtrigger_insert_insert_efc9f', table='responses_datechange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datechange',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "responses_datechangeevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision_reason", "due_on", "evidence", "follow_up_id", "id", "instead_of", "meanwhile", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "reason", "revision_id", "status", "submission_id", "wording") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."due_on", NEW."evidence", NEW."follow_up_id", NEW."id", NEW."instead_of", NEW."meanwhile", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision", NEW."reason", NEW."revision_id", NEW."status", NEW."submission_id", NEW."wording"); RETURN NULL;', hash='7c37e482d17ef9d1792fa73cd8bfd0dbf4611169', operation='UPDATE', pgid='pgtrigger_update_update_f0554', table='responses_datechange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datechange',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "responses_datechangeevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision_reason", "due_on", "evidence", "follow_up_id", "id", "instead_of", "meanwhile", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "reason", "revision_id", "status", "submission_id", "wording") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decision_reason", OLD."due_on", OLD."evidence", OLD."follow_up_id", OLD."id", OLD."instead_of", OLD."meanwhile", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision", OLD."reason", OLD."revision_id", OLD."status", OLD."submission_id", OLD."wording"); RETURN NULL;', hash='6355118ef1390b92b39a2b1114a0ca0512ebdece', operation='DELETE', pgid='pgtrigger_delete_delete_7fcd0', table='responses_datechange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datechangeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bea159406d81ccd90ea790259449dd512a569a9c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5168d', table='responses_datechangeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='ratingoverride',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='ratingoverride_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='ratingoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('colour', ''), ('until__isnull', True)), models.Q(models.Q(('colour', ''), _negated=True), ('until__isnull', False)), _connector='OR'), name='ratingoverride_ends_some_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ratingoverride',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7e61bcef99744163a97106a2799f7c730a1e2b95', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0069f', table='responses_ratingoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ratingoverride',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "responses_ratingoverrideevent" ("at", "by_id", "colour", "follow_up_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "ruled", "submission_id", "until") VALUES (NEW."at", NEW."by_id", NEW."colour", NEW."follow_up_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."ruled", NEW."submission_id", NEW."until"); RETURN NULL;', hash='5aa89fedb7251b4b351e0ac9f6aaffcbe76de972', operation='INSERT', pgid='pgtrigger_insert_insert_b877d', table='responses_ratingoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ratingoverride',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "responses_ratingoverrideevent" ("at", "by_id", "colour", "follow_up_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "ruled", "submission_id", "until") VALUES (NEW."at", NEW."by_id", NEW."colour", NEW."follow_up_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."ruled", NEW."submission_id", NEW."until"); RETURN NULL;', hash='9c60da9ca2caebe4010421b89e7a2b1a8d9729b4', operation='UPDATE', pgid='pgtrigger_update_update_9e1b5', table='responses_ratingoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ratingoverride',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "responses_ratingoverrideevent" ("at", "by_id", "colour", "follow_up_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "ruled", "submission_id", "until") VALUES (OLD."at", OLD."by_id", OLD."colour", OLD."follow_up_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."ruled", OLD."submission_id", OLD."until"); RETURN NULL;', hash='8acf954bafc045083a75ce9a08623fb596c0bdfc', operation='DELETE', pgid='pgtrigger_delete_delete_f9bd2', table='responses_ratingoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ratingoverrideevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c512d0ffa433538c53b6812ef08d9fcd75438115', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6c1d3', table='responses_ratingoverrideevent', when='BEFORE')),
        ),
        migrations.RunSQL(TAKES, TOOK),
    ]
