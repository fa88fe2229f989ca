"""What lies beside the installers: templates for the organisation's settings, and the two documents for an assessor.

The built copy writes them itself, so they say what that copy does.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from installers import wine
from installers.plan import Build, Problem, run

POLICY = {
    "schema": "policy.schema.json",
    "example": "policy.example.json",
    "admx": "referral-assistant.admx",
    "adml": "en-GB/referral-assistant.adml",
}
"""What the program is asked for -> the file it goes into."""

Program = Callable[..., str]


def write(build: Build, folders: Mapping[str, Path]) -> None:
    """Write all of it into the output folder, by the copy for Linux where there is one."""
    build.say("Writing the policy templates and the documents")
    program = _program(build, folders)
    policy = build.out / "policy"
    if policy.exists():
        shutil.rmtree(policy)
    for kind, name in POLICY.items():
        path = policy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = program("print-policy", "--as", kind)
        if not text.strip():
            raise Problem(f"The built copy printed nothing for print-policy --as {kind}.", "Try it: self-check.")
        path.write_text(text, "utf-8", newline="\n")
    program("documents", "--out", build.out)


def _program(build: Build, folders: Mapping[str, Path]) -> Program:
    if "linux" in folders:
        launcher = folders["linux"] / "bin" / "referral-assistant"
        return lambda *words: run(build, [launcher, *words])
    folder = folders["windows"]
    python = folder / "python" / "python.exe"

    def under_windows(*words: str | Path) -> str:
        named = [wine.windows_path(word) if isinstance(word, Path) else word for word in words]
        with wine.windows(build, build.work / "wine-compile") as system:
            return system.run(python, "-m", "referral_assistant", *named)

    return under_windows
