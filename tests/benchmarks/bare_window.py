"""The peer of every start-up figure: the least a PySide6 program can show, one window with one field in it."""

from __future__ import annotations

import sys

from first_paint import give_up, painted
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow


class Field(QLineEdit):
    """Says when it was painted."""

    def paintEvent(self, event: object) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: painted(window, self))


sys.excepthook = give_up
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(900, 600)
field = Field()
window.setCentralWidget(field)
field.setFocus()
window.show()
sys.exit(app.exec())
