import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.operations
import django.db.models.deletion
import oversight.bodies.models
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        migrations.CreateModel(
            name='Force',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='The police.uk identifier; never changes.', max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('territorial', 'Territorial force'), ('special', 'Special force'), ('unit', 'Collaborative unit')], max_length=20)),
                ('short_name', models.CharField(help_text='Our own short label, for lists and charts.', max_length=60)),
                ('region', models.CharField(blank=True, help_text='ROCU region.', max_length=60)),
                ('country', models.CharField(max_length=40)),
                ('ons_code', models.CharField(blank=True, help_text='Police force area code.', max_length=9, verbose_name='ONS code')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list)),
            ],
            options={
                'ordering': ['short_name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ons_code', ''), _negated=True), fields=('ons_code',), name='force_ons_code_unique')],
            },
        ),
        migrations.CreateModel(
            name='ForceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='The police.uk identifier; never changes.', max_length=40)),
                ('kind', models.CharField(choices=[('territorial', 'Territorial force'), ('special', 'Special force'), ('unit', 'Collaborative unit')], max_length=20)),
                ('short_name', models.CharField(help_text='Our own short label, for lists and charts.', max_length=60)),
                ('region', models.CharField(blank=True, help_text='ROCU region.', max_length=60)),
                ('country', models.CharField(max_length=40)),
                ('ons_code', models.CharField(blank=True, help_text='Police force area code.', max_length=9, verbose_name='ONS code')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='bodies.force')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ForceName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('name', models.CharField(db_index=True, max_length=120)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='bodies.force')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('starts_on'), nulls_first=True)],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('force', '='), (oversight.bodies.models.DateRange(models.F('starts_on'), models.F('ends_on'), models.Value('[]')), '&&')], name='forcename_one_at_a_time'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='forcename_starts_before_it_ends', violation_error_message='The period must start before it ends.')],
            },
        ),
        migrations.CreateModel(
            name='ForceNameEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('name', models.CharField(max_length=120)),
                ('force', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bodies.force')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='bodies.forcename')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('leads', models.BooleanField(default=False, verbose_name='lead force')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='bodies.force')),
                ('unit', models.ForeignKey(limit_choices_to={'kind': 'unit'}, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='bodies.force')),
            ],
            options={
                'ordering': ['unit', models.OrderBy(models.F('starts_on'), nulls_first=True)],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), ('member', '='), (oversight.bodies.models.DateRange(models.F('starts_on'), models.F('ends_on'), models.Value('[]')), '&&')], name='membership_one_at_a_time'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='membership_starts_before_it_ends', violation_error_message='The period must start before it ends.'), models.CheckConstraint(condition=models.Q(('unit', models.F('member')), _negated=True), name='membership_of_another_body', violation_error_message='A unit cannot be a member of itself.')],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('leads', models.BooleanField(default=False, verbose_name='lead force')),
                ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bodies.force')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='bodies.membership')),
                ('unit', models.ForeignKey(db_constraint=False, limit_choices_to={'kind': 'unit'}, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bodies.force')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PolicingBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('kind', models.CharField(choices=[('pcc', 'Police and Crime Commissioner'), ('pfcc', 'Police, Fire and Crime Commissioner'), ('mayor', 'Mayor'), ('mopac', "Mayor's Office for Policing and Crime"), ('common-council', 'Common Council'), ('authority', 'Police authority'), ('committee', 'Committee'), ('board', 'Board'), ('minister', 'Minister')], max_length=20)),
                ('area', models.CharField(help_text='Whom it serves: “Hampshire and Isle of Wight”.', max_length=80)),
                ('mailbox', models.EmailField(blank=True, help_text='Gets the letters that have nobody else (R27).', max_length=254, verbose_name='shared mailbox')),
                ('moves_allowed', models.PositiveSmallIntegerField(default=1, help_text='After so many, pages warn before the next one (R22).', verbose_name='moves of a deadline')),
            ],
            options={
                'verbose_name_plural': 'policing bodies',
                'ordering': ['area', 'kind'],
            },
        ),
        migrations.CreateModel(
            name='Oversight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='oversights', to='bodies.force')),
                ('policing_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='oversights', to='bodies.policingbody')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('starts_on'), nulls_first=True)],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('force', '='), (oversight.bodies.models.DateRange(models.F('starts_on'), models.F('ends_on'), models.Value('[]')), '&&')], name='oversight_one_at_a_time'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='oversight_starts_before_it_ends', violation_error_message='The period must start before it ends.')],
            },
        ),
        migrations.CreateModel(
            name='OversightEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('force', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bodies.force')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='bodies.oversight')),
                ('policing_body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bodies.policingbody')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PolicingBodyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60)),
                ('kind', models.CharField(choices=[('pcc', 'Police and Crime Commissioner'), ('pfcc', 'Police, Fire and Crime Commissioner'), ('mayor', 'Mayor'), ('mopac', "Mayor's Office for Policing and Crime"), ('common-council', 'Common Council'), ('authority', 'Police authority'), ('committee', 'Committee'), ('board', 'Board'), ('minister', 'Minister')], max_length=20)),
                ('area', models.CharField(help_text='Whom it serves: “Hampshire and Isle of Wight”.', max_length=80)),
                ('mailbox', models.EmailField(blank=True, help_text='Gets the letters that have nobody else (R27).', max_length=254, verbose_name='shared mailbox')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='bodies.policingbody')),
                ('moves_allowed', models.PositiveSmallIntegerField(default=1, help_text='After so many, pages warn before the next one (R22).', verbose_name='moves of a deadline')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PolicingBodyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('name', models.CharField(max_length=120)),
                ('policing_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='bodies.policingbody')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('starts_on'), nulls_first=True)],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('policing_body', '='), (oversight.bodies.models.DateRange(models.F('starts_on'), models.F('ends_on'), models.Value('[]')), '&&')], name='policingbodyname_one_at_a_time'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='policingbodyname_starts_before_it_ends', violation_error_message='The period must start before it ends.')],
            },
        ),
        migrations.CreateModel(
            name='PolicingBodyNameEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('name', models.CharField(max_length=120)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='bodies.policingbodyname')),
                ('policing_body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bodies.policingbody')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('reason', models.TextField(help_text="In the inspectorate's words. Everybody can read it.")),
                ('ended_because', models.TextField(blank=True, help_text='Everybody can read it.', verbose_name='why it ended')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address of the announcement')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to='bodies.force')),
            ],
            options={
                'verbose_name': 'time in Engage',
                'verbose_name_plural': 'times in Engage',
                'ordering': ['force', models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True)],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('force', '='), (oversight.bodies.models.DateRange(models.F('starts_on'), models.F('ends_on'), models.Value('[]')), '&&')], name='engagement_one_at_a_time'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='engagement_starts_before_it_ends', violation_error_message='The period must start before it ends.'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', False)), name='engagement_has_a_start'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='engagement_says_why'), models.CheckConstraint(condition=models.Q(('ended_because', ''), ('ends_on__isnull', False), _connector='OR'), name='engagement_that_is_not_over_has_no_reason_to_end', violation_error_message='Enter the day on which it ended.')],
            },
        ),
        migrations.CreateModel(
            name='EngagementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('reason', models.TextField(help_text="In the inspectorate's words. Everybody can read it.")),
                ('ended_because', models.TextField(blank=True, help_text='Everybody can read it.', verbose_name='why it ended')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address of the announcement')),
                ('force', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bodies.force')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='bodies.engagement')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='force',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_forceevent" ("aliases", "code", "country", "id", "kind", "ons_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "short_name") VALUES (NEW."aliases", NEW."code", NEW."country", NEW."id", NEW."kind", NEW."ons_code", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region", NEW."short_name"); RETURN NULL;', hash='42744b5231640faa7dfe0044a94be33d219b1c90', operation='INSERT', pgid='pgtrigger_insert_insert_eab8b', table='bodies_force', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='force',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bodies_forceevent" ("aliases", "code", "country", "id", "kind", "ons_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "short_name") VALUES (NEW."aliases", NEW."code", NEW."country", NEW."id", NEW."kind", NEW."ons_code", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region", NEW."short_name"); RETURN NULL;', hash='87dc5a6e321d4cdd90cc1e93812bcf8913051bbe', operation='UPDATE', pgid='pgtrigger_update_update_f8892', table='bodies_force', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='force',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_forceevent" ("aliases", "code", "country", "id", "kind", "ons_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "short_name") VALUES (OLD."aliases", OLD."code", OLD."country", OLD."id", OLD."kind", OLD."ons_code", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region", OLD."short_name"); RETURN NULL;', hash='57c514af9bd8e20ca8795259efd3428662132684', operation='DELETE', pgid='pgtrigger_delete_delete_722cb', table='bodies_force', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c568f7573f183d5f13da3fb06f0f017486a9f60a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2dff5', table='bodies_forceevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forcename',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_forcenameevent" ("ends_on", "force_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."ends_on", NEW."force_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='e11adc93528543d0eaed3f251d571437c038d463', operation='INSERT', pgid='pgtrigger_insert_insert_d110d', table='bodies_forcename', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forcename',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bodies_forcenameevent" ("ends_on", "force_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."ends_on", NEW."force_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='3e69705b20c2554ccdd6f3a8fc67564fecb1dc9a', operation='UPDATE', pgid='pgtrigger_update_update_e1719', table='bodies_forcename', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forcename',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_forcenameevent" ("ends_on", "force_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."ends_on", OLD."force_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;', hash='eae92bf827981449ae6fe34f054c941122529340', operation='DELETE', pgid='pgtrigger_delete_delete_0b842', table='bodies_forcename', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forcenameevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='12e91e449f55efc8f327b0976f05627a8c2b2bad', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8157c', table='bodies_forcenameevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_membershipevent" ("ends_on", "id", "leads", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") VALUES (NEW."ends_on", NEW."id", NEW."leads", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."unit_id"); RETURN NULL;', hash='73867f4285d0e7fc8a9718a38ece4fd3bca03cf3', operation='INSERT', pgid='pgtrigger_insert_insert_497d1', table='bodies_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bodies_membershipevent" ("ends_on", "id", "leads", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") VALUES (NEW."ends_on", NEW."id", NEW."leads", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."unit_id"); RETURN NULL;', hash='1a0b1f5ca035d55516c4bbe687b544361a270289', operation='UPDATE', pgid='pgtrigger_update_update_94a36', table='bodies_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_membershipevent" ("ends_on", "id", "leads", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") VALUES (OLD."ends_on", OLD."id", OLD."leads", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."unit_id"); RETURN NULL;', hash='35741ef49811556d789c58d4f451d50c35feabaa', operation='DELETE', pgid='pgtrigger_delete_delete_807f0', table='bodies_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershipevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8081f9a786eda6bc19e6b6abefa9a8db78b08f76', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_02b78', table='bodies_membershipevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policingbody',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_policingbodyevent" ("area", "code", "id", "kind", "mailbox", "moves_allowed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."area", NEW."code", NEW."id", NEW."kind", NEW."mailbox", NEW."moves_allowed", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='f4437d07b77973043f4a3d4c10f840f431873771', operation='INSERT', pgid='pgtrigger_insert_insert_905b7', table='bodies_policingbody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policingbody',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bodies_policingbodyevent" ("area", "code", "id", "kind", "mailbox", "moves_allowed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."area", NEW."code", NEW."id", NEW."kind", NEW."mailbox", NEW."moves_allowed", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='47cf684f0a139d5ca441a5e734523a58931a9f69', operation='UPDATE', pgid='pgtrigger_update_update_9664a', table='bodies_policingbody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policingbody',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_policingbodyevent" ("area", "code", "id", "kind", "mailbox", "moves_allowed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."area", OLD."code", OLD."id", OLD."kind", OLD."mailbox", OLD."moves_allowed", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='ed7abd93499d7528e8414dc13df7953849b158d5', operation='DELETE', pgid='pgtrigger_delete_delete_3c83e', table='bodies_policingbody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='oversight',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_oversightevent" ("ends_on", "force_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policing_body_id", "starts_on") VALUES (NEW."ends_on", NEW."force_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."policing_body_id", NEW."starts_on"); RETURN NULL;', hash='ea92d13fc6e01bacb1d6fcc01ffefb616f2b28c0', operation='INSERT', pgid='pgtrigger_insert_insert_f474a', table='bodies_oversight', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='oversight',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bodies_oversightevent" ("ends_on", "force_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policing_body_id", "starts_on") VALUES (NEW."ends_on", NEW."force_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."policing_body_id", NEW."starts_on"); RETURN NULL;', hash='dfe1260a866c62bb05e51238f82b6261cf567473', operation='UPDATE', pgid='pgtrigger_update_update_8cfa0', table='bodies_oversight', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='oversight',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_oversightevent" ("ends_on", "force_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policing_body_id", "starts_on") VALUES (OLD."ends_on", OLD."force_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."policing_body_id", OLD."starts_on"); RETURN NULL;', hash='cf1bb57387f56d15e5c65dea5673133ca7e736ac', operation='DELETE', pgid='pgtrigger_delete_delete_af7a0', table='bodies_oversight', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='oversightevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='086b7bd65fd45c3b1df2a55807d99b1236c6b23b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_893b9', table='bodies_oversightevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policingbodyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='69246ea43d44feae9bcce7265f022168fbbf7100', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_145a5', table='bodies_policingbodyevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policingbodyname',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_policingbodynameevent" ("ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policing_body_id", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."policing_body_id", NEW."starts_on"); RETURN NULL;', hash='02bfcc646fc0fcafa7b7a4920a45f5d2ccbdd768', operation='INSERT', pgid='pgtrigger_insert_insert_7c6ad', table='bodies_policingbodyname', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policingbodyname',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bodies_policingbodynameevent" ("ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policing_body_id", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."policing_body_id", NEW."starts_on"); RETURN NULL;', hash='1f7a3617c83cc0d18fdaae061ec6bb9957e15f8b', operation='UPDATE', pgid='pgtrigger_update_update_d63f1', table='bodies_policingbodyname', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policingbodyname',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_policingbodynameevent" ("ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policing_body_id", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."policing_body_id", OLD."starts_on"); RETURN NULL;', hash='b962b3213c4a7e5ce44b40d0c12803b634d97008', operation='DELETE', pgid='pgtrigger_delete_delete_334f6', table='bodies_policingbodyname', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policingbodynameevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9dc2e3575852960d090bb5ad62aa13b33995e97e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_90659', table='bodies_policingbodynameevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='engagement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_engagementevent" ("ended_because", "ends_on", "force_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "url") VALUES (NEW."ended_because", NEW."ends_on", NEW."force_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."starts_on", NEW."url"); RETURN NULL;', hash='f75da96b82887203df1b698ea3c61a30238d197f', operation='INSERT', pgid='pgtrigger_insert_insert_62690', table='bodies_engagement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='engagement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bodies_engagementevent" ("ended_because", "ends_on", "force_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "url") VALUES (NEW."ended_because", NEW."ends_on", NEW."force_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."starts_on", NEW."url"); RETURN NULL;', hash='30021cc6bb84791431d13833b98b353a4b3e5d4f', operation='UPDATE', pgid='pgtrigger_update_update_1127c', table='bodies_engagement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='engagement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bodies_engagementevent" ("ended_because", "ends_on", "force_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "url") VALUES (OLD."ended_because", OLD."ends_on", OLD."force_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."starts_on", OLD."url"); RETURN NULL;', hash='8d4d44d37fccba9fb8d047a3d9bdad6175790fbd', operation='DELETE', pgid='pgtrigger_delete_delete_d12b9', table='bodies_engagement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='engagementevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='894766792d8ec3b2b2619460037eced694f125d3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d1d5e', table='bodies_engagementevent', when='BEFORE')),
        ),
    ]
