"""Handing the directory on: a signed pack for the area, or a file for others. What is odd about it comes first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant import geography
from referral_assistant.directory.pack import ENDING, Letterhead, slug
from referral_assistant.i18n import _
from referral_assistant.problems import Mistakes, Problem
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.outgoing import (
    FORMS,
    ExportAsked,
    PackAsked,
    Survey,
    Written,
    survey,
    write_export,
    write_pack,
)
from referral_assistant.ui.pack_card import Facts
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.session import Session
from referral_assistant.ui.signing_form import OpenKey, SigningForm
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    Card,
    Choice,
    Choices,
    Field,
    LineBox,
    Rows,
    Slot,
    Space,
    Text,
    announce,
    reading_row,
)
from referral_assistant.vault.signing import SigningKey

MOST_MISTAKES = 20


class PublishPage(Apart):
    """The key is open while this page is up, and no longer. Nothing private goes out unless that is chosen."""

    name: ClassVar[str] = "publish"
    measure: ClassVar[int] = 1000
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._key: tuple[SigningKey, Path] | None = None
        self._survey: Survey | None = None
        self._said: tuple[str, str, tuple[str, ...]] | None = None
        self._title = ""
        self._options: tuple[str, ...] = ()
        self._private = False
        self._busy = False

    # --- what the frame calls ----------------------------------------------------------------------------------------

    def arrive(self, detail: str = "") -> None:
        self._said = None
        self._title = self.session.directory().published().get("title", "")
        self._options = ("letterhead",) if self.session.organisation.name else ()
        self._private = False
        today = self.session.today
        self.session.read_directory(lambda directory: survey(directory, today), self._surveyed, self._failed)
        super().arrive(detail)

    def left(self) -> None:
        self._key = None

    def forget(self) -> None:
        self._key = None
        super().forget()

    def shape(self) -> Hashable:
        return self._survey, self._key is not None, self._said, self._busy

    def build(self) -> Form:
        back = Button(_("&Back"), on=partial(self.go.emit, "directory"))
        self._write = Button(_("&Write the pack …"), "primary", on=self._ask_where)
        self._may_write()
        lead = _("As a signed pack for colleagues in your area, or as a file for others.")
        return Form(_("Publish or export"), lead, self._parts(), [back], [self._write], first=self._first)

    def _first(self) -> QWidget | None:
        """What is still to be done for a pack: its title, the key, or to write it."""
        if self._write.isEnabled():
            return self._write
        return self.seek(LineBox, lambda box: not self._title or box.echoMode() is LineBox.EchoMode.Password)

    # --- its parts ---------------------------------------------------------------------------------------------------

    def _parts(self) -> Iterator[QWidget]:
        if self._said is not None:
            sentence, tone, items = self._said
            banner = Banner(sentence, tone)
            yield banner.add(Bullets(items)) if items else banner
        yield from self._odd()
        yield self._contents()
        yield Space(8)
        yield Text(_("A pack for your area"), "heading")
        yield self._pack_options()
        yield self._signing()
        yield Space(8)
        yield Text(_("A file for others"), "heading")
        yield from self._exports()

    def _odd(self) -> Iterator[QWidget]:
        """What should be looked at before it is handed on, conflicts first."""
        odd = _oddities(self._survey) if self._survey is not None else []
        rows = Rows(_("Before you hand it on"), tone="attention")
        for said, view in odd:
            look = Button(_("Look"), "link", name=f"{_('Look')}: {said}", on=partial(self.go.emit, f"directory:{view}"))
            rows.add(reading_row([Text(said, halo=False), Slot(look, 76)], [1, 0]))
        if odd:
            yield rows

    def _contents(self) -> Card:
        found = self._survey
        if found is None:
            return Card(_("What is in it")).add(Text(_("Counting …"), "muted"))
        services = _("1 service") if found.services == 1 else _("{count} services").format(count=found.services)
        contacts = _("1 safeguarding contact") if found.contacts == 1 else _("{count} safeguarding contacts")
        contacts = contacts if found.contacts else _("No safeguarding contacts of areas yet.")
        private = _("None holds anything that is not for publication.")
        if found.private:
            private = _("{count} hold something that is not for publication. It is left out unless you choose it.")
        facts = (
            (_("Services"), f"{services}. {_('Without the national lines, which everybody has.')}"),
            (_("Contacts"), contacts.format(count=found.contacts)),
            (_("Private"), private.format(count=found.private)),
        )
        return Card(_("What is in it")).add(Facts(facts), above=4)

    def _pack_options(self) -> Card:
        title = LineBox(_("Title of the pack"), self._title, placeholder=_("Such as Saltmarch services"))
        title.textChanged.connect(self._titled)
        hint = _("Keep it from edition to edition: by it and the key, a newer one replaces the one before.")
        choices = [
            Choice("letterhead", _("With the letterhead of your organisation"), self._letterhead_hint()),
            Choice("private", _("With what is not for publication"), _("Only where every reader may see it.")),
        ]
        box = Choices("", choices, many=True, numbered=False)
        box.setAccessibleName(_("What goes into the pack"))
        box.set_values(self._options)
        box.chosen.connect(self._chose)
        return Card().add(Field(_("Title of the pack"), title, hint=hint)).add(box, above=8)

    def _letterhead_hint(self) -> str:
        name = self.session.organisation.name
        return name or _("Nothing is entered in Settings yet.")

    def _signing(self) -> Card:
        if self._key is not None:
            return OpenKey(*self._key, on_another=self._close_key)
        known = self.session.directory().published().get("key", "")
        form = SigningForm(self.session, self.dialogs, Path(known) if known else None)
        form.opened.connect(self._opened)
        return form

    def _exports(self) -> Iterator[QWidget]:
        private = Choice("private", _("With what is not for publication, in a file for others"))
        box = Choices("", [private], many=True, numbered=False)
        box.setAccessibleName(_("Private details in files for others"))
        box.set_values(("private",) if self._private else ())
        box.chosen.connect(self._chose_private)
        rows = Rows()
        for form, (name, what) in _forms().items():
            save = Button(_("Save …"), "link", name=_("Save as {name}").format(name=name), on=partial(self._ask, form))
            cells: list[QWidget] = [Text(name, "strong", halo=False), Text(what, "muted", halo=False), Slot(save, 76)]
            rows.add(reading_row(cells, [3, 7, 0]))
        yield rows
        yield box

    # --- what is done ------------------------------------------------------------------------------------------------

    def _titled(self, text: str) -> None:
        self._title = " ".join(text.split())
        self._may_write()

    def _chose(self, values: tuple[str, ...]) -> None:
        self._options = values

    def _chose_private(self, values: tuple[str, ...]) -> None:
        self._private = bool(values)

    def _may_write(self) -> None:
        self._write.setEnabled(bool(self._title) and self._key is not None and not self._busy)

    def _opened(self, key: SigningKey, path: Path) -> None:
        if not self.isVisible():
            return
        self._key = key, path
        self.refresh()
        announce(self, _("The key is open."))

    def _close_key(self) -> None:
        self._key = None
        self.refresh()

    def _surveyed(self, found: Survey) -> None:
        self._survey = found
        if self.isVisible():
            self.refresh()

    def _ask_where(self) -> None:
        name = f"{slug(self._title)}-{self.session.today.isoformat()}{ENDING}"
        self.dialogs.save_as(self, _("Save the pack"), name, _("Directory packs (*.rapack)"), self._publish)

    def _publish(self, path: Path) -> None:
        if self._key is None:
            return
        key, kept = self._key
        letterhead = self._letterhead() if "letterhead" in self._options else None
        asked = PackAsked(self._title, letterhead, "private" in self._options, key, self.session.now())

        def written(made: Written) -> None:
            self.session.alter(lambda d: d.remember_published({"title": asked.title, "key": str(kept)}))
            text = _("The pack {name} is written: {services} services and {contacts} contacts, the edition of today.")
            self._tell(text.format(name=made.path.name, services=made.services, contacts=made.contacts))

        self._work(lambda: self.session.read_directory(lambda d: write_pack(d, asked, path), written, self._failed))

    def _letterhead(self) -> Letterhead:
        mine = self.session.organisation
        return Letterhead(mine.name, mine.address, mine.telephone, mine.sign_off)

    def _ask(self, form: str) -> None:
        ending = FORMS[form]
        name = f"{_('template') if form == 'template' else _('directory')}-{self.session.today.isoformat()}{ending}"
        title, kinds = _("Save {name}").format(name=_forms()[form][0]), f"*{ending} (*{ending})"
        self.dialogs.save_as(self, title, name, kinds, partial(self._export, form))

    def _export(self, form: str, path: Path) -> None:
        session = self.session
        asked = ExportAsked(
            form,
            path,
            self._private,
            session.today,
            session.pack,
            geography.names(session.areas()),
            geography.attribution(),
            session.organisation.name,
        )

        def written(made: Written) -> None:
            text = _("Saved as {name}.") if form == "template" else _("Saved as {name}: {count} services.")
            self._tell(text.format(name=made.path.name, count=made.services))

        self._work(lambda: session.read_directory(lambda d: write_export(d, asked), written, self._failed))

    # --- inside ------------------------------------------------------------------------------------------------------

    def _work(self, begin: Callable[[], object]) -> None:
        self._busy = True
        self._may_write()
        begin()

    def _tell(self, sentence: str, tone: str = "settled", items: tuple[str, ...] = ()) -> None:
        self._busy = False
        self._said = sentence, tone, items
        if self.isVisible():
            announce(self, sentence)
            self.refresh()
            self._area.verticalScrollBar().setValue(0)

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Mistakes):
            wrong = tuple(str(mistake) for mistake in error.mistakes[:MOST_MISTAKES])
            self._tell(_("Nothing was written: nobody could take it. Put this right first."), "stop", wrong)
        elif isinstance(error, Problem):
            self._tell(f"{error} {error.advice}", "stop")
        else:
            raise error


def _oddities(found: Survey) -> list[tuple[str, str]]:
    """Sentences on what is odd, each with the view of the directory that lists it."""
    kinds = (
        (
            found.differs,
            "differs",
            _("1 service was changed both here and where it comes from. Yours goes out."),
            _("{count} services were changed both here and where they come from. Yours go out."),
        ),
        (
            found.due,
            "due",
            _("1 service was not checked for six months. It goes out with its date."),
            _("{count} services were not checked for six months. They go out with their dates."),
        ),
        (
            found.unsorted,
            "unsorted",
            _("1 service has no kind yet. It stays out of the pack."),
            _("{count} services have no kind yet. They stay out of the pack."),
        ),
    )
    return [(one if count == 1 else more.format(count=count), view) for count, view, one, more in kinds if count]


def _forms() -> dict[str, tuple[str, str]]:
    """What others may want it as, and for what."""
    return {
        "oruk": (_("Open Referral UK"), _("JSON in the UK’s open standard, for other directories and web sites.")),
        "xlsx": (_("Excel"), _("A table with lists to choose from, to work on and bring in again.")),
        "csv": (_("CSV"), _("The same as plain text.")),
        "pdf": (_("On paper"), _("A PDF to print: every open service by kind, with the day it was checked.")),
        "template": (_("Empty table"), _("Excel, to be filled in by services or partners and brought in here.")),
    }
