"""The one window through which files come in: dropped or chosen, read, told line by line, then taken in or left."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.directory.report import Answers, Fate
from referral_assistant.i18n import _, joined, long_date
from referral_assistant.problems import Mistakes, Problem
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.dropping import Dropping
from referral_assistant.ui.exchange import Step, exchange_of, whom_to_trust
from referral_assistant.ui.import_questions import Questions
from referral_assistant.ui.leaving import write
from referral_assistant.ui.pack_card import Facts, PackCard
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.report_lines import Told
from referral_assistant.ui.report_list import ReportList
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    Card,
    Choice,
    Choices,
    Rows,
    Space,
    Text,
    announce,
    fact_row,
)
from referral_assistant.ui.widgets.progress import Progress

if TYPE_CHECKING:
    from referral_assistant.directory.incoming import Incoming

MOST_MISTAKES = 40
"""Mistakes of one file of our own that are shown at once."""


class ImportPage(Apart):
    """Nothing in the directory changes before "Take these in", and everything at once then. Leaving the page while a
    file is read stops that; a report that waits is there when one comes back."""

    name: ClassVar[str] = "import"
    measure: ClassVar[int] = 1126
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._exchange = exchange_of(session)
        self._exchange.changed.connect(self._stands_elsewhere)
        self._exchange.moved.connect(self._show_part)
        self._bar_shown: Progress | None = None
        self._held = False
        self._said = ""
        self._letterhead = self._gone = False
        Dropping(self, self._exchange.start, self._hover)

    # --- what the frame calls ----------------------------------------------------------------------------------------

    def arrive(self, detail: str = "") -> None:
        self._said, self._gone = "", False
        wanted = (Path(detail),) if detail else ()
        if wanted and (self._exchange.paths != wanted or self._exchange.step in (Step.NOTHING, Step.FAILED)):
            self._exchange.start(wanted)
        super().arrive(detail)

    def left(self) -> None:
        # What follows need not be drawn on a page that goes.
        self._gone = True
        self._exchange.cancel()
        if self._exchange.step in (Step.TAKEN, Step.FAILED):
            self._exchange.leave()

    def shape(self) -> Hashable:
        going = self._exchange
        return going.step, going.slow, id(going.told), self._held, self._said, going.problem

    def build(self) -> Form:
        self._bar_shown = None
        step, told = self._exchange.step, self._exchange.told
        if step in (Step.READING, Step.TAKING):
            return self._reading()
        if step is Step.READY and told is not None:
            refused = told.incoming.staged is None and told.incoming.offer is not None
            return self._pack(told.incoming) if refused else self._report(told)
        if step is Step.TAKEN and told is not None:
            return self._taken(told)
        return self._start()

    # --- nothing yet -------------------------------------------------------------------------------------------------

    def _start(self) -> Form:
        lead = _("From a file. Nothing changes until you have seen what is in it and said yes.")
        files = Button(_("Choose &files …"), "primary", on=self._ask_files)
        folder = Button(_("Choose a f&older …"), on=self._ask_folder)
        back = Button(_("&Back"), on=partial(self.go.emit, "directory"))
        return Form(_("Bring services in"), lead, self._start_parts(), [back], [folder, files], first=files)

    def _start_parts(self) -> Iterator[QWidget]:
        if self._exchange.problem is not None:
            yield _refusal(self._exchange.problem)
            yield Space(8)
        heading = _("Let go to read it") if self._held else _("Drop a file or a folder here")
        card = Card(heading, lead=_("Or choose one with the buttons below."), tone="accent" if self._held else "")
        card.add(Text(_("It takes:"), "strong"), above=8)
        card.add(Bullets(_takes()))
        yield card
        before = [o for o in self.session.directory().origins() if o.kind in ("file", "pack")]
        if before:
            yield Space(12)
            rows = Rows(_("Taken in before"))
            for origin in before:
                day = long_date(origin.taken.date()) if origin.taken else ""
                what = _("Pack, taken in on {day}") if origin.kind == "pack" else _("File, taken in on {day}")
                rows.add(fact_row(origin.title, what.format(day=day)))
            yield rows

    def _hover(self, held: bool) -> None:
        self._held = held
        self.refresh()

    def _ask_files(self) -> None:
        kinds = _("Services and packs (*.json *.csv *.xlsx *.toml *.rapack);;All files (*)")
        self.dialogs.files(self, _("Choose what to read"), kinds, self._exchange.start)

    def _ask_folder(self) -> None:
        self.dialogs.folder(self, _("Choose a folder of saved pages"), lambda path: self._exchange.start([path]))

    # --- reading -----------------------------------------------------------------------------------------------------

    def _reading(self) -> Form:
        taking = self._exchange.step is Step.TAKING
        title = _("Taking it in") if taking else _("Reading {name}").format(name=self._exchange.name)
        cancel = Button(_("&Cancel"), on=self._exchange.cancel)
        cancel.setEnabled(not taking)
        parts: list[QWidget] = []
        if self._exchange.slow and not taking:
            self._bar_shown = Progress(title)
            self._doing = Text(_("Starting"), "muted")
            parts = [Card().add(self._bar_shown).add(self._doing)]
        return Form(title, _("Nothing has changed yet."), parts, [cancel], [], first=cancel)

    def _show_part(self, fraction: float, text: str) -> None:
        if self._bar_shown is not None:
            self._bar_shown.show_part(fraction)
            self._doing.say(text)

    # --- the report --------------------------------------------------------------------------------------------------

    def _report(self, told: Told) -> Form:
        incoming = told.incoming
        leave = Button(_("&Leave the directory as it is"), on=self._exchange.leave)
        save = Button(_("&Save the report …"), on=partial(self._ask_where, incoming))
        take = Button(_("&Take these in"), "primary", on=self._take)
        take.setEnabled(incoming.staged is not None)
        title = _("What is in {name}").format(name=self._exchange.name)
        first = take if incoming.staged is not None else leave
        lead = _("Nothing has changed yet. Look through it, then take it in or leave it.")
        if incoming.report.stopped:
            lead = _("Nothing can be taken from it.")
        return Form(title, lead, self._report_parts(told), [leave], [save, take], first=first)

    def _report_parts(self, told: Told) -> Iterator[QWidget]:
        incoming = told.incoming
        if self._said:
            yield Banner(self._said, "settled")
        if incoming.report.stopped:
            yield Banner(incoming.report.stopped, "stop")
        if incoming.offer is not None:
            yield PackCard(incoming.offer, None)
            yield from self._letterhead_choice(incoming)
        if not incoming.report.stopped:
            yield self._counts(told)
        if told.questions or incoming.unsorted:
            yield Questions(self.session, told, self._exchange.answers, self._read_again)
        if incoming.report.missing:
            yield self._no_longer(len(incoming.report.missing))
        if len(incoming.report.lines) > bool(incoming.report.stopped):
            yield Space(8)
            yield ReportList(told)

    def _counts(self, told: Told) -> QWidget:
        facts = ((_("In the file"), in_the_file(told)), (_("In the directory"), in_the_directory(told)))
        return Card().add(Facts(facts))

    def _no_longer(self, count: int) -> Card:
        lead = _("They stay, unless this is everything its source has: then they count no more, and are kept aside.")
        said = _("1 service that came with it before is not in it any more")
        if count > 1:
            said = _("{count} services that came with it before are not in it any more").format(count=count)
        whole = Button(_("It is &everything: set them aside"), on=partial(self._read_again, whole=True))
        return Card(said, lead=lead, tone="attention").add_buttons(whole)

    def _letterhead_choice(self, incoming: Incoming) -> Iterator[QWidget]:
        letterhead = incoming.offer.letterhead if incoming.offer is not None else None
        if letterhead is None:
            return
        self._letterhead = not self.session.organisation.name
        use = Choice("use", _("Use its letterhead for new cases: {name}").format(name=letterhead.name))
        box = Choices("", [use], many=True, numbered=False)
        box.setAccessibleName(use.text)
        box.set_values(("use",) if self._letterhead else ())
        box.chosen.connect(self._use_letterhead)
        yield box

    def _use_letterhead(self, values: Sequence[str]) -> None:
        self._letterhead = bool(values)

    def _read_again(self, answers: Answers | None = None, *, whole: bool | None = None) -> None:
        going = self._exchange
        going.start(going.paths, answers or going.answers, whole=going.whole if whole is None else whole)

    def _ask_where(self, incoming: Incoming) -> None:
        name = f"{_('report')}-{self.session.today.isoformat()}.csv"
        self.dialogs.save_as(
            self, _("Save the report"), name, _("CSV (*.csv)"), lambda path: self._save(incoming, path)
        )

    def _save(self, incoming: Incoming, path: Path) -> None:
        def saved(_made: None) -> None:
            self._said = _("Saved as {name}.").format(name=path.name)
            announce(self, self._said)
            self.refresh()

        def work() -> None:
            from referral_assistant.directory.report_table import as_csv

            write(path, as_csv(incoming.report))

        self.session.background.run(work, saved)

    # --- a pack that is not taken ------------------------------------------------------------------------------------

    def _pack(self, incoming: Incoming) -> Form:
        offer = incoming.offer
        assert offer is not None
        fingerprint, signer = offer.fingerprint, offer.head.signer if offer.head else ""
        closed = whom_to_trust(self.session).closed
        card = PackCard(offer, None if closed else partial(self._exchange.trust, fingerprint, signer))
        leave = Button(_("&Leave the directory as it is"), on=self._exchange.leave)
        title = _("A directory pack: {name}").format(name=self._exchange.name)
        return Form(title, _("Nothing has changed."), [card], [leave], [], first=leave)

    # --- taken in ----------------------------------------------------------------------------------------------------

    def _take(self) -> None:
        self._exchange.take_in()

    def _taken(self, told: Told) -> Form:
        again = Button(_("Bring in &more"), on=self._exchange.leave)
        see = Button(_("See the &directory"), "primary", on=partial(self.go.emit, "directory"))
        said = [Banner(_("It is in the directory."), "settled", more=in_the_directory(told))]
        still: list[tuple[str, str]] = []
        if told.counts["differs"]:
            still.append((_("Where yours and the file differ, yours counts until you choose."), "directory:differs"))
        if told.incoming.unsorted:
            still.append((_("What has no kind yet is matched with nobody until it is sorted."), "directory:unsorted"))
        for sentence, place in still:
            look = Button(_("Look at them"), name=sentence, on=partial(self.go.emit, place))
            said.append(Banner(sentence, "attention").add_buttons(look))  # type: ignore[arg-type]
        lead = _("From {name}. Cases and letters are as they were.").format(name=self._exchange.name)
        return Form(_("Taken in"), lead, said, [again], [see], first=see)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _stands_elsewhere(self) -> None:
        going = self._exchange
        if going.step is Step.TAKEN:
            self._put_letterhead()
        # What is read within a blink needs no page of its own.
        if (
            self._gone
            or not self.isVisible()
            or (going.step is Step.READING and not going.slow and self._form is not None)
        ):
            return
        self.refresh()
        if going.step not in (Step.READING, Step.TAKING) or going.slow:
            self.take_focus()

    def _put_letterhead(self) -> None:
        letterhead, wanted = self._exchange.letterhead, self._letterhead
        self._letterhead = False
        if letterhead is not None and wanted and self.session.is_open:
            named = {
                name: getattr(letterhead, name)
                for name in ("name", "address", "telephone", "sign_off")
                if getattr(letterhead, name)
            }
            self.session.put_organisation(replace(self.session.organisation, **named))


def in_the_file(told: Told) -> str:
    """What became of the records of a file, in words."""
    fates = (
        (Fate.READ, _("{count} read as they stand")),
        (Fate.REPAIRED, _("{count} with something put right")),
        (Fate.IGNORED, _("{count} left out")),
        (Fate.REFUSED, _("{count} refused")),
    )
    said = joined(text.format(count=told.fates[fate]) for fate, text in fates if told.fates[fate])
    return f"{said[:1].upper()}{said[1:]}." if said else _("Nothing.")


def in_the_directory(told: Told) -> str:
    """What the records do to the directory, in words."""
    found = told.counts
    outcomes = (
        ("added", _("{count} new")),
        ("updated", _("{count} changed")),
        ("same", _("{count} the same")),
        ("differs", _("{count} with both values kept")),
        ("gone", _("{count} no longer listed")),
    )
    said = joined(text.format(count=found[group]) for group, text in outcomes if found[group])
    return f"{said}." if said else _("Nothing.")


def _refusal(problem: Problem) -> QWidget:
    if isinstance(problem, Mistakes):
        card = Banner(str(problem), "stop", more=_("Nothing was taken. Put them right in the file, and read it again."))
        return card.add(Bullets([str(mistake) for mistake in problem.mistakes[:MOST_MISTAKES]]))
    return Banner(str(problem), "stop", more=problem.advice)


def _takes() -> list[str]:
    return [
        _("a table as Excel or CSV, such as the template that this program writes"),
        _("Open Referral UK data as JSON: a page, a list, one service, or a folder of saved pages"),
        _("a directory pack (.rapack) from your area lead, or a directory file (.toml)"),
    ]
