"""Settings that stay with the cases: the letterhead, the local contacts, who writes; small values by name."""

from __future__ import annotations

import json
from typing import TypeVar

from referral_assistant.model import Organisation, Practitioner
from referral_assistant.store.connection import Connection
from referral_assistant.store.entries import encoded

T = TypeVar("T")


class StoredSettings:
    """The settings of one open file, encrypted as the cases are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str, cls: type[T], default: T) -> T:
        """A setting read as `cls`, a record of ours or a plain type; `default` when it was never put."""
        with self._connection.reading() as db:
            row = db.execute("SELECT body FROM settings WHERE name = ?", (name,)).fetchone()
        if row is None:
            return default
        from referral_assistant.reading import from_plain

        return from_plain(cls, json.loads(row[0]), place=name)

    def put(self, **values: object) -> None:
        """Keep settings by name, all or none of them: records of ours or plain data."""
        from referral_assistant.reading import to_plain

        rows = [(name, encoded(to_plain(value))) for name, value in values.items()]
        with self._connection.atomic() as db:
            for row in rows:
                db.execute(
                    "INSERT INTO settings (name, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
                    row,
                )

    @property
    def organisation(self) -> Organisation:
        """The letterhead and local contacts as users of this file entered them."""
        return self.get("organisation", Organisation, Organisation())

    @property
    def own_keys(self) -> frozenset[str]:
        """The keys of the letterhead and the contacts that users of this file have set for themselves."""
        return frozenset(self.get("own_keys", list[str], []))

    def put_organisation(self, organisation: Organisation, own_keys: frozenset[str] | None = None) -> None:
        """Keep the letterhead and local contacts; where it counts, which of them users have set for themselves."""
        own = {} if own_keys is None else {"own_keys": sorted(own_keys)}
        self.put(organisation=organisation, **own)

    @property
    def practitioner(self) -> Practitioner:
        """Who writes new cases."""
        return self.get("practitioner", Practitioner, Practitioner())

    def put_practitioner(self, practitioner: Practitioner) -> None:
        """Keep who writes new cases."""
        self.put(practitioner=practitioner)
