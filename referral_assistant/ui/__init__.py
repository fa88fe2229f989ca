"""The window. Everything above it works without it."""

from __future__ import annotations

import builtins

# Importing PySide6 puts a hook into every later import, for a spelling of its names that we do not use: it reads the
# source of each module to look for it, and keeps all of it in memory (measured: 20 MiB and a tenth of the start).
_plain_import = builtins.__import__

import PySide6.QtCore  # noqa: E402

builtins.__import__ = _plain_import

del builtins, PySide6, _plain_import
