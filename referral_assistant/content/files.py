"""TOML files in, plain data out, with a sentence for what cannot be read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from referral_assistant.paths import RESOURCES
from referral_assistant.problems import Mistake, Mistakes


def read_toml(path: Path) -> dict[str, Any]:
    """The data of one TOML file. Raises `Mistakes` when it is missing, not UTF-8, or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _one(path, "The file is missing.") from None
    except OSError as error:
        raise _one(path, f"The file cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise _one(path, "The file is not UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise _one(path, f"The file is not TOML: {error}.") from None


def shown(path: Path) -> str:
    """The path as mistakes name it: from resources/ on for our own files, as given for others."""
    try:
        return str(Path("resources") / path.resolve().relative_to(RESOURCES))
    except ValueError:
        return str(path)


def _one(path: Path, sentence: str) -> Mistakes:
    return Mistakes((Mistake(shown(path), "", sentence),))
