"""Everything that follows from one case record, worked out when first asked for and dropped with the record."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from referral_assistant import conversation
from referral_assistant.conversation import GATE_KINDS
from referral_assistant.model import Answer, Case, SafetyConcern, SectionKind

if TYPE_CHECKING:
    from referral_assistant.model import Assessment, Card, Facts, Option, Pack, Stop

RESTS_ON = {
    "assessment": ("answers", "overrides", "safety", "duties", "practitioner"),
    "path": ("answers",),
    "facts": ("answers",),
    "standing": ("answers",),
    "stops": ("answers", "overrides"),
    "stop": ("answers", "overrides"),
    "gate_done": ("answers", "overrides"),
    "pronouns": ("answers",),
}
"""What of the record each of these is worked out from."""


class Derived:
    """What one case means. A new record gets a new one of these, so nothing here can be out of date."""

    def __init__(self, pack: Pack, case: Case) -> None:
        self.pack = pack
        self.case = case

    def after(self, case: Case) -> Derived:
        """The same for the record as it is after a change: what rests on nothing that changed is not worked out
        again. A decision or an edit changes no answer, and these are what is recorded while letters are made."""
        new = Derived(self.pack, case)
        for name, fields in RESTS_ON.items():
            if name in self.__dict__ and all(getattr(case, f) is getattr(self.case, f) for f in fields):
                new.__dict__[name] = self.__dict__[name]
        return new

    @cached_property
    def assessment(self) -> Assessment:
        """Concern, duties, readiness, route."""
        from referral_assistant.assessment import assess

        return assess(self.pack, self.case)

    @cached_property
    def path(self) -> tuple[Card, ...]:
        """The cards of this conversation, in order."""
        return conversation.path(self.pack, self.case.answers)

    @cached_property
    def facts(self) -> Facts:
        """What is known."""
        return conversation.facts(self.pack, self.case.answers)

    @cached_property
    def standing(self) -> dict[str, Answer]:
        """The answer that stands for each card in the path."""
        return conversation.in_path_answers(self.pack, self.case.answers)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Every red answer at the gate, agreed or not."""
        return conversation.stops(self.pack, self.case.answers, self.case.overrides)

    @cached_property
    def stop(self) -> Stop | None:
        """The gravest stop that stands."""
        return next((s for s in self.stops if s.stands), None)

    @cached_property
    def gate_done(self) -> bool:
        """Whether the conversation may open."""
        return conversation.gate_done(self.pack, self.case.answers, self.case.overrides)

    @cached_property
    def pronouns(self) -> str:
        """How the record speaks of the person."""
        return self.facts.get("pronouns", ("they",))[0]

    @property
    def open_safety(self) -> tuple[int, SafetyConcern] | None:
        """The safety concern whose outcome is not recorded yet, with its number."""
        return next(((n, c) for n, c in enumerate(self.case.safety) if not c.closed), None)

    @property
    def services_open(self) -> bool:
        """Services and letters open once the gate is done, and close while a safety concern is (S5, S10)."""
        return self.gate_done and self.open_safety is None

    def offered(self, card: Card) -> tuple[Option, ...]:
        """The options of a card that make sense here."""
        return conversation.offered(card, self.facts)

    def in_the_room(self, card: Card) -> bool:
        """Whether a card belongs to the time the person is there: every topic, and the end of the gate, from the first
        card after which nothing there has to be kept from their eyes."""
        section = self.pack.section_of(card.id)
        if section.kind not in GATE_KINDS:
            return section.kind is SectionKind.TALK
        gate = [c for c in self.path if self.pack.section_of(c.id).kind in GATE_KINDS]
        here = next((n for n, c in enumerate(gate) if c.id == card.id), 0)
        return all(c.room_safe for c in gate[here:])
