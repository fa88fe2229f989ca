"""One entry of the directory while somebody edits it: what was there, what is different, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from referral_assistant.content import load_vocabulary
from referral_assistant.directory.criteria import own_field
from referral_assistant.directory.entry import entry_mistakes
from referral_assistant.directory.sentences import Part, choices_of, fact_name, new_id, plain, rule_of
from referral_assistant.geography.naming import plain as plain_text
from referral_assistant.i18n import _
from referral_assistant.matching.criteria import LINES
from referral_assistant.model import Criterion, Entry, Facts, Service
from referral_assistant.reading import to_plain
from referral_assistant.store.directory.layers import flat, whole
from referral_assistant.ui.session import Session

NEW = "new"


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion as it is being edited: its rule may not be whole yet."""

    part: Part
    wording: str = ""
    polarity: str = "must"
    firm: bool = False
    id: str = ""
    rule: Any = None
    """The rule it came with: it stays as it is while its choices stay what they were."""

    def criterion(self, taken: Iterator[str] | tuple[str, ...] = ()) -> Criterion:
        """The criterion, once everything is chosen."""
        kept = self.rule is not None and plain(choices_of(self.rule)) == plain(self.part)
        rule = self.rule if kept else rule_of(self.part)
        return Criterion(self.id or new_id(self.wording, taken), rule, self.wording, self.polarity, self.firm)


class Draft:
    """What is typed and chosen stays here while the page is left, until it is saved or thrown away; in memory only.

    `put` changes a field: plain data, flat, None where it is left empty or as usual. `unread` holds what is no value
    yet, such as half a date, with the sentence that says so.
    """

    def __init__(self, session: Session, entry_id: str) -> None:
        self.session = session
        self.id = "" if entry_id == NEW else entry_id
        self.entry: Entry | None = None
        self.before: dict[str, Any] = {}
        self.changed: dict[str, Any] = {}
        self.unread: dict[str, tuple[tuple[str, ...], str]] = {}
        self.criteria: list[Asked] = []
        self.person: dict[str, tuple[str, ...]] | None = None
        self.note = ""
        self.rebase()
        self.criteria = _asked(self.service_before)

    def rebase(self) -> None:
        """Stand on what the directory holds now: only what was changed here stays changed."""
        self.entry = self.session.directory().entry(self.id) if self.id else None
        found = self.entry.service if self.entry else Service(NEW, "", "", fictional=self.session.training)
        same = "criteria" not in self.changed_fields() if self.before else False
        self.service_before, self.before = found, flat(found)
        if same:
            self.criteria = _asked(found)

    # --- what it holds -----------------------------------------------------------------------------------------------

    def value(self, field: str) -> Any:
        """The plain value of a field as it stands; None for one left empty."""
        return self.changed.get(field, self.before.get(field))

    def put(self, field: str, value: Any) -> None:
        """Change a field."""
        self.unread.pop(field, None)
        self.changed[field] = value if value not in ("", [], ()) else None

    def put_unread(self, field: str, texts: tuple[str, ...], why: str) -> None:
        """Keep what is no value yet."""
        self.unread[field] = (texts, why)

    @property
    def service(self) -> Service:
        """The service as it would be. What is not whole yet is left out of it."""
        values = {k: v for k, v in {**self.before, **self.changed}.items() if v is not None and k != "criteria"}
        found = whole("service", values)
        assert isinstance(found, Service)
        return replace(found, criteria=self._criteria())

    @property
    def is_new(self) -> bool:
        """Whether it is being added."""
        return not self.id

    @property
    def fictional(self) -> bool:
        """Whether it is an entry of the training directory that stands for nobody (S20)."""
        return self.service_before.fictional

    def changed_fields(self) -> dict[str, Any]:
        """What saving would change, as plain data."""
        now = flat(self.service)
        keys = {*self.changed, "criteria"} - {"id"}
        return {key: now.get(key) for key in sorted(keys) if now.get(key) != self.before.get(key)}

    @property
    def has_work(self) -> bool:
        """Whether there is anything that would be lost."""
        half = any(not asked.part.whole for asked in self.criteria)
        return bool(self.changed_fields() or self.unread or half)

    # --- what its origin says ----------------------------------------------------------------------------------------

    def imported(self, field: str) -> Any:
        """The plain value its origin has."""
        return flat(self.entry.imported).get(field) if self.entry and self.entry.imported else None

    def laid_over(self, field: str) -> bool:
        """Whether another value than the origin's stands there."""
        has_origin = self.entry is not None and self.entry.imported is not None
        now = _plain_criteria(self.service) if field == "criteria" else self.value(field)
        return has_origin and now != self.imported(field)

    def take_back(self, field: str) -> None:
        """Back to what the origin says."""
        if field == "criteria" and self.entry and self.entry.imported:
            self.criteria = _asked(self.entry.imported)
        else:
            self.put(field, self.imported(field))

    # --- what is wrong -----------------------------------------------------------------------------------------------

    def mistakes(self) -> dict[str, str]:
        """What is wrong with each field, as a sentence."""
        service = self.service
        found = {field: why for field, (_texts, why) in self.unread.items()}
        areas = {area.id: area for area in self.session.areas()}
        checked = replace(service, id="x") if self.is_new else service
        for place, sentence in entry_mistakes(checked, load_vocabulary(), areas):
            field = place.partition("[")[0]
            if not place.startswith("criteria."):
                found.setdefault(field, _own_words(field, service) or sentence)
        if service.assured_date and service.assured_date > self.session.today:
            found.setdefault("assured_date", _("This day is still to come."))
        for number, asked in enumerate(self.criteria):
            why = criterion_mistake(asked)
            if why:
                found[f"criteria.{number}"] = why
        return found

    def in_the_way(self) -> dict[str, str]:
        """What keeps it from being saved: of an entry that is there already, only what is wrong in what was changed."""
        found = self.mistakes()
        if self.is_new:
            return found
        mine = {*self.changed_fields(), *self.unread}
        return {f: why for f, why in found.items() if f in mine or f.startswith("criteria.")}

    # --- saving ------------------------------------------------------------------------------------------------------

    def save(self, by: str) -> str:
        """Put it into the directory: one change. Gives the id."""
        if self.is_new:
            service = replace(self.service, id=self._new_id())
            found = self.session.alter(lambda directory: directory.add(service, by, self.note))
        else:
            found, values = self.id, self.changed_fields()
            self.session.alter(lambda directory: directory.edit(self.id, values, by, self.note))
        drop(self)
        return found

    def _new_id(self) -> str:
        base = "-".join(plain_text(self.service.name).split())
        base = re.sub(r"[^a-z0-9-]", "", base).strip("-") or "service"
        known = self.session.directory()
        names = (base, *(f"{base}-{n}" for n in range(2, 10_000)))
        return next(name for name in names if known.entry(name) is None)

    def _criteria(self) -> tuple[Criterion, ...]:
        found: list[Criterion] = []
        for asked in self.criteria:
            if asked.part.whole:
                found.append(asked.criterion(tuple(c.id for c in found) + tuple(a.id for a in self.criteria)))
        return tuple(found)


def criterion_mistake(asked: Asked) -> str:
    """What is wrong with one criterion, as a sentence."""
    if not asked.part.whole:
        return _("Choose what this is about, all of it.")
    own = own_field(asked.criterion().rule)
    if own:
        said = _("{what} has a place of its own above. Say it there, or join something else to it here.")
        return said.format(what=fact_name(own))
    wording = asked.wording.strip()
    if not wording:
        return _("Give the provider’s own sentence: it is shown as it stands.")
    if not wording.endswith((".", "?", "!")):
        return _("Give the provider’s own sentence with its full stop: it is shown as it stands.")
    return _("Take the curly brackets out of the sentence.") if "{" in wording or "}" in wording else ""


# --- kept while the window is open -----------------------------------------------------------------------------------

_drafts: WeakKeyDictionary[Session, dict[tuple[bool, str], Draft]] = WeakKeyDictionary()


def draft_of(session: Session, entry_id: str) -> Draft:
    """The draft of an entry: the one that was left, or a new one."""
    known = _drafts.setdefault(session, {})
    key = (session.training, entry_id or NEW)
    if key in known:
        known[key].rebase()
    else:
        known[key] = Draft(session, entry_id or NEW)
    return known[key]


def drop(draft: Draft) -> None:
    """Forget a draft."""
    _drafts.get(draft.session, {}).pop((draft.session.training, draft.id or NEW), None)


def person_of(draft: Draft) -> Facts:
    """The made-up person of a draft; nothing of it is ever stored."""
    if draft.person is None:
        from referral_assistant.directory.trial import made_up

        draft.person = made_up(draft.service, draft.session.areas(), draft.session.today)
    return draft.person


def day(text: Any) -> date | None:
    """A day from plain data."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def _asked(service: Service) -> list[Asked]:
    return [Asked(plain(choices_of(c.rule)), c.wording, c.polarity, c.firm, c.id, c.rule) for c in service.criteria]


def _plain_criteria(service: Service) -> Any:
    return to_plain(service).get("criteria")


def _own_words(field: str, service: Service) -> str:
    """A sentence for the window where the one for files speaks of ids."""
    if field == "kind" and not service.kind:
        return _("Choose what kind of service it is. Until then it is matched with nobody.")
    if field == "purpose" and service.kind in LINES:
        return _("Say whom the line is for.")
    if field == "service_areas" and not service.service_areas:
        return _("Choose at least one area, or the United Kingdom.")
    if field in ("minimum_age", "maximum_age") and not _swapped(service):
        return _("An age is a whole number up to 120. Leave it empty where there is no limit.")
    return ""


def _swapped(service: Service) -> bool:
    low, high = service.minimum_age, service.maximum_age
    return low is not None and high is not None and low > high
