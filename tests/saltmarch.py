"""The invented directory of Saltmarch: its services, how they come in as a pack or a table, and what signs a pack."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from referral_assistant.directory import starting
from referral_assistant.directory.table_export import write_csv
from referral_assistant.model import Kind, Origin, Service, ServiceContact
from referral_assistant.store.directory import Directory, Taken
from referral_assistant.vault import Cost, signing

SERVICES = starting(Kind.TRAINING)
"""Everything that ships with the program, the national lines first."""

KEELSIDE = next(service for service in SERVICES if service.id == "keelside-programme")

PACK = Origin("pack:saltmarch", "pack", "Saltmarch directory", serial=2)

PASSPHRASE = "lantern gravel otter"
CHEAP = Cost(1, 8192)
KEY_FILE, KEY = signing.new("Saltmarch directory", PASSPHRASE, CHEAP)


def arrive(
    directory: Directory, *services: Service, origin: Origin = PACK, by: str = "Ines Vale", whole: bool = False
) -> list[Taken]:
    """Take services in as an edition of a pack, each known by its id."""
    return list(directory.take(origin, (((f"id:{s.id}",), s) for s in services), by, whole))


def quayside(count: int = 3, **changes: object) -> list[Service]:
    """That many more services of Eastmere."""
    return [
        Service(
            id=f"quayside-{n}",
            name=f"Quayside {n}",
            kind="behaviour_change",
            organisation="Quayside Trust",
            service_areas=("x-eastmere",),
            contact=ServiceContact(telephone="01632 960 401"),
            source="Their leaflet",
            fictional=True,
            **changes,  # type: ignore[arg-type]
        )
        for n in range(1, count + 1)
    ]


def table(path: Path, count: int = 3, **changes: object) -> Path:
    """A table of them as our own exporter writes it."""
    write_csv(quayside(count, **changes), path)
    return path


def rows(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a table, as somebody does in a spreadsheet."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        heads, found = list(reader.fieldnames or ()), list(reader)
    change(found)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(found)
