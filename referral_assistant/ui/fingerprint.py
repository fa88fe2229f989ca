"""The fingerprint of a signer, large enough to be read out and compared on the telephone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.theme import HALO
from referral_assistant.ui.widgets import Flow, Text


class Fingerprint(Flow):
    """Eight groups of five digits, in as few lines as there is room for."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__([_group(group) for group in fingerprint.split()], gap=20)
        self.setAccessibleName(_("Fingerprint {digits}").format(digits=fingerprint))
        self.setContentsMargins(HALO, 0, HALO, 0)


def _group(digits: str) -> QWidget:
    group = Text(digits, "title", wrap=False, halo=False)
    group.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return group
