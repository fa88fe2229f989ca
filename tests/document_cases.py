"""A small conversation, a case and a service, all fictional, for the tests of the documents."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from referral_assistant.assessment import assess
from referral_assistant.letter import Outcome, documents
from referral_assistant.model import (
    About,
    AnnexRequest,
    Answer,
    Assessment,
    Card,
    CardKind,
    Case,
    Concern,
    Decision,
    Document,
    DutyRecord,
    Filing,
    Kind,
    Level,
    LocalContact,
    Match,
    Option,
    Organisation,
    Pack,
    Practitioner,
    Route,
    Section,
    SectionKind,
    Service,
    ServiceContact,
    Sharing,
    Source,
    StopPage,
    Verdict,
    Who,
)
from referral_assistant.paths import RESOURCES

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 14, 32)

WORDS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    (RESOURCES / "packs" / "en" / "words.toml").read_text(encoding="utf-8")
)


def one(card: str, title: str, *options: Option, **more: Any) -> Card:
    """A card with options."""
    return Card(card, title, title, CardKind.ONE, options, **more)


def many(card: str, title: str, *options: Option, **more: Any) -> Card:
    """A card with any number of options."""
    return Card(card, title, title, CardKind.MANY, options, **more)


def text(card: str, title: str, kind: CardKind = CardKind.TEXT, **more: Any) -> Card:
    """A card that is typed into."""
    return Card(card, title, title, kind, **more)


def levels(card: str, title: str, domain: str) -> Card:
    """A domain card with its three descriptions."""
    return one(
        card,
        title,
        Option("yes", "Says so and means it", level=Level.WILLING),
        Option("partly", "Says so at times", level=Level.MIXED),
        Option("no", "Does not say so", level=Level.NOT_NOW),
        domain=domain,
    )


GATE = Section(
    "gate",
    "Is today right?",
    SectionKind.GATE,
    (
        one(
            "alone",
            "Who is here",
            Option("yes", "Nobody else"),
            Option("no", "Someone is in the room", stop="present"),
            about=About.PRACTITIONER,
            words=False,
        ),
        one(
            "told_limits",
            "Limits of privacy",
            Option("yes", "Said and understood"),
            Option("no", "Not said"),
            fact="limits_told",
            about=About.PRACTITIONER,
        ),
    ),
)
TALK = Section(
    "talk",
    "The conversation",
    SectionKind.TALK,
    (
        text("own_name", "Name", fact="name", words=False),
        text("born", "Date of birth", CardKind.DATE, fact="birth_date", words=False),
        one("pronoun", "Pronouns", Option("he", "He"), Option("she", "She"), Option("they", "They"), fact="pronouns"),
        text("number", "Telephone", fact="telephone", words=False),
        text("home", "Address", fact="address", words=False),
        text("mail", "E-mail", fact="email", words=False),
        many(
            "reach",
            "Safe ways to reach {them}",
            Option("call", "A call"),
            Option("text", "A text"),
            Option("post", "A letter"),
            Option("email", "An e-mail"),
            Option("no_voicemail", "No voicemail"),
            fact="safe_contact",
        ),
        text("reach_note", "About reaching {them}", fact="safe_contact_note"),
        many(
            "relation",
            "Relationship",
            Option("partner", "A partner"),
            Option("ex_partner", "An ex-partner"),
            fact="relationship",
        ),
        many(
            "behaviours",
            "What has happened",
            Option("physical", "Physical"),
            Option("controlling", "Controlling"),
            Option("stalking", "Following or watching", concern=Concern.HIGH),
            fact="behaviour",
        ),
        levels("sees", "What is going wrong", "recognition"),
        levels("own_part", "{Their} part", "ownership"),
        levels("effect", "The effect on others", "impact"),
        levels("wants", "What {they} {wants|want}", "motivation"),
        levels("can", "Whether change can happen", "confidence"),
        levels("fits_in", "Making it work", "practical"),
        levels("steady", "How things are now", "stability"),
        levels("agrees", "Going further", "agreement"),
        one("help", "Asking for help", Option("yes", "Asked"), Option("no", "Did not ask"), fact="asked_for_help"),
        one(
            "share", "Sharing", Option("yes", "Yes"), Option("partly", "Partly"), Option("no", "No"), fact="agree_share"
        ),
        one("refer", "Referral", Option("yes", "Yes"), Option("no", "No"), fact="agree_refer"),
        one(
            "contact", "Partner contact explained", Option("yes", "Told"), Option("no", "Not told"), fact="contact_told"
        ),
        many("tongue", "Language", Option("english", "English"), Option("polish", "Polish"), fact="language"),
        many(
            "time",
            "Days and times",
            Option("weekday_evening", "Weekday evenings"),
            Option("weekend", "Weekends"),
            fact="schedule",
        ),
        many("way", "Travel", Option("drives", "Drives"), Option("lift", "Gets a lift"), fact="travel"),
        many("needs", "Access", Option("none", "No adjustments needed"), fact="access"),
        many(
            "limits",
            "Orders",
            Option("none", "None named"),
            Option("bail", "Bail conditions"),
            Option("staff_marker", "A marker for staff safety"),
            fact="orders",
        ),
        many(
            "courts", "Proceedings", Option("none", "None named"), Option("family", "Family court"), fact="proceedings"
        ),
        one(
            "well",
            "How {they} {is|are} in {themself}",
            Option("low", "Low"),
            Option("well", "Well"),
            safety_core=True,
            short=True,
        ),
    ),
)
AFTER = Section(
    "after",
    "Afterwards",
    SectionKind.AFTER,
    (
        one(
            "listened",
            "Whether hands on the neck came up",
            Option("named", "Hands on the neck", concern=Concern.HIGH),
            Option("not_up", "It did not come up"),
            listen_only=True,
            room_safe=False,
            safety_core=True,
            short=True,
        ),
        one(
            "pattern",
            "Who does what to whom",
            Option("clear", "It is clear", who=Who.CLEAR),
            Option("disputed", "It is disputed", who=Who.DISPUTED),
            about=About.PARTNER,
        ),
        text("partner_names", "Names to keep out", CardKind.NAMES, about=About.PARTNER, words=False),
        text("child_names", "Children's names to keep out", CardKind.NAMES, about=About.CHILD, words=False),
        many(
            "young",
            "Children",
            Option("none", "None"),
            Option("live_with", "Live with {them}"),
            fact="children",
            about=About.CHILD,
        ),
        text("more", "Anything else"),
    ),
)

PACK = Pack(
    "core",
    "1",
    "en",
    "Guided conversation",
    (GATE, TALK, AFTER),
    (
        StopPage(
            "present",
            "Someone else is here",
            "It is not private.",
            Route.HOLD,
            True,
            ("Keep to the reason they came.",),
        ),
    ),
    WORDS,
)

PARTNER = ("Kelly Marsh", "14 Harbour Lane, Eastmere, EM4 2QT", "07700 900321", "Saltgrass Bakery")
CHILDREN = ("Zofia", "Tidewell Primary School")

ANSWERS = (
    Answer("alone", ("yes",)),
    Answer("told_limits", ("yes",)),
    Answer("own_name", ("Darren Ósk",)),
    Answer("born", ("1992-03-04",)),
    Answer("pronoun", ("he",)),
    Answer("number", ("07700 900145",)),
    Answer("home", ("3 Quay Road, Eastmere, EM1 1AA",)),
    Answer("reach", ("call", "no_voicemail")),
    Answer("reach_note", ("After 6 pm on weekdays",)),
    Answer("relation", ("partner",)),
    Answer("behaviours", ("physical",), words="I threw a plate at the wall, next to the door."),
    Answer("sees", ("yes",), words="This is not who I want to be. It scares me how fast I get there."),
    Answer(
        "own_part",
        ("yes",),
        words="I shouted, then I threw the plate. Nobody made me.",
        observed="Looked at the floor.",
    ),
    Answer("effect", ("partly",), words="They go quiet when I come in."),
    Answer("wants", ("yes",), words="I want to stop before it gets worse."),
    Answer("can", ("partly",), words="I do not know if people like me change."),
    Answer("fits_in", ("yes",)),
    Answer("steady", ("yes",), words="I have not had a drink since the summer."),
    Answer("agrees", ("yes",), words="Yes. Ring me. I will go."),
    Answer("help", ("yes",)),
    Answer("share", ("yes",)),
    Answer("refer", ("yes",)),
    Answer("contact", ("yes",)),
    Answer("tongue", ("english",)),
    Answer("time", ("weekday_evening", "weekend")),
    Answer("way", ("drives",)),
    Answer("needs", ("none",)),
    Answer("limits", ("none", "staff_marker")),
    Answer("courts", ("none",)),
    Answer("well", ("well",)),
    Answer("listened", ("not_up",), source=Source.OBSERVED),
    Answer("pattern", ("clear",), source=Source.OTHER),
    Answer("partner_names", PARTNER),
    Answer("child_names", CHILDREN),
    Answer("young", ("live_with",)),
)

SERVICE = Service(
    id="keelside",
    name="Keelside Programme",
    kind="behaviour_change",
    organisation="Keelside Trust",
    routes=("self", "professional"),
    partner_support="yes",
    contact=ServiceContact(telephone="01632 960210", address=("Unit 2, Ropewalk", "Eastmere EM2 9ZZ")),
    assured_date=date(2026, 6, 1),
    fictional=True,
)
LINES = (
    Service(
        "line_a",
        "Steady Ground Phoneline",
        "helpline",
        purpose="person",
        contact=ServiceContact("0808 157 0123"),
        assured_date=date(2026, 5, 2),
        fictional=True,
    ),
    Service(
        "line_b",
        "Night Ear",
        "helpline",
        purpose="crisis",
        contact=ServiceContact("0808 157 0456"),
        assured_date=date(2026, 5, 2),
        fictional=True,
    ),
    Service(
        "line_c",
        "Safe Harbour for those harmed",
        "helpline",
        purpose="victim_support",
        contact=ServiceContact("0808 157 0789"),
        assured_date=date(2026, 5, 2),
        fictional=True,
    ),
    Service(
        "line_d",
        "Old Number",
        "helpline",
        purpose="person",
        contact=ServiceContact("0808 157 0999"),
        assured_date=date(2025, 5, 2),
        fictional=True,
    ),
)
MATCH = Match(SERVICE, Verdict.FITS, ())

SHARING = (
    Sharing("children", True, "A child lives there", "Ann Example, lead", NOW),
    Sharing("adults", False, "No adult with care needs is known of"),
    Sharing("victim_worker", True, "Safety of the person harmed", "Ann Example, lead", NOW),
    Sharing("marac_lead", False, "Below the local threshold"),
    Sharing("police", False, "Nothing reported that needs it today"),
)
DECISION = Decision(
    referral="agreed",
    service="keelside",
    sharing=SHARING,
    told="not_now",
    told_because="It may put someone at risk",
    limits_explained=True,
    limits_language="English",
    partner_contact="agreed",
    copy="paper",
    filing=(
        Filing(Document.FILE_NOTE, "Main record, contacts", "The practice team", True),
        Filing(Document.RESTRICTED_NOTE, "Safeguarding folder", "The safeguarding lead", True),
    ),
)
REQUEST = AnnexRequest(
    recipient="Ola Brightwater",
    role="risk lead",
    authoriser="Ann Example, safeguarding lead",
    conflict_checked=True,
    route="secure e-mail, agreed by phone",
    worker="Mair Quill",
    worker_contact="01632 960377",
    worker_prefers="a call before noon",
)
DUTIES = tuple(
    DutyRecord(duty, "done", by="Jo Fairweather", at=NOW)
    for duty in ("victim_worker", "children", "adult_at_risk", "police_marac", "next_action")
)

CASE = Case(
    id="5f0c2d1e",
    reference="R-2614",
    kind=Kind.LIVE,
    opened=TODAY,
    answers=ANSWERS,
    duties=DUTIES,
    decision=DECISION,
    practitioner=Practitioner(
        "Jo Fairweather", "Practice nurse", "Eastmere team", "01632 960115", "jo@example.org", "weekdays before 11 am"
    ),
    organisation=Organisation(
        "Eastmere Family Practice",
        ("12 Quay Road", "Eastmere EM1 1AB"),
        "01632 960100",
        contacts=(LocalContact("safeguarding_lead", "Ann Example", "01632 960101"),),
    ),
)
LIVE_SERVICE = replace(SERVICE, fictional=False)
LIVE_MATCH = replace(MATCH, service=LIVE_SERVICE)
LIVE_LINES = tuple(replace(line, fictional=False) for line in LINES)


def with_answers(case: Case, *answers: Answer) -> Case:
    """The case with more entries in its log."""
    return replace(case, answers=(*case.answers, *answers))


def with_decision(case: Case, **changes: Any) -> Case:
    """The case with its decision changed."""
    return replace(case, decision=replace(case.decision, **changes))


def assessed(case: Case, pack: Pack = PACK) -> Assessment:
    """What the case means."""
    return assess(pack, case)


def outcome(
    case: Case = CASE, match: Match | Service | None = LIVE_MATCH, pack: Pack = PACK, **changes: Any
) -> Outcome:
    """The documents a case allows."""
    assessment = replace(assessed(case, pack), **changes)
    return documents(case, pack, assessment, match, TODAY, LIVE_LINES)
