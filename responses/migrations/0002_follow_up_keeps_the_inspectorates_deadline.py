"""An unrevised follow-up always carries its finding's deadline (R20), whoever corrects that: page, import, admin or SQL."""

from django.db import migrations

CREATE = """
CREATE FUNCTION follow_up_takes_deadline_of_finding() RETURNS trigger AS $$
BEGIN
    UPDATE responses_followup
    SET due_on = NEW.deadline_on,
        due_wording = NEW.deadline_wording,
        due_precision = NEW.deadline_precision,
        due_source = CASE WHEN NEW.deadline_wording = '' THEN 'none' ELSE 'inspectorate' END,
        version = version + 1
    WHERE finding_id = NEW.id AND due_source <> 'office';
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER follow_up_takes_deadline_of_finding
AFTER UPDATE OF deadline_on, deadline_wording, deadline_precision ON inspections_finding
FOR EACH ROW
WHEN (
    (OLD.deadline_on, OLD.deadline_wording, OLD.deadline_precision)
    IS DISTINCT FROM (NEW.deadline_on, NEW.deadline_wording, NEW.deadline_precision)
)
EXECUTE FUNCTION follow_up_takes_deadline_of_finding();
"""

DROP = """
DROP TRIGGER follow_up_takes_deadline_of_finding ON inspections_finding;
DROP FUNCTION follow_up_takes_deadline_of_finding();
"""


class Migration(migrations.Migration):
    dependencies = [("responses", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
