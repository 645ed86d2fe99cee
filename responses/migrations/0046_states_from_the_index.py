"""The state of what is late, and what it is about, read from the index alone (R133)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0006_plain_help_texts"),
        ("inspections", "0007_bodies_and_themes_on_record"),
        ("responses", "0045_few_of_many"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="followup",
            name="followup_office_chased",
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["awaiting-allocation", "in-progress", "submitted"]), ("waiting_since", None)
                ),
                fields=["policing_body", "due_on"],
                include=("id", "finding", "status", "assured_on", "claimed_on", "closed_on"),
                name="followup_office_chased",
            ),
        ),
    ]
