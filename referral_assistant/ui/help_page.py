"""Help: what this copy is, its keys, what the organisation set, and what IT and data protection colleagues ask for."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from referral_assistant import about
from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.leaving import write
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    Card,
    Row,
    Rows,
    Slot,
    Space,
    Text,
    announce,
    fact_row,
    reading_row,
)

if TYPE_CHECKING:
    from referral_assistant.letter.printing import Rendered
    from referral_assistant.letter.statement import Block

SECURITY, IMPACT, NOTES = "security-statement", "dpia-starter", "trainer-notes"


class HelpPage(Apart):
    """Its parts are places too: `help:security-statement`, `help:licences`, `help:licence/3`. Never shown while
    the person is in the room."""

    name: ClassVar[str] = "help"
    measure: ClassVar[int] = 860
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._said, self._tone = "", "settled"

    def arrive(self, detail: str = "") -> None:
        self._said = ""
        super().arrive(detail)

    def shape(self) -> Hashable:
        return self._said

    def build(self) -> Form:
        kind, _slash, number = self.detail.partition("/")
        if kind in (SECURITY, IMPACT, NOTES):
            return self._statement(kind)
        if kind == "licences":
            return self._licences()
        if kind == "licence" and number.isdigit() and int(number) < len(about.licences()):
            return self._licence(about.licences()[int(number)])
        return self._overview()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A long text has nothing in it that takes the focus, so the keys walk through it."""
        bar = self._area.verticalScrollBar()
        down = {
            Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
            Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
            Qt.Key.Key_Home: bar.minimum(),
            Qt.Key.Key_End: bar.maximum(),
        }.get(Qt.Key(event.key()))
        if down is None:
            super().keyPressEvent(event)
        else:
            self.complete()
            bar.setValue(down)

    # --- the first page ----------------------------------------------------------------------------------------------

    def _overview(self) -> Form:
        done = Button(_("&Done"), "primary", on=lambda: self.go.emit("previous"))
        lead = _("The keys, what colleagues in IT and data protection ask for, and what this copy is.")
        return Form(_("Help"), lead, self._parts(), [], [done], first=done)

    def _parts(self) -> Iterator[QWidget]:
        if self.session.training:
            yield self._teaching()
        yield self._keys()
        yield self._documents()
        yield self._for_trainers()
        yield self._copy()
        yield self._organisation()

    def _documents(self) -> Card:
        card = Card(_("For colleagues in IT and data protection"))
        places = (
            (SECURITY, _("Security statement"), _("One page: where data lies, how it is protected, whom to tell.")),
            (IMPACT, _("Impact assessment starter"), _("A start for your organisation’s DPIA, to be completed.")),
            ("licences", _("Licences"), _("Everything this program is made of, and under which licence.")),
        )
        for place, title, what in places:
            button = Button(title, on=partial(self.go.emit, f"{self.name}:{place}"))
            card.add(Text(what, halo=False), above=8)
            card.add_buttons(button)
        return card

    def _for_trainers(self) -> Card:
        card = Card(_("For trainers"))
        card.add(
            Text(_("One page: a half day from start to finish, and what to do when somebody discloses."), halo=False)
        )
        return card.add_buttons(Button(_("Notes for trainers"), on=partial(self.go.emit, f"{self.name}:{NOTES}")))

    def _keys(self) -> Rows:
        panel = Rows(_("Keys"))
        for key, what in (
            *self._training_keys(),
            ("F1", _("This page. Not while the person is in the room.")),
            ("F6", _("The list of sections, or of topics in the room.")),
            ("F7", _("Practice notes, shown or folded away.")),
            ("F8", _("Hide everything. Live cases are locked too.")),
            ("F9", _("Safety concern: recorded at once, with whom to call.")),
            (_("Enter"), _("The main button of the page.")),
            (_("Digits"), _("The choice of that number.")),
            (_("Page up, Page down"), _("Through a long page of Help.")),
            (_("Arrows, then Space"), _("Move among choices, then choose. Arrows alone choose nothing.")),
        ):
            panel.add(fact_row(key, what))
        return panel

    def _training_keys(self) -> Sequence[tuple[str, str]]:
        if not self.session.training:
            return ()
        return (
            ("F5", _("In training: presenter view, for a wall and a room. Again to leave it.")),
            ("Ctrl+J", _("In training: to any screen and any card.")),
        )

    def _teaching(self) -> Card:
        card = Card(_("Training"), lead=_("Ten steps through the screens. Escape ends them at any time."))
        return card.add_buttons(Button(_("Take the tour"), on=lambda: self.go.emit("switch:tour")))

    def _copy(self) -> Rows:
        from referral_assistant import geography

        made = about.build()
        panel = Rows(_("This copy"))
        panel.add(fact_row(_("Version"), made.version))
        panel.add(
            fact_row(
                _("Build"),
                _("{commit}, of {day}").format(commit=made.commit[:12], day=made.built)
                if made.commit
                else _("None: it is run from its source"),
            )
        )
        panel.add(fact_row(_("How it is installed"), about.form(made)))
        panel.add(fact_row(_("Live cases lie in"), about.data_place()))
        panel.add(fact_row(_("Areas, postcodes, map"), geography.attribution()))
        panel.add(fact_row(_("To check this copy"), _("IT runs “referral-assistant self-check --report FILE”.")))
        return panel

    def _organisation(self) -> Rows:
        from referral_assistant.policy import in_force
        from referral_assistant.policy_report import LOCKED, rows
        from referral_assistant.settings import BY_NAME

        panel = Rows(_("Settings of your organisation"))
        standing = [row for row in rows(in_force()) if row.standing]
        for row in standing:
            locked = _("Set by your organisation") if row.standing == LOCKED else _("Suggested; you may change it")
            panel.add(fact_row(BY_NAME[row.key].title, locked))
        if not standing:
            panel.add(Row([Text(_("Your organisation has set nothing on this computer."), "muted", halo=False)], [1]))
        return panel

    # --- a statement -------------------------------------------------------------------------------------------------

    def _statement(self, name: str) -> Form:
        from referral_assistant.letter.statement import blocks

        title, *found = blocks(name, about.facts())
        save = Button(_("&Save as PDF"), "primary", on=lambda: self._ask_where(name))
        return Form(title.text, "", self._shown(found), [self._back()], [save], first=save)

    def _shown(self, found: Sequence[Block]) -> Iterator[QWidget]:
        if self._said:
            yield Banner(self._said, self._tone)
        for block in found:
            if block.kind == "table":
                yield _table(block.rows)
            elif block.kind == "ul":
                bullets = Bullets(block.items)
                bullets.setContentsMargins(HALO, 0, HALO, 0)
                yield bullets
            else:
                if block.kind != "p":
                    yield Space(8)
                yield Text(block.text, {"h2": "subtitle", "h3": "heading"}.get(block.kind, "body"))

    def _ask_where(self, name: str) -> None:
        self.dialogs.save(self, f"{name}.pdf", lambda path: self._make(name, path))

    def _make(self, name: str, path: Path) -> None:
        from referral_assistant.letter.statement import pdf

        facts = about.facts()
        self.session.background.run(lambda: pdf(name, facts), lambda made: self._keep(path, made))

    def _keep(self, path: Path, made: Rendered) -> None:
        try:
            write(path, made.content)
        except Problem as problem:
            self._said, self._tone = f"{problem} {problem.advice}", "stop"
        else:
            self._said, self._tone = _("Saved as {name}.").format(name=path.name), "settled"
        announce(self, self._said)
        self.refresh()

    # --- licences ----------------------------------------------------------------------------------------------------

    def _licences(self) -> Form:
        found = about.licences()
        lead = _("This copy holds {count} components. Each has its own licence.").format(count=len(found))
        if not found:
            lead = _("The list of licences is missing from this copy. Ask your IT team to install it again.")
        elif about.licence_folder() is None:
            lead = _("Run from its source: this is what the packages beside it say of themselves.")
        back = self._back()
        return Form(_("Licences"), lead, self._components(found), [back], [], first=back)

    def _components(self, found: Sequence[about.Licence]) -> Iterator[QWidget]:
        panel = Rows()
        yield panel
        for number, licence in enumerate(found):
            cells: list[QWidget] = [
                Text(f"{licence.component} {licence.version}".strip(), halo=False),
                Text(licence.licence, "muted", halo=False),
            ]
            if licence.files:
                title = _("Read the licence of {name}").format(name=licence.component)
                place = f"{self.name}:licence/{number}"
                cells.append(Slot(Button(_("Read"), "link", name=title, on=partial(self.go.emit, place)), 76))
            row = reading_row(cells, [4, 6, 0][: len(cells)])
            panel.add(row)
            yield row

    def _licence(self, licence: about.Licence) -> Form:
        folder = about.licence_folder()
        texts = [_read(folder / name) for name in licence.files] if folder is not None else []
        back = Button(_("&Back"), on=lambda: self.go.emit(f"{self.name}:licences"))
        box = _Reading(licence.component, "\n\n".join(texts))
        return Form(f"{licence.component} {licence.version}", licence.licence, [box], [back], [], first=box)

    def _back(self) -> Button:
        return Button(_("&Back"), on=lambda: self.go.emit(self.name))


class _Reading(QPlainTextEdit):
    """A long text to read: it scrolls by itself, and the keys walk through it."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(_("Licence of {name}").format(name=name))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(px(440))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)


def _table(rows: Sequence[tuple[str, ...]]) -> Rows:
    """A table of a statement. What the organisation fills in stands last in each row."""
    head, *others = rows
    weights = [3, 6, 3] if len(head) > 2 else [4, 5]
    panel = Rows(columns=list(zip(head, weights, strict=True)))
    for first, *cells in others:
        texts = [Text(first, "strong", halo=False), *(Text(cell, halo=False) for cell in cells)]
        panel.add(reading_row(texts, weights))
    return panel


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return _("The text {name} is missing. Ask your IT team to install this program again.").format(name=path.name)
