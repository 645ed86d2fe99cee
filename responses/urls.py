"""Addresses of responses, follow-ups, evidence and the public register."""

from django.urls import path

from responses.views import evidence, follow_up, public, public_bodies, response, work, writing

app_name = "responses"
urlpatterns = [
    path("work/", work.index, name="work-list"),
    path("recommendations/", follow_up.index, name="follow-up-list"),
    path("recommendations/<int:pk>/", follow_up.detail, name="follow-up-detail"),
    path("recommendations/<int:pk>/assign/", follow_up.assign, name="follow-up-assign"),
    path("recommendations/<int:pk>/assure/", follow_up.assure, name="follow-up-assure"),
    path("recommendations/<int:pk>/ask/", evidence.ask, name="evidence-ask"),
    path("inspections/<int:inspection_pk>/follow-up/", follow_up.start, name="follow-up-start"),
    path("evidence/", evidence.index, name="evidence-list"),
    path("evidence/<int:pk>/", evidence.detail, name="evidence-detail"),
    path("evidence/<int:pk>/start/", evidence.start, name="evidence-start"),
    path("evidence/<int:pk>/reply/", evidence.reply, name="evidence-reply"),
    path("evidence/<int:pk>/check/", evidence.check, name="evidence-check"),
    path("evidence/<int:pk>/sent/", evidence.sent, name="evidence-sent"),
    path("evidence/<int:pk>/decide/", evidence.decide, name="evidence-decide"),
    path("evidence/<int:pk>/withdraw/", evidence.withdraw, name="evidence-withdraw"),
    path("evidence/files/<uuid:pk>/", evidence.file, name="evidence-file"),
    path("responses/", response.index, name="response-list"),
    path("inspections/<int:inspection_pk>/response/", response.start, name="response-start"),
    path("responses/<int:pk>/", response.detail, name="response-detail"),
    path("responses/<int:pk>/write/", writing.write, name="response-write"),
    path("responses/<int:pk>/submit/", response.submit, name="response-submit"),
    path("responses/<int:pk>/approve/", response.approve, name="response-approve"),
    path("responses/<int:pk>/send-back/", response.send_back, name="response-send-back"),
    path("responses/<int:pk>/publish/", response.publish, name="response-publish"),
    path("responses/<int:pk>/send/", response.send, name="response-send"),
    path("register/", public.index, name="public-list"),
    path("register/forces/<slug:code>/", public_bodies.force, name="public-force"),
    path("register/policing-bodies/<slug:code>/", public_bodies.policing_body, name="public-policing-body"),
    path("register/<slug:slug>/", public.detail, name="public-response"),
]
