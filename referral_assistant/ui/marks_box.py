"""Accreditations, one below the other: who gave it, at what level, and until when it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.columns import clear, column_in, put_up
from referral_assistant.ui.widgets import Button, DateBox, Field, Flow, LineBox, side_by_side


class MarksBox(QWidget):
    """A list of quality marks. `changed` is sent with all of them as plain data; `redrawn` when others stand there."""

    changed = Signal(list)
    redrawn = Signal()

    def __init__(self, name: str, values: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self._values = [dict(value) for value in values]
        self.setAccessibleName(name)
        self._column = column_in(self, 4)
        self._draw()

    def _draw(self) -> None:
        clear(self._column)
        for number, value in enumerate(self._values):
            for widget in self._mark(number, value):
                put_up(self._column, widget)
        self.add = Button(_("Add an accreditation"), on=self._add)
        put_up(self._column, Flow([self.add]))
        self.redrawn.emit()

    def _mark(self, number: int, value: Mapping[str, Any]) -> list[QWidget]:
        count = number + 1
        body = LineBox(_("Accreditation {n}: who gave it").format(n=count), str(value.get("body", "")))
        level = LineBox(_("Accreditation {n}: level").format(n=count), str(value.get("level", "")))
        until = value.get("valid_to")
        day = DateBox(_("Accreditation {n}: valid until").format(n=count), date.fromisoformat(until) if until else None)
        body.rested.connect(lambda text: self._change(number, "body", " ".join(text.split())))
        level.rested.connect(lambda text: self._change(number, "level", " ".join(text.split())))
        day.rested.connect(lambda: self._put_day(number, day))
        name = _("Remove accreditation {n}").format(n=count)
        off = Button(_("Remove"), "link", name=name, on=lambda: self._remove(number))
        names = side_by_side(Field(_("Who gave it"), body, kind="small"), Field(_("Level"), level, kind="small"))
        return [names, Field(_("Valid until"), day, kind="small"), Flow([off])]

    def _put_day(self, number: int, box: DateBox) -> None:
        found = box.value()
        self._change(number, "valid_to", found.isoformat() if found else "")

    def _change(self, number: int, name: str, text: str) -> None:
        mark = {**self._values[number], name: text}
        self._values[number] = {"body": mark.get("body", ""), **{k: v for k, v in mark.items() if v and k != "body"}}
        self.changed.emit(list(self._values))

    def _add(self) -> None:
        self._values.append({"body": ""})
        self._draw()
        name = _("Accreditation {n}: who gave it").format(n=len(self._values))
        for box in self.findChildren(LineBox):
            if box.accessibleName() == name and not box.isHidden():
                box.setFocus()
        self.changed.emit(list(self._values))

    def _remove(self, number: int) -> None:
        del self._values[number]
        self._draw()
        self.add.setFocus()
        self.changed.emit(list(self._values))
