"""One service as it is read from a file: values put in one by one, checked as an entry, and a record made of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from referral_assistant.content import Vocabulary, load_vocabulary
from referral_assistant.directory.columns import plain_header
from referral_assistant.directory.entry import entry_mistakes
from referral_assistant.directory.labels import value_of
from referral_assistant.directory.names import AreaNames
from referral_assistant.directory.notes import Notes, shown
from referral_assistant.directory.report import Answers, Fate, Question, Record
from referral_assistant.geography import Area
from referral_assistant.i18n import _
from referral_assistant.model import Kind, Service
from referral_assistant.model.services import ServiceContact

LIMITING = frozenset({"genders", "relationships", "routes", "formats", "schedules"})
"""Lists that turn away whoever is not on them: one that is read in part would say no where nothing is known."""

_ALSO = {
    "genders": {"men": "man", "male": "man", "males": "man", "m": "man", "women": "woman", "female": "woman",
                "females": "woman", "f": "woman", "nonbinary": "non_binary"},
    "routes": {"self referral": "self", "professional referral": "professional", "agency": "professional"},
    "formats": {"1 1": "one_to_one", "1 to 1": "one_to_one", "telephone": "phone", "virtual": "online"},
}  # fmt: skip

_TALK = r"(?:counsell?\w*|therap\w*|mediat\w*|coaching|work|groups?|programmes?|courses?|sessions?|workshops?|support)"
_REFUSED = {
    "couples": re.compile(
        rf"\bcouples?'?s?\b[\s/&,]*(?:and\s+\w+\s+)?{_TALK}|\b(?:relationship|marriage|marital)\s+(?:counsell?|therap)\w*"
        r"|\bcounsell?ing for couples",
        re.IGNORECASE,
    ),
    "mediation": re.compile(r"\b(?:mediation|mediators?|conciliation)\b", re.IGNORECASE),
    "anger_management": re.compile(
        r"\banger[\s-]+(?:management|control|issues|course|programme|workshop)|\b(?:manag|control)\w*\s+(?:\w+\s+)?anger\b",
        re.IGNORECASE,
    ),
    "restorative": re.compile(
        r"\brestorative\s+(?:justice|practice|approach|meeting|conferenc|circle|mediation|intervention)\w*",
        re.IGNORECASE,
    ),
    "family_therapy": re.compile(
        r"\b(?:family|systemic)\s+(?:and\s+\w+\s+)?(?:psycho)?therap\w*|\bjoint\s+family\s+work", re.IGNORECASE
    ),
}
_MAY_BE = re.compile("coupl|relation|marri|marit|mediat|concilia|anger|restorative|therap|joint", re.IGNORECASE)
"""What every refused kind has somewhere in its words: most names have none of it."""
_DEFAULTS = {
    f.name: (f.default if f.default is not MISSING else "") for f in (*fields(Service), *fields(ServiceContact))
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What every record of an import is read against. `source` says where an entry without a source comes from."""

    kind: Kind
    vocabulary: Vocabulary
    names: AreaNames
    answers: Answers
    today: date
    source: str = ""


def setting(kind: Kind, areas: Sequence[Area], answers: Answers, today: date, source: str = "") -> Setting:
    """The setting of an import: live imports know no invented areas, since `areas` holds none (S20)."""
    return Setting(kind, load_vocabulary(), AreaNames(areas, answers.areas), answers, today, source)


class Draft:
    """One service being read. `terms` are its kinds and classes in the words of the file."""

    def __init__(self, place: str, around: Setting, notes: Notes | None = None) -> None:
        self.place = place
        self.around = around
        self.notes = notes or Notes()
        self.values: dict[str, Any] = {}
        self.contact: dict[str, Any] = {}
        self.terms: list[str] = []
        self.identities: list[str] = []

    # --- values that need the setting ---

    def codes(self, name: str, found: Iterable[str]) -> None:
        """Values of a closed list. One that is not known leaves a list empty that would turn people away by it."""
        known: dict[str, None] = {}
        for word in found:
            value = self.code(name, word)
            if value is not None:
                known[value] = None
                continue
            if name in LIMITING:
                why = _("{word} is not of the list, and a list that is read in part would turn people away.")
                self.notes.repair(name, word, "", why.format(word=shown(word)))
                self.values.pop(name, None)
                return
            self.notes.repair(name, word, "", _("This is not of the list, so it was left out."))
        if known:
            self.values[name] = tuple(known)

    def code(self, name: str, word: str) -> str | None:
        """The value of a closed list that a word stands for."""
        return _code(name, word) if len(word) <= 80 else None

    def areas(self, found: Iterable[str]) -> None:
        """The areas that names stand for; a question for each that stands for none."""
        known: dict[str, None] = {}
        for name in found:
            ids, offered = self.around.names.read(name)
            if ids is None:
                self.notes.ask(Question("area", shown(name), offered))
            elif not ids:
                self.notes.say(_("The area {name} was left out, as you said.").format(name=shown(name)))
            for area_id in ids or ():
                known[area_id] = None
        if known:
            self.values["service_areas"] = tuple(known)

    # --- the record ---

    def record(self) -> Record:
        """What became of it: read, repaired or refused, with all that was found."""
        name = self.values.get("name", "")
        if not name.strip():
            return self.refused(_("It has no name, so nobody could find it again."))
        refused = self._refused_kind(name)
        if refused:
            return self.refused(refused)
        self._defaults()
        service = self._service()
        if service.fictional and self.around.kind is Kind.LIVE:
            return self.refused(_("It is a fictional service, and those are for training only."))
        service, wrong = self._checked(service)
        if wrong:
            return self.refused(wrong)
        fate = Fate.REPAIRED if self.notes.repairs else Fate.READ
        return self._record(fate, service)

    def refused(self, why: str) -> Record:
        """The record as one that cannot be taken."""
        self.notes.said.insert(0, why)
        return self._record(Fate.REFUSED, None)

    def _record(self, fate: Fate, service: Service | None) -> Record:
        notes = self.notes
        return Record(
            self.place,
            shown(self.values.get("name", "")),
            fate,
            service,
            tuple(self.identities) if service else (),
            tuple(notes.repairs),
            tuple(notes.said),
            tuple(notes.questions) if service else (),
        )

    def _refused_kind(self, name: str) -> str:
        """Why this is work the program does not refer to, by its name, kind or class; empty when it is not."""
        refused = self.around.vocabulary.refused
        kind = self.values.get("kind", "")
        if kind in refused:
            return refused[kind]
        for words in filter(_MAY_BE.search, (name, *self.terms)):
            for found, pattern in _REFUSED.items():
                if pattern.search(words):
                    return refused[found]
        return ""

    def _defaults(self) -> None:
        values, around = self.values, self.around
        low, high = values.get("minimum_age"), values.get("maximum_age")
        if low is not None and high is not None and low > high:
            why = _("The lowest age is above the highest, so neither was taken.")
            self.notes.repair("minimum_age", low, "", why)
            self.notes.repair("maximum_age", high, "", why)
            del values["minimum_age"], values["maximum_age"]
        checked = values.get("assured_date")
        if checked is not None and checked > around.today:
            self.notes.repair("assured_date", checked, "", _("This day is still to come, so nobody has checked it."))
            del values["assured_date"]
        if not values.get("service_areas") and not any(q.kind == "area" for q in self.notes.questions):
            self.areas([""])
        if not values.get("kind"):
            values["kind"] = around.answers.kind
        values.setdefault("source", around.source)
        if not values.get("id"):
            values["id"] = _made_id(values["name"], self._identified())
        self._identified()

    def _identified(self) -> str:
        """The surest identity. Where the source has no id, name and organisation together stand for one."""
        if not self.identities:
            values = self.values
            self.identities.append(f"name:{_plain(values['name'])}|{_plain(values.get('organisation', ''))}")
        return self.identities[0]

    def _service(self) -> Service:
        contact = ServiceContact(**self.contact) if self.contact else _NO_CONTACT
        return Service(contact=contact, **self.values)

    def _checked(self, service: Service) -> tuple[Service, str]:
        """The service without what an entry must not hold, field by field; and what is wrong where that does not help,
        so that it cannot stand."""
        around, wrong = self.around, [("", "")]
        for _round in range(4):
            wrong = [
                (place, sentence)
                for place, sentence in entry_mistakes(service, around.vocabulary, around.names.by_id)
                if not (place == "kind" and not service.kind)
                and not (place == "service_areas" and not service.service_areas)
            ]
            if not wrong:
                return service, ""
            for place, sentence in wrong:
                service = self._without(service, place, sentence)
        return service, wrong[0][1]

    def _without(self, service: Service, place: str, why: str) -> Service:
        head, _dot, tail = place.partition(".")
        head = head.partition("[")[0]
        if head == "id":
            made = _made_id(service.name, self._identified())
            self.notes.repair("id", service.id, made, why)
            return replace(service, id=made)
        if head == "contact":
            self.notes.repair(place, getattr(service.contact, tail), "", why)
            bare: dict[str, Any] = {tail: _DEFAULTS[tail]}
            return replace(service, contact=replace(service.contact, **bare))
        if head == "purpose" and not service.purpose:
            self.notes.repair("kind", service.kind, "", why)
            return replace(service, kind="")
        if head == "criteria":
            self.notes.repair(place, tail, "", why)
            return replace(service, criteria=tuple(c for c in service.criteria if c.id != tail))
        if head == "source":
            return replace(service, source=self.around.source or _("A file that was imported"))
        self.notes.repair(head, _said(getattr(service, head)), "", why)
        default: dict[str, Any] = {head: _DEFAULTS[head]}
        return replace(service, **default)


_NO_CONTACT = ServiceContact()


@lru_cache(maxsize=4096)
def _code(name: str, word: str) -> str | None:
    return value_of(name, word) or _ALSO.get(name, {}).get(plain_header(word))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(str(v) for v in value if isinstance(v, str))
    return "" if value is None else str(value)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _made_id(name: str, identity: str) -> str:
    """An id from the name, so that people can read it, and from the identity, so that it stays the same."""
    bare = name.casefold()
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", bare))[:40].strip("-")
    mark = blake2b(identity.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{words}-{mark}" if words else mark
