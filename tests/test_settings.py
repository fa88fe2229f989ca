"""The look of the window is kept, and nothing in that file can keep anyone from their cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from referral_assistant.settings import FILE_NAME, Preferences, load, save


def test_preferences_come_back_as_they_were_kept(tmp_path: Path) -> None:
    kept = Preferences("dark", 175, 10, True)
    save(tmp_path / "new", kept)
    assert load(tmp_path / "new") == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        '{"appearance": "pink", "text_size": "200", "lock_minutes": true, "short_form": 1}',
        '{"text_size": 5000, "lock_minutes": 0}',
        '{"unknown": 1}',
    ],
)
def test_what_cannot_be_read_has_its_usual_value(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "utf-8")
    assert load(tmp_path) == Preferences()


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    assert load(tmp_path) == Preferences()
