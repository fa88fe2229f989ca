"""The restricted note: concern, duties, protection, what is known from or about others, apart from the file (S26)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from referral_assistant.i18n import _, long_date
from referral_assistant.letter.draft import Draft, section
from referral_assistant.letter.file_note import (
    changed,
    filed,
    off_own_card,
    own,
    reading_sentences,
    rests_on_own,
    topic,
    unanswered,
)
from referral_assistant.letter.heard import Heard, tidy
from referral_assistant.letter.kinds import RestrictedNote
from referral_assistant.letter.record import Nature, Paragraph, Sentence
from referral_assistant.letter.words import KEPT_BACK, source_words
from referral_assistant.model import (
    Assessment,
    Document,
    Duty,
    Level,
    Override,
    SectionKind,
    Sharing,
    Source,
    State,
)
from referral_assistant.wording import say, word

RECIPIENT_WORDS = {
    "children": "Children's services",
    "adults": "Adult social care",
    "victim_worker": "The worker of the person harmed",
    "marac_lead": "MARAC lead",
    "police": "Police",
    "safeguarding_lead": "Safeguarding lead",
}


def restricted_note(base: Draft, assessment: Assessment) -> RestrictedNote:
    """The note that is filed apart. It names the annex nowhere (S25)."""
    d = base.of(Document.RESTRICTED_NOTE)
    return RestrictedNote(
        head=d.head(_("Restricted note")),
        sections=(
            *section("opening", "", *_opening(d)),
            *section("concern", _("Concern"), *_concern(d, assessment)),
            *section("duties", _("Duties"), *_duties(d, assessment), table=True),
            *section("others", _("From or about others"), *_others(d), table=True),
            *section("protection", _("Protection"), *_protection(d), table=True),
            *section("safety", _("Safety concerns"), *_safety(d)),
            *section("overrides", _("Decided differently"), *_overrides(d), table=True),
            *section("readings", _("Readings that rest on others"), *_readings(d, assessment), table=True),
            *section("gate", _("Before the conversation"), *_gate(d), table=True),
            *section("open", _("Not asked or not known"), *_open(d)),
            *section("filed", _("Filing"), *filed(d)),
        ),
        signed=d.signed(d.case.practitioner.telephone),
    )


def _opening(d: Draft) -> tuple[Paragraph, ...]:
    text = _(
        "Keep this apart from {their} record. Do not show, give or send it to {them} or to anyone in the household."
    )
    about = d.sentence(
        "opening.about",
        _("It belongs to reference {reference}, {date}."),
        Nature.PROTECTION,
        reference=d.case.reference or "-",
        date=long_date(d.case.opened or d.today),
    )
    return (d.fixed("opening.apart", text), Paragraph("opening.about", (about,)))


def _concern(d: Draft, assessment: Assessment) -> Iterator[Paragraph]:
    level = word(d.pack, "concern", assessment.concern.value, d.pronouns).rstrip(".")
    because = tuple(say(reason, d.pack, d.pronouns) for reason in assessment.concern_because)
    yield _listed(d, "concern.level", _("Concern: {level}."), because, level=level)
    who = word(d.pack, "who", assessment.who.value, d.pronouns).rstrip(".")
    known = tuple(say(reason, d.pack, d.pronouns) for reason in assessment.who_because)
    yield _listed(d, "concern.who", "{who}.", known, who=who)
    route = word(d.pack, "routes", assessment.route.value, d.pronouns).rstrip(".")
    step = d.pack.words.get("route_steps", {}).get(assessment.route.value, "")
    yield _listed(d, "concern.route", _("Next step: {route}."), (d.filled(step),) if step else (), route=route)
    consulted = tidy(d.case.decision.consulted).rstrip(".")
    if consulted:
        yield d.paragraph("concern.consulted", _("Consulted: {who}."), Nature.PROTECTION, who=consulted)
    limits = _("What {they} {says|say} cannot show that anyone is safe.")
    if not any(d.filled(limits) in line for line in because):
        yield d.fixed("concern.limits", limits)


def _listed(d: Draft, name: str, text: str, more: tuple[str, ...], **slots: str) -> Paragraph:
    first = d.sentence(name, text, Nature.PROTECTION, None, False, **slots)
    rest = [
        d.sentence(f"{name}.{n}", "{line}", Nature.PROTECTION, None, False, line=tidy(line))
        for n, line in enumerate(more, 1)
    ]
    return Paragraph(name, (first, *rest))


def _duties(d: Draft, assessment: Assessment) -> Iterator[Paragraph]:
    for duty in assessment.duties:
        label = word(d.pack, "duties", duty.id, d.pronouns)
        yield Paragraph(f"duties.{duty.id}", tuple(_duty(d, duty)), label)


def _duty(d: Draft, duty: Duty) -> Iterator[Sentence]:
    for n, reason in enumerate(duty.because, 1):
        line = say(reason, d.pack, d.pronouns)
        yield d.sentence(f"duties.{duty.id}.because_{n}", "{line}", Nature.PROTECTION, line=tidy(line))
    record = duty.record
    if record is None or not record.complete:
        yield d.sentence(f"duties.{duty.id}", _("Open."), Nature.PROTECTION)
    elif record.outcome == "done":
        by, at = tidy(record.by), _moment(record.at)
        yield d.sentence(f"duties.{duty.id}", _("Done by {by}, {at}."), Nature.PROTECTION, by=by, at=at)
    else:
        yield d.sentence(
            f"duties.{duty.id}",
            _("Decided not to. Reason: {because}. Agreed with {agreed_with}."),
            Nature.PROTECTION,
            because=tidy(record.because).rstrip("."),
            agreed_with=tidy(record.agreed_with).rstrip("."),
        )


def _others(d: Draft) -> Iterator[Paragraph]:
    """Every answer of the conversation that is not for the person's own record, with its source."""
    for item in d.found:
        if not own(item) and not item.at_the_gate:
            yield _sourced(d, item)
        if item.kept_back:
            name = f"kept.{item.card.id}"
            values = "; ".join(item.values(d.pronouns, item.kept_back))
            kept = d.sentence(name, KEPT_BACK, Nature.PROTECTION, item.origin, False, values=values)
            yield Paragraph(name, (kept,), d.filled(item.card.title))


def _gate(d: Draft) -> Iterator[Paragraph]:
    return (_sourced(d, item) for item in d.found if item.at_the_gate)


def _sourced(d: Draft, item: Heard) -> Paragraph:
    named = not item.at_the_gate and _source_says_something(item)
    base = topic(d, item, alone=not named)
    more: list[Sentence] = []
    if tidy(item.answer.observed):
        text = tidy(item.answer.observed)
        more.append(
            d.sentence(f"observed.{item.card.id}", _("Observed: {text}"), Nature.OBSERVATION, item.origin, text=text)
        )
    if named:
        name = f"source.{item.card.id}"
        more.append(d.sentence(name, "{source}", Nature.PROTECTION, item.origin, source=source_words(d, item)))
    return Paragraph(base.id, (*base.sentences, *more), base.label)


def _source_says_something(item: Heard) -> bool:
    """Whether a source is worth a line: not where the practitioner only noted that nothing came up."""
    if item.answer.source is not Source.PERSON or item.answer.words.strip():
        return True
    return item.section is SectionKind.TALK or any(option.concern for option in item.options)


def _protection(d: Draft) -> Iterator[Paragraph]:
    for line in {line.recipient: line for line in d.case.decision.sharing}.values():
        label = _(RECIPIENT_WORDS.get(line.recipient, line.recipient))
        yield Paragraph(f"protection.{line.recipient}", (_shared(d, line),), label)
    decision = d.case.decision
    if decision.told:
        text = _("{They} will be told.")
        if decision.told != "yes":
            text = _("{They} will not be told now. Reason: {because}.")
        because = tidy(decision.told_because).rstrip(".")
        yield d.paragraph(
            "protection.told", text, Nature.PROTECTION, label=d.filled(_("Telling {them}")), because=because
        )


def _shared(d: Draft, line: Sharing) -> Sentence:
    text = _("Not shared. Reason: {basis}.")
    if line.shared:
        text = _("Shared. Basis: {basis}. Authorised by {authorised_by}, {at}.")
    return d.sentence(
        f"protection.{line.recipient}",
        text,
        Nature.PROTECTION,
        basis=tidy(line.basis).rstrip("."),
        authorised_by=tidy(line.authorised_by),
        at=_moment(line.at),
    )


def _safety(d: Draft) -> Iterator[Paragraph]:
    for n, concern in enumerate(d.case.safety, 1):
        raised = d.sentence(
            f"safety.{n}",
            _("Raised by {by}, {at}: {what}"),
            Nature.PROTECTION,
            by=tidy(concern.by) or "-",
            at=_moment(concern.at),
            what=tidy(concern.what) or "-",
        )
        text = _("What was done is not recorded yet.")
        if concern.closed:
            text = _("What was done: {outcome} ({by}, {at}).")
        done = d.sentence(
            f"safety.{n}.outcome",
            text,
            Nature.PROTECTION,
            outcome=tidy(concern.outcome),
            by=tidy(concern.outcome_by),
            at=_moment(concern.outcome_at),
        )
        yield Paragraph(f"safety.{n}", (raised, done))


def _overrides(d: Draft) -> Iterator[Paragraph]:
    """Stops agreed with someone, and concern raised or lowered. Changed readings stand in the file note."""
    for n, override in enumerate(d.case.overrides, 1):
        if override.kind not in ("gate", "concern"):
            continue
        title = next((s.title for s in d.pack.stops if s.id == override.target), override.target)
        label = d.filled(title) if override.kind == "gate" else _("Concern")
        yield Paragraph(f"overrides.{n}", (_override(d, n, override),), label)


def _override(d: Draft, n: int, override: Override) -> Sentence:
    level = word(d.pack, "concern", override.value, d.pronouns) if override.kind == "concern" and override.value else ""
    parts = (
        ("", level),
        (_("Decided by"), ", ".join(tidy(p) for p in (override.by, override.role) if p.strip())),
        (_("When"), _moment(override.at) if override.at else ""),
        (_("How"), override.how),
        (_("Was told"), override.told),
        (_("Reason"), override.because),
    )
    said = " ".join(f"{f'{name}: ' if name else ''}{tidy(text).rstrip('.')}." for name, text in parts if text.strip())
    return d.sentence(f"overrides.{n}", "{said}", Nature.PROTECTION, said=said)


def _readings(d: Draft, assessment: Assessment) -> Iterator[Paragraph]:
    shown = [r for r in assessment.readings if r.level is not Level.NOT_EXPLORED and not rests_on_own(d, r.domain)]
    for reading in shown:
        label = word(d.pack, "domains", reading.domain, d.pronouns)
        yield Paragraph(f"readings.{reading.domain}", tuple(reading_sentences(d, reading)), label)
    if shown or any(changed(d.case, r.domain) for r in assessment.readings):
        yield d.fixed("readings.willing", _("Willing does not mean safer."))


def _open(d: Draft) -> Iterator[Paragraph]:
    titles = unanswered(d, off_own_card)
    not_answered = [*titles.get(None, ()), *titles.get(State.COULD_NOT_ASK, ()), *titles.get(State.DECLINED, ())]
    if not_answered:
        text = _("Not asked or not known: {topics}.")
        yield d.paragraph("open.not_asked", text, Nature.PROTECTION, topics="; ".join(not_answered))


def _moment(at: datetime | None) -> str:
    """A date and time as people write it."""
    return f"{long_date(at.date())}, {at:%H:%M}" if at else "-"
