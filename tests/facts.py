"""Facts and files of others that tests compare with: they lie beside a checkout, and not in it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

with_facts = pytest.mark.skipif(not DATA.is_dir(), reason="the facts to compare with are not beside this checkout")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of facts; none where it is not there."""
    path = DATA / name
    return list(csv.DictReader(path.read_text("utf-8").splitlines())) if path.exists() else []
