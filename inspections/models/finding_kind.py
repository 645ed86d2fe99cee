"""The kinds of finding: cause of concern, recommendation, area for improvement, practice."""

import pghistory
from django.db import models


@pghistory.track()
class FindingKind(models.Model):
    """Kinds of finding are data (R15); rules read the flags, never the name."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    plural = models.CharField(max_length=60)
    letter = models.CharField(max_length=3, help_text="In references: R for recommendation.")
    aliases = models.CharField(max_length=200, blank=True, help_text="Other spellings people search for.")
    position = models.PositiveSmallIntegerField(default=0)
    holds_recommendations = models.BooleanField(default=False, help_text="Has recommendations under it.")
    must_be_answered = models.BooleanField(default=False, help_text="s.55(5B): the response must explain.")
    is_followed_up = models.BooleanField(default=True, help_text="False for practice worth copying.")

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(name="findingkind_letter_unique", fields=["letter"])]

    def __str__(self) -> str:
        return self.name
