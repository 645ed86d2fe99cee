"""Asking for evidence, answering, and judging the answer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def index(request: HttpRequest) -> HttpResponse:
    raise Http404


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def start(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def reply(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def check(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def sent(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    raise Http404


def remove_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    raise Http404
