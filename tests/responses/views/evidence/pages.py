"""What tests of the evidence pages share."""

from datetime import UTC, datetime

from django.urls import reverse

from responses.workflow import evidence as workflow

NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)


def address(name, thing):
    return reverse(f"responses:evidence-{name}", args=[thing.pk])


def answered(asked, lead):
    answer = workflow.open_answer(asked, by=lead, at=NOW)
    workflow.save_draft(answer, version=0, text="Briefed in March.", force_rag="green", claims_complete=False)
    workflow.submit(answer, version=answer.version, by=lead, at=NOW)
    asked.refresh_from_db()
    return answer
