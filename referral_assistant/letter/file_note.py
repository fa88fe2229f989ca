"""The file note: words, observations, actions and reasons that are safe on the person's own record (S26)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from referral_assistant.assessment import can_change
from referral_assistant.conversation import in_path_answers, path
from referral_assistant.i18n import _, fill, joined, long_date
from referral_assistant.letter.draft import Draft, section
from referral_assistant.letter.heard import Heard, fact, quoted, tidy
from referral_assistant.letter.kinds import FileNote
from referral_assistant.letter.record import Nature, Origin, Paragraph, Sentence
from referral_assistant.letter.words import names_panel
from referral_assistant.model import (
    About,
    Assessment,
    Card,
    CardKind,
    Case,
    Document,
    Filing,
    Level,
    Override,
    Reading,
    SectionKind,
    Service,
    Source,
    State,
)
from referral_assistant.wording import level_word, word

TALK = (SectionKind.TALK, SectionKind.AFTER)


def file_note(base: Draft, assessment: Assessment, service: Service | None) -> FileNote:
    """The note for the person's own record. Where a stop stands it says that they came, and no more (S10)."""
    d = base.of(Document.FILE_NOTE)
    stopped = assessment.stop is not None and assessment.stop.stands
    mine = tuple(item for item in d.found if own(item))
    return FileNote(
        head=d.head(_("File note")),
        sections=(
            *section("opening", "", *_opening(d, stopped)),
            *section("said", d.filled(_("What {they} said")), *_said(d, mine), table=True),
            *section("done", _("About the conversation"), *_done(d, mine), table=True),
            *section("other", _("From other sources"), *_other(d, mine), table=True),
            *section("observed", _("What I observed"), *_observed(d, mine), table=True),
            *section("readings", _("How I read it"), *(() if stopped else _readings(d, assessment)), table=True),
            *section("open", _("Not asked or not known"), *(() if stopped else _open(d))),
            *section("decided", _("What was decided"), *(() if stopped else _decided(d, service))),
            *section("next", _("What happens next"), *_next(d, assessment)),
            *section("filed", _("Filing"), *filed(d)),
        ),
        signed=d.signed(d.case.practitioner.telephone),
    )


def own(item: Heard) -> bool:
    """Whether an answer belongs on the person's own record. Everything else goes into the restricted note."""
    return item.section in TALK and item.origin.on_own_record and not _mentions_panel(item)


def _mentions_panel(item: Heard) -> bool:
    answer = item.answer
    texts = (item.card.title, *item.values("they"), answer.words, answer.observed)
    return any(names_panel(text) for text in texts)


def _opening(d: Draft, stopped: bool) -> tuple[Paragraph, ...]:
    met = long_date(d.case.opened or d.today)
    name = fact(d.found, "name")
    known = name if name is not None and own(name) else None
    who = joined(known.values(d.pronouns)) if known else _("a person whose name is not recorded here")
    text = _("This note records contact with {name} on {date}.")
    if not stopped:
        text = _("This note records a conversation with {name} on {date}.")
    origin = known.origin if known else None
    first = d.sentence("opening.who", text, Nature.FACT, origin, name=who, date=met)
    if stopped:
        return (Paragraph("opening", (first,)),)
    limits = d.sentence("opening.limits", _("What {they} {says|say} cannot show that anyone is safe."), Nature.FIXED)
    return (Paragraph("opening", (first, limits)),)


def _said(d: Draft, mine: tuple[Heard, ...]) -> Iterator[Paragraph]:
    """Topic by topic: what was chosen, and the words."""
    for item in mine:
        if item.answer.source is Source.PERSON and item.card.about is About.PERSON:
            yield topic(d, item)


def _done(d: Draft, mine: tuple[Heard, ...]) -> Iterator[Paragraph]:
    """What the practitioner recorded about their own part."""
    for item in mine:
        if item.answer.source is Source.PERSON and item.card.about is not About.PERSON:
            yield topic(d, item)


def _other(d: Draft, mine: tuple[Heard, ...]) -> Iterator[Paragraph]:
    """What stands in a document or record that the person has seen, with its date."""
    for item in mine:
        if item.answer.source in (Source.GIVEN_DOCUMENT, Source.RECORD):
            dated = item.answer.source_date
            label = _("document") if item.answer.source is Source.GIVEN_DOCUMENT else _("record")
            day = f", {long_date(dated)}" if dated else ""
            paragraph = topic(d, item)
            found = [*paragraph.sentences]
            how = tidy(item.answer.known_how).rstrip(".")
            if how:
                text = _("{They} {knows|know} of it: {how}.")
                found.append(d.sentence(f"known.{item.card.id}", text, Nature.FACT, item.origin, how=how))
            yield Paragraph(paragraph.id, tuple(found), f"{paragraph.label} ({label}{day})")


def topic(d: Draft, item: Heard, alone: bool = True) -> Paragraph:
    """One answered topic: the recorded values, then the words. `alone`: nothing else follows them."""
    found: list[Sentence] = []
    values = item.values(d.pronouns)
    words = quoted(item.answer.words) if tidy(item.answer.words) else ""
    if values:
        text = "{values}" if alone and not words else "{values}."
        shown = "; ".join(values).rstrip(".")
        found.append(d.sentence(f"said.{item.card.id}", text, Nature.FACT, item.origin, values=shown))
    if words:
        found.append(d.sentence(f"said.{item.card.id}.words", "{words}", Nature.QUOTE, item.origin, words=words))
    return Paragraph(f"said.{item.card.id}", tuple(found), d.filled(item.card.title))


def _observed(d: Draft, mine: tuple[Heard, ...]) -> Iterator[Paragraph]:
    for item in mine:
        if item.answer.source is Source.OBSERVED:
            yield topic(d, item)
        if tidy(item.answer.observed):
            name = f"observed.{item.card.id}"
            text = tidy(item.answer.observed)
            yield d.paragraph(
                name, "{text}", Nature.OBSERVATION, item.origin, label=d.filled(item.card.title), text=text
            )


def _readings(d: Draft, assessment: Assessment) -> Iterator[Paragraph]:
    """Each reading that rests on the person's own record alone, and every change of one with its reason."""
    shown = [r for r in assessment.readings if r.level is not Level.NOT_EXPLORED and rests_on_own(d, r.domain)]
    if not shown:
        return
    yield d.fixed("readings.willing", _("Willing does not mean safer."))
    for reading in shown:
        label = word(d.pack, "domains", reading.domain, d.pronouns)
        yield Paragraph(f"readings.{reading.domain}", tuple(reading_sentences(d, reading)), label)


def rests_on_own(d: Draft, domain: str) -> bool:
    """Whether everything heard about a domain may stand on the person's own record."""
    return all(own(item) for item in d.found if item.card.domain == domain)


def reading_sentences(d: Draft, reading: Reading) -> Iterator[Sentence]:
    """The level in words, and who changed it and why."""
    name = f"readings.{reading.domain}"
    level = level_word(d.pack, reading.domain, reading.level)
    change = changed(d.case, reading.domain)
    if change is None or reading.heard is None:
        yield d.sentence(name, "{level}.", Nature.READING, level=level)
        return
    yield d.sentence(
        name,
        _("{level}. Changed from: {heard}, by {by}. Reason: {because}"),
        Nature.READING,
        level=level,
        heard=level_word(d.pack, reading.domain, reading.heard).lower(),
        by=", ".join(tidy(part) for part in (change.by, change.role) if part.strip()) or tidy(d.case.practitioner.name),
        because=tidy(change.because),
    )


def changed(case: Case, domain: str) -> Override | None:
    """The override of a reading that stands."""
    return next((o for o in reversed(case.overrides) if can_change(o) and o.target == domain), None)


def _open(d: Draft) -> Iterator[Paragraph]:
    """Topics nobody asked about or knows, never worded as an absence (S1)."""
    titles = unanswered(d, _on_own_card)
    texts = (
        (State.DECLINED, "open.declined", _("{They} did not want to answer: {topics}.")),
        (State.COULD_NOT_ASK, "open.could_not_ask", _("Could not ask: {topics}.")),
        (None, "open.not_asked", _("Not asked or not known: {topics}.")),
    )
    for state, name, text in texts:
        if titles.get(state):
            yield d.paragraph(name, text, Nature.DECISION, topics="; ".join(titles[state]))


def _on_own_card(d: Draft, card: Card) -> bool:
    origin = Origin(card.id, Source.PERSON, about=card.about, listen_only=card.listen_only)
    return d.pack.section_of(card.id).kind in TALK and origin.on_own_record and not names_panel(card.title)


def off_own_card(d: Draft, card: Card) -> bool:
    """Whether an unanswered topic belongs in the restricted note."""
    return not _on_own_card(d, card)


def unanswered(d: Draft, wanted: Callable[[Draft, Card], bool]) -> dict[State | None, list[str]]:
    """Titles of the topics of the path without an answer, by how they were left; None where nobody came to them."""
    standing = in_path_answers(d.pack, d.case.answers)
    titles: dict[State | None, list[str]] = {}
    for card in path(d.pack, d.case.answers):
        answer = standing.get(card.id)
        state = answer.state if answer else None
        if state in (State.ANSWERED, State.NOT_APPLICABLE) or card.kind is CardKind.NAMES:
            continue
        if wanted(d, card):
            titles.setdefault(state, []).append(fill(card.title, d.pronouns))
    return titles


def _decided(d: Draft, service: Service | None) -> Iterator[Paragraph]:
    decision = d.case.decision
    name = tidy(service.name) if service else ""
    referral = {
        "agreed": _("{They} agreed to a referral to {service}.") if name else _("{They} agreed to a referral."),
        "not_needed": _("A referral was decided under {route}, which does not need {their} agreement."),
        "no": _("No referral was made."),
    }.get(decision.referral)
    if referral:
        route = tidy(decision.route_named).rstrip(".")
        yield d.paragraph("decided.referral", referral, Nature.DECISION, service=name, route=route)
    if decision.limits_explained:
        language = tidy(decision.limits_language).rstrip(".")
        text = _("I explained what can be kept private and what cannot, in {language}.")
        if not language:
            text = _("I explained what can be kept private and what cannot.")
        yield d.paragraph("decided.limits", text, Nature.DECISION, language=language)
    contact = {
        "agreed": _("{They} agreed to a service contacting a partner or ex-partner."),
        "refused": _("{They} did not agree to a service contacting a partner or ex-partner."),
        "withdrawn": _("{They} took back {their} agreement to a service contacting a partner or ex-partner."),
    }.get(decision.partner_contact)
    if contact:
        yield d.paragraph("decided.partner_contact", contact, Nature.DECISION)
    copy = {
        "paper": _("{They} asked for a copy on paper."),
        "safe_address": _("{They} asked for a copy to a safe address."),
        "nothing": _("{They} asked for nothing on paper."),
    }.get(decision.copy)
    if copy:
        yield d.paragraph("decided.copy", copy, Nature.DECISION)


def _next(d: Draft, assessment: Assessment) -> Iterator[Paragraph]:
    record = next((duty.record for duty in assessment.duties if duty.id == "next_action"), None)
    if record is not None and record.complete:
        if record.outcome == "done":
            text = _("What our own agency does next was settled by {by} on {date}.")
        else:
            text = _("No next action of our own. Reason: {because}. Agreed with {agreed_with}.")
        yield d.paragraph(
            "next.action",
            text,
            Nature.DECISION,
            by=tidy(record.by),
            date=long_date(record.at.date()) if record.at else "",
            because=tidy(record.because).rstrip("."),
            agreed_with=tidy(record.agreed_with).rstrip("."),
        )
    if d.case.review_on:
        review = long_date(d.case.review_on)
        yield d.paragraph("next.review", _("To look at again on {date}."), Nature.DECISION, date=review)


def filed(d: Draft) -> Iterator[Paragraph]:
    """Where the note is filed, who can open it there, and whether it is hidden from online access (S26)."""
    filing = next((f for f in reversed(d.case.decision.filing) if f.document is d.document), Filing(d.document))
    if not filing.where.strip():
        return
    where, who = tidy(filing.where).rstrip("."), tidy(filing.who_can_open).rstrip(".")
    found = [d.sentence("filed.where", _("Filed: {where}."), Nature.DECISION, where=where)]
    if who:
        found.append(d.sentence("filed.who", _("Can be opened there by: {who}."), Nature.DECISION, who=who))
    hidden = _("Hidden from online access.") if filing.hidden_online else _("Not hidden from online access.")
    found.append(d.sentence("filed.online", hidden, Nature.DECISION))
    yield Paragraph("filed", tuple(found))
