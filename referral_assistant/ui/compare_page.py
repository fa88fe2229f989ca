"""Compare the room: collect what learners or tables read in a scenario, show how it spreads, and what moved."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _, how_many
from referral_assistant.problems import Problem
from referral_assistant.training.agreement import compare
from referral_assistant.training.readings import ENDING
from referral_assistant.ui import compare_panels as panels
from referral_assistant.ui.collected import Told, collection_of
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.dropping import Dropping
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.leaving import write
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    Card,
    Choice,
    Choices,
    Flow,
    Fold,
    Space,
    Stack,
    Text,
    announce,
    ask,
    tell,
)
from referral_assistant.ui.widgets.select import Select

if TYPE_CHECKING:
    from referral_assistant.model import Comparison, Scenario, Sheet
    from referral_assistant.ui.session import Session

FIRST, SECOND, MOVED = "1", "2", "moved"
MOST_TOLD = 12
"""Sentences about what was brought that are shown at once."""


class ComparePage(Apart):
    """The spread comes first, the figure after it, the expert reading last and only on request. Nobody is ranked."""

    name: ClassVar[str] = "compare"
    in_training: ClassVar[bool] = True
    measure: ClassVar[int] = 1240
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._exercises, self._collection = exercises_of(session), collection_of(session)
        self._view, self._said, self._held, self._stamp = "", "", False, 0
        self._revealed: set[str] = set()
        self._unfolded: set[str] = set()
        self._collection.changed.connect(self._another)
        Dropping(self, self._take, self._hover)

    # --- what the frame calls ----------------------------------------------------------------------------------------

    def arrive(self, detail: str = "") -> None:
        self._said, self._revealed = "", set()
        super().arrive(detail)
        self._collection.open()
        if not self._exercises.listed:
            self._exercises.list_ahead(self._another)

    def shape(self) -> Hashable:
        ready = self._exercises.listed and self._collection.ready
        shown = frozenset(self._revealed | (self._unfolded - {"more"}))
        return ready, self._stamp, self._view, self._held, self._said, shown

    def build(self) -> Form:
        title = _("Compare the room")
        back = Button(_("&Back"), on=partial(self.go.emit, "training"))
        if not (self._exercises.listed and self._collection.ready):
            return Form(title, "", [Text(_("Reading what was collected."), "muted")], [back], [], first=back)
        self._choose_one()
        sheets = self._collection.of(self._scenario)
        return self._room(title, back, compare(self._scenario, sheets)) if sheets else self._empty(title, back)

    def number(self, digit: int) -> bool:
        box = self.seek(Choices, lambda found: found.accessibleName() == _("Show"))
        return box is not None and box.choose_number(digit)

    # --- nothing yet -------------------------------------------------------------------------------------------------

    def _empty(self, title: str, back: Button) -> Form:
        lead = _("What learners or tables read in the same scenario, side by side. Nobody is ranked.")
        files = Button(_("Choose &files …"), "primary", on=self._ask_files)
        widgets = [*self._banners(), self._select(), self._collect_card()]
        return Form(title, lead, widgets, [back], [*self._other_ways(), files], first=files)

    def _collect_card(self) -> Card:
        heading = _("Let go to read it") if self._held else _("Drop files or a folder here")
        card = Card(heading, tone="accent" if self._held else "")
        ways = [
            _("Small files that each learner or table saved ({ending}), from a stick or a shared folder.").format(
                ending=ENDING
            ),
            _("A table (CSV): a row for each rater and domain, or for each rater with a column for each domain."),
            _("Sheets of paper, typed in: one key and a reason for each domain."),
        ]
        return card.add(Bullets(ways), above=4)

    def _other_ways(self) -> list[Button]:
        ways = [
            Button(_("&Type in from paper"), on=partial(self.go.emit, "sheet")),
            Button(_("Choose a f&older …"), on=self._ask_folder),
        ]
        if self.session.case is not None:
            ways.insert(0, Button(_("Save &my own reading …"), on=partial(self.go.emit, "sheet:own")))
        return ways

    # --- the room ----------------------------------------------------------------------------------------------------

    def _room(self, title: str, back: Button, found: Comparison) -> Form:
        clear = Button(_("C&lear …"), name=_("Clear what was collected"), on=self._ask_clear)
        csv = Button(_("Save as &CSV"), on=lambda: self._ask_where("csv"))
        pdf = Button(_("Save as &PDF"), "primary", on=lambda: self._ask_where("pdf"))
        more = Fold(
            _("another scenario, more sheets, or one to put right"),
            self._more,
            opened="more" in self._unfolded,
            turned=partial(self._turned, "more"),
        )
        widgets = self._room_parts(found, more)
        return Form(f"{title}: {self._title()}", _who(found), widgets, [back, clear], [csv, pdf], first=more.button)

    def _room_parts(self, found: Comparison, more: Fold) -> Iterator[QWidget]:
        if self._held:
            yield Banner(_("Let go to read it"))
        yield from self._banners()
        yield more
        yield from self._views(found)
        yield panels.legend(self.session.pack)
        if self._view == MOVED:
            yield from panels.moved(self.session.pack, found)
            titles = (_("Before discussion"), _("After discussion"))
            yield panels.alpha_card(list(zip(titles, found.rounds, strict=True)))
        else:
            one = found.round(int(self._view))
            assert one is not None
            yield from panels.spreads(self.session.pack, one, self._unfolded, self._turned)
            yield panels.alpha_card([("", one)])
        scenario = self._chosen()
        if scenario is not None and scenario.readings:
            yield Space(8)
            yield panels.expert(self.session.pack, scenario.readings, self._revealed, self._reveal)

    def _views(self, found: Comparison) -> Iterator[QWidget]:
        numbers = [str(one.number) for one in found.rounds]
        offered = [*numbers, *([MOVED] if len(numbers) == 2 else [])]
        if self._view not in offered:
            self._view = offered[0]
        if len(offered) > 1:
            names = {FIRST: _("Before discussion"), SECOND: _("After discussion"), MOVED: _("What moved")}
            box = Choices("", [Choice(view, names[view]) for view in offered], flowing=True)
            box.setAccessibleName(_("Show"))
            box.set_values((self._view,))
            box.chosen.connect(lambda values: self._show(values[0]))
            yield box

    def _more(self) -> QWidget:
        files = Button(_("Choose &files …"), on=self._ask_files)
        buttons = Flow([files, *reversed(self._other_ways())])
        listed = panels.collected(self._collection.of(self._scenario), self._change, self._drop)
        return Stack([self._select(), buttons, listed])

    def _banners(self) -> Iterator[QWidget]:
        told = self._collection.told
        if self._said:
            yield Banner(self._said, "settled")
        if told.head:
            yield _banner(told)
        if self._collection.astray:
            card = Banner(_("Some files among those collected cannot be read, and count nowhere."), "attention")
            yield card.add(Bullets(self._collection.astray[:MOST_TOLD]))

    # --- what is done ------------------------------------------------------------------------------------------------

    def _select(self) -> Select:
        offered = [(s.id, s.title) for s in self._exercises.scenarios() if s.readings]
        select = Select(_("Scenario"), offered, self._scenario, width=340)
        select.chosen.connect(self._choose)
        return select

    def _choose(self, scenario: str) -> None:
        self._collection.scenario = scenario
        self._view, self._revealed, self._unfolded = "", set(), set()
        self._collection.hush()
        self._stamp += 1
        self.refresh()

    @property
    def _scenario(self) -> str:
        return self._collection.scenario

    def _choose_one(self) -> None:
        """The scenario that is played, or else the first for which something was collected."""
        offered = [s.id for s in self._exercises.scenarios() if s.readings]
        if self._scenario in offered:
            return
        played = self._exercises.exercise
        wanted = [played.scenario] if played is not None else []
        wanted += [scenario for scenario in offered if self._collection.of(scenario)]
        self._collection.scenario = next((s for s in (*wanted, *offered) if s in offered), "")

    def _take(self, paths: Sequence[Path]) -> None:
        self._said = ""
        titles = {scenario.id: scenario.title for scenario in self._exercises.scenarios()}
        self._collection.take(paths, self._scenario, titles)

    def _ask_files(self) -> None:
        kinds = _("Readings (*{ending} *.csv);;All files (*)").format(ending=ENDING)
        self.dialogs.files(self, _("Choose readings"), kinds, self._take)

    def _ask_folder(self) -> None:
        self.dialogs.folder(self, _("Choose a folder of readings"), lambda path: self._take([path]))

    def _ask_clear(self) -> None:
        sheets = self._collection.of(self._scenario)
        ask(
            self,
            _("Clear what was collected?"),
            [_("{count} of this scenario are deleted from this computer.").format(count=_sheets(len(sheets)))],
            yes=_("Clear"),
            on_yes=lambda: self._collection.drop(sheets),
            danger=True,
        )

    def _change(self, sheet: Sheet) -> None:
        self._collection.draft = sheet
        self.go.emit("sheet:change")

    def _drop(self, sheet: Sheet) -> None:
        self._collection.drop([sheet])

    def _show(self, view: str) -> None:
        self._view = view
        self.refresh()

    def _reveal(self, domains: Sequence[str]) -> None:
        self._revealed |= set(domains)
        self.refresh()

    def _turned(self, what: str, opened: bool) -> None:
        (self._unfolded.add if opened else self._unfolded.discard)(what)
        # What is unfolded gets the whole width, and so the form is another.
        self.refresh()

    def _hover(self, held: bool) -> None:
        self._held = held
        self.refresh()

    def _another(self) -> None:
        """What is held, or what there is to say of it, is another."""
        self._stamp += 1
        if self.isVisible():
            fresh = self._form is None or not self._form.right
            self.refresh()
            if self._collection.told.head:
                announce(self, self._collection.told.head)
            if fresh:
                self.take_focus()

    # --- what leaves -------------------------------------------------------------------------------------------------

    def _ask_where(self, ending: str) -> None:
        from referral_assistant.letter.comparison import file_name as name_for

        name = name_for(self.session.today, ending)
        if ending == "pdf":
            self.dialogs.save(self, name, self._print)
        else:
            self.dialogs.save_as(self, _("Save the table"), name, _("CSV (*.csv)"), self._write_table)

    def _write_table(self, path: Path) -> None:
        from referral_assistant.training.reading_table import write as table

        self._save(path, table(self._collection.of(self._scenario), self.session.pack))

    def _print(self, path: Path) -> None:
        from referral_assistant.letter.comparison import Room, pdf

        scenario = self._chosen()
        expert = {d: j for d, j in scenario.readings.items() if d in self._revealed} if scenario is not None else {}
        found = compare(self._scenario, self._collection.of(self._scenario))
        room = Room(found, self.session.pack, self._title(), self.session.today, expert)
        self._say(_("The PDF is being made."))
        self.session.background.run(lambda: pdf(room).content, lambda made: self._save(path, made))

    def _save(self, path: Path, made: bytes) -> None:
        try:
            write(path, made)
        except Problem as problem:
            tell(self, str(problem), problem.advice)
        else:
            self._say(_("Saved as {name}.").format(name=path.name))

    def _say(self, text: str) -> None:
        self._said = text
        self._collection.hush()
        if self.isVisible():
            announce(self, text)
            self.refresh()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _chosen(self) -> Scenario | None:
        return next((s for s in self._exercises.scenarios() if s.id == self._scenario), None)

    def _title(self) -> str:
        scenario = self._chosen()
        return scenario.title if scenario is not None else self._scenario


def _banner(told: Told) -> QWidget:
    card = Banner(told.head, "attention" if told.wrong or told.said else "settled")
    if told.said:
        card.add(Bullets(told.said[:MOST_TOLD]))
    if told.wrong:
        card.add(Text(_("Not read:"), "strong"), above=4)
        card.add(Bullets([str(mistake) for mistake in told.wrong[:MOST_TOLD]]))
    more = len(told.wrong[MOST_TOLD:]) + len(told.said[MOST_TOLD:])
    return card.add(Text(_("and {count} more").format(count=more), "muted")) if more else card


def _who(found: Comparison) -> str:
    names = {1: _("first round"), 2: _("second round")}
    rounds = ", ".join(
        _("{count} in the {round}").format(count=_sheets(len(one.raters)), round=names[one.number])
        for one in found.rounds
    )
    return _("{rounds}. Nobody is ranked.").format(rounds=rounds)


def _sheets(count: int) -> str:
    return how_many(count, _("sheet"))
