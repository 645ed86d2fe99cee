"""Writing and publishing the statutory response."""

from django.http import Http404, HttpRequest, HttpResponse


def index(request: HttpRequest) -> HttpResponse:
    raise Http404


def start(request: HttpRequest, inspection_pk: int) -> HttpResponse:
    raise Http404


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def write(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def submit(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def send(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
