"""Editing an entry of the directory, or adding one: grouped as a referrer reads it, and tried as it is typed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from referral_assistant.content import load_vocabulary
from referral_assistant.directory.labels import label
from referral_assistant.i18n import _
from referral_assistant.matching.criteria import LINES
from referral_assistant.problems import Problem
from referral_assistant.ui.criteria_form import CriteriaForm
from referral_assistant.ui.made_up_person import WIDE, MadeUpPerson
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.service_draft import NEW, Draft, draft_of, drop
from referral_assistant.ui.service_fields import Held
from referral_assistant.ui.service_groups import Shown, groups
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import (
    Banner,
    Button,
    Card,
    Choice,
    Choices,
    ErrorSummary,
    Field,
    Fold,
    LineBox,
    Space,
    Stack,
    scrolling,
    side_by_side,
    tell,
)

ROOM_FOR_PERSON = 1180
"""Pixels at 100 % the page needs to have the made-up person beside the form; with less it follows below."""

REFUSED = {
    "couples": _("Couples or relationship counselling"),
    "mediation": _("Mediation or conciliation"),
    "anger_management": _("Anger management"),
    "restorative": _("A restorative meeting"),
    "family_therapy": _("Joint family therapy"),
}
"""Kinds that are refused, as they read in a list."""


class ServiceEditPage(Apart):
    """ "edit:ID" and "edit:new". What is typed stays in a draft; saving is one change of the directory."""

    name: ClassVar[str] = "edit"
    measure: ClassVar[int] = 760

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._draft: Draft | None = None
        self._held: dict[str, Held] = {}
        self._kind: Choices | None = None
        self._kind_field: Field | None = None
        self._refused: Choices | None = None
        self._criteria: CriteriaForm | None = None
        self._criteria_field: Field | None = None
        self._person: MadeUpPerson | None = None
        self._name: Field | None = None
        self._errors: list[tuple[str, str]] = []
        self._seen: set[str] = set()
        self._kept_earlier = False

    # --- coming and going --------------------------------------------------------------------------------------------

    def arrive(self, detail: str = "") -> None:
        self._draft = draft_of(self.session, detail or NEW)
        self._kept_earlier = self._draft.has_work
        self._errors, self._seen = [], set(self._draft.mistakes()) if self._kept_earlier else set()
        super().arrive(detail)

    def forget(self) -> None:
        self._held, self._kind, self._refused, self._criteria, self._person = {}, None, None, None, None
        self._kind_field, self._criteria_field, self._name = None, None, None
        super().forget()

    def shape(self) -> Hashable:
        return self._wide(), tuple(self._errors), self._kept_earlier

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._form is not None and self._wide() is not (self._form.beside is not None):
            self.refresh()

    def _wide(self) -> bool:
        return self.width() >= px(ROOM_FOR_PERSON)

    @property
    def draft(self) -> Draft:
        """What is being edited."""
        assert self._draft is not None
        return self._draft

    # --- the form ----------------------------------------------------------------------------------------------------

    def build(self) -> Form:
        self._held, self._name = {}, None
        self._person = MadeUpPerson(self.draft)
        wide = self._wide()
        back = Button(_("&Back"), on=self._back)
        save = Button(_("&Save"), "primary", on=self._save)
        left = [back]
        if self._kept_earlier:
            left.append(Button(_("Throw the changes away"), "quiet", on=self._throw_away))
        title = (
            _("A new service") if self.draft.is_new else _("Edit: {name}").format(name=self.draft.service_before.name)
        )
        lead = _("About the service only: nothing about any person belongs here.")
        return Form(
            title,
            lead,
            self._parts(None if wide else self._person),
            left,
            [save],
            first=self._first,
            beside=scrolling(self._person, WIDE) if wide else None,
        )

    def _parts(self, below: MadeUpPerson | None) -> Iterator[QWidget]:
        if self._errors:
            # What the summary leads to has to be there first.
            parts = list(self._all_parts(below))
            yield self._summary()
            yield from parts
            return
        if self._kept_earlier:
            yield Banner(_("What you changed earlier is still here. It is not saved yet."), "attention")
        yield from self._all_parts(below)

    def _all_parts(self, below: MadeUpPerson | None) -> Iterator[QWidget]:
        yield from self._cards()
        if below is not None:
            yield below
            yield Space(4)
        yield from self._end()

    def _cards(self) -> Iterator[QWidget]:
        for number, group in enumerate(groups()):
            card = Card(group.title, lead=group.lead)
            if number == 0:
                card.add(self._kind_part(), above=6)
            for row in group.rows:
                held = [self._hold(shown) for shown in row]
                card.add(side_by_side(*held) if len(held) == 2 else held[0], above=8)
            if group.title == _("Who it takes"):
                self._add_criteria(card)
            yield card
            yield Space(4)

    def _end(self) -> Iterator[QWidget]:
        card = Card(_("For the history"))
        note = LineBox(_("Why you changed it (optional)"), self.draft.note)
        note.rested.connect(lambda text: setattr(self.draft, "note", text.strip()))
        if not self.draft.is_new:
            card.add(Field(_("Why you changed it (optional)"), note), above=4)
        if not self.session.me:
            box = LineBox(_("Your name"))
            self._name = Field(_("Your name"), box, hint=_("It stands beside your changes. You are asked once."))
            card.add(self._name, above=8)
        if self._name is not None or not self.draft.is_new:
            yield card
        self._show_state()

    def _first(self) -> QWidget | None:
        found = self._held.get("name")
        return found.control if found else None

    def _hold(self, shown: Shown) -> Held:
        held = self._held[shown.name] = Held(self.draft, shown, self._changed)
        if shown.name == "purpose":
            held.setVisible(self.draft.service.kind in LINES or bool(held.value))
        return held

    # --- the kind ----------------------------------------------------------------------------------------------------

    def _kind_part(self) -> QWidget:
        offer, kind = load_vocabulary().offer, self.draft.service.kind
        box = Choices("", [Choice(k, label("kind", k)) for k in offer], numbered=False, flowing=True)
        box.setAccessibleName(_("What kind of service is it?"))
        box.set_values((kind,))
        box.chosen.connect(lambda values: self._put_kind(values[0]))
        self._kind = box
        hint = _("An entry whose kind is not settled stays in the directory and is matched with nobody.")
        self._kind_field = Field(_("What kind of service is it?"), box, hint=hint)
        other = Fold(_("other kinds of service"), self._other_kinds, opened=kind in REFUSED)
        return Stack([self._kind_field, other])

    def _other_kinds(self) -> QWidget:
        box = Choices("", [Choice(k, text) for k, text in REFUSED.items()], numbered=False, flowing=True)
        box.setAccessibleName(_("Other kinds of service"))
        box.set_values((self.draft.service.kind,))
        box.chosen.connect(lambda values: self._put_kind(values[0]))
        self._refused = box
        return box

    def _put_kind(self, kind: str) -> None:
        self.draft.put("kind", kind)
        for box in filter(None, (self._kind, self._refused)):
            box.set_values((kind,))
        purpose = self._held["purpose"]
        purpose.setVisible(kind in LINES or bool(purpose.value))
        self._changed("kind")

    # --- what the provider asks --------------------------------------------------------------------------------------

    def _add_criteria(self, card: Card) -> None:
        self._criteria = CriteriaForm(self.draft, lambda: self._changed("criteria"))
        self._criteria.redrawn.connect(self._mend_order)
        hint = _("What a place depends on beyond the above, as a sentence, with the provider’s own words beside it.")
        self._criteria_field = Field(_("What the provider asks besides"), self._criteria, hint=hint)
        card.add(self._criteria_field, above=10)

    # --- keeping -----------------------------------------------------------------------------------------------------

    def _changed(self, field: str) -> None:
        """Something of the draft is different: say what is wrong with it, what its origin says, and whom it takes."""
        self._seen.add(field)
        if field in ("minimum_age", "maximum_age"):
            self._seen |= {"minimum_age", "maximum_age"}
        if field in ("waiting", "waiting_as_of"):
            self._seen.add("waiting_as_of")
        if field == "kind":
            self._seen.add("purpose")
        self._show_state()
        if self._person is not None:
            self._person.show_verdict()
        if field in ("service_areas", "accreditations"):
            self._mend_order()

    def _show_state(self) -> None:
        """What is wrong stands beside what was touched; all of it once somebody tried to save."""
        mistakes = self.draft.mistakes()
        shown = {f: why for f, why in mistakes.items() if f in self._seen or f.startswith("criteria.")}
        moved = False
        for name, held in self._held.items():
            held.field.error(shown.get(name, ""))
            moved = held.show_layer(self._take_back) or moved
        if self._kind_field is not None:
            self._kind_field.error(shown.get("kind", ""))
        if self._criteria is not None:
            self._criteria.show_mistakes(mistakes)
        if moved:
            self._mend_order()

    def _take_back(self, field: str) -> None:
        self.draft.take_back(field)
        self.redraw()
        self.complete()

    def _mend_order(self) -> None:
        if self._laid is not None:
            self._laid.mend_order()

    # --- saving ------------------------------------------------------------------------------------------------------

    def _summary(self) -> ErrorSummary:
        fields = {name: held.field for name, held in self._held.items()}
        errors = [(why, found) for name, why in self._errors if (found := self._field_of(name, fields)) is not None]
        return ErrorSummary(errors)

    def _field_of(self, name: str, fields: dict[str, Field]) -> Field | None:
        if name == "kind":
            return self._kind_field
        if name.startswith("criteria"):
            return self._criteria_field
        return self._name if name == "me" else fields.get(name)

    def _save(self) -> None:
        self.complete()
        self.keep()
        me = self._me()
        wrong = list(self.draft.in_the_way().items())
        if not me:
            wrong.append(("me", _("Enter your name.")))
        if wrong:
            self._seen |= {name for name, _why in wrong}
            self._errors = wrong
            self.redraw()
            self.complete()
            self.take_focus()
            return
        try:
            if not self.session.me:
                self.session.put_practitioner(replace(self.session.practitioner, name=me))
            saved = self.draft.save(me)
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return
        self.go.emit(f"service:{saved}")

    def _me(self) -> str:
        control = self._name.control if self._name is not None else None
        typed = control.text() if isinstance(control, LineBox) else ""
        return self.session.me or " ".join(typed.split())

    def _back(self) -> None:
        self.go.emit("directory" if self.draft.is_new else f"service:{self.draft.id}")

    def _throw_away(self) -> None:
        drop(self.draft)
        self.arrive(self.detail)
