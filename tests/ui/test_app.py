"""What nobody caught: a problem is a sentence, a bug is a report that holds nothing about anybody."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QLabel

from referral_assistant.problems import Problem
from referral_assistant.ui import inside
from referral_assistant.ui.widgets import Question
from referral_assistant.ui.window import Window


def said(window: Window) -> str:
    (question,) = window.window().findChildren(Question)
    return "\n".join(label.text() for label in question.findChildren(QLabel))


def test_a_problem_is_shown_as_its_sentence_and_advice(window: Window) -> None:
    inside.caught(window, Problem, Problem("The disk is full.", "Make room."), None)
    assert "The disk is full." in said(window)
    assert "Make room." in said(window)


def test_a_bug_is_reported_without_what_it_was_about(window: Window, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("Alex Example shouted")
    except ValueError as error:
        inside.caught(window, ValueError, error, sys.exc_info()[2])
    everything = said(window) + capsys.readouterr().err
    assert "ValueError" in everything
    assert "Alex" not in everything


def test_a_live_file_meets_no_fictional_directory() -> None:
    from referral_assistant.directory import SAMPLE

    world = inside.world(SAMPLE)
    with pytest.raises(Problem, match="fictional"):
        world.services(False)
    assert world.services(True)


def test_every_page_is_found_under_its_own_name() -> None:
    for name in ("unlock", *inside.PAGES):
        kind = inside.page(name)
        assert kind is not None
        assert kind.name == name
    assert inside.page("nowhere") is None
