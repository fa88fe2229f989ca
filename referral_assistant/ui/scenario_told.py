"""What is told of a scenario, and who plays in it: the parts of its form that are plain fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _, fill
from referral_assistant.model import Held
from referral_assistant.training import editing
from referral_assistant.ui.scenario_fields import Fields
from referral_assistant.ui.widgets import Button, Card, Space, Text, side_by_side

Redo = Callable[[str], object]
"""Draws the part anew, and goes to a place in it."""


def told(fields: Fields, redo: Redo, last: Sequence[Button]) -> Iterator[QWidget]:
    """What is told of the scenario, by part; `last` are the buttons for it as a whole."""
    card = Card(_("What everybody is told"))
    card.add(fields.line("title", _("Title"), _("A few words that give nothing away.")), above=6)
    card.add(fields.line("role", _("Who the practitioner is"), _("Such as: Housing officer.")), above=8)
    card.add(fields.note("setting", _("Where and how the two people meet")), above=8)
    hint = _("What somebody may find hard in it, so that they can choose not to take part.")
    card.add(fields.note("warning", _("Content warning"), hint), above=8)
    card.add(fields.number("minutes", _("Minutes to allow"), _("Between 5 and 90.")), above=8)
    yield card
    yield Space(4)
    card = Card(_("For the practitioner"))
    hint = _("What they know already, what they may do, and what they should have at the end.")
    card.add(fields.note("practitioner", _("What is on the practitioner’s card"), hint, lines=4), above=6)
    yield card
    yield Space(4)
    yield _for_the_trainer(fields)
    yield Space(4)
    yield _agencies(fields, redo)
    yield Space(4)
    yield _writer(fields)
    yield Space(4)
    yield _whole(fields, last)


def _for_the_trainer(fields: Fields) -> Card:
    card = Card(_("For the trainer"))
    card.add(fields.note("trap", _("The trap"), _("What it is easy to get wrong.")), above=6)
    hint = _("At least three, one on each line.")
    card.add(fields.sentences("learning", _("What a learner should take away"), hint), above=8)
    hint = _("Names in these texts that are not in the answers, one on each line, so that they can be hidden.")
    card.add(fields.sentences("named", _("Other names (optional)"), hint, lines=1), above=8)
    return card


def _agencies(fields: Fields, redo: Redo) -> Card:
    lead = _(
        "What each holds before anybody speaks. The trainer’s notes and the debrief guide have it. All is made up."
    )
    card = Card(_("What agencies hold"), lead=lead)
    for number, held in enumerate(fields.draft.scenario.agencies, 1):
        place, of = f"agencies[{number}]", str(number)
        card.add(fields.line(f"{place}.agency", _("Agency"), of=of), above=8)
        card.add(fields.note(f"{place}.holds", _("What it holds"), of=of, lines=1), above=4)
        name = _("Remove: {what}").format(what=held.agency or of)
        off = Button(_("Remove"), "link", name=name, on=partial(_drop_agency, fields, redo, number))
        card.add_buttons(off)
    return card.add_buttons(Button(_("Add an agency"), on=lambda: _add_agency(fields, redo)))


def _add_agency(fields: Fields, redo: Redo) -> None:
    agencies = (*fields.draft.scenario.agencies, Held("", ""))
    fields.put("agencies", agencies)
    redo(f"agencies[{len(agencies)}].agency")


def _drop_agency(fields: Fields, redo: Redo, number: int) -> None:
    fields.draft.become(editing.without(fields.draft.scenario, "agencies", number))
    fields.changed("agencies")
    redo(f"agencies[{max(1, number - 1)}].agency")


def _writer(fields: Fields) -> Card:
    lead = _(
        "Who holds the conversation, for the letters. Numbers from 01632 960 000 to 960 999, or 07700 900 000 "
        "to 900 999; e-mail that ends with @example.org. They belong to nobody."
    )
    card, who, office = Card(_("Letterhead"), lead=lead), "case.practitioner", "case.organisation"
    name = fields.line(f"{who}.name", _("Name"), of=_("practitioner"))
    card.add(side_by_side(name, fields.line(f"{who}.role", _("Role"), of=_("practitioner"))), above=6)
    telephone = fields.line(f"{who}.telephone", _("Telephone"), of=_("practitioner"))
    card.add(side_by_side(telephone, fields.line(f"{who}.email", _("E-mail"), of=_("practitioner"))), above=6)
    organisation = fields.line(f"{office}.name", _("Organisation"))
    telephone = fields.line(f"{office}.telephone", _("Telephone"), of=_("organisation"))
    card.add(side_by_side(organisation, telephone), above=6)
    card.add(fields.sentences(f"{office}.address", _("Address"), _("One line for each of its lines.")), above=6)
    return card


def _whole(fields: Fields, last: Sequence[Button]) -> Card:
    hint = _(
        "In file names, and on what learners hand in. Small letters, digits and hyphens. "
        "Left empty, it is made of the title."
    )
    card = Card(_("The file"))
    card.add(fields.line("id", _("Short name"), hint), above=6)
    return card.add_buttons(*last)


# --- the person ------------------------------------------------------------------------------------------------------


def person(fields: Fields) -> Iterator[QWidget]:
    """Who the person is, and how they are played."""
    card = Card(_("Who they are"))
    lead = _("Invented, and easily seen to be. No reader should think they know who is meant.")
    card.add(Text(lead, "note_muted"))
    name = fields.line("persona.name", _("Name"))
    card.add(
        side_by_side(name, fields.number("persona.age", _("Age"), _("18 or more: nobody plays a child."))), above=6
    )
    card.add(fields.one("persona.gender", _("Gender"), _options(fields, "gender")), above=8)
    towards = fields.one("persona.relationship", _("Abuse towards"), _options(fields, "relationship"))
    card.add(towards, above=8)
    hint = _("Only where the scenario needs it. Never as the reason for what they do.")
    card.add(fields.line("persona.community", _("Community (optional)"), hint), above=8)
    yield card
    yield Space(4)
    card = Card(_("How they are played"))
    card.add(fields.note("persona.manner", _("How they speak and carry themselves")), above=6)
    card.add(fields.note("persona.arrives", _("The first thing they say"), lines=1), above=8)
    each = _("One on each line.")
    for key, label, hint in (
        ("presents", _("What they bring with them"), _("At least two, one on each line.")),
        ("hides", _("What they do not say by themselves"), each),
        ("opens", _("What makes them say more"), each),
        ("shuts", _("What makes them say less"), each),
    ):
        card.add(fields.sentences(f"persona.{key}", label, hint, lines=2), above=8)
    card.add(fields.tick("persona.shut", _("They begin closed")), above=8)
    yield card


def _options(fields: Fields, card_id: str) -> list[tuple[str, str]]:
    pronouns = fields.draft.pronouns
    return [(option.id, fill(option.text, pronouns)) for option in fields.draft.pack.card(card_id).options]
