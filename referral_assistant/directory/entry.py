"""What one entry of the directory must hold to: the closed lists, ages, areas, numbers, and the provider's criteria."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from referral_assistant.content import Vocabulary
from referral_assistant.directory.criteria import criterion_mistakes
from referral_assistant.geography import Area
from referral_assistant.model import Service

Said = Iterator[tuple[str, str]]
"""Mistakes as pairs: the field, and a sentence."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_NUMBER = re.compile(r"[+0-9][0-9 ]{2,}\Z")

# Ranges set aside for drama: nobody answers them.
_DRAMA = re.compile(r"(01632960\d{3}|02079460\d{3}|07700900\d{3}|08081570\d{3}|03069990\d{3})\Z")

_LISTS = ("genders", "relationships", "routes", "formats", "schedules", "access", "communities", "private")
_ONE_OF = {
    "status": "statuses",
    "residence": "residence",
    "interpreter": "yes_no_unknown",
    "partner_support": "yes_no_unknown",
    "fees": "fees",
}
_OLDEST = 120


def entry_mistakes(service: Service, vocabulary: Vocabulary, areas: Mapping[str, Area]) -> tuple[tuple[str, str], ...]:
    """Everything wrong with one entry that could be read: the field, and a sentence that says what to do."""
    return (
        *_identity(service, vocabulary),
        *_lists(service, vocabulary),
        *_ages(service),
        *_areas(service, areas),
        *_dates(service),
        *_contact(service),
        *criterion_mistakes(service, vocabulary),
    )


def repeated(found: Sequence[tuple[str, Service]]) -> Iterator[tuple[str, str]]:
    """Entries that stand twice: by their id, or by name, kind and area."""
    for service_id, count in Counter(service.id for _place, service in found).items():
        if count > 1:
            yield f"services.{service_id}", f"{count} entries have this id. Give each its own."
    seen: dict[tuple[str, str, tuple[str, ...]], str] = {}
    for place, service in found:
        key = (service.name.casefold().strip(), service.kind, tuple(sorted(service.service_areas)))
        first = seen.setdefault(key, service.id)
        if first != service.id:
            yield place, f"This is the same service as {first!r}: name, kind and areas are the same. Keep one."


def _identity(service: Service, vocabulary: Vocabulary) -> Said:
    if not _ID.match(service.id):
        yield "id", "An id is small letters, digits and single hyphens, such as keelside-programme."
    if not service.name.strip():
        yield "name", "Give the name people know the service by."
    if service.kind in vocabulary.refused:
        yield "kind", f"This program does not refer to this kind of service. {vocabulary.refused[service.kind]}"
    elif service.kind not in vocabulary.offer:
        yield "kind", _one_of(service.kind, vocabulary.offer)
    if service.purpose and service.purpose not in vocabulary.purposes:
        yield "purpose", _one_of(service.purpose, vocabulary.purposes)
    if service.kind in ("helpline", "consultation") and not service.purpose:
        yield "purpose", f"Say whom the line is for: one of {', '.join(vocabulary.purposes)}."
    if not service.source.strip():
        yield "source", "Say where this entry comes from, in words, so that somebody can check it."
    for index, mark in enumerate(service.accreditations, 1):
        if not mark.body.strip():
            yield f"accreditations[{index}].body", "Say who gave the accreditation."


def _lists(service: Service, vocabulary: Vocabulary) -> Said:
    for name in _LISTS:
        yield from _listed(name, getattr(service, name), vocabulary.service[name])
    if service.languages:
        spoken = tuple(v for v in vocabulary.facts["language"].values if v != "other")
        yield from _listed("languages", service.languages, spoken)
    for name, allowed in _ONE_OF.items():
        value = getattr(service, name)
        if value not in vocabulary.service[allowed]:
            yield name, _one_of(value, vocabulary.service[allowed])
    if service.harm_level and service.harm_level not in vocabulary.service["harm_levels"]:
        yield "harm_level", _one_of(service.harm_level, vocabulary.service["harm_levels"])


def _listed(name: str, values: tuple[str, ...], known: Sequence[str]) -> Said:
    for value in values:
        if value not in known:
            yield name, _one_of(value, known)
    yield from _twice(name, values)


def _twice(name: str, values: tuple[str, ...]) -> Said:
    if len(set(values)) < len(values):
        yield from ((name, f"{value!r} stands twice.") for value, count in Counter(values).items() if count > 1)


def _ages(service: Service) -> Said:
    low, high = service.minimum_age, service.maximum_age
    for name, age in (("minimum_age", low), ("maximum_age", high)):
        if age is not None and not 0 <= age <= _OLDEST:
            yield name, f"An age is a whole number from 0 to {_OLDEST}. Leave the line out when there is no limit."
    if low is not None and high is not None and low > high:
        yield "minimum_age", f"The lowest age, {low}, is above the highest, {high}. Were they swapped?"


def _areas(service: Service, areas: Mapping[str, Area]) -> Said:
    if not service.service_areas:
        yield "service_areas", "Say which areas it covers, or uk for the whole United Kingdom."
    former: dict[str, Area] | None = None
    yield from _twice("service_areas", service.service_areas)
    for area_id in dict.fromkeys(service.service_areas):
        if area_id in areas:
            if areas[area_id].fictional and not service.fictional:
                yield "service_areas", f"{areas[area_id].name} is an invented area, for fictional services only."
            continue
        if former is None:
            former = {old: area for area in areas.values() for old in area.former}
        if area_id in former:
            now = former[area_id]
            yield "service_areas", f"{area_id!r} was replaced by {now.id!r}, {now.name}. Use that."
        else:
            yield "service_areas", f"There is no area {area_id!r}. Ids of areas are in resources/geography/areas.csv."


def _dates(service: Service) -> Said:
    if service.waiting_as_of and not service.waiting.strip():
        yield "waiting_as_of", "This dates a waiting time that is not there. Say how long, or leave it out."


def _contact(service: Service) -> Said:
    telephone = number_mistake(service.contact.telephone, service.fictional)
    if telephone:
        yield "contact.telephone", telephone
    email = email_mistake(service.contact.email, service.fictional)
    if email:
        yield "contact.email", email


def number_mistake(telephone: str, fictional: bool) -> str:
    """What is wrong with a telephone number of the directory; empty when nothing is."""
    if telephone and not _NUMBER.match(telephone):
        return "A number is digits and spaces only. Say anything else in the description."
    if telephone and fictional != bool(_DRAMA.match(telephone.replace(" ", ""))):
        return _pretend(fictional, "number", "a range set aside for drama")
    return ""


def email_mistake(email: str, fictional: bool) -> str:
    """What is wrong with an e-mail address of the directory; empty when nothing is."""
    if email and (email.count("@") != 1 or " " in email):
        return "This is not an e-mail address."
    if email and fictional != email.endswith("@example.org"):
        return _pretend(fictional, "address", "example.org")
    return ""


def _pretend(fictional: bool, what: str, where: str) -> str:
    """S20: the number of a fictional service is nobody's, and a real entry has a real one."""
    if fictional:
        return f"A fictional service must not hold a real {what}. Take one from {where}."
    return f"This {what} is from {where}, so it reaches nobody. Give the real one."


def _one_of(value: str, allowed: Iterable[str]) -> str:
    return f"{value!r} is not known here. Use one of {', '.join(allowed)}."
