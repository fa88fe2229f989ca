"""Where an area is asked for: a search box that takes the name of a council, or a postcode, whole or in part.

The postcode is looked up in a file of the program and goes no further: what is recorded is the council. Of the person's
own, the sector may be kept beside the case, such as "LE2 3", to say about how far a service is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from referral_assistant.geography import find, names, place, search
from referral_assistant.i18n import _, joined
from referral_assistant.model import Card
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import SearchBox

if TYPE_CHECKING:
    from referral_assistant.geography.postcodes import Found

OWN = "area"
"""The fact that says where the person lives; every other area is somebody else's, of whom nothing is kept."""

COMPARED = 6
"""Areas that are compared at most while somebody types; where a postcode may lie in more, the question is asked."""


class AreaSearch(SearchBox):
    """`AreaSearch(session, card, label)` offers areas for what is typed; `picked` is sent with the one chosen."""

    def __init__(self, session: Session, card: Card, name: str, *, chosen: str = "") -> None:
        super().__init__(name, self._offered, chosen=chosen, placeholder=_("Type a council or a postcode"))
        self._session = session
        self._own = card.fact == OWN
        self._sector = ""
        # Before anybody else hears of the choice: who records it tells everybody of both.
        self.picked.connect(lambda _area: self._keep())

    def _offered(self, text: str) -> Sequence[tuple[str, str]]:
        areas, today = self._session.areas(), self._session.today
        self._sector = ""
        self.tell("")
        if not any(c.isdigit() for c in text):
            known = names(areas)
            found = search(areas, text, today)
            return [(a.id, ", ".join([a.name, *(known[i] for i in a.within[:1] if i in known)])) for a in found]
        from referral_assistant.geography.postcodes import look_up

        return self._of_postcode(look_up(text))

    def _of_postcode(self, found: Found) -> Sequence[tuple[str, str]]:
        from referral_assistant.geography.postcodes import Kind

        self._sector = found.sector
        taken = found.candidates
        if found.kind is Kind.PARTIAL and len(taken) > 1 and not differ(self._session, taken, self._own):
            taken = taken[:1]
        self.tell(self._said(found, taken))
        label = _("From the postcode: {area}") if found.authority else "{area}"
        return [(code, label.format(area=self._name(code))) for code in taken]

    def _said(self, found: Found, taken: Sequence[str]) -> str:
        """What there is to know about what was typed."""
        from referral_assistant.geography.postcodes import Kind

        match found.kind:
            case Kind.LISTED:
                return _("Press Enter to take it. The postcode itself is not kept.")
            case Kind.INFERRED:
                told = _("This postcode is newer than the list. Its neighbours are in {area}.")
                return told.format(area=self._name(found.authority))
            case Kind.NORTHERN_IRELAND:
                return _("This is in Northern Ireland. Choose the council.")
            case Kind.CROWN:
                return _("This is not in the United Kingdom. Services here do not cover it.")
            case Kind.UNKNOWN:
                return _("No such postcode is listed. Check it, or type the name of the council.")
        return self._in_part(found, taken)

    def _in_part(self, found: Found, taken: Sequence[str]) -> str:
        if found.authority:
            told = _("All postcodes that begin so are in {area}.")
            return told.format(area=self._name(found.authority))
        if len(taken) > 1:
            return _("Postcodes that begin so are in several councils. Type the rest of it, or choose the council.")
        others = joined(self._name(code) for code in found.candidates[1:])
        told = _("Most postcodes that begin so are in {area}, the others in {others}. The services are the same.")
        return told.format(area=self._name(taken[0]), others=others)

    def _name(self, code: str) -> str:
        area = find(self._session.areas(), code, self._session.today)
        return area.name if area else code

    def _keep(self) -> None:
        if self._own and self._session.case is not None:
            self._session.keep_near(self._sector)


def differ(session: Session, candidates: Sequence[str], own: bool = True) -> bool:
    """Whether it makes a difference which of some councils it is: to the services that cover it, or to whom to ring.

    `own` says that the person lives there; otherwise the partner does."""
    if len(candidates) > COMPARED:
        return True
    areas, today, directory = session.areas(), session.today, session.directory()
    met = set()
    for code in candidates:
        here = place(areas, *((code, "") if own else ("", code)), today)
        area = (here.areas or here.partner_areas)[:1]
        contacts = {(c.role, c.telephone, c.out_of_hours, c.email) for a in area for c in directory.contacts(a)}
        met.add((frozenset(s.id for s in directory.covering(here)), frozenset(contacts)))
    return len(met) > 1
