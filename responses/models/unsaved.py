"""What somebody has typed into a response and not saved: their own, kept until they save or discard it."""

from django.db import models

from oversight.accounts.models import User
from responses.models.response import Response


class UnsavedText(models.Model):
    """The fields of the writing page as the browser sends them. Nobody else reads them."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    sent = models.JSONField(help_text="Field by field, with the digests of what the page showed.")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="unsavedtext_one_for_response_and_person", fields=["response", "person"]),
        ]

    def __str__(self) -> str:
        return f"Unsaved text of {self.person}"
