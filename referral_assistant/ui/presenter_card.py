"""The settings of presenter view, on the settings page in training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from referral_assistant.i18n import _
from referral_assistant.training.preferences import ROOM_SIZES
from referral_assistant.ui.presenting import presenting_of
from referral_assistant.ui.widgets import Button, Card, Choice, Choices, Field, Flow, set_by_organisation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from referral_assistant.ui.window import Window

YES, NO = "yes", "no"


def presenter_card(window: Window) -> Card:
    """Large type, names, the second window and the start, for a window that is in training."""
    presenting, policy = presenting_of(window), window.session.policy
    kept = presenting.preferences
    card = Card(_("In front of a room"), lead=_("F5 puts presenter view on and off. Kept with training alone."))
    sizes = [(str(size), _("{size} %").format(size=size)) for size in ROOM_SIZES]
    size = _choices(_("Text size on the wall"), sizes, str(kept.text_size), lambda v: presenting.use(text_size=int(v)))
    names = _choices(
        _("Names of a scenario’s people"),
        [(YES, _("Initials only")), (NO, _("Names"))],
        YES if presenting.hides_names else NO,
        lambda value: presenting.use(names_hidden=value == YES),
        locked=policy.locked("training.names_hidden"),
    )
    notes = _choices(
        _("Notes on the scenario"),
        [(YES, _("On the second screen, where there is one")), (NO, _("Only when I open them"))],
        YES if kept.notes else NO,
        lambda value: presenting.use(notes=value == YES),
    )
    start = _choices(
        _("When training opens"),
        [(NO, _("As usual")), (YES, _("In presenter view"))],
        YES if policy.value("training.presenter", kept.presenter) else NO,
        lambda value: presenting.use(presenter=value == YES),
        locked=policy.locked("training.presenter"),
    )
    for field in (size, names, notes, start):
        card.add(field, above=6)
    view = Button(_("Leave presenter view") if presenting.on else _("Presenter view"), key="F5", on=presenting.switch)
    anywhere = Button(_("Go to any screen"), key="Ctrl+J", on=presenting.jump)
    return card.add(Flow([view, anywhere]), above=8)


def _choices(
    title: str,
    choices: Sequence[tuple[str, str]],
    value: str,
    use: Callable[[str], object],
    *,
    locked: bool = False,
) -> Field:
    box = Choices("", [Choice(code, text) for code, text in choices], numbered=False)
    box.setAccessibleName(title)
    box.set_values((value,))
    if locked:
        box.setEnabled(False)
    box.chosen.connect(lambda values: use(values[0]))
    return Field(title, box, hint=set_by_organisation() if locked else "")
