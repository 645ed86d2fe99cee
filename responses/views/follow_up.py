"""The list of follow-ups, one of them, and what the office does to it."""

from django.http import Http404, HttpRequest, HttpResponse


def index(request: HttpRequest) -> HttpResponse:
    raise Http404


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def assign(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def assure(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def start(request: HttpRequest, inspection_pk: int) -> HttpResponse:
    raise Http404
