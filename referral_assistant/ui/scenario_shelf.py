"""The trainer's own scenarios in a list, what is wrong with each, and where a new one begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _, how_many
from referral_assistant.problems import Mistakes, Problem
from referral_assistant.training import editing
from referral_assistant.ui import own_scenarios
from referral_assistant.ui.own_scenarios import NEW, Own
from referral_assistant.ui.page import Form
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    Card,
    Chip,
    Flow,
    RowButton,
    Rows,
    Space,
    Text,
    ask,
    fact_row,
    tell,
)

if TYPE_CHECKING:
    from referral_assistant.model import Scenario
    from referral_assistant.ui.scenario_edit_page import ScenarioEditPage

FIRST = 12
"""Mistakes of one file that are listed."""


def list_form(page: ScenarioEditPage) -> Form:
    """Every file of the folder: what can be played, what is not finished, and what cannot be read."""
    lead = _(
        "You write them, and they stand in the list beside ours. They stay in the training folder of this computer."
    )
    new = Button(_("&Write a new one"), "primary", on=lambda: page.go.emit(f"scenario:{NEW}"))
    back = Button(_("&Back"), on=lambda: page.go.emit("training"))
    return Form(_("Scenarios of your own"), lead, _list(page), [back], [new], first=new)


def _list(page: ScenarioEditPage) -> Iterator[QWidget]:
    session = page.session
    folder = session.folder(training=True)
    if own_scenarios.draft_path(folder, "").exists():
        go_on = Button(_("Go on with it"), on=lambda: page.go.emit(f"scenario:{NEW}"))
        yield Banner(_("One that you began is not saved yet."), "attention").add_buttons(go_on)
        yield Space(8)
    found = own_scenarios.own_scenarios(session.pack, own_scenarios.files(folder), own_scenarios.our_ids())
    readable = [own for own in found if own.scenario is not None]
    if readable:
        rows = Rows()
        yield rows
        for own in readable:
            row = _row(page, own)
            rows.add(row)
            yield row
        yield Space(8)
    elif not found:
        yield Card(_("None yet"), lead=_("Begin from one of ours, or from nothing."))
    for own in found:
        if own.scenario is None or (own.mistakes[:1] and own.mistakes[0].place == "id"):
            yield _broken(page, own)
            yield Space(4)


def _row(page: ScenarioEditPage, own: Own) -> QWidget:
    scenario = own.scenario
    assert scenario is not None
    title = scenario.title or own.path.stem
    count = how_many(len(own.mistakes), _("thing"))
    chip = (
        Chip(_("Can be played"), "settled")
        if own.whole
        else Chip(_("{count} to put right").format(count=count), "attention")
    )
    edit = Button(_("Edit"), "link", name=f"{_('Edit')}: {title}", on=partial(page.go.emit, f"scenario:{scenario.id}"))
    return fact_row(title, scenario.role, state=chip, actions=[edit], stretches=(6, 5))


def _broken(page: ScenarioEditPage, own: Own) -> QWidget:
    """A file that cannot be used: what is wrong with it, line by line."""
    card = Card(_("{name} cannot be used").format(name=own.path.name), tone="attention")
    told = own_scenarios.told(own.mistakes)
    card.add(Bullets([*told[:FIRST], *([_("And more.")] if told[FIRST:] else [])]))
    card.add(Text(_("Put it right in an editor for text, or delete it."), "note_muted"), above=4)
    name = _("Delete: {name}").format(name=own.path.name)
    return card.add_buttons(Button(_("Delete the file"), "quiet", name=name, on=partial(_ask_to_delete, page, own)))


def _ask_to_delete(page: ScenarioEditPage, own: Own) -> None:
    def delete() -> None:
        try:
            own_scenarios.delete(own.path)
        except Problem as problem:
            tell(page, str(problem), problem.advice)
        page.redraw()

    title = _("Delete the file {name}?").format(name=own.path.name)
    ask(page, title, [_("It is gone for good.")], yes=_("Delete it"), danger=True, on_yes=delete)


# --- a new one -------------------------------------------------------------------------------------------------------


def begin_form(page: ScenarioEditPage) -> Form:
    """From what a new one begins."""
    from referral_assistant.ui.exercises import exercises_of

    lead = _("A copy of one of ours is the quickest way: everything is there, and you change what you like.")
    known = exercises_of(page.session).scenarios()
    back = Button(_("&Back"), on=lambda: page.go.emit("scenario"))
    empty = Button(_("From nothing"), on=lambda: _from_nothing(page, known))
    return Form(_("A new scenario"), lead, _begin(page, known, empty), [back], [], first=empty)


def _begin(page: ScenarioEditPage, known: Sequence[Scenario], empty: Button) -> Iterator[QWidget]:
    file = Button(_("From a file …"), on=lambda: _ask_for_file(page))
    yield Flow([empty, file])
    yield Space(8)
    yield Text(_("From a copy of"), "heading")
    rows = Rows()
    yield rows
    for scenario in known:
        row = RowButton(
            [(scenario.title, 0, "strong"), (scenario.role, 240, "muted")],
            on=partial(_copy, page, scenario),
            name=_("A copy of {title}, {role}").format(title=scenario.title, role=scenario.role),
        )
        rows.add(row)
        yield row


def _from_nothing(page: ScenarioEditPage, known: Sequence[Scenario]) -> None:
    page.take(editing.blank(known[0], page.session.today))


def _copy(page: ScenarioEditPage, scenario: Scenario) -> None:
    page.take(replace(scenario, id="", title=_("{title}, changed").format(title=scenario.title)))


def _ask_for_file(page: ScenarioEditPage) -> None:
    kinds = f"{_('Scenarios')} (*.toml)"
    page.dialogs.files(page, _("Choose a scenario"), kinds, lambda paths: _read(page, paths[0]))


def _read(page: ScenarioEditPage, path: Path) -> None:
    """Begin with the scenario of a file. Its short name is kept where nobody has it."""
    from referral_assistant.content import read_scenario

    try:
        scenario = read_scenario(path, page.session.pack)
    except Mistakes as error:
        told = own_scenarios.told(error.mistakes)
        tell(page, _("{name} cannot be read as a scenario.").format(name=path.name), " ".join(told[:3]))
        return
    folder = page.session.folder(training=True)
    taken = {*own_scenarios.our_ids(), *(known.stem for known in own_scenarios.files(folder))}
    free = not editing.id_mistake(scenario.id, taken)
    page.take(scenario if free else replace(scenario, id=""))
