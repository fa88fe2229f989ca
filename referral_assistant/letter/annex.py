"""The confidential annex: what one named person at the service must know before first contact, in coded facts (S25)."""

from __future__ import annotations

from referral_assistant.i18n import _
from referral_assistant.letter.draft import Draft, reference, section
from referral_assistant.letter.heard import Heard, tidy
from referral_assistant.letter.kinds import Annex
from referral_assistant.letter.record import Nature, Paragraph
from referral_assistant.letter.referral import contact_lines
from referral_assistant.letter.words import KEPT_BACK, names_panel, source_words
from referral_assistant.model import AnnexRequest, CardKind, Concern, Document, Service

MOVED = "annex.moved."
"""Edits whose sentence starts so are sentences taken out of another document and kept for this one (S22)."""

CONTEXT = frozenset({"orders", "proceedings"})
GRAVE = frozenset({Concern.IMMEDIATE, Concern.HIGH})


def annex(base: Draft, service: Service, request: AnnexRequest) -> Annex:
    """The annex for one service. Whether there may be one is decided before (`allowed`)."""
    d = base.of(Document.ANNEX)
    return Annex(
        head=d.head(_("Confidential annex")),
        recipient=tuple(tidy(line) for line in (request.recipient, request.role, service.name) if line.strip()),
        sections=(
            *section("phone", _("By phone instead"), *_phone(d)),
            *section("reader", _("Who may read this"), *_reader(d, request), table=True),
            *section("worker", _("Speak to this worker before first contact"), *_worker(d, request), table=True),
            *section("known", _("What is known"), *_known(d)),
            *section("moved", _("Also"), *_moved(d)),
            *section("after", _("Afterwards"), *_after(d)),
        ),
        signed=d.signed(*contact_lines(d.case)),
    )


def _phone(d: Draft) -> tuple[Paragraph, ...]:
    number = next((line for line in contact_lines(d.case) if line.strip()), "")
    return (
        d.fixed(
            "phone.instead",
            _("A telephone call is safer than paper. If you can, ring me on {number} and destroy this page unread."),
            number=tidy(number),
        ),
        d.fixed(
            "phone.never",
            _(
                "The person this is about must never see this page or learn that it exists. Keep it apart from "
                "{their} file."
            ),
        ),
    )


def _reader(d: Draft, request: AnnexRequest) -> tuple[Paragraph, ...]:
    rows = (
        ("recipient", _("For"), f"{tidy(request.recipient)}, {tidy(request.role)}"),
        ("authoriser", _("Authorised by"), tidy(request.authoriser)),
        ("route", _("Sent by"), tidy(request.route)),
        ("conflict", _("Conflict of interest"), _("Checked.")),
        ("about", _("Goes with"), reference(d.case, Document.REFERRAL_LETTER)),
    )
    return tuple(_row(d, f"reader.{name}", label, value) for name, label, value in rows if value)


def _worker(d: Draft, request: AnnexRequest) -> tuple[Paragraph, ...]:
    rows = (
        ("name", _("Worker"), tidy(request.worker)),
        ("contact", _("Reach them by"), tidy(request.worker_contact)),
        ("prefers", _("How they prefer to talk"), tidy(request.worker_prefers)),
    )
    return tuple(_row(d, f"worker.{name}", label, value) for name, label, value in rows)


def _row(d: Draft, name: str, label: str, value: str) -> Paragraph:
    return d.paragraph(name, "{value}", Nature.REQUEST, label=label, value=value)


def _known(d: Draft) -> list[Paragraph]:
    """Facts in the pack's wording alone, each with where it comes from and whether the person knows of it."""
    found = [_fact(d, item, values) for item in d.found if (values := _values(d, item))]
    found += [_kept_back(d, item) for item in d.found if item.kept_back]
    if found:
        found.insert(0, d.fixed("known.how", _("Each line is a recorded fact, not a risk assessment.")))
    return found


def _values(d: Draft, item: Heard) -> tuple[str, ...]:
    if item.card.kind not in (CardKind.ONE, CardKind.MANY) or names_panel(item.card.title):
        return ()
    context = item.card.fact in CONTEXT
    shown = [
        o for o in item.options if o not in item.kept_back and (o.concern in GRAVE or (context and o.id != "none"))
    ]
    return tuple(text for text in item.values(d.pronouns, shown) if not names_panel(text))


def _fact(d: Draft, item: Heard, values: tuple[str, ...]) -> Paragraph:
    sentence = d.sentence(
        f"known.{item.card.id}",
        "{values}. {source}",
        Nature.FACT,
        item.origin,
        True,
        values="; ".join(values),
        source=source_words(d, item, aloud=False),
    )
    return Paragraph(f"known.{item.card.id}", (sentence,), d.filled(item.card.title))


def _kept_back(d: Draft, item: Heard) -> Paragraph:
    name = f"known.{item.card.id}.kept"
    values = "; ".join(item.values(d.pronouns, item.kept_back))
    kept = d.sentence(name, KEPT_BACK, Nature.FACT, item.origin, True, values=values)
    return Paragraph(name, (kept,), d.filled(item.card.title))


def _moved(d: Draft) -> list[Paragraph]:
    """Sentences taken out of another document: the last text of each, as they were moved."""
    latest = {e.sentence: e for e in d.case.edits if e.document is Document.ANNEX and e.sentence.startswith(MOVED)}
    found = []
    for edit in latest.values():
        name = edit.sentence.removeprefix("annex.")
        found.append(Paragraph(name, (d.sentence(name, "{text}", Nature.MOVED, None, True, text=edit.generated),)))
    return found


def _after(d: Draft) -> tuple[Paragraph, ...]:
    tell = _(
        "Please tell the worker named above, the same working day, if {they} {is|are} accepted, {waits|wait}, "
        "{does|do} not start, {stops|stop} or {finishes|finish}. Willing does not mean safer: this news is never "
        "passed on as reassurance."
    )
    return (d.fixed("after.tell", tell),)
