"""Feeds of Open Referral UK as large as wanted, of the validator's and Bristol's services with values of their own."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from referral_assistant.geography import load_areas

ORUK = Path(__file__).resolve().parents[2] / "shared" / "data" / "oruk"
BRISTOL = (ORUK / "real" / "bristol-service-1625ip.json", ORUK / "real" / "bristol-services-page1.json")
_NAMED = ("Harbour", "Keel", "Lantern", "Bridge", "Meadow", "Foundry", "Orchard", "Quay", "Beacon", "Weir", "Mill")
_WORK = ("Counselling", "Programme", "Drop-in", "Helpline", "Group", "Advice Centre", "Outreach", "Floating Support")


def services(how_many: int) -> Iterator[dict[str, Any]]:
    """That many full services, no two alike: of each four, two are the validator's and two are real ones of Bristol."""
    full = json.loads((ORUK / "validator-mocks" / "V3.0-UK-Default" / "service_full.json").read_text("utf-8"))
    single, page = (json.loads(path.read_text("utf-8")) for path in BRISTOL)
    towns = cycle([area.name for area in load_areas(training=False) if area.kind == "authority"])
    shapes = cycle([full, single, full, {**single, **page["contents"][1]}])
    for number, shape in enumerate(islice(shapes, how_many)):
        yield _own(copy.deepcopy(shape), number, next(towns))


def _own(service: dict[str, Any], number: int, town: str) -> dict[str, Any]:
    """The service with ids, names, places and numbers of its own."""
    owner = f"{_NAMED[number % 11]} {town} {number // 7}"
    service["id"] = _id("service", number)
    service["name"] = f"{_NAMED[number % 11]} {_WORK[number % 8]} {number}"
    service["description"] = f"{service['description']} Open to people in {town} since {1950 + number % 70}."
    service["organization"] = {**service["organization"], "id": _id("organisation", number), "name": owner}
    service["email"] = f"contact{number}@service{number}.test"
    service["service_areas"] = [{"id": _id("area", number), "name": town, "uri": "http://www.example.com"}]
    service["contacts"] = [
        {
            "id": _id("contact", number),
            "name": "Reception",
            "phones": [{"id": _id("phone", number), "number": f"020 {7100 + number % 900} {number % 10000:04}"}],
        }
    ]
    service["languages"] = [{"id": _id("language", number), "code": ("en", "pl", "ur", "cy")[number % 4]}]
    for place in service.get("service_at_locations", ()):
        place["location"] |= {"latitude": 51.0 + number % 300 / 100, "longitude": -3.0 + number % 400 / 100}
        address = place["location"]["addresses"][0]
        address |= {"address_1": f"{number % 300 + 1} High Street", "city": town, "postal_code": "BS1 4ND"}
    return service


def _id(what: str, number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{what}-{number}"))


def write_page(path: Path, how_many: int) -> Path:
    """A page of that many services, as a server sends it."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"total_items": {how_many}, "total_pages": 1, "page_number": 1, "contents": [\n')
        for number, service in enumerate(services(how_many)):
            file.write((",\n" if number else "") + json.dumps(service, ensure_ascii=False))
        file.write("\n]}\n")
    return path


def write_list(path: Path, how_many: int) -> Path:
    """The same services as a bare list, which is what a plain tool takes."""
    with path.open("w", encoding="utf-8") as file:
        for number, service in enumerate(services(how_many)):
            file.write(("," if number else "[") + json.dumps(service, ensure_ascii=False) + "\n")
        file.write("]\n")
    return path
