"""Screen 6: local services, each with its verdict in sentences. Area first, consult beside refer, never empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant import geography
from referral_assistant.i18n import _, joined, long_date
from referral_assistant.matching import closed, nothing_fits, primary_action
from referral_assistant.matching.cautions import NOT_REFERABLE
from referral_assistant.matching.criteria import LINES
from referral_assistant.model import Card as Topic
from referral_assistant.model import CardKind, Match, Reason, Route, State, Verdict
from referral_assistant.ui.area_search import AreaSearch
from referral_assistant.ui.contacts import contact_lines, danger_card
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.page import Form
from referral_assistant.ui.phrases import count_text, moment_text
from referral_assistant.ui.service_cards import refused_card, service_card
from referral_assistant.ui.widgets import Bullets, Button, Card, Field, Text


class ServicesPage(OpensInPlace):
    """Draws the matches in the order in which they come. No number is shown for a service or a person."""

    name: ClassVar[str] = "services"
    measure: ClassVar[int] = 930

    def look_ahead(self) -> None:
        if self.session.derived.services_open:
            self.session.matches()

    def arrive(self, detail: str = "") -> None:
        self._others = False
        super().arrive(detail)

    def build(self) -> Form:
        self.editor = None
        if closed(self.session.derived.assessment) or not self.session.derived.services_open:
            return self._closed()
        area = self._area_card()
        if area and (self.opened == "area" or area.id not in self.session.derived.standing):
            return self._ask_area(area)
        return self._list()

    # --- closed ------------------------------------------------------------------------------------------------------

    def _closed(self) -> Form:
        why, todo, text, place = self._closed_because()
        card = Card(why, tone="stop").add(Text(todo, halo=False))
        card.add(contact_lines(self.session, ("safeguarding_lead",)), above=8)
        way = Button(text, "primary", on=lambda: self.go.emit(place))
        return Form(_("Services are closed for now"), "", [card, danger_card()], [self._back()], [way])

    def _closed_because(self) -> tuple[str, str, str, str]:
        """Why services are closed, what to do, and the way there (S5, S10)."""
        derived = self.session.derived
        if derived.open_safety is not None:
            why, todo = _("A safety concern is open."), _("Record what was done about it. Services open again then.")
            return why, todo, _("Record what was done"), "safety"
        if derived.stop is not None:
            why = _("The conversation was stopped before it began.")
            todo = _("Do what protects the victim-survivor and the children, and write the file note.")
            return why, todo, _("See what is to do"), "means"
        if not derived.gate_done:
            why = _("The questions before you start are not all answered.")
            return why, _("Answer them first."), _("Go to the questions"), "start"
        why = _("Someone may be in danger now.")
        todo = _("Act on that first. Services open when what was done is recorded.")
        return why, todo, _("Record what was done"), "means"

    # --- the area ----------------------------------------------------------------------------------------------------

    def _area_card(self) -> Topic | None:
        cards = self.session.derived.path
        return next((card for card in cards if card.kind is CardKind.AREA and card.fact == "area"), None)

    def _ask_area(self, area: Topic) -> Form:
        session = self.session
        label = session.fill(area.ask)
        box = AreaSearch(session, area, label, chosen=self._area_name())
        box.picked.connect(lambda found: self._pick(area, found))
        skip = Button(_("Go on without an area"), on=lambda: self._skip(area))
        return Form(
            session.fill(area.title),
            session.fill(area.why),
            [Field(label, box, hint=session.fill(area.hint))],
            [self._back()],
            [skip],
            first=box.box,
        )

    def _pick(self, area: Topic, found: str) -> None:
        self.opened = ""
        self.session.answer(area.id, (found,))
        self.redraw()

    def _skip(self, area: Topic) -> None:
        self.opened = ""
        if area.id not in self.session.derived.standing:
            self.session.leave(area.id, State.COULD_NOT_ASK)
        self.redraw()

    def _area_name(self) -> str:
        code = self.session.derived.facts.get("area", ("",))[0]
        area = geography.find(self.session.areas(), code, self.session.today)
        return area.name if area else ""

    # --- the list ----------------------------------------------------------------------------------------------------

    def _list(self) -> Form:
        matches = self.session.matches()
        offered = [m for m in matches if m.verdict in (Verdict.FITS, Verdict.ASK)]
        others = [m for m in matches if m not in offered]
        chosen = self._chosen(offered)
        left = [self._back()]
        if others:
            text = _("Hide the others") if self._others else _("Why not the others?")
            left.append(Button(text, on=self._turn_others))
        return Form(
            _("Services for this conversation"),
            self._lead(matches),
            self._widgets(matches, offered, others if self._others else [], chosen),
            left,
            self._actions(chosen),
            head=Button(_("Change the area"), "link", on=lambda: self.open_in_place("area")),
        )

    def _widgets(
        self, matches: Sequence[Match], offered: Sequence[Match], others: Sequence[Match], chosen: Match | None
    ) -> Iterator[QWidget]:
        common = _common([m for m in offered if m.service.kind not in LINES])
        yield from self._head(matches)
        yield from self._before_any(common)
        for match in offered:
            yield self._card(match, common, chosen)
        if others:
            yield Text(_("Why not the others"), "subtitle")
        for match in others:
            yield refused_card(self, match)

    def _lead(self, matches: Sequence[Match]) -> str:
        counts = {v: sum(1 for m in matches if m.verdict is v and m.service.kind not in LINES) for v in Verdict}
        fit = _("{fits} fit, {may} may fit, {rest} do not.").format(
            fits=count_text(counts[Verdict.FITS]).capitalize(),
            may=count_text(counts[Verdict.ASK]),
            rest=count_text(counts[Verdict.DOES_NOT_FIT] + counts[Verdict.CLOSED]),
        )
        facts, words = self.session.derived.facts, self.session.pack.words["values"]
        known = [self._area_name() or _("area not known")]
        if facts.get("age"):
            known.append(_("aged {age}").format(age=facts["age"][0]))
        known += [words[value] for value in facts.get("schedule", ()) if value in words]
        return f"{fit} {', '.join(known)}."

    def _head(self, matches: Sequence[Match]) -> list[QWidget]:
        """What comes before any service: the panel sentence, whom was consulted, and what to do when nothing fits."""
        session, assessment = self.session, self.session.derived.assessment
        found: list[QWidget] = []
        if assessment.route is Route.PANEL:
            card = Card(session.word("routes", "panel"), tone="attention")
            card.add(Text(session.word("route_steps", "panel"), halo=False))
            found.append(card.add(contact_lines(session, ("marac_lead", "police")), above=8))
        found += self._consulted()
        nothing = nothing_fits(matches, assessment)
        if nothing or self.opened == "review":
            found.append(self._nothing(nothing))
        return found

    def _before_any(self, common: Sequence[Reason]) -> list[QWidget]:
        if not common:
            return []
        return [Card(_("Before any of these")).add(Bullets([self.session.say(reason) for reason in common]))]

    def _card(self, match: Match, common: Sequence[Reason], chosen: Match | None) -> Card:
        service, route = match.service, self.session.derived.assessment.route
        if service.kind in LINES or route in (Route.PANEL, Route.HOLD):
            return service_card(self, match, common, None, "")
        if match is not chosen:
            name = _("Choose: {service}").format(service=service.name)
            button = Button(_("Choose this one"), name=name, on=lambda: self.decide(service=service.id))
            return service_card(self, match, common, button, "")
        recorded = self.session.case is not None and self.session.case.decision.service == service.id
        text = _("You chose this one.") if recorded else _("The first in the list. Choose another if that is better.")
        return service_card(self, match, common, Text(text, "strong", tone="accent", halo=False), "accent")

    def _chosen(self, offered: Sequence[Match]) -> Match | None:
        """The service that was chosen; until then the first one that is not a line to ring."""
        case = self.session.case
        recorded = case.decision.service if case else ""
        able = [m for m in offered if m.service.kind not in LINES]
        return next((m for m in able if m.service.id == recorded), able[0] if able else None)

    def _turn_others(self) -> None:
        self._others = not self._others
        self.redraw()

    # --- what can be done --------------------------------------------------------------------------------------------

    def _actions(self, chosen: Match | None) -> list[Button]:
        assessment, case = self.session.derived.assessment, self.session.case
        consult = self.opener(_("Consult first"), "consult", kind="secondary")
        protection = Button(_("Decide about protection"), "primary", on=lambda: self.go.emit("protection"))
        if assessment.route is Route.HOLD:
            if case and case.review_on:
                return [consult, protection]
            return [consult, self.opener(_("Set a date to look again"), "review", kind="primary")]
        if chosen is None or assessment.route is Route.PANEL or chosen.service.kind in NOT_REFERABLE:
            asked = bool(case and case.decision.consulted)
            return [consult, protection] if asked else [self.opener(_("Consult first"), "consult", kind="primary")]
        if primary_action(chosen, assessment) == "refer":
            text = _("Refer to {service}").format(service=chosen.service.name)
            return [consult, Button(text, "primary", on=lambda: self._refer(chosen))]
        if case and case.decision.consulted:
            return [consult, Button(_("Decide about the referral"), "primary", on=lambda: self._refer(chosen))]
        return [self.opener(_("Consult first"), "consult", kind="primary")]

    def _refer(self, chosen: Match) -> None:
        # Away first: otherwise this whole page would be drawn once more for nobody.
        self.go.emit("referral")
        self.decide(service=chosen.service.id)

    def _consulted(self) -> list[QWidget]:
        case = self.session.case
        if self.opened == "consult":
            return [self._consult_form()]
        if case is None or not case.decision.consulted:
            return []
        return [Card(_("Consulted")).add(Text(case.decision.consulted, halo=False))]

    def _consult_form(self) -> Card:
        session = self.session
        editor = self.start_editor("consult", inset=0)
        editor.say(session.word("route_steps", "consult"), "muted")
        editor.put(contact_lines(session, ("safeguarding_lead",)))
        advisers = [m.service for m in session.matches() if m.service.kind == "consultation"]
        if advisers:
            names = joined(f"{s.name} {s.contact.telephone}".strip() for s in advisers)
            editor.say(_("You can also ring: {names}.").format(names=names), "muted")
        editor.line("who", _("Whom you asked"), hint=_("Name and role."), required=_("Enter whom you asked."))
        editor.when("at", _("When"))
        editor.note("advice", _("What they advised"), required=_("Enter what they advised."))
        editor.finish(_("Save"), lambda: self._consult(editor))
        card = Card(_("Consult first"), tone="accent")
        return card.add(editor)

    def _consult(self, editor: Editor) -> None:
        who, when, advice = editor.text("who"), moment_text(editor.moment("at")), editor.text("advice")
        self.saved(lambda: self.decide(consulted=f"{who}, {when}. {advice}"))

    # --- when nothing fits -------------------------------------------------------------------------------------------

    def _nothing(self, reasons: Sequence[Reason]) -> Card:
        """What there is to do: never nothing, and always a date to look again."""
        session, case = self.session, self.session.case
        card = Card(_("What you can do now"), tone="accent")
        card.add(Bullets([session.say(reason) for reason in reasons]))
        if self.opened == "review":
            editor = self.start_editor("review", inset=0)
            editor.day("day", _("Look again on"), required=_("Enter a day."))
            editor.finish(_("Save the date"), lambda: self._review(editor))
            return card.add(editor, above=8)
        if case and case.review_on:
            text = _("To look at again on {date}.").format(date=long_date(case.review_on))
            card.add(Text(text, "strong", halo=False), above=8)
        return card.add_buttons(self.opener(_("Set a date to look again"), "review", kind="secondary"))

    def _review(self, editor: Editor) -> None:
        day = editor.date("day")
        if day <= self.session.today:
            editor.error("day", _("Choose a day that is still to come."))
            return
        self.session.put_step("review")
        self.saved(lambda: self.session.put_review(day))

    def _back(self) -> Button:
        return Button(_("&Back"), on=lambda: self.go.emit("means"))


def _common(matches: Sequence[Match]) -> tuple[Reason, ...]:
    """Warnings that every one of several services has: they are said once."""
    if len(matches) < 2:
        return ()
    return tuple(r for r in matches[0].warnings if all(r in m.warnings for m in matches))
