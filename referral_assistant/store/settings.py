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

    def put(self, name: str, value: object) -> None:
        """Keep a setting: a record of ours or plain data."""
        from referral_assistant.reading import to_plain

        body = encoded(to_plain(value))
        with self._connection.atomic() as db:
            db.execute(
                "INSERT INTO settings (name, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
                (name, body),
            )

    @property
    def organisation(self) -> Organisation:
        """The letterhead and local contacts that new cases start with."""
        return self.get("organisation", Organisation, Organisation())

    def put_organisation(self, organisation: Organisation) -> None:
        """Keep the letterhead and local contacts for new cases."""
        self.put("organisation", organisation)

    @property
    def practitioner(self) -> Practitioner:
        """Who writes new cases."""
        return self.get("practitioner", Practitioner, Practitioner())

    def put_practitioner(self, practitioner: Practitioner) -> None:
        """Keep who writes new cases."""
        self.put("practitioner", practitioner)
