"""What is missing: by area and by need, where there is a service and where none is known; a map, a table, a paper."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.letter import provision_words as words
from referral_assistant.letter.provision import off_map
from referral_assistant.model import Need, Picture
from referral_assistant.problems import Problem
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.leaving import write
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.provision_panels import Board, Holder, behind_card, show_tallies, tally_table, unmet_card
from referral_assistant.ui.unmet import Counting, turned_on
from referral_assistant.ui.widgets import Banner, Button, Card, Flow, Text, announce
from referral_assistant.ui.widgets.select import Select

if TYPE_CHECKING:
    from referral_assistant.directory.provision import Index
    from referral_assistant.geography import Area
    from referral_assistant.letter.provision import Provision
    from referral_assistant.model import Outline, UnmetCounts
    from referral_assistant.ui.session import Session


class ProvisionPage(Apart):
    """Reads the whole directory on the worker when it comes up, and asks it again with every choice."""

    name: ClassVar[str] = "provision"
    measure: ClassVar[int] = 1180
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._need, self._within, self._level, self._authority = Need(), "", "authority", ""
        self._said, self._tone = "", "settled"
        self._index: Index | None = None
        self._outlines: Sequence[Outline] = ()
        self._picture: Picture | None = None
        self._counting: Counting | None = None
        self._unmet: UnmetCounts | None = None
        self._visit = self._asked = 0
        self._shown: tuple[object, ...] = ()
        session.changed.connect(self._let_go_when_locked)

    def arrive(self, detail: str = "") -> None:
        self._said, self._index, self._picture, self._unmet = "", None, None, None
        super().arrive(detail)
        known = [area for area, _name in self._choices_of_areas()]
        self._within = self._within if self._within in known else known[0]
        self._read()
        if turned_on(self.session):
            self._counting = Counting(self.session, self._counted, self)

    def left(self) -> None:
        self._drop()

    def forget(self) -> None:
        self._drop()
        super().forget()

    def _drop(self) -> None:
        """Let go of all that was read: a directory of ten thousand services need not wait in memory."""
        if self._counting is not None:
            self._counting.stop()
            self._counting.deleteLater()
        self._counting, self._unmet = None, None
        self._index, self._picture, self._outlines = None, None, ()
        self._visit += 1
        self._asked += 1

    def _let_go_when_locked(self) -> None:
        if not self.session.is_open:
            self._drop()

    # --- what is worked out ------------------------------------------------------------------------------------------

    def _read(self) -> None:
        from referral_assistant.directory.provision import index
        from referral_assistant.geography.outlines import outlines, solid
        from referral_assistant.geography.raster import rows

        areas, today, visit = self._areas(), self.session.today, self._visit

        def landed(found: Index) -> None:
            if visit == self._visit:
                self._index = found
                self._ask()

        def drawn(found: Sequence[Outline]) -> None:
            if visit == self._visit:
                self._outlines = found
                self.refresh()

        self.session.background.run(lambda: solid(outlines(rows(areas))), drawn)
        self.session.read_directory(lambda directory: index(directory.all(), areas, today), landed, self._failed)

    def _areas(self) -> tuple[Area, ...]:
        """In training the invented areas alone: nothing is to be said of a real place (S20)."""
        known = tuple(self.session.areas())
        return tuple(a for a in known if a.fictional or a.kind == "nation") if self.session.training else known

    def _ask(self) -> None:
        """Work out the picture for what is chosen; of several choices in a row the last one counts."""
        from referral_assistant.directory.need import choices
        from referral_assistant.directory.provision import picture

        if self._index is None:
            return
        self._asked += 1
        found, need, within, level, asked = self._index, self._need, self._within, self._level, self._asked

        def landed(made: Picture) -> None:
            if asked == self._asked:
                self._show(made)

        self.session.background.run(lambda: picture(found, need, within, level, choices()), landed, self._failed)

    def _show(self, made: Picture) -> None:
        first = self._picture is None
        self._picture = made
        if self._authority not in {cell.area for cell in made.cells}:
            self._authority = ""
        self.refresh()
        if first:
            self.take_focus()
        elif self.isVisible():
            announce(self, words.tally(made.whole))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            raise error
        self._tell(f"{error} {error.advice}", "stop")

    def _counted(self, found: UnmetCounts) -> None:
        self._unmet = found
        self.refresh()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def shape(self) -> Hashable:
        return self._picture is not None, self._said if self._picture is None else ""

    def build(self) -> Form:
        title = _("What is missing")
        lead = _("Where there is a service, where to ask one, and where none is known.")
        back = Button(_("&Back"), on=lambda: self.go.emit("directory"))
        if self._picture is None:
            wait = Text(self._said or _("The directory is being read."), "muted")
            return Form(title, lead, [wait], [back], [], first=back)
        csv = Button(_("Save as &CSV"), on=lambda: self._ask_where("csv"))
        pdf = Button(_("Save as &PDF"), "primary", on=lambda: self._ask_where("pdf"))
        filters = self._selects()
        return Form(title, lead, self._widgets(filters), [back], [csv, pdf], first=filters[0].box)

    def _widgets(self, filters: Sequence[Select]) -> list[QWidget]:
        pack = self.session.pack
        self._shown = ()
        self._note, self._summary, self._behind, self._groups, self._cases = (Holder() for _n in range(5))
        self._board = Board(pack, self._pick)
        self._fresh = Text("", halo=False)
        self._needs = tally_table(_("One need at a time"), _("In how many authorities, with all else as above"), ())
        return [
            self._note,
            Flow(filters),
            self._summary,
            self._board,
            self._behind,
            Card(_("How fresh the entries are")).add(self._fresh),
            self._groups,
            Text(_("One need at a time"), "subtitle"),
            self._needs,
            self._cases,
        ]

    def fill_in(self) -> None:
        found = self._picture
        if found is None:
            return
        now = (found, len(self._outlines), self._authority, self._said, self._unmet)
        before, self._shown = self._shown, now
        if before[:2] != now[:2]:
            self._show_picture(found)
        if before[:3] != now[:3]:
            self._behind.put(self._behind_it(found))
        if before[3:] != now[3:]:
            self._note.put([Banner(self._said, self._tone)] if self._said else [])
            self._cases.put([unmet_card(self.session.pack, self._unmet)] if self._unmet is not None else [])

    def _show_picture(self, found: Picture) -> None:
        pack = self.session.pack
        texts = [Text(words.tally(found.whole), "strong"), *(Text(s, "muted") for s in words.left_out(found))]
        self._summary.put(texts)
        self._board.show_picture(found, self._outlines, off_map(self._provision()))
        self._fresh.say(words.freshness(found))
        lines = [(words.row(pack, tally.field, tally.value), tally) for tally in found.needs]
        show_tallies(self._needs, lines)
        title = words.LEVELS[found.level]
        groups = [(group.name, group) for group in found.groups]
        heading = Text(title, "subtitle")
        self._groups.put([heading, tally_table(title, _("Authorities in"), groups)] if groups else [])

    def _behind_it(self, found: Picture) -> list[QWidget]:
        from referral_assistant.directory.provision import behind

        name = next((cell.name for cell in found.cells if cell.area == self._authority), "")
        if not name or self._index is None:
            return []
        listed = behind(self._index, found.need, self._authority)
        return [behind_card(name, listed, lambda service: self.go.emit(f"service:{service}"))]

    def _selects(self) -> list[Select]:
        from referral_assistant.directory.need import choices

        pack, found = self.session.pack, []
        for field, values in choices().items():
            lines = [(value, words.value(pack, field, value)) for value in ("", *values)]
            select = Select(words.FIELDS[field], lines, getattr(self._need, field))
            select.chosen.connect(lambda value, name=field: self._choose(name, value))
            found.append(select)
        within = Select(_("Area"), self._choices_of_areas(), self._within)
        within.chosen.connect(self._narrow)
        level = Select(_("Summed up by"), list(words.LEVELS.items()), self._level)
        level.chosen.connect(self._sum_up)
        return [*found, within, level]

    def _choices_of_areas(self) -> list[tuple[str, str]]:
        kinds = ("nation", "region", "county", "police", "probation")
        found = [a for kind in kinds for a in self._areas() if a.kind == kind and a.id != "uk"]
        if self.session.training:
            return [(a.id, a.name) for a in found if a.fictional]
        return [("", _("All of the United Kingdom")), *((a.id, a.name) for a in found)]

    # --- what is chosen ----------------------------------------------------------------------------------------------

    def _choose(self, field: str, value: str) -> None:
        self._need = replace(self._need, **{field: value})
        self._ask()

    def _narrow(self, area: str) -> None:
        self._within = area
        self._ask()

    def _sum_up(self, level: str) -> None:
        self._level = level
        self._ask()

    def _pick(self, area: str) -> None:
        if area != self._authority:
            self._authority = area
            self.refresh()

    # --- what leaves -------------------------------------------------------------------------------------------------

    def _ask_where(self, ending: str) -> None:
        from referral_assistant.letter.provision import file_name

        if self._picture is None:
            return
        if self._counting is not None and self._unmet is None:
            self._tell(_("The cases are still being counted. Try again in a moment."), "accent")
            return
        name = file_name(self._picture, ending)
        if ending == "pdf":
            self.dialogs.save(self, name, lambda path: self._make(path, ending))
        else:
            kinds = _("CSV (*.csv)")
            self.dialogs.save_as(self, _("Save the table"), name, kinds, lambda path: self._make(path, ending))

    def _make(self, path: Path, ending: str) -> None:
        from referral_assistant.letter.provision import pdf, table

        made = self._provision()
        if ending == "csv":
            self._keep(path, table(made))
            return
        self._tell(_("The PDF is being made."), "accent")
        self.session.background.run(lambda: pdf(made).content, lambda content: self._keep(path, content), self._failed)

    def _provision(self) -> Provision:
        from referral_assistant import geography
        from referral_assistant.letter.provision import Provision

        session = self.session
        assert self._picture is not None
        return Provision(
            self._picture,
            session.pack,
            geography.attribution(),
            self._outlines,
            session.organisation.name,
            self._unmet,
            session.training,
        )

    def _keep(self, path: Path, content: bytes) -> None:
        try:
            write(path, content)
        except Problem as problem:
            self._tell(f"{problem} {problem.advice}", "stop")
        else:
            self._tell(_("Saved as {name}.").format(name=path.name), "settled")

    def _tell(self, text: str, tone: str) -> None:
        self._said, self._tone = text, tone
        if self.isVisible():
            announce(self, text)
            self.refresh()
