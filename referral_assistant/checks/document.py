"""Everything a document says that it may not, with the ways to mend it; and what still stands before it may leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from referral_assistant.checks import names, sources
from referral_assistant.checks.wording import wording_hits
from referral_assistant.i18n import _
from referral_assistant.letter import AnyDocument, Nature, PersonCopy, Rendered, Sentence, sentences
from referral_assistant.letter.words import PANELS
from referral_assistant.model import Case, Document, Filing, Pack

NOTES = (Document.FILE_NOTE, Document.RESTRICTED_NOTE)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something a document says that it may not, or should not. One that `blocks` keeps the document here.

    `rule` is `leak`, `source`, `attribution`, `panel` or the id of a wording rule; `text` is what was found, `detail`
    a sentence about it, and `ways` how to mend it: `mask`, `remove`, `annex`, `seen_source`, `edit`.
    """

    document: Document
    sentence_id: str
    text: str
    rule: str
    detail: str
    blocks: bool
    ways: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Hit {self.rule} in {self.sentence_id}>"


class Seen:
    """What was found in sentences that were looked at before, and what was looked for. It holds as long as the answers,
    the writer and the request for the annex stay the same; whoever keeps it drops it with them."""

    def __init__(self) -> None:
        self.hits: dict[tuple[Document, Sentence], tuple[Hit, ...]] = {}
        self._kept: dict[bool, tuple[names.Kept, ...]] = {}
        self._told: dict[Document, tuple[sources.Told, ...]] = {}

    def copy(self) -> Seen:
        """Another one that holds the same, for another thread to add to."""
        other = Seen()
        other.hits, other._kept, other._told = dict(self.hits), dict(self._kept), dict(self._told)
        return other

    def kept(self, document: Document, case: Case, pack: Pack) -> tuple[names.Kept, ...]:
        """What to keep out of a document: the annex alone may name the worker."""
        worker = document is not Document.ANNEX
        if worker not in self._kept:
            self._kept[worker] = names.kept_out(case, pack, worker=worker)
        return self._kept[worker]

    def told(self, document: Document, case: Case, pack: Pack) -> tuple[sources.Told, ...]:
        """What others said that may not stand in a document."""
        if document not in self._told:
            self._told[document] = sources.told(case, pack, document)
        return self._told[document]


def check_document(document: AnyDocument, case: Case, pack: Pack, seen: Seen | None = None) -> tuple[Hit, ...]:
    """Every hit in a document, in reading order. The restricted note is where such things belong: only its wording is
    looked at. With `seen`, one changed sentence is looked at and not the whole document again."""
    known = Seen() if seen is None else seen
    kept, told = known.kept(document.document, case, pack), known.told(document.document, case, pack)
    found = list(_reference(document, kept))
    for sentence in _checked(document):
        key = (document.document, sentence)
        # A sentence of the copy is looked at by its slots, which stand elsewhere in the document.
        if key not in known.hits or isinstance(document, PersonCopy):
            known.hits[key] = tuple(_hits(document, sentence, kept, told))
        found += known.hits[key]
    return tuple(found)


def _hits(
    document: AnyDocument, sentence: Sentence, kept: tuple[names.Kept, ...], told: tuple[sources.Told, ...]
) -> Iterator[Hit]:
    if document.document is not Document.RESTRICTED_NOTE:
        yield from _leaks(document, sentence, kept)
        yield from _sources(document, sentence, told)
        yield from _panels(document, sentence)
    yield from _wording(document, sentence)


def before_issue(
    document: AnyDocument,
    case: Case,
    pack: Pack,
    rendered: Rendered | None = None,
    hits: tuple[Hit, ...] | None = None,
) -> tuple[str, ...]:
    """What still stands before a document may leave, in sentences; empty when nothing does. `hits` are what was found
    in this very document, where somebody looked already."""
    found = check_document(document, case, pack) if hits is None else hits
    waiting = [hit.detail for hit in found if hit.blocks]
    unread = sum(s.unread for s in sentences(document.sections))
    if unread:
        one = _("Read one sentence, and change or confirm it.")
        many = _("Read {n} sentences, and change or confirm each.").replace("{n}", str(unread))
        waiting.append(one if unread == 1 else many)
    if document.document in NOTES and not _filed(document.document, case):
        waiting.append(_("Say where the note will be filed, and who can open it there."))
    if rendered is not None and rendered.overflow:
        titles = "; ".join(rendered.overflow)
        waiting.append(_("It is too long. Shorten: {sections}.").replace("{sections}", titles))
    if rendered is not None and rendered.missing:
        characters = " ".join(rendered.missing)
        waiting.append(_("These characters cannot be printed: {which}.").replace("{which}", characters))
    return tuple(waiting)


def _filed(kind: Document, case: Case) -> bool:
    filing = next((f for f in reversed(case.decision.filing) if f.document is kind), Filing(kind))
    return bool(filing.where.strip() and filing.who_can_open.strip())


def _checked(document: AnyDocument) -> Iterator[Sentence]:
    """Every sentence that holds more than our own fixed wording. The fixed sentences of the copy hold slots."""
    for sentence in sentences(document.sections):
        if sentence.text and (not sentence.fixed or isinstance(document, PersonCopy)):
            yield sentence


def _reference(document: AnyDocument, kept: tuple[names.Kept, ...]) -> Iterator[Hit]:
    """A reference is neutral; one that somebody made from a name would stand on every page and file name."""
    for found in names.found_in(document.head.reference, kept):
        detail = _("The reference of the case holds “{text}”. Give it a neutral one.").replace("{text}", found.text)
        yield Hit(document.document, "head.reference", found.text, "leak", detail, True)


def _leaks(document: AnyDocument, sentence: Sentence, kept: tuple[names.Kept, ...]) -> Iterator[Hit]:
    text = _slots_alone(document, sentence) if isinstance(document, PersonCopy) else sentence.text
    ways = {
        Document.REFERRAL_LETTER: ("mask", "remove", "edit"),
        Document.FILE_NOTE: ("mask", "remove", "edit"),
        Document.ANNEX: ("remove", "edit"),
    }.get(document.document, ())
    for found in names.found_in(text, kept):
        detail = _("“{text}” is on the list of what to keep out.")
        if not found.sure:
            detail = _("“{text}” may be a name on the list of what to keep out.")
        blocks = found.sure and document.document is not Document.FILE_NOTE
        shown = detail.replace("{text}", found.text)
        yield Hit(document.document, sentence.id, found.text, "leak", shown, blocks, ways)


def _slots_alone(document: PersonCopy, sentence: Sentence) -> str:
    """The values of the copy that stand in a sentence: our own words around them are nobody's name."""
    slots = (document.service, document.service_telephone, document.worker_telephone)
    lines = tuple(part for line in document.lines for part in (line.name, line.telephone))
    return ". ".join(value for value in (*slots, *lines) if value and value in sentence.text)


def _sources(document: AnyDocument, sentence: Sentence, told: tuple[sources.Told, ...]) -> Iterator[Hit]:
    own_words = sentence.nature is Nature.QUOTE and not sentence.edited
    if own_words or sentence.fixed:
        return
    kind = document.document
    leaving = kind in (Document.REFERRAL_LETTER, Document.PERSON_COPY)
    ways = ("remove", "annex", "seen_source") if leaving else ("remove", "edit")
    for item, shown in sources.found_in(sentence.text, told):
        if sentence.origin is not None and sentence.origin.card == item.origin.card and not sentence.edited:
            continue
        detail = _("“{text}” is what somebody else said or wrote.").replace("{text}", shown)
        yield Hit(kind, sentence.id, shown, "source", detail, True, ways)
    said = "" if kind is Document.ANNEX and not sentence.edited else sources.attribution(sentence.text)
    if said:
        detail = _("“{text}” says that somebody else told.").replace("{text}", said)
        yield Hit(kind, sentence.id, said, "attribution", detail, leaving, ways)


def _panels(document: AnyDocument, sentence: Sentence) -> Iterator[Hit]:
    match = PANELS.search(sentence.text)
    if match:
        detail = _("“{text}” stands in the restricted note alone.").replace("{text}", match.group(0))
        yield Hit(document.document, sentence.id, match.group(0), "panel", detail, True, ("remove", "edit"))


def _wording(document: AnyDocument, sentence: Sentence) -> Iterator[Hit]:
    if sentence.fixed:
        return
    for phrase in wording_hits(sentence.text):
        detail = f"{phrase.title}: “{phrase.found}”. {phrase.say_instead}"
        yield Hit(document.document, sentence.id, phrase.found, phrase.rule, detail, False, ("edit", "remove"))
