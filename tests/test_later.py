"""What a library imports and we never call stays out of memory, and works all the same when it is called after all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from referral_assistant.later import later
from referral_assistant.letter.typeface import FONTS, drawn

ROOT = Path(__file__).parent.parent
STORE = "import referral_assistant.store.cases"
LETTER = "from referral_assistant.letter import warm\nwarm()"


def run(script: str) -> str:
    """What a script prints in a process of its own."""
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return found.stdout.strip()


def test_a_module_comes_when_something_of_it_is_called() -> None:
    said = run(
        "import sys\n"
        "from referral_assistant.later import later\n"
        "with later('colorsys', 'xml.dom.minidom'):\n"
        "    from colorsys import rgb_to_hsv\n"
        "    from xml.dom import minidom\n"
        "print('colorsys' in sys.modules, 'xml.dom.minidom' in sys.modules)\n"
        "print(rgb_to_hsv(1, 1, 1), minidom.parseString('<a/>').documentElement.tagName)\n"
        "import colorsys\n"
        "print(colorsys.rgb_to_hsv(0, 0, 0))"
    )
    assert said.splitlines() == ["False False", "(0.0, 0.0, 1) a", "(0.0, 0.0, 0)"]


def test_a_module_that_is_loaded_already_stays_what_it_is() -> None:
    with later("pathlib"):
        import pathlib
    assert pathlib.Path is Path


def test_a_module_that_is_not_there_is_missed_when_it_is_called() -> None:
    with later("some_module_of_nobody"):
        import some_module_of_nobody  # type: ignore[import-not-found]
    with pytest.raises(ModuleNotFoundError):
        some_module_of_nobody.anything()
    assert "some_module_of_nobody" not in sys.modules


@pytest.mark.parametrize(
    ("script", "absent"),
    [(STORE, {"click", "dateutil"}), (LETTER, {"fontTools.subset", "fontTools.varLib", "fontTools.agl", "lxml"})],
)
def test_what_nobody_calls_is_not_loaded(script: str, absent: set[str]) -> None:
    loaded = set(run(f"{script}\nimport sys\nprint(*sys.modules)").split())
    assert not loaded & absent


def test_fonts_that_are_not_ours_can_still_be_cut_down_and_set_to_a_weight() -> None:
    said = run(
        f"{LETTER}\n"
        "from weasyprint.pdf import fonts\n"
        f"font = fonts.TTFont({str(FONTS / 'AtkinsonHyperlegibleNext-Regular.ttf')!r})\n"
        "cut = fonts.subset.Subsetter(fonts.subset.Options())\n"
        "cut.populate(text='abc')\n"
        "cut.subset(font)\n"
        "print(sorted(map(chr, font.getBestCmap())))\n"
        "try:\n"
        "    fonts.instantiateVariableFont(font, {'wght': 400})\n"
        "except Exception as error:\n"
        "    print(error)"
    )
    assert said.splitlines() == ["['a', 'b', 'c']", "Missing required table fvar"]


@pytest.mark.parametrize("path", sorted(FONTS.glob("*.ttf")), ids=lambda path: str(path.stem))
def test_the_characters_of_the_typeface_are_those_a_library_finds(path: Path) -> None:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(path) as font:
        assert drawn(path.read_bytes()) == set(font.getBestCmap())
