"""What the demo tells: two real inspections in our own words, and invented ones around today.

Facts of the two real reports: their subject, days, grades, kinds, numbers and deadlines. Everything else is invented.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from inspections.models import AddresseePart
from inspections.workflow import AddresseeFacts

PASSWORD = "oversight demo"  # noqa: S105 - for a portal that holds invented data

HMICFRS = "https://hmicfrs.justiceinspectorates.gov.uk"
# role, e-mail, name, rank or job title
OFFICE = [
    ("officer", "officer@demo.example.org", "Priya Example", "Policy officer"),
    ("approver", "approver@demo.example.org", "Alex Example", "Chief executive"),
    ("viewer", "viewer@demo.example.org", "Vera Example", "Audit committee member"),
    ("administrator", "administrator@demo.example.org", "Adam Example", "Office manager"),
]
# force, e-mail, name, rank or job title
LEADS = [
    ("hampshire", "lead@demo.example.org", "Dana Example", "Detective Superintendent"),
    ("hampshire", "custody@demo.example.org", "Cal Example", "Chief Inspector, Custody"),
    ("serocu", "serocu@demo.example.org", "Sam Example", "Inspection lead"),
]


@dataclass(frozen=True)
class DemoFinding:
    kind: str
    label: str
    title: str
    text: str
    under: str = ""  # the label of the cause of concern that it belongs to
    addressee: str = ""  # of what is for others
    # What has happened since, in order; see demo_story.STEPS.
    story: tuple[str, ...] = ()

    @property
    def addressees(self) -> list[AddresseeFacts]:
        return [AddresseeFacts(self.addressee, None, "", AddresseePart.LEAD, "")] if self.addressee else []


@dataclass(frozen=True)
class DemoInspection:
    reference: str
    title: str
    kind: str
    published_on: date | None
    findings: list[DemoFinding]
    forces: tuple[str, ...] = ("hampshire",)
    followed_for: tuple[str, ...] = ("hampshire",)
    theme: str = "serious-and-organised-crime"
    url: str = ""
    published_wording: str = ""
    own_deadline: str = ""  # of the report, for the response
    fieldwork: tuple[date, date] | None = None
    grades: list[tuple[str, str, str, str]] = field(default_factory=list)  # force, question, scale, tier
    response: str = ""  # see demo_story.RESPONSES


SOUTH_EAST = DemoInspection(
    reference="SE-2024-SOC",
    title="An inspection of the south-east regional response to serious and organised crime",
    kind="regional",
    published_on=date(2024, 8, 30),
    fieldwork=(date(2023, 5, 1), date(2023, 7, 31)),
    url=f"{HMICFRS}/publication-html/inspection-of-the-south-east-regional-response-to-serious-and-organised-crime/",
    forces=("hampshire", "surrey", "sussex", "thames-valley", "serocu"),
    grades=[
        ("hampshire", "Serious and organised crime", "Five tiers, from 2021", "Inadequate"),
        ("serocu", "Serious and organised crime", "Five tiers, from 2021", "Good"),
    ],
    response="published",
    findings=[
        DemoFinding(
            "cause-of-concern",
            "Cause of concern 1",
            "Understand the threat from serious and organised crime",
            "The force does not have a full picture of how serious and organised crime harms its communities, and what "
            "it does know does not reach all of its people.",
            story=("assign lead",),
        ),
        DemoFinding(
            "recommendation",
            "Recommendation 1",
            "Recognise serious and organised crime as a priority and share intelligence",
            "By 1 March 2025, the force should make this crime a priority that its whole workforce recognises, and "
            "pass on what its investigations learn to the officers, teams and partners who can act on it locally.",
            under="Cause of concern 1",
            story=("assign lead", "assure partly", "ask", "answer", "accept", "assure assured", "complete"),
        ),
        DemoFinding(
            "recommendation",
            "Recommendation 2",
            "Provide enough skilled people to collect and process intelligence",
            "By 1 September 2025, the force should show that the review of its intelligence function gives it enough "
            "trained people to gather and work through intelligence, with analysts for those who run operations.",
            under="Cause of concern 1",
            story=("assign lead", "ask", "answer", "return", "assure not-assured"),
        ),
        DemoFinding(
            "area-for-improvement",
            "Area for improvement",
            "Use plans for each threat in the same way across the region",
            "The forces of the region should plan their work against each threat in one way and review it together.",
            story=("assign lead", "assure partly", "align"),
        ),
    ],
)

ROCU = DemoInspection(
    reference="ROCU-2021",
    title="An inspection of the effectiveness of the regional organised crime units",
    kind="thematic",
    published_on=date(2021, 2, 18),
    forces=("serocu",),
    url=f"{HMICFRS}/publication-html/regional-organised-crime-units-effectiveness",
    response="voluntary",
    findings=[
        DemoFinding(
            "recommendation",
            "Recommendation 5",
            "Let investigators and responsible officers work together",
            "By February 2022, the chief officers who lead on organised crime in each region, with those of the forces "
            "concerned, should see that investigators and lead responsible officers have ways to work well together.",
            story=("assign lead", "ask", "answer old", "accept", "assure assured", "complete", "close", "look-through"),
        ),
        DemoFinding(
            "recommendation",
            "Recommendation 6",
            "Name a chief officer for each regional unit",
            "By February 2022, the chief constable who leads on this crime in each region should see that one chief "
            "officer answers for each unit and can act, as far as possible, apart from the duties of a single force.",
            story=("already met",),
        ),
    ],
)


def around(today: date) -> list[DemoInspection]:
    """Invented reports whose days hang on today, so that each list, tile and state has something to show."""

    def on(days: int) -> date:
        return today + timedelta(days=days)

    def by(days: int) -> str:
        return f"By {on(days).day} {on(days):%B %Y}"

    def by_month(days: int) -> str:
        return f"By {on(days):%B %Y}"

    return [
        DemoInspection(
            reference="EX-PEEL",
            title="PEEL assessment of Hampshire and Isle of Wight Constabulary (invented example)",
            kind="peel",
            theme="peel",
            published_on=on(-420),
            response="published",
            grades=[
                ("hampshire", question, "Five tiers, from 2021", tier)
                for question, tier in [
                    ("Preventing and deterring crime", "Good"),
                    ("Responding to the public", "Requires improvement"),
                    ("Investigating crime", "Adequate"),
                    ("Protecting vulnerable people", "Adequate"),
                    ("Leadership and force management", "Outstanding"),
                ]
            ],
            findings=[
                DemoFinding(
                    "area-for-improvement",
                    "Area for improvement",
                    "Answer calls for help sooner",
                    "The force should answer more of the calls that are not emergencies before the caller gives up.",
                    story=("assign lead", "assure assured"),
                ),
            ],
        ),
        DemoInspection(
            reference="EX-CUSTODY",
            title="Custody services in Hampshire and the Isle of Wight (invented example)",
            kind="custody",
            theme="custody",
            published_on=on(-20),
            own_deadline=by(10),
            response="draft",
            findings=[
                DemoFinding(
                    "recommendation",
                    "Recommendation 1",
                    "Give detainees written information that they can keep",
                    f"{by(70)}, the force should give each detainee written information in a language they read.",
                    story=("assign custody",),
                ),
                DemoFinding(
                    "recommendation",
                    "Recommendation 2",
                    "Check on detainees as often as their care plan says",
                    f"{by_month(160)}, the force should check on each detainee as often as the care plan says.",
                ),
                DemoFinding(
                    "area-for-improvement",
                    "Area for improvement",
                    "Record why an appropriate adult came late",
                    "The force should record each wait for an appropriate adult, and why it was long.",
                    story=("does not apply",),
                ),
                DemoFinding(
                    "recommendation",
                    "Recommendation 3",
                    "Renew the notice of rights",
                    f"{by(60)}, the Home Office should renew the notice of rights that forces hand out.",
                    addressee="home-office",
                    story=("watched", "awaited EX-CUSTODY-R1"),
                ),
            ],
        ),
        DemoInspection(
            reference="EX-VETTING",
            title="Vetting and counter-corruption (invented example)",
            kind="integrity",
            theme="counter-corruption-and-vetting",
            published_on=on(-49),
            response="in review",
            grades=[("hampshire", "Vetting", "Five tiers, from 2021", "Requires improvement")],
            findings=[
                DemoFinding(
                    "cause-of-concern",
                    "Cause of concern 1",
                    "Clear the backlog of vetting renewals",
                    "People work in sensitive posts whose vetting has run out.",
                    story=("assign lead",),
                ),
                DemoFinding(
                    "recommendation",
                    "Recommendation 1",
                    "Renew vetting before it runs out",
                    f"{by(1)}, the force should renew the vetting of everyone in a sensitive post.",
                    under="Cause of concern 1",
                    story=("assign lead", "ask open"),
                ),
                DemoFinding(
                    "recommendation",
                    "Recommendation 2",
                    "Tell supervisors whose vetting is due",
                    f"{by(26)}, the force should tell supervisors three months before vetting runs out.",
                    under="Cause of concern 1",
                    story=("assign lead", "ask", "answer"),
                ),
                DemoFinding(
                    "recommendation",
                    "Recommendation 3",
                    "Review monitoring of systems",
                    "Within six months, the force should be able to see who has looked up what on its systems.",
                    story=("assign lead", "ask", "answer begun", "accept", "draft", "ask-date 200"),
                ),
            ],
        ),
        DemoInspection(
            reference="EX-STALKING",
            title="How forces respond to stalking (invented example)",
            kind="thematic",
            theme="domestic-abuse",
            published_on=on(-130),
            forces=("hampshire", "surrey", "sussex", "thames-valley"),
            response="published",
            findings=[
                DemoFinding(
                    "recommendation",
                    "Recommendation 1",
                    "Train call handlers to recognise stalking",
                    f"{by(-9)}, forces should train those who answer calls to recognise stalking.",
                    story=("assign lead", "move 20", "assure no-evidence", "move 75"),
                ),
                DemoFinding(
                    "recommendation",
                    "Recommendation 2",
                    "Review each stalking crime that was closed early",
                    f"{by(13)}, forces should review crimes of stalking that were closed without an interview.",
                    story=("assign lead", "ask", "answer", "accept", "hold"),
                ),
                DemoFinding(
                    "recommendation",
                    "Recommendation 3",
                    "Agree a national definition of risk",
                    f"{by(180)}, the National Police Chiefs' Council should agree how risk of stalking is graded.",
                    story=("withdrawn",),
                ),
            ],
        ),
        DemoInspection(
            reference="EX-MISSING",
            title="Finding missing children (invented example)",
            kind="child-protection",
            theme="child-protection",
            published_on=on(-70),
            response="draft",
            findings=[
                DemoFinding(
                    "recommendation",
                    "Recommendation 1",
                    "Assess risk again when a child goes missing repeatedly",
                    f"{by(-34)}, the force should assess risk afresh each time that a child goes missing.",
                    story=("assign lead", "assure not-assured", "remind 0", "remind 10"),
                ),
                DemoFinding(
                    "recommendation",
                    "Recommendation 2",
                    "Talk to each child who returns",
                    "The force should immediately offer each child who returns somebody to talk to.",
                    story=("assign lead", "ask", "answer", "accept", "complete"),
                ),
                DemoFinding(
                    "area-for-improvement",
                    "Area for improvement",
                    "Find an appropriate adult sooner for children who are found",
                    "The force should find an appropriate adult sooner for children who come into custody when found.",
                    story=("superseded",),
                ),
            ],
        ),
        DemoInspection(
            reference="EX-COUNTY-LINES",
            title="How the regional unit deals with county lines (invented example)",
            kind="regional",
            published_on=on(-30),
            forces=("serocu", "hampshire"),
            response="draft",
            findings=[
                DemoFinding(
                    "recommendation",
                    "Recommendation 1",
                    "Tell forces about lines that move between them",
                    f"{by(20)}, the unit should tell each force of the region which lines move in and out of its area.",
                    story=("assign serocu", "ask open"),
                ),
                DemoFinding(
                    "recommendation",
                    "Recommendation 2",
                    "Look after people whom a line exploits",
                    f"{by_month(120)}, the unit should see that somebody looks after each person whom a line exploits.",
                    story=("assign serocu",),
                ),
            ],
            followed_for=("serocu",),
        ),
        DemoInspection(
            reference="EX-UNDATED",
            title="A letter about crime recording (invented example)",
            kind="letter",
            theme="investigations",
            published_on=None,
            published_wording=f"{on(-40):%B %Y}",
            findings=[
                DemoFinding(
                    "area-for-improvement",
                    "Area for improvement",
                    "Record crimes within 24 hours",
                    "The force should record crimes that victims report within 24 hours.",
                )
            ],
            followed_for=(),
        ),
    ]
