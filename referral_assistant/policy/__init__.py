"""What the organisation has set for this computer: looked for once, and empty on a computer that nobody manages.

The window waits for this before its first paint, so it is little: whatever reads anything is loaded when there is
something to read. Where several places set a key, the first that locks it wins, and where none does, the first of all;
the order is the registry (Windows), the file of the computer, the file of a portable copy.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from referral_assistant import paths
from referral_assistant.settings import BY_NAME

if TYPE_CHECKING:
    from referral_assistant.policy.reading import Setting
    from referral_assistant.problems import Mistake

FILE_NAME = "policy.json"
DATA_VARIABLE = "REFERRAL_ASSISTANT_DATA"
"""Puts the whole profile into one folder, for tests and for those who keep their data elsewhere."""


class Policy(NamedTuple):
    """What is set, by key; what is wrong with it; and the places in which something was found."""

    settings: Mapping[str, Setting] = MappingProxyType({})
    mistakes: tuple[Mistake, ...] = ()
    found: tuple[str, ...] = ()

    def value(self, name: str, chosen: object = None) -> Any:
        """What is in force: a locked value, else what the user chose, else a starting value, else the usual one."""
        setting = self.settings.get(name)
        if chosen is not None and not (setting is not None and setting.locked):
            return chosen
        return BY_NAME[name].default if setting is None else setting.value

    def locked(self, name: str) -> bool:
        """Whether users may not change it."""
        setting = self.settings.get(name)
        return setting is not None and setting.locked


@cache
def in_force() -> Policy:
    """What this computer's places set; read once in the life of the program."""
    if sys.platform == "win32":
        from referral_assistant.policy import registry

        tree = registry.read()
    else:
        tree = None
    files = [path for path in places() if _is_there(path)]
    if not files and not tree:
        return Policy()
    from referral_assistant.policy import reading

    machine = machine_file()
    layers = [reading.from_registry(tree)] if tree else []
    layers += [reading.from_file(path, guarded=path == machine) for path in files]
    return reading.layered(layers)


def places() -> tuple[str, ...]:
    """The files that are looked for, the strongest first."""
    own = (str(paths.BUNDLE / FILE_NAME),) if paths.PORTABLE and paths.BUNDLE is not None else ()
    return (machine_file(), *own)


def machine_file() -> str:
    """The file of this computer, which administrators alone may write. No environment variable says where it is, or
    whoever starts the program could choose another one."""
    if sys.platform == "win32":
        from referral_assistant.policy import registry

        return rf"{registry.program_data()}\Referral Assistant\{FILE_NAME}"
    if sys.platform == "darwin":
        return f"/Library/Application Support/{paths.APP_FOLDER}/{FILE_NAME}"
    return f"/etc/{paths.APP_FOLDER}/{FILE_NAME}"


def data_folder(policy: Policy | None = None) -> tuple[Path, str]:
    """The folder of all data, and who says so: a locked setting, the environment, a portable copy, a starting value,
    or nobody, in this order."""
    setting = (policy or in_force()).settings.get("data_folder")
    if setting is not None and setting.locked:
        return Path(setting.value), setting.source
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named), DATA_VARIABLE
    if paths.PORTABLE and paths.BUNDLE is not None:
        return paths.BUNDLE / "data", "portable copy"
    if setting is not None:
        return Path(setting.value), setting.source
    return paths.user_dir(), ""


def data_dir(training: bool = False) -> Path:
    """The folder that holds a user's files; training files live in one of their own."""
    return data_folder()[0] / ("training" if training else "live")


def _is_there(path: str) -> bool:
    """Whether there is a file, even one that may not be read: that is a mistake to be told."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
