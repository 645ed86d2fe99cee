"""Numbers of My work, a file and its like, read from indexes of the few rows that they are about (R133)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0006_plain_help_texts"),
        ("inspections", "0007_bodies_and_themes_on_record"),
        ("responses", "0044_letters_of_corrected_deadlines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="evidencefile",
            index=models.Index(fields=["sha256"], name="evidencefile_same"),
        ),
        migrations.AddIndex(
            model_name="evidenceround",
            index=models.Index(
                condition=models.Q(("decided_at", None), ("submitted_at__isnull", False)),
                fields=["request"],
                name="evidenceround_to_judge",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("held_until__isnull", False)),
                fields=["policing_body", "held_until"],
                name="followup_office_held",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("waiting_until__isnull", False)),
                fields=["policing_body", "waiting_until"],
                name="followup_office_until",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("date_review_on__isnull", False)),
                fields=["policing_body", "date_review_on"],
                name="followup_office_redate",
            ),
        ),
        migrations.RemoveIndex(
            model_name="followup",
            name="followup_office_review",
        ),
    ]
