"""Each sentence of the history knows the values behind it (R92)."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0013_assurance_says_how_we_know'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='context',
            field=models.UUIDField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('pghistory.context_id'), models.Value(True), function='current_setting'), models.Value('')), models.UUIDField()), editable=False, null=True, verbose_name='of the values on record'),
        ),
    ]
