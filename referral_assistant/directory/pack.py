"""A directory pack as records: making one, and reading one with every reason not to take it.

A pack is never edited. A newer one of the same id replaces what the one before it brought, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from referral_assistant.content import load_vocabulary
from referral_assistant.directory import sealed
from referral_assistant.directory.area_contact import contact_mistakes
from referral_assistant.directory.entry import entry_mistakes
from referral_assistant.directory.refusals import counted, fictional, not_trusted, refuse_beside, unfit
from referral_assistant.directory.sealed import Opened, Refused, Why
from referral_assistant.directory.trust import Trusted
from referral_assistant.geography import load_areas
from referral_assistant.model import AreaContact, Kind, Origin, Service
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.reading import from_plain, to_plain
from referral_assistant.vault import signing
from referral_assistant.vault.signing import SigningKey

if TYPE_CHECKING:
    from referral_assistant.store.directory import Directory
    from referral_assistant.store.directory.taking import Taken

ENDING = ".rapack"
MOST_ENTRIES = 200_000
MOST_SOURCES = 100

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What new letters may begin and end with. A logo is not part of a pack."""

    name: str = ""
    address: tuple[str, ...] = ()
    telephone: str = ""
    sign_off: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a pack says of itself: `id` stays from edition to edition, and `serial` rises. signer: the key's title."""

    id: str
    title: str
    serial: int
    issued: datetime
    signer: str
    services: int
    contacts: int
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was read whole, from somebody who is trusted."""

    head: Head
    fingerprint: str
    digest: str
    services: tuple[Service, ...]
    contacts: tuple[AreaContact, ...]
    letterhead: Letterhead | None = None
    attribution: tuple[str, ...] = ()

    @property
    def origin(self) -> Origin:
        """The layer it becomes in a directory."""
        head = self.head
        return replace(origin_of(head, self.fingerprint), digest=self.digest)


def origin_of(head: Head, fingerprint: str) -> Origin:
    """The layer that a pack becomes, by an id that no other kind of layer can have."""
    return Origin(f"pack:{head.id}", "pack", head.title, "", head.serial, fingerprint, head.issued)


def edition_in_use(head: Head, origins: Iterable[Origin]) -> Origin | None:
    """Of the origins that a directory holds, the edition of the same pack, newer or older."""
    wanted = origin_of(head, "").id
    return next((origin for origin in origins if origin.id == wanted), None)


# --- making ----------------------------------------------------------------------------------------------------------


def make(
    services: Iterable[Service],
    contacts: Iterable[AreaContact],
    letterhead: Letterhead | None,
    title: str,
    pack_id: str,
    serial: int,
    issued: datetime,
    key: SigningKey,
    attribution: Sequence[str] = (),
    private: bool = False,
) -> bytes:
    """The bytes of a pack: the same for the same content, in whatever order it came. Raises `Mistakes` with all that
    is wrong with it, for nobody could take it. Fields that are not for publication, and names of those who checked, are
    in it only when `private` is chosen."""
    # Which fields are not for publication stays with an entry, so that nobody who takes it publishes them either.
    public = (s if private else replace(s.published(), private=s.private) for s in services)
    listed = sorted(public, key=lambda s: s.id)
    numbers = sorted((c if private else replace(c, checked_by="") for c in contacts), key=lambda c: c.id)
    title = " ".join(title.split())
    wrong = [*_head_mistakes(title, pack_id, serial), *_mistakes(listed, numbers)]
    if wrong:
        raise Mistakes(tuple(Mistake("", place, sentence) for place, sentence in wrong))
    invented = any(s.fictional for s in listed) or any(c.fictional for c in numbers)
    issued = issued.astimezone(UTC).replace(microsecond=0)
    head = Head(pack_id, title, serial, issued, key.signer.title, len(listed), len(numbers), invented)
    records: list[tuple[str, object]] = [("service", service) for service in listed]
    records += [("contact", contact) for contact in numbers]
    records += [("letterhead", letterhead)] if letterhead is not None else []
    rows: list[dict[str, Any]] = [{name: to_plain(record)} for name, record in records]
    rows += [{"attribution": text} for text in dict.fromkeys(attribution)]
    body = b"".join(_line(row) + b"\n" for row in rows)
    return sealed.seal(_line(to_plain(head)), body, key)


def id_for(title: str, key: SigningKey) -> str:
    """The id of the packs that a key signs under a title: the same for every edition, without anything to remember."""
    same = " ".join(title.casefold().split()).encode()
    return f"{slug(title)}-{hashlib.sha256(key.signer.public + same).hexdigest()[:8]}"


def slug(title: str) -> str:
    """A title as part of an id or of the name of a file."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-") or "directory"


def serial_for(issued: datetime) -> int:
    """The number of an edition, which rises by itself: the second in which it was issued, as digits."""
    return int(issued.astimezone(UTC).strftime("%Y%m%d%H%M%S"))


def publishable(directory: Directory) -> tuple[Service, ...]:
    """What of a directory goes into a pack: all that counts in it but what every copy of the program brings anyway."""
    shipped = directory.shipped()
    return tuple(service for service in directory.all() if service.id not in shipped)


def _head_mistakes(title: str, pack_id: str, serial: int) -> Iterator[tuple[str, str]]:
    if not title or len(title) > signing.LONGEST_TITLE or not title.isprintable():
        yield "title", f"The title of a pack is one line of at most {signing.LONGEST_TITLE} characters."
    if not _ID.match(pack_id):
        yield "id", "The id of a pack is small letters, digits and single hyphens."
    if serial < 1:
        yield "serial", "The number of an edition is a whole number above 0."


def _line(row: object) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


# --- reading ---------------------------------------------------------------------------------------------------------


def load(path: Path) -> bytes:
    """The bytes of a pack's file. Raises `Refused` where it cannot be read, or is far too large."""
    try:
        with path.open("rb") as file:
            content = file.read(sealed.MOST_BYTES + 1)
    except OSError as error:
        sentence = f"This file cannot be read: {error.strerror}."
        raise Refused(Why.UNREADABLE, sentence, "Check that it is in its place, and that you may read it.") from error
    if len(content) > sealed.MOST_BYTES:
        raise sealed.too_large()
    return content


def read(content: bytes, trusted: Trusted, latest: Iterable[Origin] = (), kind: Kind = Kind.LIVE) -> Pack:
    """A pack, whole. Raises `Refused` when it is not one that this directory may take, given whom it trusts and the
    origins it holds already. Nothing in it is read before its signature was found to fit."""
    opened = sealed.unseal(content)
    fingerprint = opened.fingerprint
    head = checked_head(opened, trusted, latest, kind)
    try:
        body = _body(opened, head)
    except (ValueError, RecursionError) as error:
        raise unfit(fingerprint, "What is in it cannot be read.") from error
    except Mistakes as error:
        raise unfit(fingerprint, counted([(m.place, m.sentence) for m in error.mistakes])) from error
    if (len(body.services), len(body.contacts)) != (head.services, head.contacts):
        raise unfit(fingerprint, "It does not hold as many entries as it says.")
    invented = any(s.fictional for s in body.services) or any(c.fictional for c in body.contacts)
    if kind is Kind.LIVE and invented:
        raise fictional(fingerprint)
    wrong = list(_mistakes(body.services, body.contacts))
    if wrong:
        raise unfit(fingerprint, counted(wrong))
    letterhead = body.letterhead[0] if body.letterhead else None
    digest = hashlib.sha256(content).hexdigest()
    return Pack(
        head,
        fingerprint,
        digest,
        tuple(body.services),
        tuple(body.contacts),
        letterhead,
        tuple(body.attribution),
    )


def checked_head(opened: Opened, trusted: Trusted, latest: Iterable[Origin], kind: Kind) -> Head:
    """What an opened pack says of itself, if it may be taken. Raises `Refused`: for want of trust before all else."""
    fingerprint = opened.fingerprint
    try:
        head = from_plain(Head, json.loads(opened.head))
    except (ValueError, RecursionError, Mistakes) as error:
        raise unfit(fingerprint, "What it says of itself cannot be read.") from error
    too_many = max(head.services, head.contacts) > MOST_ENTRIES
    if too_many or list(_head_mistakes(head.title, head.id, head.serial)) or head.issued.tzinfo is None:
        raise unfit(fingerprint, "What it says of itself cannot be right.")
    if not trusted.knows(opened.fingerprint):
        raise not_trusted(head.title, head.signer, fingerprint, closed=trusted.closed)
    for origin in latest:
        if origin.kind == "pack":
            refuse_beside(origin, origin_of(head, fingerprint))
    if head.fictional and kind is Kind.LIVE:
        raise fictional(fingerprint)
    return head


class _Body(NamedTuple):
    services: list[Service]
    contacts: list[AreaContact]
    letterhead: list[Letterhead]
    attribution: list[str]


def _body(opened: Opened, head: Head) -> _Body:
    """Every row of a body as its record. Raises `ValueError` or `Mistakes` for what is none, and at the first row that
    the head does not speak of: what it says is how much may be read."""
    body = _Body([], [], [], [])
    for line in sealed.lines(opened):
        name, data = _row(line)
        match name:
            case "service" if len(body.services) < head.services:
                place = f"services[{len(body.services) + 1}]"
                body.services.append(from_plain(Service, data, "", place))
            case "contact" if len(body.contacts) < head.contacts:
                place = f"contacts[{len(body.contacts) + 1}]"
                body.contacts.append(from_plain(AreaContact, data, "", place))
            case "letterhead" if not body.letterhead:
                body.letterhead.append(from_plain(Letterhead, data, "", name))
            case "attribution" if isinstance(data, str) and len(body.attribution) < MOST_SOURCES:
                body.attribution.append(data)
            case _:
                raise ValueError("not a row of a pack")
    return body


def _row(line: bytes) -> tuple[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict) or len(row) != 1:
        raise ValueError("not a row of a pack")
    return next(iter(row.items()))


def _mistakes(services: Sequence[Service], contacts: Sequence[AreaContact]) -> Iterator[tuple[str, str]]:
    """Everything wrong with the entries of a pack, as with those of a file."""
    vocabulary = load_vocabulary()
    areas = {area.id: area for area in load_areas(training=True)}
    for service in services:
        for place, sentence in entry_mistakes(service, vocabulary, areas):
            yield f"services.{service.id}.{place}", sentence
    for contact in contacts:
        for place, sentence in contact_mistakes(contact, areas):
            yield f"contacts.{contact.id}.{place}", sentence
    ids = [f"services.{service.id}" for service in services] + [f"contacts.{contact.id}" for contact in contacts]
    for place, count in Counter(ids).items():
        if count > 1:
            yield place, f"{count} entries have this id. Give each its own."


# --- taking ----------------------------------------------------------------------------------------------------------


def into(pack: Pack, directory: Directory, by: str) -> Iterator[Taken]:
    """Take a pack into a directory, entry by entry, in one transaction that ends with the last. What it brought before
    and no longer lists is withdrawn; local values stay where they are, laid over what it brings."""
    return directory.take(pack.origin, _identified(pack), by, whole=True)


def _identified(pack: Pack) -> Iterator[tuple[tuple[str, ...], Service | AreaContact]]:
    for service in pack.services:
        yield (f"pack:{pack.head.id}:{service.id}", f"id:{service.id}"), service
    for contact in pack.contacts:
        yield (f"pack:{pack.head.id}:{contact.id}", f"id:{contact.id}"), contact
