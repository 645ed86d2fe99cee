"""Inspections and their findings."""

from django.http import Http404, HttpRequest, HttpResponse


def index(request: HttpRequest) -> HttpResponse:
    raise Http404


def new(request: HttpRequest) -> HttpResponse:
    raise Http404


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def new_finding(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def edit_finding(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
