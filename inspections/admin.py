"""Back office: inspections typed in at speed, and the lists that pages choose from."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.forms import BaseInlineFormSet, BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone

from inspections import deadlines, workflow
from inspections.models import (
    Addressee,
    Finding,
    FindingKind,
    Grade,
    GradeScale,
    GradeTier,
    Inspection,
    Theme,
)
from inspections.workflow import AddresseeFacts
from oversight.admin import KeptAdmin, KeptInline

REPORT = [
    "title",
    "kind",
    "inspectorate",
    "url",
    "published_on",
    "published_wording",
    "announced_on",
    "fieldwork_from",
    "fieldwork_to",
    "draft_received_on",
    "own_deadline_wording",
    "own_recipient",
]
FOUND = ["kind", "parent", "limb", "label", "title", "text", "page"]


class SeenForm(forms.ModelForm):
    """Nobody overwrites what somebody else has saved since the page was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - the signature is Django's
        super().__init__(*args, **options)
        self.initial["seen"] = self.instance.version if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") not in {None, self.instance.version}:
            self.add_error(None, f"Somebody else has changed {self.instance.reference} since you opened this page.")
        return cleaned


class InspectionForm(SeenForm):
    def clean_own_deadline_wording(self) -> str:
        wording: str = self.cleaned_data["own_deadline_wording"]
        try:
            deadlines.parse_whole(wording)
        except deadlines.DeadlineError as error:
            raise forms.ValidationError(str(error)) from None
        return wording


class FindingForm(SeenForm):
    """The deadline is read from its wording, or from the inspectorate's words where that is empty."""

    deadline_wording = forms.CharField(max_length=120, required=False, label="Deadline as printed")

    class Meta:
        labels = {"parent": "Part of", "limb": "Letter"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parent = cleaned.get("parent")
        if parent and parent.inspection_id != self.instance.inspection_id:
            self.add_error("parent", "Select a finding of this inspection.")
        if parent and self.instance.pk in _line_of(parent):
            self.add_error("parent", f"{parent.reference} is a part of this one.")
        place = {"kind", "parent", "limb"}
        if place & set(self.changed_data) and not place & set(self.errors):
            self._check_place(cleaned)
        self._check_deadline(cleaned.get("deadline_wording", ""), cleaned.get("text", ""))
        return cleaned

    def _check_place(self, cleaned: dict[str, Any]) -> None:
        """As the pages do (R16, R52)."""
        kind, parent, limb = cleaned["kind"], cleaned.get("parent"), cleaned.get("limb", "")
        below = workflow.unfit_for_parts(self.instance, kind, limb) if self.instance.pk else None
        for field, why in filter(None, [workflow.misplaced(kind, parent, limb), below]):
            self.add_error(field, f"{why}.")

    def _check_deadline(self, wording: str, text: str) -> None:
        try:
            read = deadlines.parse(wording or text, published_on=None)
        except deadlines.DeadlineError as error:
            self.add_error("deadline_wording", str(error))
        else:
            if wording and not read.wording:
                self.add_error("deadline_wording", "Enter a deadline like By 1 March 2025 or within six months.")

    def facts(self, inspection: Inspection) -> dict[str, Any]:
        wording = self.cleaned_data["deadline_wording"] or self.cleaned_data["text"]
        deadline = deadlines.parse(wording, published_on=inspection.published_on)
        return {name: self.cleaned_data[name] for name in FOUND} | {"deadline": deadline}


def _line_of(finding: Finding | None) -> Iterator[int]:
    """Its own key and those above it."""
    while finding:
        yield finding.pk
        finding = finding.parent


class FindingInline(KeptInline):
    model = Finding
    form = FindingForm
    fields = [("kind", "label"), ("parent", "limb"), "title", "text", ("deadline_wording", "page"), "seen"]
    autocomplete_fields = ["parent"]
    show_change_link = True


class GradeFormSet(BaseInlineFormSet):
    """A grade is of the day of publication unless somebody says otherwise: after a revisit (R59)."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["awarded_on"].initial = self.instance.published_on


class GradeInline(KeptInline):
    model = Grade
    formset = GradeFormSet
    fields = [("force", "question"), ("tier", "awarded_on", "supersedes")]
    autocomplete_fields = ["force", "tier", "supersedes"]


@admin.register(Inspection)
class InspectionAdmin(KeptAdmin):
    form = InspectionForm
    fields = ["reference", *REPORT, "forces", "themes", "seen"]
    autocomplete_fields = ["forces", "themes"]
    list_display = ["reference", "title", "kind", "published_on"]
    list_filter = ["kind", "themes", "published_on"]
    search_fields = ["reference", "title"]
    inlines = [FindingInline, GradeInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Inspection | None = None) -> list[str]:
        return ["reference"] if obj else []

    def save_model(self, request: HttpRequest, obj: Inspection, form: ModelForm, change: bool) -> None:
        facts: dict[str, Any] = {name: form.cleaned_data[name] for name in [*REPORT, "forces", "themes"]}
        facts |= {"by": request.user, "at": timezone.now()}
        if change:
            workflow.correct(obj, version=obj.version, **facts)
        else:
            obj.pk = workflow.record(reference=obj.reference, submission_id=obj.submission_id, **facts).pk
            obj.refresh_from_db()

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        if formset.model is not Finding:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)  # only so that the admin can log what is new and what has changed
        for each in formset.forms:
            if each.has_changed():
                _save_finding(request, form.instance, each)


def _save_finding(request: HttpRequest, inspection: Inspection, form: Any) -> None:  # noqa: ANN401 - the stubs know no own form
    people: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if form.instance.pk:
        kept = [AddresseeFacts.of(each) for each in form.instance.addressees.select_related("force")]
        workflow.correct_finding(
            form.instance, version=form.instance.version, addressees=kept, **form.facts(inspection), **people
        )
    else:
        workflow.add_finding(inspection, submission_id=uuid4(), addressees=[], **form.facts(inspection), **people)


class AddresseeInline(KeptInline):
    model = Addressee
    fields = [("kind", "force", "name"), ("part", "condition")]
    autocomplete_fields = ["force"]
    can_delete = True

    def has_delete_permission(self, request: HttpRequest, obj: Finding | None = None) -> bool:
        return True


@admin.register(Finding)
class FindingAdmin(KeptAdmin):
    """Findings are added on their inspection; here one corrects them and whom they are addressed to."""

    form = FindingForm
    fields = ["inspection", "reference", *FOUND, "deadline_wording", "deadline_precision", "deadline_on", "seen"]
    readonly_fields = ["inspection", "reference", "deadline_precision", "deadline_on"]
    autocomplete_fields = ["parent"]
    list_display = ["reference", "title", "kind", "deadline_wording", "deadline_on"]
    list_filter = ["kind", "deadline_precision"]
    list_select_related = ["kind"]
    search_fields = ["reference", "title", "label", "text"]
    ordering = ["reference"]
    inlines = [AddresseeInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Finding, form: ModelForm, change: bool) -> None:
        _save_finding(request, obj.inspection, form)


@admin.register(FindingKind)
class FindingKindAdmin(KeptAdmin):
    list_display = ["name", "letter", "position", "holds_recommendations", "must_be_answered", "is_followed_up"]
    search_fields = ["name", "aliases"]


class GradeTierInline(KeptInline):
    model = GradeTier
    fields = [("rank", "name")]


@admin.register(GradeScale)
class GradeScaleAdmin(KeptAdmin):
    list_display = ["name", "first_year", "last_year"]
    inlines = [GradeTierInline]


@admin.register(GradeTier)
class GradeTierAdmin(KeptAdmin):
    list_display = ["name", "scale", "rank"]
    list_select_related = ["scale"]
    search_fields = ["name", "scale__name"]


@admin.register(Grade)
class GradeAdmin(KeptAdmin):
    list_display = ["force", "question", "tier", "awarded_on", "inspection"]
    list_filter = ["tier", "awarded_on"]
    list_select_related = ["force", "tier__scale", "inspection"]
    search_fields = ["force__short_name", "question", "inspection__title", "inspection__reference"]
    autocomplete_fields = ["inspection", "force", "tier", "supersedes"]


@admin.register(Theme)
class ThemeAdmin(KeptAdmin):
    fields = ["name", "slug"]
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
