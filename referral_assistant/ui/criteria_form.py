"""What a provider asks, edited as sentences: must or must not, about what, and which values; its own words beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from referral_assistant.directory.sentences import (
    Condition,
    said,
)
from referral_assistant.i18n import _
from referral_assistant.ui.columns import clear, column_in, put_up
from referral_assistant.ui.rule_form import Around, PartForm, one_of
from referral_assistant.ui.service_draft import Asked, Draft
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import (
    Button,
    Field,
    Flow,
    LineBox,
    Text,
)


class CriteriaForm(QWidget):
    """The criteria of a draft, one below the other. `changed` is called after every change of the draft; `redrawn` is
    sent when other controls stand there, which Tab has to walk through in their order."""

    redrawn = Signal()

    def __init__(self, draft: Draft, changed: Callable[[], object]) -> None:
        super().__init__()
        self._draft, self._changed = draft, changed
        self._around = Around(draft)
        self._column = column_in(self, 8)
        self._boxes: list[CriterionBox] = []
        self.setAccessibleName(_("What the provider asks"))
        self._draw()

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Say beside each criterion what is wrong with it."""
        for number, found in enumerate(self._boxes):
            found.show_mistake(mistakes.get(f"criteria.{number}", ""))

    def _draw(self, focus_on: int = -1) -> None:
        clear(self._column)
        self._boxes = []
        for number, asked in enumerate(self._draft.criteria):
            fresh = not asked.wording and not asked.part.whole
            found = CriterionBox(
                self._around, asked, number + 1, partial(self._put, number), partial(self._remove, number), opened=fresh
            )
            found.redrawn.connect(self.redrawn)
            self._boxes.append(found)
            put_up(self._column, found)
        add = Button(_("Add something the provider asks"), on=self._add)
        put_up(self._column, Flow([add]))
        self.redrawn.emit()
        if 0 <= focus_on < len(self._boxes):
            self._boxes[focus_on].take_focus()
        elif focus_on >= 0:
            add.setFocus()

    def _add(self) -> None:
        self._draft.criteria.append(Asked(Condition()))
        self._draw(len(self._draft.criteria) - 1)
        self._changed()

    def _put(self, number: int, asked: Asked) -> None:
        self._draft.criteria[number] = asked
        self._changed()

    def _remove(self, number: int) -> None:
        del self._draft.criteria[number]
        self._draw(max(0, number - 1))
        self._changed()


class CriterionBox(QFrame):
    """One criterion: its sentence, the provider's words, and when it is open everything to choose."""

    redrawn = Signal()

    def __init__(
        self,
        around: Around,
        asked: Asked,
        number: int,
        put: Callable[[Asked], object],
        remove: Callable[[], object],
        *,
        opened: bool,
    ) -> None:
        super().__init__()
        self.put, self.remove = put, remove
        self.setProperty("kind", "quote")
        self._around, self._asked, self._number, self._opened = around, asked, number, opened
        self._column = column_in(self, 4)
        self._column.setContentsMargins(px(14), px(2), 0, px(6))
        self._sentence = Text("", "strong")
        self._wrong = Text("", "error")
        self._draw()

    def show_mistake(self, sentence: str) -> None:
        """Say what is wrong, or nothing."""
        self._wrong.say(sentence)
        self._wrong.setVisible(bool(sentence))

    def take_focus(self) -> None:
        """Start at the first control."""
        found = next((w for w in self.findChildren(QWidget) if w.focusPolicy() and w.isVisible()), None)
        if found is not None:
            found.setFocus()

    # --- drawing -----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        wrong = self._wrong.text()
        clear(self._column)
        self._sentence, self._wrong = Text("", "strong"), Text("", "error")
        put_up(self._column, self._sentence)
        put_up(self._column, self._wrong)
        self.show_mistake(wrong)
        (self._draw_open if self._opened else self._draw_closed)()
        self._say()
        self.redrawn.emit()

    def _draw_closed(self) -> None:
        asked = self._asked
        firm = _("They decide by this.") if asked.firm else _("Asked case by case.")
        words = _("In their own words: “{words}”").format(words=asked.wording) if asked.wording else ""
        put_up(self._column, Text(" ".join(filter(None, (words, firm))), "note_muted"))
        change = Button(_("Change"), "link", name=self._named(_("Change")), on=lambda: self._turn(True))
        off = Button(_("Remove"), "link", name=self._named(_("Remove")), on=lambda: self.remove())
        put_up(self._column, Flow([change, off], gap=8))

    def _draw_open(self) -> None:
        asked = self._asked
        must = [("must", _("The person must")), ("must_not", _("The person must not"))]
        polarity = one_of(self._named(_("Must or must not")), must, asked.polarity)
        polarity.chosen.connect(lambda values: self._change(polarity=values[0]))
        put_up(self._column, polarity)
        rule = PartForm(self._around, asked.part, lambda part: self._change(part=part), (self._number,))
        rule.redrawn.connect(self.redrawn)
        put_up(self._column, rule)
        words = LineBox(self._named(_("In the provider’s own words")), asked.wording)
        words.rested.connect(lambda text: self._change(wording=" ".join(text.split())))
        hint = _("A whole sentence, with its full stop. It is shown as it stands.")
        put_up(self._column, Field(_("In the provider’s own words"), words, hint=hint))
        weight = [("ask", _("Ask, case by case")), ("firm", _("They decide by this"))]
        firm = one_of(self._named(_("How firm it is")), weight, "firm" if asked.firm else "ask")
        firm.chosen.connect(lambda values: self._change(firm=values[0] == "firm"))
        put_up(self._column, Field(_("How firm is it?"), firm))
        done = Button(_("Done with this one"), name=self._named(_("Done with this one")), on=lambda: self._turn(False))
        off = Button(_("Remove"), "quiet", name=self._named(_("Remove")), on=lambda: self.remove())
        put_up(self._column, Flow([done, off]))

    def _named(self, what: str) -> str:
        return _("{what}, criterion {number}").format(what=what, number=self._number)

    def _turn(self, opened: bool) -> None:
        for box in self.findChildren(LineBox):
            box.flush()
        self._opened = opened
        self._draw()
        self.take_focus()

    def _change(self, **changes: object) -> None:
        self._asked = replace(self._asked, **changes)  # type: ignore[arg-type]
        self._say()
        self.put(self._asked)

    def _say(self) -> None:
        self._sentence.say(said(self._asked.part, self._asked.polarity, self._around.names))
