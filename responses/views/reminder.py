"""Reminders that a person sets on a record for the own eyes (R82)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import offer_second, same_as
from oversight.templatetags.portal import gdate
from oversight.views import too_late
from responses.forms.reminder import RemindForm, SnoozeForm
from responses.models import FollowUp, Reminder
from responses.workflow import reminder as workflow


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.user).for_detail(), pk=pk)
    form = RemindForm(request.POST or None, on=timezone.localdate())
    if form.is_valid():
        reminder = workflow.set_reminder(follow_up, **form.cleaned_data, by=request.user, at=timezone.now())
        if same_as(reminder, form.cleaned_data):
            messages.success(request, f"My work will remind you on {gdate(reminder.due_on)}.")
            return redirect(follow_up)
        offer_second(form, f"the reminder for {gdate(reminder.due_on)}")
    return render(request, "responses/reminder/new.html", {"follow_up": follow_up, "form": form})


@require_http_methods(["GET", "POST"])
def snooze(request: SignedInRequest, pk: int) -> HttpResponse:
    reminder = get_object_or_404(Reminder.objects.visible_to(request.user).for_list(), pk=pk)
    form = SnoozeForm(request.POST or None, on=timezone.localdate())
    if form.is_valid():
        try:
            workflow.snooze(reminder, **form.cleaned_data)
        except workflow.ReminderGoneError as error:
            return too_late(request, str(error), back=reminder.follow_up.get_absolute_url())
        messages.success(request, f"My work will remind you again on {gdate(form.cleaned_data['until'])}.")
        return redirect("responses:work-list")
    return render(request, "responses/reminder/snooze.html", {"reminder": reminder, "form": form})


@require_POST
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    reminder = get_object_or_404(Reminder.objects.visible_to(request.user), pk=pk)
    if workflow.finish(reminder, at=timezone.now()):
        messages.success(request, "The reminder is finished.")
    return redirect("responses:work-list")
