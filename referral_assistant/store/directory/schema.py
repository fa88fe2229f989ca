"""The shape of a directory file, step by step. A step that has left the house never changes; add another below."""

from __future__ import annotations

from referral_assistant.store.schema import Steps

APPLICATION_ID = 0x52414431
FORMAT = 2
"""Raised only when an older release could not even look at the file; ordinary growth is a further step."""

_FIRST = (
    "CREATE TABLE head (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE origins (
        id TEXT NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('program', 'pack', 'file', 'own')),
        body TEXT NOT NULL CHECK (json_valid(body))
    ) STRICT
    """,
    # Services and contacts of areas alike. `imported` is what the origin says and `body` what counts, once local values
    # are laid over it; the columns after it repeat what lists are made of, so that none decodes a body.
    """
    CREATE TABLE entries (
        number INTEGER PRIMARY KEY,
        record TEXT NOT NULL CHECK (record IN ('service', 'contact')),
        id TEXT NOT NULL UNIQUE,
        origin TEXT NOT NULL REFERENCES origins (id),
        imported TEXT CHECK (imported IS NULL OR json_valid(imported)),
        body TEXT NOT NULL CHECK (json_valid(body)),
        added TEXT NOT NULL,
        changed TEXT,
        changed_by TEXT NOT NULL DEFAULT '',
        withdrawn TEXT,
        name TEXT NOT NULL,
        sort TEXT NOT NULL,
        kind TEXT NOT NULL,
        organisation TEXT NOT NULL,
        areas TEXT NOT NULL,
        status TEXT NOT NULL,
        ends_on TEXT NOT NULL,
        assured_date TEXT NOT NULL,
        fictional INTEGER NOT NULL,
        differs INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX entries_by_name ON entries (record, sort) WHERE withdrawn IS NULL",
    # What is looked for again and again is found without opening an entry, which is a page of the file each.
    "CREATE INDEX entries_by_check ON entries (record, assured_date, sort, status) WHERE withdrawn IS NULL",
    "CREATE INDEX entries_by_kind ON entries (record, kind, status) WHERE withdrawn IS NULL",
    "CREATE INDEX entries_withdrawn ON entries (record, sort, kind, status) WHERE withdrawn IS NOT NULL",
    "CREATE INDEX entries_differing ON entries (record, withdrawn) WHERE differs = 1",
    "CREATE INDEX entries_of_no_area ON entries (record) WHERE areas = '[]'",
    "CREATE INDEX entries_by_origin ON entries (origin)",
    """
    CREATE TABLE covered (
        area TEXT NOT NULL,
        entry INTEGER NOT NULL REFERENCES entries (number) ON DELETE CASCADE,
        PRIMARY KEY (area, entry)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX covered_by_entry ON covered (entry)",
    """
    CREATE TABLE identities (
        identity TEXT NOT NULL PRIMARY KEY,
        entry INTEGER NOT NULL REFERENCES entries (number) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX identities_by_entry ON identities (entry)",
    """
    CREATE TABLE local (
        entry INTEGER NOT NULL REFERENCES entries (number) ON DELETE CASCADE,
        field TEXT NOT NULL,
        value TEXT NOT NULL CHECK (json_valid(value)),
        was TEXT NOT NULL CHECK (json_valid(was)),
        by TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (entry, field)
    ) STRICT, WITHOUT ROWID
    """,
    # What was recorded stays as it was recorded. `layers` holds the local values that the change touched, as they were
    # before it, which is what undoing puts back; `undoes` is the number of the change that was undone.
    """
    CREATE TABLE history (
        number INTEGER PRIMARY KEY,
        entry TEXT NOT NULL,
        kind TEXT NOT NULL,
        by TEXT NOT NULL,
        at TEXT NOT NULL,
        before TEXT NOT NULL CHECK (json_valid(before)),
        after TEXT NOT NULL CHECK (json_valid(after)),
        layers TEXT NOT NULL CHECK (json_valid(layers)),
        note TEXT NOT NULL DEFAULT '',
        undoes INTEGER REFERENCES history (number)
    ) STRICT
    """,
    "CREATE INDEX history_by_entry ON history (entry, number)",
    """
    CREATE TRIGGER history_stays BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'what was changed is never rewritten'); END
    """,
    # What a user decided once: what a column holds, which area a name means, whose packs are taken.
    """
    CREATE TABLE remembered (
        kind TEXT NOT NULL CHECK (kind IN ('columns', 'area', 'signer', 'published')),
        name TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        PRIMARY KEY (kind, name)
    ) STRICT, WITHOUT ROWID
    """,
    # `facets` holds codes for filters, such as g_woman: an underscore is part of a word and of no other text. Where in
    # a text a word stands is not kept, since nobody asks for it: names come first, and the rest by the alphabet.
    """
    CREATE VIRTUAL TABLE search USING fts5 (
        name, organisation, places, needs, facets,
        tokenize = "unicode61 remove_diacritics 2 tokenchars '_'", detail = column, columnsize = 0
    )
    """,
    "CREATE VIRTUAL TABLE search_words USING fts5vocab (search, row)",
)

DIRECTORY_FILE: Steps = {"first": _FIRST}
"""Entries in their layers, their history, what finds them, and what was decided once."""
