"""What must be read before a document leaves: every hit of the checks, every risk paragraph, one by one (S22, S27)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.checks import WAYS, Hit, mend, way_words
from referral_assistant.i18n import _
from referral_assistant.letter import AnyDocument, PersonCopy, Sentence
from referral_assistant.model import Document, Known, Source
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.session import Origin
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Bullets, Button, Card, Flow, Fold, Row, Rows, Space, Stack, Text, quoted

SENSITIVE = (
    "anything about the victim-survivor",
    "anything about another person, children among them",
    "what the police know and {they} must not learn",
    "what children’s or adults’ safeguarding know",
    "what health or mental health services told you in confidence",
)
TESTS = (
    "Could it harm someone, or spoil an investigation, if {they} read it?",
    "Does the reader need it to keep people safe?",
    "Is all of it needed?",
    "Could it be left out, or be said more shortly and safely?",
)


Found = Mapping[str, Sequence[Hit]]
"""What the checks found, by sentence."""


class ToRead:
    """What is up to be read of one document. What was read since goes away by itself, and all else stays in sight:
    `now` gives the document and what the checks find in it."""

    def __init__(self, now: Callable[[], tuple[AnyDocument, Found]]) -> None:
        self.now = now
        self.up: dict[str, QWidget] = {}
        self.listed = False
        self._waiting: dict[str, Sentence] = {}
        self._read: set[str] = set()

    def begin(self, sentences: Sequence[tuple[str, Sentence]]) -> Iterator[tuple[str, Sentence]]:
        """Those that come up, but for what is read before its turn."""
        self._waiting = {sentence.id: sentence for _label, sentence in sentences}
        for label, sentence in sentences:
            if sentence.id not in self._read:
                yield label, sentence

    def holds(self) -> bool:
        """Whether nothing is to be read now that was not when this came up."""
        return all(self._waiting.get(s.id) == s for _label, s in _sentences(self.now()[0]) if s.unread)

    def follow(self) -> None:
        """Take away what was read since."""
        unread = {s.id for _label, s in _sentences(self.now()[0]) if s.unread}
        self._read = self._waiting.keys() - unread
        for read in self._read & self.up.keys():
            self.up.pop(read).hide()


def reading_panels(page: OpensInPlace, to_read: ToRead) -> Iterator[QWidget]:
    """Everything there is to read and mend in one document."""
    document, found = to_read.now()
    if isinstance(document, PersonCopy):
        text = _(
            "Its sentences are fixed, so that nothing anyone said can get onto this page. There is nothing to edit."
        )
        yield Text(text, "muted")
        yield Space(8)
        yield from _hits(page, document, found)
        return
    yield from _hits(page, document, found)
    yield from _to_read(page, document, found, to_read)
    yield from _all_of_it(page, to_read)


def things_to_read(document: AnyDocument, found: Found) -> int:
    """How many sentences still wait to be read, mended or taken out."""
    hits = {sentence for sentence, hits in found.items() if any(hit.blocks for hit in hits)}
    unread = {s.id for _label, s in _sentences(document) if s.unread}
    return len(hits | unread)


def _sentences(document: AnyDocument) -> Iterator[tuple[str, Sentence]]:
    """Every sentence with what it is about."""
    for section in document.sections:
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                yield paragraph.label or section.title, sentence


# --- what the checks found -------------------------------------------------------------------------------------------


def _hits(page: OpensInPlace, document: AnyDocument, found: Found) -> Iterator[QWidget]:
    """One card for each sentence in which something was found."""
    known = {sentence.id: sentence for _label, sentence in _sentences(document)}
    for sentence_id, hits in found.items():
        blocks = any(hit.blocks for hit in hits)
        heading = _("Mend this before it leaves") if blocks else _("Look at the wording")
        card = Card(heading, tone="stop" if blocks else "attention")
        for hit in hits:
            card.add(Text(hit.detail, "strong", tone="stop" if hit.blocks else "", halo=False))
        sentence = known[sentence_id]
        if page.opened == f"text:{sentence_id}":
            card.add(_text_form(page, document, sentence), above=4)
        elif page.opened == f"source:{sentence_id}":
            card.add(_source_form(page, sentence), above=4)
        else:
            card.add(Text(quoted(sentence.text), halo=False))
            card.add_buttons(*_ways(page, document, hits))
        yield card


def _ways(page: OpensInPlace, document: AnyDocument, hits: Sequence[Hit]) -> Iterator[Button]:
    """Each way once; taking a name out, once for each name."""
    for way in WAYS:
        able = [hit for hit in hits if way in hit.ways]
        for hit in able if way == "mask" else able[:1]:
            yield _way(page, document, hit, way)


def _way(page: OpensInPlace, document: AnyDocument, hit: Hit, way: str) -> Button:
    words = page.session.fill(_("Use a source {they} {has|have} seen")) if way == "seen_source" else way_words(way)
    if way == "edit":
        return page.opener(words, f"text:{hit.sentence_id}", hit.text, "secondary")
    if way == "seen_source":
        return page.opener(words, f"source:{hit.sentence_id}", hit.text, "secondary")
    return Button(words, name=f"{words}: {hit.text}", on=lambda: _mend(page, document, hit, way))


def _mend(page: OpensInPlace, document: AnyDocument, hit: Hit, way: str) -> None:
    with page.drawn_once():
        for edit in mend(hit, document, way, page.session.now()):
            page.session.edit(edit.document, edit.sentence, edit.generated, edit.text)


def _source_form(page: OpensInPlace, sentence: Sentence) -> Editor:
    """The same fact from a source the person has seen: it is changed on the answer, for every document (S22)."""
    session = page.session
    editor = page.start_editor(f"source:{sentence.id}", inset=0)
    editor.say(
        session.fill(_("Only where the document says so too. {They} may know the event, not that someone told."))
    )
    editor.choose(
        "source",
        _("Where it also stands"),
        [
            ("given_document", session.fill(_("In a document {they} {was|were} given"))),
            ("record", session.fill(_("In a record {they} {has|have} seen"))),
        ],
        required=_("Choose where."),
    )
    editor.day("dated", _("Its date"), required=_("Enter its date."))
    editor.line(
        "how", session.fill(_("How you know that {they} {has|have} seen it")), required=_("Enter how you know.")
    )
    editor.finish(_("Use this source"), lambda: _use_source(page, editor, sentence))
    return editor


def _use_source(page: OpensInPlace, editor: Editor, sentence: Sentence) -> None:
    session = page.session
    card = sentence.origin.card if sentence.origin else ""
    answer = session.derived.standing.get(card)
    if answer is None:
        editor.error("source", _("This sentence rests on no single answer. Take it out, or change the words."))
        return
    origin = Origin(Source(editor.text("source")), Known.YES, editor.text("how"), editor.date("dated"))
    page.saved(lambda: session.answer(card, answer.values, answer.words, answer.observed, origin))


# --- sentences that are read one by one ------------------------------------------------------------------------------


def _to_read(page: OpensInPlace, document: AnyDocument, found: Found, to_read: ToRead) -> Iterator[QWidget]:
    unread = [(label, s) for label, s in _sentences(document) if s.unread]
    if not unread:
        return
    card = Card(_("Read each of these before it leaves"), tone="attention")
    card.add(_what_to_look_for(page, document))
    yield card
    for label, sentence in to_read.begin(unread):
        one: list[QWidget] = [Text(label, "note_heading", halo=False)]
        if page.opened == f"text:{sentence.id}" and sentence.id not in found:
            one.append(_text_form(page, document, sentence))
        else:
            one += _one_to_read(page, document, label, sentence)
        group = _Group(one)
        to_read.up[sentence.id] = group
        card.add(group)
        yield group


class _Group(QWidget):
    """What stands about one sentence, in line with the rest of its card."""

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(10), 0, 0)
        column.setSpacing(px(4))
        for widget in widgets:
            if isinstance(widget, Text):
                widget.setContentsMargins(HALO, 0, HALO, 0)
            if isinstance(widget, Flow):
                column.addSpacing(px(2))
            column.addWidget(widget)


def _one_to_read(page: OpensInPlace, document: AnyDocument, label: str, sentence: Sentence) -> Iterator[QWidget]:
    yield Text(sentence.text, halo=False)
    if sentence.earlier:
        earlier = _("You changed it before, to: {text} The record has changed since.")
        yield Text(earlier.replace("{text}", quoted(sentence.earlier)), "note_muted", halo=False)
    yield Flow(_ways_to_read(page, document, label, sentence))


def _ways_to_read(page: OpensInPlace, document: AnyDocument, label: str, sentence: Sentence) -> list[Button]:
    def leave(text: str) -> None:
        page.session.edit(document.document, sentence.id, sentence.generated, text)

    keep = _("I have read it: keep it")
    out = _("Take it out")
    found = [
        Button(keep, name=f"{keep}: {label}", on=lambda: leave(sentence.text)),
        page.opener(_("Change"), f"text:{sentence.id}", label, "secondary"),
        Button(out, name=f"{out}: {label}", on=lambda: leave("")),
    ]
    if sentence.earlier:
        again = _("Use my earlier words")
        found.append(Button(again, name=f"{again}: {label}", on=lambda: leave(sentence.earlier)))
    return found


def _what_to_look_for(page: OpensInPlace, document: AnyDocument) -> QWidget:
    """What is sensitive, and the four questions to put to it."""
    fill = page.session.fill
    if document.document in (Document.FILE_NOTE, Document.RESTRICTED_NOTE, Document.ANNEX):
        text = _("You answer for what it says. Keep what is right, change what is not, take out what is not needed.")
        return Text(text, "muted", halo=False)

    def body() -> Stack:
        hold, questions = Bullets([fill(_(item)) for item in SENSITIVE]), Bullets([fill(_(item)) for item in TESTS])
        for bullets in (hold, questions):
            bullets.setContentsMargins(HALO, 0, HALO, 0)
        first, then = Text(_("It must not hold:"), "note_heading"), Text(_("Ask of each sentence:"), "note_heading")
        return Stack([first, hold, then, questions])

    text = fill(_("{They} could read this. You answer for what it says."))
    fold = Fold(
        _("what to look for"),
        body,
        opened="look for" in page.unfolded,
        turned=lambda opened: page.turn_fold("look for", opened),
    )
    return Stack([Text(text, "muted"), fold])


def _text_form(page: OpensInPlace, document: AnyDocument, sentence: Sentence) -> Editor:
    editor = page.start_editor(f"text:{sentence.id}", inset=0)
    hint = page.session.fill(_("{They} could read this. Name nobody but {them}."))
    if document.document in (Document.ANNEX, Document.RESTRICTED_NOTE):
        hint = _("Facts, with where they come from.")
    text = sentence.text or sentence.generated
    editor.note("text", _("As it should read"), text=text, hint=hint, required=_("Enter the words, or take it out."))

    def leave(text: str) -> None:
        page.saved(lambda: page.session.edit(document.document, sentence.id, sentence.generated, text))

    editor.put(Flow([Button(_("Go back to the words as they were made"), on=lambda: leave(sentence.generated))]))
    editor.finish(_("Save the words"), lambda: leave(editor.text("text")))
    return editor


# --- all of it -------------------------------------------------------------------------------------------------------


def others(document: AnyDocument, found: Found) -> list[tuple[str, Sentence]]:
    """Every other sentence that can be changed."""
    return [(label, s) for label, s in _sentences(document) if not s.fixed and not s.unread and s.id not in found]


def _all_of_it(page: OpensInPlace, to_read: ToRead) -> Iterator[QWidget]:
    """Every other sentence that can be changed, folded away."""
    document, found = to_read.now()
    if not others(document, found):
        return

    def panel() -> Rows:
        to_read.listed = True
        rows, (document, found) = Rows(), to_read.now()
        for label, sentence in others(document, found):
            rows.add(_row(page, document, label, sentence))
        return rows

    key = f"all:{document.document}"
    yield Fold(
        _("every sentence you can change"),
        panel,
        opened=key in page.unfolded,
        turned=lambda opened: page.turn_fold(key, opened),
    )


def _row(page: OpensInPlace, document: AnyDocument, label: str, sentence: Sentence) -> QWidget:
    if page.opened == f"text:{sentence.id}":
        return _text_form(page, document, sentence)
    state = (
        _("Taken out") if not sentence.text else _("Changed") if sentence.edited else _("Read") if sentence.read else ""
    )
    words = Text(sentence.text or sentence.generated, "body" if sentence.text else "muted", halo=False)
    about = Text(
        " ".join(filter(None, (f"{label}." if label else "", f"{state}." if state else ""))), "small", halo=False
    )
    links: list[QWidget] = [page.opener(_("Change"), f"text:{sentence.id}", label)]
    if sentence.edited:
        text = _("Revert")
        links.append(
            Button(
                text,
                "link",
                name=f"{text}: {label}",
                on=lambda: page.session.edit(document.document, sentence.id, sentence.generated, sentence.generated),
            )
        )
    return Row([Stack([about, words], 0), Flow(links)], [1, 0])
