"""The parts of the page on what is missing: the board with map and table, and what stands behind one authority."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.i18n import _, joined
from referral_assistant.letter import provision_words as words
from referral_assistant.letter.provision import HEADS, row, tally_row
from referral_assistant.model import Outline, Pack, Picture, Standing, Tally, UnmetCounts
from referral_assistant.ui.provision_map import Legend, MapView
from referral_assistant.ui.provision_table import Table
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import Bullets, Button, Card, Flow, Row, Rows, Text

if TYPE_CHECKING:
    from referral_assistant.directory.provision import Behind

SIDE_BY_SIDE = 900
"""Pixels at 100 % that map and table need beside each other."""
MAP = 390
"""Pixels at 100 % that the map has beside the table."""
MOST_BEHIND = 20
"""Services that are listed behind one authority; the directory itself lists all."""

_WIDTHS = (0, 126, 80, 70, 82, 146)
_TALLY_HEADS = [mark.title for mark in words.MARKS.values()]
_TALLY_WIDTHS = (96, 84, 124, 120)
_OPEN = {
    "gender": _("gender"),
    "age": _("age"),
    "relationship": _("whom the abuse is towards"),
    "language": _("language"),
    "access": _("what helps to take part"),
    "partner_support": _("linked support for partners"),
}


class Holder(QWidget):
    """A place whose contents change while all around it stays."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))

    def put(self, widgets: Iterable[QWidget]) -> None:
        """Show these in place of what was there."""
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for widget in widgets:
            self._column.addWidget(widget)
            widget.show()


class Board(QWidget):
    """Map and table of one picture: what is chosen in the one is chosen in the other, and said in a sentence."""

    def __init__(self, pack: Pack, picked: Callable[[str], object]) -> None:
        super().__init__()
        self._pack, self._picked = pack, picked
        self._said: dict[str, str] = {}
        self.map = MapView()
        self.table = Table(_("Authorities: the same as on the map"), list(zip(HEADS, _WIDTHS, strict=True)), words=2)
        self.legend = Holder()
        self.sentence = Text(" ", "strong")
        self._off_map = Text("", "note_muted")
        self.map.picked.connect(self._pick)
        self.map.pointed.connect(lambda area: self._say(area or self.map.selected))
        self.table.picked.connect(self._pick)
        self._put_together()

    def show_picture(self, picture: Picture, outlines: Sequence[Outline], off_map: str) -> None:
        """Show another picture; the authority that is looked at stays, where it is in it."""
        need, cells = picture.need, picture.cells
        self._said = {cell.area: words.cell(self._pack, need, cell) for cell in cells}
        self.map.show_picture(outlines, {cell.area: cell.standing for cell in cells}, self._said)
        self._left.setVisible(not self.map.empty)
        self.table.show_lines([(cell.area, row(cell)) for cell in cells])
        self.legend.put([Flow([Legend(standing, len(picture.of(standing))) for standing in Standing])])
        self._off_map.say(off_map)
        self._off_map.setVisible(bool(off_map))
        self._say(self.table.key)

    def _put_together(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(4))
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(px(4))
        left.addWidget(self.map)
        left.addWidget(self._off_map)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(px(8))
        self._line.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(self.table, 1, Qt.AlignmentFlag.AlignTop)
        outer.addWidget(self.legend)
        outer.addLayout(self._line)
        outer.addWidget(self.sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(SIDE_BY_SIDE)
        self._left.setFixedWidth(self.width() if narrow else px(MAP))
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != wanted:
            self._line.setDirection(wanted)

    def _pick(self, area: str) -> None:
        self.map.select(area)
        self.table.select(area)
        self._say(area)
        self._picked(area)

    def _say(self, area: str) -> None:
        hint = _("Choose an authority on the map or in the table to see what stands behind it.")
        self.sentence.say(self._said.get(area, hint))


def behind_card(name: str, listed: Sequence[Behind], open_service: Callable[[str], object]) -> QWidget:
    """The services that stand behind one authority, each with what is known and what is not."""
    heading = _("What stands behind it: {area}").format(area=name)
    if not listed:
        return Card(heading).add(Text(_("This directory knows of no active service for this."), halo=False))
    panel = Rows(heading)
    for found in listed[:MOST_BEHIND]:
        service = found.service
        title = _("Read: {service}").format(service=service.name)
        link = Button(service.name, "link", name=title, on=partial(open_service, service.id))
        panel.add(Row([_at_the_left(link), Text(_state(found), "muted", halo=False)], [2, 3]))
    if len(listed) > MOST_BEHIND:
        more = _("and {count} more").format(count=len(listed) - MOST_BEHIND)
        panel.add(Row([Text(more, "muted", halo=False)], [1]))
    return panel


def tally_table(name: str, head: str, lines: Sequence[tuple[str, Tally]]) -> Table:
    """Tallies as a table: in how many authorities each standing holds."""
    columns = [(head, 0), *zip(_TALLY_HEADS, _TALLY_WIDTHS, strict=True)]
    table = Table(name, columns)
    show_tallies(table, lines)
    return table


def show_tallies(table: Table, lines: Sequence[tuple[str, Tally]]) -> None:
    """Other tallies in the same table."""
    table.show_lines([(title, tally_row(title, tally)) for title, tally in lines])


def unmet_card(pack: Pack, found: UnmetCounts) -> Card:
    """What may be told of cases that found no service (S27)."""
    card = Card(_("Cases for which no service was known"))
    card.add(Text(words.unmet_head(found), halo=False))
    card.add(Text(words.unmet_rule(), "muted", halo=False), above=4)
    if not found.lines:
        return card.add(Text(_("There are too few cases to show any number."), halo=False), above=4)
    lines = [joined(words.unmet_line(pack, line)) for line in found.lines]
    return card.add(Bullets(lines), above=4)


def _at_the_left(button: Button) -> QWidget:
    """A cell as wide as its column, so that those of several rows stand below one another."""
    cell = QWidget()
    line = QHBoxLayout(cell)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(button)
    line.addStretch(1)
    cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return cell


def _state(found: Behind) -> str:
    parts = [_("There") if found.there else _("Ask about {open}").format(open=joined(_OPEN[f] for f in found.open))]
    if found.national:
        parts.append(_("national"))
    if not found.fresh:
        parts.append(_("not checked by a person in the last six months"))
    return _("{parts}.").format(parts="; ".join(parts))
