"""The commands about directory packs: making a signing key, publishing a pack, and reading one into a directory."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referral_assistant.i18n import how_many, long_date
from referral_assistant.problems import Problem

if TYPE_CHECKING:
    from referral_assistant.cli import Commands
    from referral_assistant.directory.pack import Letterhead, Pack
    from referral_assistant.directory.trust import Trusted
    from referral_assistant.model import AreaContact, Kind, Service
    from referral_assistant.store.directory import Taken

PASSPHRASE = "REFERRAL_ASSISTANT_KEY_PASSPHRASE"
"""The variable that may hold the passphrase of a signing key, for scripts."""

OK = 0


def add_commands(commands: Commands) -> None:
    """Add the commands to those of the directory."""
    _add_key(commands)
    _add_pack(commands)
    _add_read(commands)


def _add_key(commands: Commands) -> None:
    key = commands.add_parser("key", help="make the key that an area lead signs packs with, and print its fingerprint")
    key.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file to keep it in")
    title = "what the key is called: an office or a directory, never a person"
    key.add_argument("--title", default="Directory of services", metavar="TEXT", help=title)
    key.set_defaults(command=_key)


def _add_pack(commands: Commands) -> None:
    pack = commands.add_parser("pack", help="publish a directory as one signed file")
    pack.add_argument(
        "--from", dest="source", required=True, type=Path, metavar="FILE", help="directory.db or a TOML file"
    )
    pack.add_argument("--key", required=True, type=Path, metavar="FILE", help="the signing key")
    pack.add_argument(
        "--title", required=True, metavar="TEXT", help="what the pack is called; keep it for every edition"
    )
    pack.add_argument("--out", required=True, type=Path, metavar="FILE", help="the pack, such as saltmarch.rapack")
    letterhead = "a TOML file with name, address, telephone and sign_off"
    pack.add_argument("--letterhead", type=Path, metavar="FILE", help=letterhead)
    pack.add_argument("--attribution", action="append", default=[], metavar="TEXT", help="whose facts these are")
    private = "with fields that are not for publication, and names of those who checked"
    pack.add_argument("--private", action="store_true", help=private)
    pack.add_argument(
        "--id", dest="pack_id", default="", metavar="ID", help="the id of the pack that this is an edition of"
    )
    pack.add_argument(
        "--training", action="store_true", default=argparse.SUPPRESS, help="the directory is one for training"
    )
    pack.set_defaults(command=_pack)


def _add_read(commands: Commands) -> None:
    read = commands.add_parser("read-pack", help="check a pack and say what is in it, or take it into a directory")
    read.add_argument("pack", type=Path, metavar="FILE", help="the pack")
    read.add_argument("--into", type=Path, metavar="DB", help="the directory.db to take it into")
    trust = "trust this signer, after comparing it with what the area lead reads out"
    read.add_argument("--trust", metavar="FINGERPRINT", help=trust)
    read.add_argument("--by", default="Command line", metavar="NAME", help="who takes it in, for the history")
    read.add_argument(
        "--training",
        action="store_true",
        default=argparse.SUPPRESS,
        help="for training: fictional services may be in it",
    )
    read.add_argument("--json", action="store_true", help="as JSON")
    read.set_defaults(command=_read)


# --- a key -----------------------------------------------------------------------------------------------------------


def _key(options: argparse.Namespace) -> int:
    from referral_assistant.vault import signing

    if options.out.exists():
        raise Problem(
            f"{options.out} is there already, and a signing key is never written over.", "Choose another name."
        )
    file, key = signing.new(options.title, _passphrase(new=True))
    signing.write(options.out, file)
    print(f"{options.out}: the signing key “{key.signer.title}”")
    print(f"Fingerprint: {key.signer.fingerprint}")
    print("Read the fingerprint out to those who are to trust the key. Keep a copy of the file where you keep backups.")
    return OK


def _passphrase(*, new: bool = False) -> str:
    """From the environment, or asked for; a new one is asked for twice."""
    found = os.environ.get(PASSPHRASE)
    if found:
        return found
    import getpass

    try:
        typed = getpass.getpass("Passphrase of the signing key: ")
        if new and getpass.getpass("The same again: ") != typed:
            raise Problem("The two passphrases are not the same.", "Try again.")
    except EOFError:
        raise Problem("There is nobody to ask for the passphrase.", f"Put it into the variable {PASSPHRASE}.") from None
    return typed


# --- publishing ------------------------------------------------------------------------------------------------------


def _pack(options: argparse.Namespace) -> int:
    from referral_assistant.directory.exporting import write_pack
    from referral_assistant.vault import signing

    services, contacts, unsorted = _published(options.source, _kind(options))
    if not services and not contacts:
        raise Problem(
            f"There is nothing in {options.source} to publish{_unsorted(unsorted)}.",
            "Say of each service what kind it is, in the window or with `directory import --kind`.",
        )
    letterhead = _letterhead(options.letterhead) if options.letterhead else None
    key = signing.unlock(signing.read(options.key), _passphrase())
    size = write_pack(
        options.out,
        services,
        contacts,
        options.title,
        key,
        datetime.now().astimezone(),
        letterhead,
        options.attribution,
        options.private,
        options.pack_id,
    )
    print(f"{options.out}: {how_many(len(services), 'service')}, {how_many(len(contacts), 'contact')}, {size} bytes")
    if unsorted:
        print(f"Left out{_unsorted(unsorted)}.")
    print(f"Signed by “{key.signer.title}”: {key.signer.fingerprint}")
    return OK


def _unsorted(count: int) -> str:
    return (
        f": nobody has said yet what kind {how_many(count, 'service')} {'is' if count == 1 else 'are'}" if count else ""
    )


def _published(source: Path, kind: Kind) -> tuple[tuple[Service, ...], tuple[AreaContact, ...], int]:
    """What a directory file or a file of services publishes, and how many services wait to be sorted."""
    from referral_assistant.directory import load, opened
    from referral_assistant.directory.pack import publishable
    from referral_assistant.store.directory import Query

    directory = opened(source, kind)
    if directory is None:
        return load(source), (), 0
    with closing(directory):
        return publishable(directory), directory.all_contacts(), len(directory.find(Query(only="unsorted")))


def _letterhead(path: Path) -> Letterhead:
    from referral_assistant.content.files import read_toml
    from referral_assistant.directory.pack import Letterhead
    from referral_assistant.reading import from_plain

    return from_plain(Letterhead, read_toml(path), str(path))


# --- reading ---------------------------------------------------------------------------------------------------------


def _read(options: argparse.Namespace) -> int:
    from referral_assistant.directory import pack
    from referral_assistant.directory.words import in_our_words
    from referral_assistant.store.directory import open_directory

    content = pack.load(options.pack)
    if options.into is None:
        _say(pack.read(content, _trusted(options, {}), (), _kind(options)), None, as_json=options.json)
        return OK
    if not options.into.exists():
        # A refused pack leaves no empty directory behind.
        pack.read(content, _trusted(options, {}), (), _kind(options))
    words = in_our_words(options.training)
    with closing(open_directory(options.into, _kind(options), searchable=words)) as directory:
        found = pack.read(content, _trusted(options, directory.trusted()), directory.origins(), directory.kind)
        taken = list(pack.into(found, directory, options.by))
        if options.trust:
            directory.trust(found.fingerprint, found.head.signer)
    _say(found, taken, as_json=options.json)
    return OK


def _trusted(options: argparse.Namespace, own: Mapping[str, str]) -> Trusted:
    """Who is trusted: by the organisation, and unless it locked its list, by this directory and this command."""
    from referral_assistant import policy
    from referral_assistant.directory.trust import trusted
    from referral_assistant.vault.signing import as_fingerprint

    named = as_fingerprint(options.trust) if options.trust else ""
    if options.trust and not named:
        raise Problem(f"{options.trust} is not a fingerprint.", "It is forty digits, in eight groups of five.")
    key, rules = "directory.trusted_signers", policy.in_force()
    return trusted(rules.value(key), {**own, **({named: ""} if named else {})}, closed=rules.locked(key))


def _kind(options: argparse.Namespace) -> Kind:
    from referral_assistant.model import Kind

    return Kind.TRAINING if options.training else Kind.LIVE


def _say(found: Pack, taken: list[Taken] | None, *, as_json: bool) -> None:
    """What a pack is, and what taking it did."""
    from referral_assistant.reading import to_plain

    outcomes = Counter(one.outcome for one in taken or ())
    differs = {one.entry: list(one.differs) for one in taken or () if one.differs}
    if as_json:
        facts: dict[str, Any] = {**to_plain(found.head), "fingerprint": found.fingerprint, "digest": found.digest}
        facts |= {"attribution": list(found.attribution), "letterhead": found.letterhead is not None}
        _print_json(facts if taken is None else {**facts, "taken": dict(sorted(outcomes.items())), "differs": differs})
        return
    head = found.head
    print(f"{head.title}, issued on {long_date(head.issued)}, edition {head.serial}")
    print(f"{how_many(head.services, 'service')}, {how_many(head.contacts, 'contact')}")
    print(f"Signed by “{head.signer}”: {found.fingerprint}")
    for text in found.attribution:
        print(text)
    for outcome, count in sorted(outcomes.items()):
        print(f"{outcome}: {count}")
    for entry, names in differs.items():
        print(f"{entry}: {', '.join(names)} changed here and in the pack; the value from here counts")


def _print_json(data: object) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=2))
