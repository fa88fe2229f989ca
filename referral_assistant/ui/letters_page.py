"""Screen 8: each document by name, with its reader and what must be read before it leaves, beside the real page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import fields
from itertools import pairwise
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from referral_assistant.checks import before_issue
from referral_assistant.i18n import _, long_date
from referral_assistant.letter import AnyDocument, HelplineCard
from referral_assistant.matching import closed
from referral_assistant.model import Case, Document
from referral_assistant.problems import Problem
from referral_assistant.ui.contacts import contact_lines, danger_card
from referral_assistant.ui.desk import Desk
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.filing import NOTES, filing_panel
from referral_assistant.ui.helpline import helpline_panel, make_card
from referral_assistant.ui.in_place import OpensInPlace
from referral_assistant.ui.letter_text import Found, ToRead, others, reading_panels, things_to_read
from referral_assistant.ui.page import Form
from referral_assistant.ui.phrases import count_text
from referral_assistant.ui.preview import Look, Preview
from referral_assistant.ui.renderings import Renderings
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import px
from referral_assistant.ui.way_out import WayOut
from referral_assistant.ui.widgets import Banner, Bullets, Button, Card, Chip, PickCard, Text, announce, holds_focus

ROOM_FOR_PAGE = 940
"""Pixels at 100 % the screen needs to show the page beside the documents; with less it follows below."""


class Drawn(NamedTuple):
    """What a form of letters shows: of which record, what was picked, the states, and what the picked one holds."""

    case: Case
    picked: tuple[Hashable, ...]
    states: tuple[tuple[bool, str], ...]
    holds: tuple[Hashable, ...]


class LettersPage(OpensInPlace):
    """Nothing is sent from here, and only what was issued is saved or printed."""

    name: ClassVar[str] = "letters"
    measure: ClassVar[int] = 640
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.picked = Document.REFERRAL_LETTER
        self._renderings = Renderings(session.background)
        self._renderings.ready.connect(self._refresh_if_up)
        session.changed.connect(self._forget_if_closed)
        self.desk = Desk(session, self._renderings)
        self.way_out = WayOut(self, self.desk, self.dialogs, self.tell)
        self._look = Look()
        self._said: tuple[str, Case | None] = ("", None)
        self._card: HelplineCard | None = None
        self._give_up: Callable[[], None] = lambda: None
        self._wanted_of: Case | None = None
        self._drawn: Drawn | None = None
        self._cards: dict[Document, PickCard] = {}
        self._counted: dict[Document, tuple[AnyDocument, int]] = {}
        self._to_read: ToRead | None = None

    def arrive(self, detail: str = "") -> None:
        self._said, self._card, self._wanted_of, self._drawn = ("", None), None, None, None
        self._give_up()
        super().arrive(detail)

    def left(self) -> None:
        self._renderings.rest()

    def look_ahead(self) -> None:
        # Not with every decision: there are several in a row, and each would be worked out for nothing.
        self._give_up()
        if self.session.derived.open_safety is None:
            self._give_up = self.session.background.soon(self._look_ahead)

    def _look_ahead(self) -> None:
        if self.session.case is not None and self.session.derived.open_safety is None and not self.isVisible():
            first = self.picked if self.picked in self.desk.kinds else self.desk.kinds[0]
            self.desk.look_ahead(lambda: self.desk.want_pages(first))

    def shape(self) -> Hashable:
        if self.session.derived.open_safety is not None:
            self._drawn = None
            return "closed"
        now = self._as_drawn()
        if self._drawn is None or not self._only_read_since(self._drawn, now):
            self._drawn = now
        return self._drawn

    def _as_drawn(self) -> Drawn:
        """What the form shows now, but for single sentences to read."""
        desk, (text, of) = self.desk, self._said
        if self.picked not in desk.kinds:
            self.picked = desk.kinds[0]
        found, draft = desk.found(self.picked), desk.draft(self.picked)
        return Drawn(
            desk.case,
            (self.picked, self.opened, desk.large, self._wide(), text if of is desk.case else "", self._card),
            tuple((desk.holds(kind), self._state(kind)[1]) for kind in desk.kinds),
            (
                tuple((sentence, tuple(hits)) for sentence, hits in found.items()),
                tuple(self._unprintable(self.picked)),
                draft is not None and bool(others(draft, found)),
            ),
        )

    def _only_read_since(self, drawn: Drawn, now: Drawn) -> bool:
        """Whether nothing else happened than that sentences were read: those go, and all else stays in sight."""
        if drawn == now or drawn[1:] != now[1:] or self._to_read is None or self.opened or self._to_read.listed:
            return drawn == now
        if any(getattr(drawn.case, f.name) is not getattr(now.case, f.name) for f in fields(Case) if f.name != "edits"):
            return False
        edited = {edit.document for edit in {*drawn.case.edits} ^ {*now.case.edits}}
        return edited <= {self.picked} and self._to_read.holds()

    def build(self) -> Form:
        self.editor = None
        if self.session.derived.open_safety is not None:
            return self._closed()
        self._cards, self._to_read = {}, None
        wide, beside = self._wide(), self._form.beside if self._form is not None else None
        # A page that is in sight stays there while what stands beside it is drawn anew.
        self._preview = beside if wide and isinstance(beside, Preview) else Preview(self._look, whole=not wide)
        return Form(
            _("File note") if self.session.derived.stop else _("Letters"),
            _("Each document has its own reader. Nothing is sent from this computer."),
            self._widgets(),
            [self._back()],
            self._actions(),
            beside=self._preview if wide else None,
        )

    def _widgets(self) -> Iterator[QWidget]:
        below = None if self._wide() else self._preview
        yield from self._heads()
        for kind in self.desk.kinds:
            yield self._pick_card(kind)
            if kind is self.picked:
                yield from self._details(kind)
        if below is not None:
            yield below

    def fill_in(self) -> None:
        if self.session.derived.open_safety is None:
            if self._to_read is not None:
                self._follow(self._to_read)
            case = self.session.case
            self.desk.want_pages(self.picked, self._card, soon=self._wanted_of not in (None, case))
            self._wanted_of = case
            self._show_page(self.picked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._refresh_if_up)

    def pick(self, kind: Document) -> None:
        """Look at another document."""
        self.keep()
        self.picked, self.opened, self._said, self._card = kind, "", ("", None), None
        self.refresh()

    def tell(self, text: str) -> None:
        """Say what was just done."""
        self._said = (text, self.session.case)
        self.refresh()
        announce(self, text)

    def _forget_if_closed(self) -> None:
        """A case that was left or locked leaves no page of it behind."""
        if self.session.case is None:
            self._give_up()
            self._said, self._card, self._wanted_of, self._drawn = ("", None), None, None, None
            self._cards, self._counted, self._to_read = {}, {}, None
            self._renderings.want(())
            self.desk.forget()

    def _refresh_if_up(self) -> None:
        if self.session.case is not None and self.isVisible() and self._form is not None:
            self.refresh()

    def _wide(self) -> bool:
        return self.width() >= px(ROOM_FOR_PAGE)

    def _back(self) -> Button:
        return Button(_("&Back"), on=lambda: self.go.emit("protection"))

    # --- the list ----------------------------------------------------------------------------------------------------

    def _closed(self) -> Form:
        card = Card(_("A safety concern is open."), tone="stop")
        card.add(Text(_("Record what was done about it. Letters open again then."), halo=False))
        card.add(contact_lines(self.session, ("safeguarding_lead",)), above=8)
        way = Button(_("Record what was done"), "primary", on=lambda: self.go.emit("safety"))
        return Form(_("Letters are closed for now"), "", [card, danger_card()], [self._back()], [way])

    def _heads(self) -> list[QWidget]:
        """What was just done, and what stands in the way of every document alike."""
        text, case = self._said
        # What was said of a record is not said of the next one.
        found: list[QWidget] = [Banner(text, "settled")] if text and case is self.session.case else []
        common = self.desk.in_every_way()
        if common:
            card = Card(_("Before any document is made"), tone="attention").add(Bullets(common))
            means = Button(_("What is to do"), on=lambda: self.go.emit("means"))
            protection = Button(_("Protection"), on=lambda: self.go.emit("protection"))
            referral = Button(_("Referral"), on=lambda: self.go.emit("referral"))
            found.append(card.add_buttons(means, referral, protection))
        return found

    def _pick_card(self, kind: Document) -> PickCard:
        title = self.session.word("documents", kind.value)
        card = self._cards[kind] = PickCard(
            title,
            self.desk.reader(kind),
            Chip(*self._state(kind)),
            picked=kind is self.picked,
            on=lambda: self.pick(kind),
        )
        return card

    def _state(self, kind: Document) -> tuple[str, str]:
        """A word on a document, and its tone."""
        if self.desk.holds(kind):
            return _("Issued"), "accent"
        draft = self.desk.draft(kind)
        if draft is None:
            return _("Not made"), "neutral"
        counted = self._counted.get(kind)
        if counted is None or counted[0] is not draft:
            counted = self._counted[kind] = draft, things_to_read(draft, self.desk.found(kind))
        count = counted[1]
        if count:
            many = _("{count} things to read").format(count=count_text(count).capitalize())
            return _("One thing to read") if count == 1 else many, "attention"
        changed = self.desk.issued(kind) is not None
        return (_("Changed since it was issued"), "attention") if changed else (_("Ready"), "settled")

    def _follow(self, to_read: ToRead) -> None:
        """Take away what was read since the form came up, and count again."""
        focused, name = [group for group in to_read.up.values() if holds_focus(group)], self._focused(self._laid)
        to_read.follow()
        for kind, card in self._cards.items():
            card.say(self._state(kind)[0])
        if any(group.isHidden() for group in focused):
            self._restore(name)

    # --- one document ------------------------------------------------------------------------------------------------

    def _details(self, kind: Document) -> Iterator[QWidget]:
        if self.desk.issued(kind):
            yield self._history(kind)
        draft = self.desk.draft(kind)
        if draft is None:
            common = self.desk.in_every_way()
            own = [sentence for sentence in self.desk.outcome.why_not(kind) if sentence not in common]
            if own:
                yield Card(_("Not made, because")).add(Bullets(own))
            if kind is Document.PERSON_COPY and not closed(self.session.derived.assessment):
                yield helpline_panel(self, self._card, self._make_card)
        elif not self.desk.holds(kind):
            if kind in NOTES:
                yield filing_panel(self, kind)
            if unprintable := self._unprintable(kind):
                yield Card(_("It cannot be printed like this"), tone="stop").add(Bullets(unprintable))
            self._to_read = ToRead(lambda: self._now(kind))
            yield from reading_panels(self, self._to_read)

    def _now(self, kind: Document) -> tuple[AnyDocument, Found]:
        draft = self.desk.draft(kind)
        assert draft is not None
        return draft, self.desk.found(kind)

    def _make_card(self) -> None:
        self._card = make_card(self)
        self.close_in_place()

    def _unprintable(self, kind: Document) -> list[str]:
        """What only the finished pages show: too long, or a character that no page can hold."""
        draft, made = self.desk.draft(kind), self.desk.rendered(kind)
        if draft is None or made is None or made.fits:
            return []
        text = before_issue(draft, self.desk.case, self.session.pack)
        return [sentence for sentence in self.desk.standing(kind) if sentence not in text]

    def _history(self, kind: Document) -> Card:
        """Every version that left, the last first; what a later one replaces is said to be superseded."""
        versions = [issued for issued in self.desk.case.issued if issued.document is kind]
        later = {earlier.reference: next_one.reference for earlier, next_one in pairwise(versions)}
        card = Card(_("Issued"))
        for issued in reversed(versions):
            line = _("Version {version}, {date}, reference {reference}.").format(
                version=issued.version, date=long_date(issued.at.date()), reference=issued.reference
            )
            if issued.reference in later:
                line += " " + _("Superseded by {reference}.").format(reference=later[issued.reference])
            card.add(Text(line, "muted" if issued.reference in later else "body", halo=False))
            card.add(Text(_("Fingerprint {digest}").format(digest=issued.digest[:16]), "small", halo=False))
        return card

    def _show_page(self, kind: Document) -> None:
        """The frozen page of what was issued, else the page as it would be issued now."""
        title, issued = self.session.word("documents", kind.value), self.desk.issued(kind)
        made, failed = self.desk.rendered(kind), self.desk.failed(kind)
        card = self._renderings.get(self._card, self.desk.large) if self._card is not None else None
        if card is not None:
            self._preview.show_pdf(card.content, _("Helpline card"))
        elif issued is not None and self.desk.holds(kind):
            self._preview.show_pdf(self.session.issued_pdf(issued.reference), title)
        elif self.desk.draft(kind) is None:
            self._preview.say(_("There is no page: this document is not made."))
        elif made is not None:
            self._preview.show_pdf(made.content, title)
        elif failed is not None:
            problem = f"{failed} {failed.advice}" if isinstance(failed, Problem) else _("The page could not be made.")
            self._preview.say(problem)
        else:
            self._preview.say(_("Making the page …"))

    # --- what can be done --------------------------------------------------------------------------------------------

    def _actions(self) -> list[Button]:
        kind, issued = self.picked, self.desk.issued(self.picked)
        if self._card is not None:
            return [self._size(), Button(_("&Print …"), "primary", on=self._print_card)]
        if issued is not None and self.desk.holds(kind):
            save = Button(_("&Save …"), on=lambda: self.way_out.save(issued))
            return [save, Button(_("&Print …"), "primary", on=lambda: self.way_out.print(issued))]
        words = _("Issue version {n}").format(n=issued.version + 1) if issued else _("&Issue")
        title = self.session.word("documents", kind.value)
        name = f"{words.replace('&', '')}: {title}"
        issue = Button(words, "primary", name=name, on=lambda: self.way_out.ask_to_issue(kind))
        if self.desk.draft(kind) is None:
            issue.setEnabled(False)
            return [issue]
        return [self._size(), issue]

    def _size(self) -> Button:
        return Button(_("Usual print") if self.desk.large else _("&Large print"), on=self._turn_large)

    def _print_card(self) -> None:
        card = self._renderings.get(self._card, self.desk.large) if self._card is not None else None
        if card is not None:
            self.way_out.print_card(card.content)

    def _turn_large(self) -> None:
        self.desk.large = not self.desk.large
        self.refresh()
