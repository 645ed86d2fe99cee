import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import inspections.deadlines
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('bodies', '0001_squashed_0003_engagements'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='FindingKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('plural', models.CharField(max_length=60)),
                ('letter', models.CharField(help_text='In references: R for recommendation.', max_length=3)),
                ('aliases', models.CharField(blank=True, help_text='Other spellings people search for.', max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('holds_recommendations', models.BooleanField(default=False, help_text='Has recommendations under it (R16).')),
                ('must_be_answered', models.BooleanField(default=False, help_text='s.55(5B): the response must explain (R10).')),
                ('is_followed_up', models.BooleanField(default=True, help_text='False for practice worth copying.')),
            ],
            options={
                'ordering': ['position', 'name'],
                'constraints': [models.UniqueConstraint(fields=('letter',), name='findingkind_letter_unique')],
            },
        ),
        migrations.CreateModel(
            name='FindingKindEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('plural', models.CharField(max_length=60)),
                ('letter', models.CharField(help_text='In references: R for recommendation.', max_length=3)),
                ('aliases', models.CharField(blank=True, help_text='Other spellings people search for.', max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('holds_recommendations', models.BooleanField(default=False, help_text='Has recommendations under it (R16).')),
                ('must_be_answered', models.BooleanField(default=False, help_text='s.55(5B): the response must explain (R10).')),
                ('is_followed_up', models.BooleanField(default=True, help_text='False for practice worth copying.')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='inspections.findingkind')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GradeScale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('first_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('last_year', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': [models.OrderBy(models.F('first_year'), nulls_first=True)],
                'constraints': [models.CheckConstraint(condition=models.Q(('first_year', None), ('last_year', None), ('first_year__lte', models.F('last_year')), _connector='OR'), name='gradescale_starts_before_it_ends')],
            },
        ),
        migrations.CreateModel(
            name='GradeTier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('rank', models.PositiveSmallIntegerField(help_text='1 is the best.')),
                ('scale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tiers', to='inspections.gradescale')),
            ],
            options={
                'ordering': ['scale', 'rank'],
                'constraints': [models.UniqueConstraint(fields=('scale', 'rank'), name='gradetier_rank_unique_in_scale'), models.UniqueConstraint(fields=('scale', 'name'), name='gradetier_name_unique_in_scale')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=80, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(help_text='Our own, such as SE-2024-SOC; never changes.', max_length=30, unique=True)),
                ('title', models.CharField(max_length=250)),
                ('kind', models.CharField(choices=[('peel', 'PEEL assessment'), ('thematic', 'National thematic'), ('regional', 'Regional inspection'), ('integrity', 'Integrity inspection'), ('child-protection', 'Child protection'), ('custody', 'Custody inspection'), ('joint', 'Joint inspection'), ('commissioned', 'Commissioned inspection'), ('super-complaint', 'Super-complaint'), ('review', 'Progress review'), ('letter', 'Letter'), ('other', 'Other')], max_length=20)),
                ('inspectorate', models.CharField(default='HMICFRS', max_length=120)),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address of the report')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                ('published_wording', models.CharField(blank=True, help_text='Where only “August 2024” is known.', max_length=60)),
                ('publication_confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('announced_on', models.DateField(blank=True, null=True)),
                ('fieldwork_from', models.DateField(blank=True, null=True)),
                ('fieldwork_to', models.DateField(blank=True, null=True)),
                ('submission_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('forces', models.ManyToManyField(related_name='inspections', to='bodies.force', verbose_name='inspected bodies')),
                ('publication_confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('themes', models.ManyToManyField(blank=True, related_name='inspections', to='inspections.theme')),
                ('draft_received_on', models.DateField(blank=True, help_text='The draft that the force checks for accuracy.', null=True, verbose_name='draft received on')),
                ('own_deadline_wording', models.CharField(blank=True, help_text='As printed: “By 1 March 2025”, “within 70 days”. Beside the 56 days or instead of them.', max_length=120, verbose_name="the report's own deadline for the response")),
                ('own_recipient', models.CharField(blank=True, help_text='As printed, such as Ofsted.', max_length=120, verbose_name='to whom that response goes')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('published_on'), descending=True, nulls_last=True), 'reference'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('title'), name='gin_trgm_ops'), name='inspection_title_trigram')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('publication_confirmed_at__isnull', True), ('publication_confirmed_by__isnull', True)), models.Q(('publication_confirmed_at__isnull', False), ('publication_confirmed_by__isnull', False)), _connector='OR'), name='inspection_publication_confirmed_at_and_by_together'), models.CheckConstraint(condition=models.Q(('publication_confirmed_at__isnull', True), ('published_on__isnull', False), _connector='OR'), name='inspection_confirmed_publication_has_a_day'), models.CheckConstraint(condition=models.Q(('fieldwork_from', None), ('fieldwork_to', None), ('fieldwork_from__lte', models.F('fieldwork_to')), _connector='OR'), name='inspection_fieldwork_starts_before_it_ends', violation_error_message='Fieldwork must start before it ends.'), models.CheckConstraint(condition=models.Q(models.Q(('fieldwork_from', None), ('announced_on', None), ('fieldwork_from__gte', models.F('announced_on')), _connector='OR'), models.Q(('draft_received_on', None), ('fieldwork_from', None), ('draft_received_on__gte', models.F('fieldwork_from')), _connector='OR'), models.Q(('published_on', None), ('draft_received_on', None), ('published_on__gte', models.F('draft_received_on')), _connector='OR')), name='inspection_stages_follow_each_other', violation_error_message='Announcement, fieldwork, draft and publication must follow each other.'), models.CheckConstraint(condition=models.Q(('own_recipient', ''), models.Q(('own_deadline_wording', ''), _negated=True), _connector='OR'), name='inspection_own_recipient_has_a_deadline', violation_error_message='Enter the deadline for the response that goes there.')],
            },
        ),
        migrations.CreateModel(
            name='Grade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(help_text='“Serious and organised crime”, as the report puts it.', max_length=150)),
                ('awarded_on', models.DateField()),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='bodies.force')),
                ('supersedes', models.OneToOneField(blank=True, help_text='The grade before a revisit.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='inspections.grade')),
                ('tier', models.ForeignKey(blank=True, help_text='Empty: not graded.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.gradetier')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='inspections.inspection')),
            ],
            options={
                'ordering': ['inspection', 'force', 'question', 'awarded_on'],
                'constraints': [models.UniqueConstraint(fields=('inspection', 'force', 'question', 'awarded_on'), name='grade_unique_on_its_day'), models.CheckConstraint(condition=models.Q(('pk', models.F('supersedes')), _negated=True), name='grade_does_not_supersede_itself')],
            },
        ),
        migrations.CreateModel(
            name='GradeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('question', models.CharField(help_text='“Serious and organised crime”, as the report puts it.', max_length=150)),
                ('awarded_on', models.DateField()),
                ('force', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bodies.force')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='inspections.grade')),
                ('supersedes', models.ForeignKey(blank=True, db_constraint=False, help_text='The grade before a revisit.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.grade')),
                ('tier', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: not graded.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.gradetier')),
                ('inspection', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.inspection')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GradeScaleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60)),
                ('first_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('last_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='inspections.gradescale')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GradeTierEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=40)),
                ('rank', models.PositiveSmallIntegerField(help_text='1 is the best.')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='inspections.gradetier')),
                ('scale', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.gradescale')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InspectionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(help_text='Our own, such as SE-2024-SOC; never changes.', max_length=30)),
                ('title', models.CharField(max_length=250)),
                ('kind', models.CharField(choices=[('peel', 'PEEL assessment'), ('thematic', 'National thematic'), ('regional', 'Regional inspection'), ('integrity', 'Integrity inspection'), ('child-protection', 'Child protection'), ('custody', 'Custody inspection'), ('joint', 'Joint inspection'), ('commissioned', 'Commissioned inspection'), ('super-complaint', 'Super-complaint'), ('review', 'Progress review'), ('letter', 'Letter'), ('other', 'Other')], max_length=20)),
                ('inspectorate', models.CharField(default='HMICFRS', max_length=120)),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address of the report')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                ('published_wording', models.CharField(blank=True, help_text='Where only “August 2024” is known.', max_length=60)),
                ('publication_confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('announced_on', models.DateField(blank=True, null=True)),
                ('fieldwork_from', models.DateField(blank=True, null=True)),
                ('fieldwork_to', models.DateField(blank=True, null=True)),
                ('submission_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='inspections.inspection')),
                ('publication_confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft_received_on', models.DateField(blank=True, help_text='The draft that the force checks for accuracy.', null=True, verbose_name='draft received on')),
                ('own_deadline_wording', models.CharField(blank=True, help_text='As printed: “By 1 March 2025”, “within 70 days”. Beside the 56 days or instead of them.', max_length=120, verbose_name="the report's own deadline for the response")),
                ('own_recipient', models.CharField(blank=True, help_text='As printed, such as Ofsted.', max_length=120, verbose_name='to whom that response goes')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('limb', models.CharField(blank=True, help_text='The letter, where a recommendation is split.', max_length=2)),
                ('reference', models.CharField(editable=False, max_length=40, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('label', models.CharField(blank=True, max_length=60, verbose_name='label as printed')),
                ('title', models.CharField(max_length=150, verbose_name='short title')),
                ('text', models.TextField(verbose_name="the inspectorate's words")),
                ('page', models.CharField(blank=True, max_length=20)),
                ('deadline_wording', models.CharField(blank=True, max_length=120, verbose_name='deadline as printed')),
                ('deadline_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('year', 'year'), ('relative', 'relative'), ('immediate', 'immediate'), ('none', 'none')], default=inspections.deadlines.Precision['NONE'], max_length=10)),
                ('deadline_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('submission_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='inspections.finding')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='inspections.findingkind')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='inspections.inspection')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('title'), name='gin_trgm_ops'), name='finding_title_trigram'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('text'), name='gin_trgm_ops'), name='finding_text_trigram'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('reference'), name='gin_trgm_ops'), name='finding_reference_trigram'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('label'), name='gin_trgm_ops'), name='finding_label_trigram')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('limb', ''), _negated=True), fields=('parent', 'limb'), name='finding_limb_unique_in_parent'), models.CheckConstraint(condition=models.Q(('limb', ''), ('parent__isnull', False), _connector='OR'), name='finding_limb_has_a_parent'), models.CheckConstraint(condition=models.Q(('pk', models.F('parent')), _negated=True), name='finding_not_its_own_parent'), models.CheckConstraint(condition=models.Q(models.Q(('deadline_on__isnull', True), ('deadline_precision', 'none')), ('deadline_precision__in', ['relative', 'immediate']), models.Q(('deadline_on__isnull', False), ('deadline_precision__in', ['day', 'month', 'quarter', 'year'])), _connector='OR'), name='finding_deadline_has_a_day_as_its_precision_says'), models.CheckConstraint(condition=models.Q(('deadline_precision', 'none'), models.Q(('deadline_wording', ''), _negated=True), _connector='OR'), name='finding_deadline_is_known_by_its_wording')],
            },
        ),
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('force', 'A force or unit'), ('all-chief-constables', 'All chief constables'), ('regional-lead', 'The regional lead, with supporting forces'), ('policing-body', 'Police and crime commissioners'), ('npcc', "National Police Chiefs' Council"), ('college', 'College of Policing'), ('home-office', 'Home Office'), ('iopc', 'Independent Office for Police Conduct'), ('other', 'Another body')], max_length=20)),
                ('name', models.CharField(blank=True, help_text='The region, or the other body.', max_length=120)),
                ('part', models.CharField(choices=[('lead', 'Lead'), ('supporting', 'Supporting')], default='lead', max_length=10)),
                ('condition', models.CharField(blank=True, help_text='“those forces that have not yet done so”', max_length=200)),
                ('force', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.force')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addressees', to='inspections.finding')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('finding', 'kind', 'force', 'name'), name='addressee_unique', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('force__isnull', False), ('kind', 'force')), models.Q(models.Q(('kind', 'force'), _negated=True), ('force__isnull', True)), _connector='OR'), name='addressee_names_a_force_where_it_is_one', violation_error_message='Choose the force for “A force or unit”, and only then.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'other'), _negated=True), models.Q(('name', ''), _negated=True), _connector='OR'), name='addressee_names_the_other_body')],
            },
        ),
        migrations.CreateModel(
            name='AddresseeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('force', 'A force or unit'), ('all-chief-constables', 'All chief constables'), ('regional-lead', 'The regional lead, with supporting forces'), ('policing-body', 'Police and crime commissioners'), ('npcc', "National Police Chiefs' Council"), ('college', 'College of Policing'), ('home-office', 'Home Office'), ('iopc', 'Independent Office for Police Conduct'), ('other', 'Another body')], max_length=20)),
                ('name', models.CharField(blank=True, help_text='The region, or the other body.', max_length=120)),
                ('part', models.CharField(choices=[('lead', 'Lead'), ('supporting', 'Supporting')], default='lead', max_length=10)),
                ('condition', models.CharField(blank=True, help_text='“those forces that have not yet done so”', max_length=200)),
                ('force', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bodies.force')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='inspections.addressee')),
                ('finding', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.finding')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FindingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('limb', models.CharField(blank=True, help_text='The letter, where a recommendation is split.', max_length=2)),
                ('reference', models.CharField(editable=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('label', models.CharField(blank=True, max_length=60, verbose_name='label as printed')),
                ('title', models.CharField(max_length=150, verbose_name='short title')),
                ('text', models.TextField(verbose_name="the inspectorate's words")),
                ('page', models.CharField(blank=True, max_length=20)),
                ('deadline_wording', models.CharField(blank=True, max_length=120, verbose_name='deadline as printed')),
                ('deadline_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('year', 'year'), ('relative', 'relative'), ('immediate', 'immediate'), ('none', 'none')], default=inspections.deadlines.Precision['NONE'], max_length=10)),
                ('deadline_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('submission_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.finding')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='inspections.finding')),
                ('kind', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.findingkind')),
                ('inspection', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.inspection')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Predecessor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('repeats', 'Repeats'), ('supersedes', 'Takes the place of'), ('letter', 'Was first issued in a letter as')], max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='inspections.finding')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='inspections.finding')),
            ],
            options={
                'ordering': ['-earlier__inspection__published_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('finding', 'earlier'), name='predecessor_unique'), models.CheckConstraint(condition=models.Q(('finding', models.F('earlier')), _negated=True), name='predecessor_is_another_finding')],
            },
        ),
        migrations.CreateModel(
            name='PredecessorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('repeats', 'Repeats'), ('supersedes', 'Takes the place of'), ('letter', 'Was first issued in a letter as')], max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('earlier', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.finding')),
                ('finding', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.finding')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='record', to='inspections.predecessor')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='findingkind',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_findingkindevent" ("aliases", "code", "holds_recommendations", "id", "is_followed_up", "letter", "must_be_answered", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plural", "position") VALUES (NEW."aliases", NEW."code", NEW."holds_recommendations", NEW."id", NEW."is_followed_up", NEW."letter", NEW."must_be_answered", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plural", NEW."position"); RETURN NULL;', hash='db66782be5474698d36becb37027c5108f5cbda7', operation='INSERT', pgid='pgtrigger_insert_insert_e95af', table='inspections_findingkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='findingkind',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "inspections_findingkindevent" ("aliases", "code", "holds_recommendations", "id", "is_followed_up", "letter", "must_be_answered", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plural", "position") VALUES (NEW."aliases", NEW."code", NEW."holds_recommendations", NEW."id", NEW."is_followed_up", NEW."letter", NEW."must_be_answered", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plural", NEW."position"); RETURN NULL;', hash='c72923f4ea115022867a3be7fd878d2fc5f74822', operation='UPDATE', pgid='pgtrigger_update_update_99b79', table='inspections_findingkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='findingkind',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_findingkindevent" ("aliases", "code", "holds_recommendations", "id", "is_followed_up", "letter", "must_be_answered", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plural", "position") VALUES (OLD."aliases", OLD."code", OLD."holds_recommendations", OLD."id", OLD."is_followed_up", OLD."letter", OLD."must_be_answered", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plural", OLD."position"); RETURN NULL;', hash='67c97f20d90e03f6342e167b1c8c2285e5b997ca', operation='DELETE', pgid='pgtrigger_delete_delete_142e9', table='inspections_findingkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='findingkindevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='287651269c45f69c68b6ec7e9ea3fb1fd3ba272a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_adc71', table='inspections_findingkindevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradescale',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_gradescaleevent" ("first_year", "id", "last_year", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."first_year", NEW."id", NEW."last_year", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='92c5a2a3c0fe1e3340c4c1f27a7d38d03275c11c', operation='INSERT', pgid='pgtrigger_insert_insert_458b3', table='inspections_gradescale', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradescale',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "inspections_gradescaleevent" ("first_year", "id", "last_year", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."first_year", NEW."id", NEW."last_year", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='7a4f38955b498134b1f63dbe96e8beaa71dbd584', operation='UPDATE', pgid='pgtrigger_update_update_14254', table='inspections_gradescale', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradescale',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_gradescaleevent" ("first_year", "id", "last_year", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."first_year", OLD."id", OLD."last_year", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='22a96acbfe1b4cc2c50a7e0f863af9c9e50d5393', operation='DELETE', pgid='pgtrigger_delete_delete_879d2', table='inspections_gradescale', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradetier',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_gradetierevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "scale_id") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."scale_id"); RETURN NULL;', hash='c4475f6e51be68275ffad4d2c00fec9706a53c32', operation='INSERT', pgid='pgtrigger_insert_insert_21601', table='inspections_gradetier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradetier',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "inspections_gradetierevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "scale_id") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."scale_id"); RETURN NULL;', hash='8a8b55eb696ebc0ca81ecaea1d0adc211ce76658', operation='UPDATE', pgid='pgtrigger_update_update_152f1', table='inspections_gradetier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradetier',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_gradetierevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "scale_id") VALUES (OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rank", OLD."scale_id"); RETURN NULL;', hash='291f5ea94b75410d8657e31f8594d716c855a84c', operation='DELETE', pgid='pgtrigger_delete_delete_8a268', table='inspections_gradetier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='reference_is_immutable', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reference" IS DISTINCT FROM (NEW."reference"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0a036be8f3034f80113a73fa075ad3b61709a578', operation='UPDATE', pgid='pgtrigger_reference_is_immutable_4c6af', table='inspections_inspection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_inspectionevent" ("announced_on", "draft_received_on", "fieldwork_from", "fieldwork_to", "id", "inspectorate", "kind", "own_deadline_wording", "own_recipient", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_confirmed_at", "publication_confirmed_by_id", "published_on", "published_wording", "reference", "submission_id", "title", "url", "version") VALUES (NEW."announced_on", NEW."draft_received_on", NEW."fieldwork_from", NEW."fieldwork_to", NEW."id", NEW."inspectorate", NEW."kind", NEW."own_deadline_wording", NEW."own_recipient", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."publication_confirmed_at", NEW."publication_confirmed_by_id", NEW."published_on", NEW."published_wording", NEW."reference", NEW."submission_id", NEW."title", NEW."url", NEW."version"); RETURN NULL;', hash='29f4fa671665888b5a3d4362438e26605e5f78d9', operation='INSERT', pgid='pgtrigger_insert_insert_f089c', table='inspections_inspection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "inspections_inspectionevent" ("announced_on", "draft_received_on", "fieldwork_from", "fieldwork_to", "id", "inspectorate", "kind", "own_deadline_wording", "own_recipient", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_confirmed_at", "publication_confirmed_by_id", "published_on", "published_wording", "reference", "submission_id", "title", "url", "version") VALUES (NEW."announced_on", NEW."draft_received_on", NEW."fieldwork_from", NEW."fieldwork_to", NEW."id", NEW."inspectorate", NEW."kind", NEW."own_deadline_wording", NEW."own_recipient", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."publication_confirmed_at", NEW."publication_confirmed_by_id", NEW."published_on", NEW."published_wording", NEW."reference", NEW."submission_id", NEW."title", NEW."url", NEW."version"); RETURN NULL;', hash='c668f40b6a1fc53639eb95f9f84263eba9ce195e', operation='UPDATE', pgid='pgtrigger_update_update_fe5c3', table='inspections_inspection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_inspectionevent" ("announced_on", "draft_received_on", "fieldwork_from", "fieldwork_to", "id", "inspectorate", "kind", "own_deadline_wording", "own_recipient", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_confirmed_at", "publication_confirmed_by_id", "published_on", "published_wording", "reference", "submission_id", "title", "url", "version") VALUES (OLD."announced_on", OLD."draft_received_on", OLD."fieldwork_from", OLD."fieldwork_to", OLD."id", OLD."inspectorate", OLD."kind", OLD."own_deadline_wording", OLD."own_recipient", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."publication_confirmed_at", OLD."publication_confirmed_by_id", OLD."published_on", OLD."published_wording", OLD."reference", OLD."submission_id", OLD."title", OLD."url", OLD."version"); RETURN NULL;', hash='3335b209991aa8d019817001be09822eb5862927', operation='DELETE', pgid='pgtrigger_delete_delete_6efc3', table='inspections_inspection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grade',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_gradeevent" ("awarded_on", "force_id", "id", "inspection_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "supersedes_id", "tier_id") VALUES (NEW."awarded_on", NEW."force_id", NEW."id", NEW."inspection_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question", NEW."supersedes_id", NEW."tier_id"); RETURN NULL;', hash='557e5d1249df45817c80434949dc4409483ded26', operation='INSERT', pgid='pgtrigger_insert_insert_9ab05', table='inspections_grade', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grade',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "inspections_gradeevent" ("awarded_on", "force_id", "id", "inspection_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "supersedes_id", "tier_id") VALUES (NEW."awarded_on", NEW."force_id", NEW."id", NEW."inspection_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question", NEW."supersedes_id", NEW."tier_id"); RETURN NULL;', hash='0cd15524472f5c182cd776ccd87015dfbf6e3a7f', operation='UPDATE', pgid='pgtrigger_update_update_61969', table='inspections_grade', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grade',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_gradeevent" ("awarded_on", "force_id", "id", "inspection_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "supersedes_id", "tier_id") VALUES (OLD."awarded_on", OLD."force_id", OLD."id", OLD."inspection_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question", OLD."supersedes_id", OLD."tier_id"); RETURN NULL;', hash='c48471cab22667da0f87eba9f9eb41fa373a92be', operation='DELETE', pgid='pgtrigger_delete_delete_24ccb', table='inspections_grade', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='83a4ec17849d597d5b381c175117aeb5eaa4223d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7139d', table='inspections_gradeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradescaleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4bd23f7c3239e9c1dea332b87f71a13350f1ef6c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_acc99', table='inspections_gradescaleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradetierevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='975ecc82df411942c64600a25c0662d6abab6285', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8d272', table='inspections_gradetierevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c67961df31005f36293e313c257085308f91f0fc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bf9e3', table='inspections_inspectionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='reference_is_immutable', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reference" IS DISTINCT FROM (NEW."reference"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='869490534bcbcc7190aab38cbad9aa1770bb67b8', operation='UPDATE', pgid='pgtrigger_reference_is_immutable_fc45d', table='inspections_finding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_findingevent" ("deadline_on", "deadline_precision", "deadline_wording", "id", "inspection_id", "kind_id", "label", "limb", "page", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reference", "submission_id", "text", "title", "version") VALUES (NEW."deadline_on", NEW."deadline_precision", NEW."deadline_wording", NEW."id", NEW."inspection_id", NEW."kind_id", NEW."label", NEW."limb", NEW."page", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."reference", NEW."submission_id", NEW."text", NEW."title", NEW."version"); RETURN NULL;', hash='7a76cdfa6af4d2f88d26a78198a43abd8ce5cc7e', operation='INSERT', pgid='pgtrigger_insert_insert_6f287', table='inspections_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "inspections_findingevent" ("deadline_on", "deadline_precision", "deadline_wording", "id", "inspection_id", "kind_id", "label", "limb", "page", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reference", "submission_id", "text", "title", "version") VALUES (NEW."deadline_on", NEW."deadline_precision", NEW."deadline_wording", NEW."id", NEW."inspection_id", NEW."kind_id", NEW."label", NEW."limb", NEW."page", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."reference", NEW."submission_id", NEW."text", NEW."title", NEW."version"); RETURN NULL;', hash='e488e1a6e9bc4906d4fb55f68f99dc4cd8d15489', operation='UPDATE', pgid='pgtrigger_update_update_edce6', table='inspections_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_findingevent" ("deadline_on", "deadline_precision", "deadline_wording", "id", "inspection_id", "kind_id", "label", "limb", "page", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reference", "submission_id", "text", "title", "version") VALUES (OLD."deadline_on", OLD."deadline_precision", OLD."deadline_wording", OLD."id", OLD."inspection_id", OLD."kind_id", OLD."label", OLD."limb", OLD."page", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."reference", OLD."submission_id", OLD."text", OLD."title", OLD."version"); RETURN NULL;', hash='2260232f489701a3cc92cc6f74e1a53e4d26dc24', operation='DELETE', pgid='pgtrigger_delete_delete_1c623', table='inspections_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='addressee',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_addresseeevent" ("condition", "finding_id", "force_id", "id", "kind", "name", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."condition", NEW."finding_id", NEW."force_id", NEW."id", NEW."kind", NEW."name", NEW."part", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='73180fe133be3dbf64e35bdc257442823c275a00', operation='INSERT', pgid='pgtrigger_insert_insert_e815b', table='inspections_addressee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='addressee',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "inspections_addresseeevent" ("condition", "finding_id", "force_id", "id", "kind", "name", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."condition", NEW."finding_id", NEW."force_id", NEW."id", NEW."kind", NEW."name", NEW."part", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='b332b8a9da95af161fef570bba0c571b04566711', operation='UPDATE', pgid='pgtrigger_update_update_18728', table='inspections_addressee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='addressee',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_addresseeevent" ("condition", "finding_id", "force_id", "id", "kind", "name", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."condition", OLD."finding_id", OLD."force_id", OLD."id", OLD."kind", OLD."name", OLD."part", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='09dd8409beedf75c7f211f2045e1bd1a82427ff5', operation='DELETE', pgid='pgtrigger_delete_delete_46eca', table='inspections_addressee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='addresseeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5805f039e0b438bcd333598af4b0e8b0bd4ba29e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_39a7e', table='inspections_addresseeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='findingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bbf8ae1dccb9acb5375af02454459ed631b467ee', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_37b82', table='inspections_findingevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='predecessor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_predecessorevent" ("at", "by_id", "earlier_id", "finding_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."at", NEW."by_id", NEW."earlier_id", NEW."finding_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='b510469b1570c69f6f4830a80bcb9b776d6c4edf', operation='INSERT', pgid='pgtrigger_insert_insert_bcbf6', table='inspections_predecessor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='predecessor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "inspections_predecessorevent" ("at", "by_id", "earlier_id", "finding_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."at", NEW."by_id", NEW."earlier_id", NEW."finding_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='e6120c46de7587b1e5fd2d316925c334bac5b7ac', operation='UPDATE', pgid='pgtrigger_update_update_58fb8', table='inspections_predecessor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='predecessor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inspections_predecessorevent" ("at", "by_id", "earlier_id", "finding_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."at", OLD."by_id", OLD."earlier_id", OLD."finding_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='3e0e955edbf627db2dfd78239446860e3d5357e8', operation='DELETE', pgid='pgtrigger_delete_delete_7e519', table='inspections_predecessor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='predecessorevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2923779ee6319831071ab0401b7c5de84801ac61', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5f7a6', table='inspections_predecessorevent', when='BEFORE')),
        ),
    ]
