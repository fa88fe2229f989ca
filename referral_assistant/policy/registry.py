r"""What Windows keeps for us: the values that Group Policy or Intune wrote, and where the files of all users lie."""

from __future__ import annotations

import sys

KEY = r"Software\Policies\Referral Assistant"
STARTING = "Recommended"
"""The key below it that holds starting values; what stands in `KEY` itself is locked."""
SOURCE = rf"HKLM\{KEY}"

Tree = dict[str, dict[str, object]]
"""The name of a key below `KEY`, empty for itself -> its values by name."""

_FOLDERS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders"

if sys.platform == "win32":
    import winreg

    def read() -> Tree:
        """Everything that stands there; nothing where there is no such key. What cannot be read stands there as the
        error, under a name that no value has."""
        found = _values(KEY)
        return {"": found, **{name: _values(rf"{KEY}\{name}") or {} for name in _below()}} if found is not None else {}

    def program_data() -> str:
        """The folder that all users share, whatever the environment says."""
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _FOLDERS) as key:
                return str(winreg.QueryValueEx(key, "Common AppData")[0])
        except OSError:
            return r"C:\ProgramData"

    def _values(path: str) -> dict[str, object] | None:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
                found = [winreg.EnumValue(key, n) for n in range(winreg.QueryInfoKey(key)[1])]
        except FileNotFoundError:
            return None
        except OSError as error:
            return {"": error}
        return {name: value for name, value, _kind in found}

    def _below() -> list[str]:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, KEY) as key:
                return [winreg.EnumKey(key, n) for n in range(winreg.QueryInfoKey(key)[0])]
        except OSError:
            return []
