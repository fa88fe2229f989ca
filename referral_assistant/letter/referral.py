"""The referral letter: the person's own words, practical facts and agreement, fit for them to read (S23)."""

from __future__ import annotations

from collections.abc import Iterable

from referral_assistant.i18n import _, joined, long_date
from referral_assistant.letter.draft import Draft, section
from referral_assistant.letter.heard import Heard, fact, quoted, says, tidy
from referral_assistant.letter.invented import recipient
from referral_assistant.letter.kinds import ReferralLetter
from referral_assistant.letter.record import Nature, Paragraph, Sentence
from referral_assistant.model import DOMAINS, Case, Document, Service, Source

ON = {
    "recognition": "What is going wrong",
    "ownership": "{Their} own part",
    "impact": "Effect on others",
    "motivation": "What {they} {wants|want}",
    "confidence": "About changing",
    "practical": "Taking part",
    "stability": "How things are now",
    "agreement": "Being referred",
}
"""What the words were about. The domains are named so that no reading shows."""

ALSO = {"asked_for_help": "motivation", "hope": "motivation", "behaviour": "ownership", "acknowledges": "ownership"}
"""Topics without a domain whose words belong in the letter, and the domain they are printed under."""

PERSON = (
    ("name", "Name"),
    ("birth_date", "Date of birth"),
    ("age", "Age"),
    ("gender", "Gender"),
    ("relationship", "Relationship"),
)
PRACTICAL = (
    ("language", "Language"),
    ("interpreter", "Interpreter"),
    ("access", "Access"),
    ("format", "Format"),
    ("schedule", "Days and times"),
    ("work_pattern", "Work"),
    ("travel", "Getting there"),
    ("community", "Preference"),
    ("fee", "Cost"),
)
NOTHING_TO_ARRANGE = frozenset({"none", "no_preference", "not_needed"})
"""Answers that ask nothing of a service, so that their row is left out."""

LEGAL = (("proceedings", "Proceedings"), ("orders", "Orders and limits"), ("previous_programme", "Earlier programmes"))
CHANNELS = (
    ("telephone", "Telephone", ("call", "text")),
    ("email", "E-mail", ("email",)),
    ("address", "Address", ("post",)),
)
"""How the person may be reached, and which answers about safe contact open each way (S23)."""

HARM_DOMAINS = frozenset({"recognition", "ownership", "impact"})
"""Words under these are read again before the letter leaves."""


def referral_letter(base: Draft, service: Service) -> ReferralLetter:
    """The letter for one service. Whether there may be one is decided before (`allowed`)."""
    d = base.of(Document.REFERRAL_LETTER)
    head = d.head(_("Referral to {service}").replace("{service}", tidy(service.name)))
    address = (service.name, service.organisation, *recipient(service, head.training))
    return ReferralLetter(
        head=head,
        recipient=_without_repeats(address),
        sections=(
            *section("opening", "", *_opening(d)),
            *section("contact_me", _("Before you make contact"), *_contact_me(d)),
            *section("person", _("Who this is about"), *_rows(d, PERSON), table=True),
            *section("safe_contact", d.filled(_("How to reach {them} safely")), *_safe_contact(d), table=True),
            *section("said", d.filled(_("What {they} told me")), *_said(d), table=True),
            *section("seen", d.filled(_("From documents {they} {has|have} seen")), *_seen(d)),
            *section("agreed", d.filled(_("What {they} agreed to")), *_agreed(d)),
            *section("practical", _("Practical facts"), *_rows(d, PRACTICAL), *_rows(d, LEGAL), table=True),
            *section("about", _("About this letter"), *_about(d)),
        ),
        signed=d.signed(*contact_lines(d.case)),
        sign_off=tidy(d.case.organisation.sign_off) or _("Yours faithfully"),
    )


def contact_lines(case: Case) -> tuple[str, ...]:
    """How the service reaches the writer."""
    writer = case.practitioner
    return (writer.telephone or case.organisation.telephone, writer.email)


def _opening(d: Draft) -> tuple[Paragraph, ...]:
    name = _in_letter(d, "name")
    met = long_date(d.case.opened or d.today)
    if name is not None:
        text = _("I am writing to refer {name}. I talked with {them} on {date}.")
        who = joined(name.values(d.pronouns))
        first = d.sentence("opening.who", text, Nature.FACT, name.origin, name=who, date=met)
    else:
        text = _("I am writing to refer a person I talked with on {date}.")
        first = d.sentence("opening.who", text, Nature.FACT, date=met)
    if d.case.decision.referral == "agreed":
        basis = d.sentence("opening.basis", _("{They} agreed to this referral."), Nature.DECISION)
    else:
        basis = d.sentence(
            "opening.basis",
            _("This referral is made under {route}, which does not need {their} agreement."),
            Nature.DECISION,
            route=tidy(d.case.decision.route_named).rstrip("."),
        )
    return (Paragraph("opening", (first, basis)),)


def _contact_me(d: Draft) -> tuple[Paragraph, ...]:
    ring = d.fixed("contact_me.ring", _("Please ring me before first contact. We ask this of every referral."))
    best = tidy(d.case.practitioner.best_time).rstrip(".")
    if not best:
        return (ring,)
    when = d.sentence("contact_me.when", _("The best time to reach me: {time}."), Nature.DECISION, time=best)
    return (Paragraph("contact_me", (*ring.sentences, when)),)


def _in_letter(d: Draft, fact_id: str) -> Heard | None:
    """The answer to a fact, where its source lets it stand in a letter the person could read (S22)."""
    item = fact(d.found, fact_id)
    return item if item is not None and item.origin.in_letter else None


def _rows(d: Draft, facts: Iterable[tuple[str, str]]) -> list[Paragraph]:
    """One row for each fact that is known and may be shown."""
    rows: list[Paragraph] = []
    for fact_id, label in facts:
        item = _in_letter(d, fact_id)
        if fact_id == "age" and _in_letter(d, "birth_date") is not None:
            continue
        values = item.values(d.pronouns) if item is not None else ()
        idle = facts is PRACTICAL and item is not None and NOTHING_TO_ARRANGE.issuperset(item.answer.values)
        if item is not None and values and not idle:
            rows.append(_row(d, f"fact.{fact_id}", label, values, item))
    return rows


def _row(d: Draft, name: str, label: str, values: tuple[str, ...], item: Heard) -> Paragraph:
    shown = d.sentence(name, "{values}", Nature.FACT, item.origin, values="; ".join(values))
    return Paragraph(name, (shown,), d.filled(_(label)))


def _safe_contact(d: Draft) -> list[Paragraph]:
    """Only the ways that were said to be safe. Without any, the service speaks to the writer first."""
    safe = _in_letter(d, "safe_contact")
    if safe is None:
        text = _("I have no safe way to reach {them} on record. Please speak to me first.")
        return [d.fixed("safe_contact.none", text)]
    rows = []
    for fact_id, label, ways in CHANNELS:
        item = _in_letter(d, fact_id)
        if item is not None and set(ways) & set(safe.answer.values):
            rows.append(_row(d, f"fact.{fact_id}", label, item.values(d.pronouns), item))
    rows.append(_row(d, "fact.safe_contact", _("What is safe"), safe.values(d.pronouns), safe))
    note = _in_letter(d, "safe_contact_note")
    if note is not None and note.values(d.pronouns):
        rows.append(_row(d, "fact.safe_contact_note", _("Please note"), note.values(d.pronouns), note))
    return rows


def _said(d: Draft) -> list[Paragraph]:
    """What the person said, in their words, by what it was about. No answer option and no reading stands here."""
    found: list[Paragraph] = []
    for domain in DOMAINS:
        quotes = tuple(_quote(d, item, domain) for item in d.found if _about_domain(item) == domain and _quotable(item))
        if quotes:
            found.append(Paragraph(f"said.{domain}", quotes, d.filled(_(ON[domain]))))
    first: list[Sentence] = []
    asked = fact(d.found, "asked_for_help")
    if asked is not None and asked.origin.in_letter and says(d.found, "asked_for_help", "yes"):
        first.append(d.sentence("said.asked", _("{They} asked for help."), Nature.FACT, asked.origin))
    if found:
        how = _("What follows is in {their} own words, as I wrote them down.")
        first.append(d.sentence("said.how", how, Nature.FIXED))
    return [Paragraph("said", tuple(first)), *found]


def _about_domain(item: Heard) -> str:
    return item.card.domain or ALSO.get(item.card.fact, "")


def _quotable(item: Heard) -> bool:
    return item.answer.source is Source.PERSON and item.origin.in_letter and bool(tidy(item.answer.words))


def _quote(d: Draft, item: Heard, domain: str) -> Sentence:
    words = quoted(item.answer.words)
    # Where they agreed to part of it being passed on, every quotation is looked at before it goes.
    read_first = domain in HARM_DOMAINS or says(d.found, "agree_share", "partly")
    return d.sentence(f"said.{item.card.id}", "{words}", Nature.QUOTE, item.origin, read_first, words=words)


def _seen(d: Draft) -> list[Paragraph]:
    """Words from a document the person was given, or a record they are known to have seen, with its date (S22)."""
    found = []
    for item in d.found:
        words = tidy(item.answer.words)
        read_by_them = item.answer.source in (Source.GIVEN_DOCUMENT, Source.RECORD) and item.origin.in_letter
        if not words or not read_by_them or not _about_domain(item):
            continue
        dated = item.answer.source_date
        day = _(" dated {date}").replace("{date}", long_date(dated)) if dated else ""
        given = item.answer.source is Source.GIVEN_DOCUMENT
        text = (
            _("From a document{day} that {they} {was|were} given: {words}")
            if given
            else _("From a record{day} that {they} {has|have} seen: {words}")
        )
        sentence = d.sentence(
            f"seen.{item.card.id}", text, Nature.QUOTE, item.origin, True, day=day, words=quoted(words)
        )
        found.append(Paragraph(f"seen.{item.card.id}", (sentence,)))
    return found


def _agreed(d: Draft) -> list[Paragraph]:
    """What was said about sharing and contact, and what the person was told, each from an answered card alone."""
    shared = {
        "yes": _("{They} agreed that I pass on what is in this letter."),
        "partly": _("{They} agreed that I pass on part of what {they} told me. This letter keeps to that part."),
    }
    found: list[Sentence] = []
    share = _in_letter(d, "agree_share")
    if share is not None and share.answer.values[:1] in (("yes",), ("partly",)):
        part = share.answer.values[0] == "partly"
        found.append(
            d.sentence("agreed.share", shared[share.answer.values[0]], Nature.FACT, share.origin, read_first=part)
        )
    said = fact(d.found, "partner_contact")
    answered = said.answer.values[0] if said is not None and said.origin.in_letter else ""
    contact = {
        "agreed": _("{They} agreed that you may contact a partner or ex-partner."),
        "refused": _("{They} did not agree to you contacting a partner or ex-partner."),
        "withdrawn": _("{They} agreed to you contacting a partner or ex-partner, and has since taken that back."),
    }.get(d.case.decision.partner_contact or answered)
    if contact:
        found.append(d.sentence("agreed.partner_contact", contact, Nature.DECISION))
    for fact_id, text in (
        ("limits_told", _("I told {them} what I can keep private and what I cannot.")),
        ("contact_told", _("I told {them} that a service may need to contact a partner or ex-partner.")),
    ):
        item = fact(d.found, fact_id)
        if item is not None and item.origin.in_letter and says(d.found, fact_id, "yes"):
            found.append(d.sentence(f"agreed.{fact_id}", text, Nature.FACT, item.origin))
    return [Paragraph("agreed", tuple(found))] if found else []


def _about(d: Draft) -> tuple[Paragraph, ...]:
    """The lines that stand in every referral letter (S23)."""
    record = _(
        "This letter records one conversation. It is not a risk assessment, a view on suitability or evidence of "
        "change, and it is not written for court."
    )
    tell = _("Please tell me if {they} {is|are} accepted, {does|do} not start, {stops|stop} or {finishes|finish}.")
    ours = _("Making this referral does not end our own responsibility.")
    return (
        d.fixed("about.one_conversation", record),
        Paragraph(
            "about.after",
            (
                d.sentence("about.tell_us", tell, Nature.FIXED),
                d.sentence("about.responsibility", ours, Nature.FIXED),
            ),
        ),
    )


def _without_repeats(lines: Iterable[str]) -> tuple[str, ...]:
    seen: list[str] = []
    for line in lines:
        text = tidy(line)
        if text and text not in seen:
            seen.append(text)
    return tuple(seen)
