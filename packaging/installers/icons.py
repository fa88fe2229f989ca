"""Draws the icon in the sizes that systems ask for, from the one drawing of it."""

from __future__ import annotations

import os
import struct
from pathlib import Path

NAME = "referral-assistant"
PNG_SIZE = 256
ICO_SIZES = (16, 24, 32, 48, 64, 256)


def draw(folder: Path) -> None:
    """Make the PNG and the ICO beside the SVG in a folder."""
    drawing = folder / f"{NAME}.svg"
    (folder / f"{NAME}.png").write_bytes(png(drawing, PNG_SIZE))
    (folder / f"{NAME}.ico").write_bytes(ico([(size, png(drawing, size)) for size in ICO_SIZES]))


def png(drawing: Path, size: int) -> bytes:
    """An SVG as a PNG, so many pixels wide and high."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    running = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, b"PNG")
    del running
    return bytes(buffer.data().data())


def ico(pictures: list[tuple[int, bytes]]) -> bytes:
    """An icon file of PNGs, each with its size in pixels: a head, an entry for each, then the pictures."""
    offset = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures:
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + b"".join(picture for _size, picture in pictures)
