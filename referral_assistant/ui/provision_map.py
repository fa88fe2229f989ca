"""The map of the provision picture: areas painted by pattern and colour, each said in words when it is pointed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from referral_assistant.i18n import _
from referral_assistant.letter.provision_map import Frame, frame_of
from referral_assistant.letter.provision_words import MARKS
from referral_assistant.model import Outline, Standing
from referral_assistant.ui.theme import HALO, px, scale
from referral_assistant.ui.widgets import Text, announce
from referral_assistant.ui.widgets.paint import Role, ring

_AIR = 8
_PATTERNS = {
    Standing.ASK: Qt.BrushStyle.BDiagPattern,
    Standing.NATIONAL: Qt.BrushStyle.Dense6Pattern,
}
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class MapView(QWidget):
    """The areas of a picture. `picked` is sent with the area that was clicked or reached by the arrow keys, `pointed`
    with the one below the mouse, empty when there is none. The table beside it says the same."""

    picked = Signal(str)
    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._paths: dict[str, QPainterPath] = {}
        self._around: dict[str, QPainterPath] = {}
        self._outlines: Sequence[Outline] = ()
        self._standings: Mapping[str, Standing] = {}
        self._said: Mapping[str, str] = {}
        self._frame = Frame(0, 0, 1, 1)
        self._drawn: tuple[object, QPixmap] | None = None
        self._pointed = ""
        self.selected = ""
        self.setAccessibleName(_("Map"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(
        self, outlines: Sequence[Outline], standings: Mapping[str, Standing], said: Mapping[str, str]
    ) -> None:
        """Show other areas, or the same ones otherwise; `said` is the sentence of each."""
        if outlines is not self._outlines or standings.keys() != self._standings.keys():
            shown = [outline for outline in outlines if outline.area in standings]
            self._paths = {outline.area: _path(outline) for outline in shown}
            self._around = {outline.area: _path(outline) for outline in outlines if outline.area not in standings}
            self._frame = frame_of(shown).around(0.5)
        self._outlines, self._standings, self._said, self._drawn = outlines, standings, said, None
        self.select(self.selected if self.selected in self._paths else "")
        self.update()

    def select(self, area: str) -> None:
        """Show an area as the one that is looked at."""
        if area != self.selected:
            self.selected = area
            self.update()
        self.setAccessibleDescription(self._said.get(area, _("Arrow keys go from area to area.")))

    @property
    def empty(self) -> bool:
        """Whether no area of the picture is on the map."""
        return not self._paths

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(430))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(430))

    # --- pointing ----------------------------------------------------------------------------------------------------

    def area_at(self, place: QPointF) -> str:
        """The area at a place of the widget, or nothing."""
        back, possible = self._transform().inverted()
        spot = back.map(place)
        return next((a for a in reversed(self._paths) if possible and self._paths[a].contains(spot)), "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.area_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        area = self.area_at(event.position())
        if area and event.button() == Qt.MouseButton.LeftButton:
            self._pick(area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self.empty:
            super().keyPressEvent(event)
            return
        self._pick(self._beside(*step) if self.selected else next(iter(self._standings & self._paths.keys())))

    def _point(self, area: str) -> None:
        if area != self._pointed:
            self._pointed = area
            self.pointed.emit(area)
            self.update()

    def _pick(self, area: str) -> None:
        self.select(area)
        announce(self, self._said.get(area, ""))
        self.picked.emit(area)

    def _beside(self, right: int, down: int) -> str:
        """The nearest area in a direction, judged by the middles; the same one where there is none."""
        here = self._paths[self.selected].boundingRect().center()
        found = []
        for area, path in self._paths.items():
            apart = path.boundingRect().center() - here
            ahead, aside = apart.x() * right + apart.y() * down, abs(apart.x() * down) + abs(apart.y() * right)
            if area != self.selected and ahead > aside * 0.5:
                found.append((ahead + 2 * aside, area))
        return min(found)[1] if found else self.selected

    # --- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.empty:
            painter.drawPixmap(0, 0, self._picture())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for area, width in ((self._pointed, 2), (self.selected, 4)):
                if area in self._paths:
                    self._outline(painter, area, width)
        ring(painter, self)
        painter.end()

    def _outline(self, painter: QPainter, area: str, width: float) -> None:
        """A line round an area, light within dark, so that it is seen on every pattern."""
        path = self._transform().map(self._paths[area])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(Role.Base), (width + 3) * scale()))
        painter.drawPath(path)
        painter.setPen(QPen(self.palette().color(Role.WindowText), width * scale()))
        painter.drawPath(path)

    def _picture(self) -> QPixmap:
        """All areas, painted once for each size and appearance."""
        state = (self.size(), self.devicePixelRatioF(), self.palette().cacheKey())
        if self._drawn is None or self._drawn[0] != state:
            self._drawn = state, self._painted()
        return self._drawn[1]

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setClipRect(self.rect().adjusted(HALO, HALO, -HALO, -HALO))
        transform, palette = self._transform(), self.palette()
        painter.setPen(QPen(palette.color(Role.Midlight), 1))
        for path in self._around.values():
            painter.drawPath(transform.map(path))
        painter.setPen(QPen(palette.color(Role.Mid), 1))
        for area, path in self._paths.items():
            fill(painter, transform.map(path), self._standings[area], palette)
        painter.end()
        return made

    def _transform(self) -> QTransform:
        room = QRectF(self.rect()).adjusted(_AIR, _AIR, -_AIR, -_AIR)
        factor = min(room.width() / max(self._frame.width, 1), room.height() / max(self._frame.height, 1))
        left = room.center().x() - factor * (self._frame.left + self._frame.width / 2)
        top = room.center().y() - factor * (self._frame.top + self._frame.height / 2)
        return QTransform(factor, 0, 0, factor, left, top)


class Legend(QWidget):
    """What a pattern of the map means, in words, and how many areas have it."""

    def __init__(self, standing: Standing, count: int) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(HALO, 0, px(12), 0)
        line.setSpacing(px(6))
        line.addWidget(_Swatch(standing))
        text = _("{name}: {count}").format(name=MARKS[standing].title, count=count)
        line.addWidget(Text(text, "note", wrap=False, halo=False))
        self.setToolTip(MARKS[standing].meaning)


class _Swatch(QWidget):
    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self._standing = standing
        self.setFixedSize(px(26), px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().color(Role.Mid), 1))
        path = QPainterPath()
        path.addRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        fill(painter, path, self._standing, self.palette())
        painter.end()


def fill(painter: QPainter, path: QPainterPath, standing: Standing, palette: QPalette) -> None:
    """Fill a shape as a standing is shown: all of it, slanted lines, dots, or nothing. The patterns tell them apart,
    and the colour only helps."""
    painter.setBrush(palette.color(Role.Accent if standing is Standing.THERE else Role.Base))
    painter.drawPath(path)
    pattern = _PATTERNS.get(standing)
    if pattern is not None:
        painter.setBrush(QBrush(palette.color(Role.WindowText), pattern))
        painter.drawPath(path)


def _path(outline: Outline) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for loop in outline.loops:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in loop]))
        path.closeSubpath()
    return path
