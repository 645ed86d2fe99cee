"""Which bodies and themes an inspection is about: on record like all that is said of it (R72, R92)."""

from typing import Any

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from inspections.models.inspection import Inspection, InspectionQuerySet

KEPT = (pghistory.InsertEvent(), pghistory.DeleteEvent())


@pghistory.track(*KEPT)
class InspectedBody(Inspection.forces.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True


@pghistory.track(*KEPT)
class InspectionTheme(Inspection.themes.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True


NAMES: dict[Any, str] = {InspectedBody: "force__short_name", InspectionTheme: "theme__name"}


def with_record_of_bodies_and_themes(inspections: InspectionQuerySet) -> InspectionQuerySet:
    """Names as `inspectedbody_now`; who added or took out which, newest first, as `inspectedbody_record`.

    So `inspectiontheme_…`. With the row, because its history has no queries to spend.
    """
    for model, name in NAMES.items():
        who = {"context": "pgh_context", "user": "pgh_context__metadata__user"}
        facts = JSONObject(at="pgh_created_at", what="pgh_label", name=name, **who)
        record = model.pgh_event_model._default_manager.filter(inspection=OuterRef("pk")).order_by("-pgh_id")
        now = model._default_manager.filter(inspection=OuterRef("pk")).values(name)
        start = model._meta.model_name
        inspections = inspections.annotate(
            **{f"{start}_now": ArraySubquery(now), f"{start}_record": ArraySubquery(record.values(facts=facts))}
        )
    return inspections
