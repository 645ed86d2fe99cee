"""The public page of a response as data, frozen when it is published."""

from datetime import date

import pytest

from oversight.bodies.models import ForceName, PolicingBodyName
from responses.coverage import blocks
from responses.documents import document
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2021, 4, 1)


def document_of(response, published_on=ON):
    return document(response, blocks(response, on=published_on), published_on=published_on)


def test_document_holds_the_report_and_the_three_parts():
    inspection = factories.make_inspection(
        title="Organised crime units",
        published_on=date(2021, 2, 18),
        published_wording="February 2021",
        url="https://example.org/report",
    )
    inspection.themes.create(slug="organised-crime", name="Organised crime")
    response = factories.make_response(
        inspection,
        our_comments="We welcome it.",
        signatory="Alex Morgan",
        signatory_title="Commissioner",
        invited_on=date(2021, 2, 20),
        chief_officer_comments="So does the force.",
        chief_officer_name="Sam Carter",
        chief_officer_rank="Deputy Chief Constable",
        chief_officer_on_behalf_of="the Chief Constable",
        our_reply="Thank you.",
    )

    assert document_of(response) == {
        "format": 4,
        "title": "Organised crime units",
        "inspectorate": "HMICFRS",
        "report_url": "https://example.org/report",
        "report_published_on": "2021-02-18",
        "report_published_wording": "February 2021",
        "report_date_confirmed": False,
        "published_on": "2021-04-01",
        "first_published_on": "2021-04-01",
        "last_day": "2021-04-14",
        "period_days": 56,
        "is_statutory": True,
        "policing_body": {
            "code": "hampshire-pcc",
            "name": "Police and Crime Commissioner for Hampshire and Isle of Wight",
            "title": "Police and Crime Commissioner",
            "short_title": "the Commissioner",
        },
        "also_answers": [],
        "forces": [{"code": "hampshire", "name": "Hampshire and Isle of Wight Constabulary"}],
        "themes": [{"slug": "organised-crime", "name": "Organised crime"}],
        "our_comments": "We welcome it.",
        "signatory": "Alex Morgan",
        "signatory_title": "Commissioner",
        "chief_officer": {
            "comments": "So does the force.",
            "name": "Sam Carter",
            "rank": "Deputy Chief Constable",
            "on_behalf_of": "the Chief Constable",
            "invited_on": "2021-02-20",
            "statements": [],
        },
        "our_reply": "Thank you.",
        "answers": [],
    }


def test_document_holds_each_answer_beside_the_inspectorates_words_and_not_its_owner():
    response = factories.make_response()
    cause = factories.make_finding(response.inspection, kind="cause-of-concern", deadline="", reference="SE-C1")
    finding = factories.make_finding(
        response.inspection, parent=cause, deadline="By February 2022", reference="SE-R1", label="Rec 1", page="12"
    )
    response.answers.create(
        finding=finding, position="partly", action="We ask.", owner="Priya Shah", due_on=date(2025, 2, 1)
    )

    unanswered, answered = document_of(response)["answers"]

    assert (unanswered["reference"], unanswered["under"], unanswered["position_words"]) == ("SE-C1", "", "")
    assert (unanswered["deadline"], unanswered["due_on"]) == ("", None)
    assert answered == {
        "report": "",
        "reference": "SE-R1",
        "kind": "Recommendation",
        "label": "Rec 1",
        "title": finding.title,
        "text": finding.text,
        "page": "12",
        "deadline": "February 2022",
        "under": "SE-C1",
        "position": "partly",
        "position_words": "Accepted in part",
        "action": "We ask.",
        "no_action_reason": "",
        "due_on": "2025-02-01",
    }


def test_document_uses_the_names_of_its_day():
    force, body = factories.make_force(), factories.make_policing_body()
    ForceName.objects.update(starts_on=date(2022, 11, 16))
    ForceName.objects.create(force=force, name="Hampshire Constabulary", ends_on=date(2022, 11, 15))
    PolicingBodyName.objects.create(policing_body=body, name="Commissioner for Hampshire", ends_on=date(2022, 11, 15))
    response = factories.make_response()

    earlier, later = document_of(response), document_of(response, date(2024, 10, 1))

    assert [earlier["forces"][0]["name"], earlier["policing_body"]["name"]] == [
        "Hampshire Constabulary",
        "Commissioner for Hampshire",
    ]
    assert [later["forces"][0]["name"], later["policing_body"]["name"]] == [
        "Hampshire and Isle of Wight Constabulary",
        "Police and Crime Commissioner for Hampshire and Isle of Wight",
    ]


def test_document_names_the_offices_own_forces_or_all_where_none_is_its_own():
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    forces = [factories.make_force(), factories.make_force("surrey", "Surrey Police", policing_body=surrey)]
    inspection = factories.make_inspection(forces=forces)
    kent = factories.make_policing_body("kent-pcc", "Kent")

    ours = document_of(factories.make_response(inspection))["forces"]
    neither = document_of(factories.make_response(inspection, policing_body=kent))["forces"]

    assert [force["code"] for force in ours] == ["hampshire"]
    assert [force["code"] for force in neither] == ["hampshire", "surrey"]


def test_document_says_when_the_response_is_voluntary():
    response = factories.make_response(section_55="voluntary", section_55_reason="Not inspected.")

    assert document_of(response)["is_statutory"] is False
