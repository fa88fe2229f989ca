"""Makes the library that only carries the icon and the version: what Windows shows of a program that has no .exe."""

from __future__ import annotations

import tempfile
from pathlib import Path

from installers.plan import Build, run
from installers.signing import sign

PUBLISHER = "Referral Assistant contributors"

RESOURCES = """\
#include <winver.h>
1 ICON "{icon}"
1 VERSIONINFO
FILEVERSION {numbers}
PRODUCTVERSION {numbers}
FILEFLAGSMASK VS_FFI_FILEFLAGSMASK
FILEOS VOS_NT_WINDOWS32
FILETYPE VFT_DLL
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "080904B0"
    BEGIN
      VALUE "CompanyName", "{publisher}"
      VALUE "FileDescription", "Referral Assistant"
      VALUE "FileVersion", "{version}"
      VALUE "InternalName", "referral-assistant"
      VALUE "LegalCopyright", "{publisher}"
      VALUE "OriginalFilename", "referral-assistant.dll"
      VALUE "ProductName", "Referral Assistant"
      VALUE "ProductVersion", "{version}"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x0809, 1200
  END
END
"""
"""0809 is English as written in the United Kingdom, 04B0 (1200) says that the text is Unicode."""


def write_resource_dll(build: Build, target: Path) -> None:
    """Write it, signed where a certificate was given. It holds no code, and the same bytes for the same version."""
    icon = build.root / "resources" / "icons" / "referral-assistant.ico"
    numbers = ",".join([*build.version.split("."), "0", "0", "0"][:4])
    text = RESOURCES.format(icon=icon.as_posix(), numbers=numbers, version=build.version, publisher=PUBLISHER)
    with tempfile.TemporaryDirectory() as scratch:
        script, compiled = Path(scratch, "resources.rc"), Path(scratch, "resources.o")
        script.write_text(text, "utf-8")
        run(build, ["x86_64-w64-mingw32-windres", "--codepage=65001", script, compiled])
        linker = ["x86_64-w64-mingw32-ld", "-shared", "-s", "--subsystem", "windows", "--entry", "0"]
        run(build, [*linker, "--no-insert-timestamp", "--exclude-all-symbols", "-o", target, compiled])
    sign(build, target)
