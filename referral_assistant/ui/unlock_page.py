"""Screen 0: where a person unlocks their cases, or opens training."""

from __future__ import annotations

from typing import ClassVar

from referral_assistant.ui.page import Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.unlock_form import UnlockForm


class UnlockPage(Page):
    """Holds the one form that was painted first, or another one once a file was locked."""

    name: ClassVar[str] = "unlock"
    in_case: ClassVar[bool] = False
    listed: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._unlock: UnlockForm | None = None
        self._area.hide()
        self._bar.hide()

    @property
    def title(self) -> str:
        return self._unlock.title if self._unlock is not None else ""

    def take(self, form: UnlockForm) -> None:
        """Show this form, as far as it was filled in."""
        self.forget()
        self._unlock = form
        form.opened.connect(lambda: self.go.emit("cases"))
        self._main.addWidget(form, 1)
        form.show()
        form.serve(self.session)

    def arrive(self, detail: str = "") -> None:
        self.detail = detail
        may_train = self.session.policy.value("training_allowed")
        self.take(UnlockForm(self.session.folder(), may_train=may_train))
        self.take_focus()

    def refresh(self) -> None:
        """Nothing of it depends on the session."""

    def forget(self) -> None:
        if self._unlock is not None:
            self._main.removeWidget(self._unlock)
            self._unlock.hide()
            self._unlock.deleteLater()
            self._unlock = None

    def take_focus(self) -> None:
        if self._unlock is not None:
            self._unlock.take_focus()
