"""Everything an Open Referral UK server answers with, as files: for a web server that only hands out files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from referral_assistant.directory.oruk_export import page
from referral_assistant.directory.oruk_terms import CODED, Json, taxonomy, terms

ABOUT: Json = {
    "version": "HSDS-UK-3.0",
    "profile": "https://docs.openreferraluk.org/en/latest/",
    "openapi_url": "https://docs.openreferraluk.org/en/latest/openapi30.json",
}
"""What stands at the root of such a server."""


def pages(services: Iterable[Json]) -> Iterator[tuple[str, Json]]:
    """Name of the file -> what is in it. services: as `oruk_export.records` gives them."""
    found = list(services)
    organisations = {one["organization"]["id"]: one["organization"] for one in found if "organization" in one}
    yield "index.json", ABOUT
    yield "services.json", page(found)
    yield "organizations.json", page(list(organisations.values()))
    yield "service_at_locations.json", page([at for one in found for at in _places(one)])
    yield "taxonomies.json", page([{**taxonomy(field), "taxonomy_terms": list(terms(field))} for field in CODED])
    yield "taxonomy_terms.json", page([term for field in CODED for term in terms(field)])


def _places(service: Json) -> Iterator[Json]:
    """Where a service is, each place with the service as it stands without its places."""
    without = {key: value for key, value in service.items() if key != "service_at_locations"}
    return ({**at, "service": without} for at in service.get("service_at_locations", ()))
