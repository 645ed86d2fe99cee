"""A page of our own where an address does not take what was tried, instead of none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from oversight.views import wrong_method

type Answer = Callable[[HttpRequest], HttpResponse]


def explain_wrong_methods(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        answered = get_response(request)
        is_bare = isinstance(answered, HttpResponseNotAllowed) and not answered.content
        return wrong_method(request, allowed=answered.headers["Allow"]) if is_bare else answered

    return answer
