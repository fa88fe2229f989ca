"""sqlite-utils, loaded with the first change to a file: the list of cases is painted without it, and it takes long."""

from __future__ import annotations

from referral_assistant.later import later

# Half of what it loads is for its command line and for mending dates, which we never call.
with later("click", "sqlite_utils.recipes"):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]
