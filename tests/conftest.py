"""Fixtures shared by all tests. Nothing here stands in for our own code."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# On a busy machine an example may take its time; what must be quick is measured in tests/benchmarks.
settings.register_profile("house", deadline=None, max_examples=50)
settings.load_profile("house")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the real windows")
    parser.addoption(
        "--thorough", action="store_true", help="every scenario, document and dress, where some stand for all otherwise"
    )
    parser.addoption("--snapshot-update", action="store_true", help="rewrite the expected outputs")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--onscreen"):
        os.environ.pop("QT_QPA_PLATFORM", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks of one more of a kind what was asked of others before it is for whoever has the time, as CI has."""
    if config.getoption("--thorough"):
        return
    left = [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if not item.get_closest_marker("thorough")]


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees, or leaves anything in, the profile of whoever runs it."""
    monkeypatch.setenv("REFERRAL_ASSISTANT_DATA", str(tmp_path / "profile"))


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A log record of warning or above fails a test, unless the test is marked as expecting it."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    loud = [r for phase in ("setup", "call") for r in caplog.get_records(phase) if r.levelno >= logging.WARNING]
    assert not loud, f"logged unexpectedly: {[r.getMessage() for r in loud]}"
