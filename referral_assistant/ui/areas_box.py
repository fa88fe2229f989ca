"""Several areas of any size, chosen by a few letters: authorities, counties, police forces, regions, nations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.geography import Area
from referral_assistant.geography.areas import counts
from referral_assistant.geography.naming import plain
from referral_assistant.i18n import _
from referral_assistant.ui.columns import clear, column_in, put_up
from referral_assistant.ui.widgets import Button, Flow, SearchBox, Text

_ORDER = ("authority", "county", "police", "probation", "region", "nation")


class AreasBox(QWidget):
    """A list of areas: each is found by its name, and taken off again. `changed` is sent with all of them."""

    changed = Signal(tuple)

    def __init__(self, name: str, areas: Sequence[Area], values: Sequence[str], today: date) -> None:
        super().__init__()
        self._areas, self._today, self._name = {area.id: area for area in areas}, today, name
        self._values = tuple(values)
        column = column_in(self, 2)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        hint = _("A council, county, police area, region or nation")
        self.search = SearchBox(name, lambda text: find_any(self._areas.values(), text, today), placeholder=hint)
        self.search.picked.connect(self._add)
        column.addWidget(self.search)
        self._show()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To what is inside it: a focus proxy would come up in the chain of focus a second time."""
        self.search.setFocus(reason)

    def values(self) -> tuple[str, ...]:
        """Every area on the list."""
        return self._values

    def _add(self, area_id: str) -> None:
        self.search.show_chosen("")
        if area_id not in self._values:
            self._set((*self._values, area_id))

    def _remove(self, area_id: str) -> None:
        self._set(tuple(value for value in self._values if value != area_id))

    def _set(self, values: tuple[str, ...]) -> None:
        self._values = values
        self._show()
        self.search.box.setFocus()
        self.changed.emit(values)

    def _show(self) -> None:
        clear(self._list)
        for area_id in self._values:
            said = self._said(area_id)
            off = Button(_("Remove"), "link", name=f"{_('Remove')}: {said}", on=partial(self._remove, area_id))
            put_up(self._list, Flow([Text(said, wrap=False), off], gap=8))

    def _said(self, area_id: str) -> str:
        area = self._areas.get(area_id)
        return area_text(area) if area else _("{code}, which is no area any more").format(code=area_id)


def area_text(area: Area) -> str:
    """An area with what kind of area it is."""
    kinds = {
        "authority": _("council"),
        "county": _("county"),
        "police": _("police area"),
        "probation": _("probation region"),
        "region": _("region"),
        "nation": _("nation"),
    }
    return area.name if area.id == "uk" else f"{area.name} ({kinds[area.kind]})"


def find_any(areas: Iterable[Area], text: str, today: date) -> list[tuple[str, str]]:
    """The areas of any kind for what was typed, those whose names begin so first."""
    typed, found = plain(text), []
    for area in areas:
        if not typed or not counts(area, today):
            continue
        names = [plain(name) for name in (area.name, *area.also, *area.was)]
        begins = any(name.startswith(typed) for name in names)
        if begins or any(f" {typed}" in f" {name}" for name in names):
            found.append((not begins, _ORDER.index(area.kind), area.name, area.id, area_text(area)))
    return [(area_id, said) for _b, _k, _n, area_id, said in sorted(found)]
