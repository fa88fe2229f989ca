"""Files are written whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from referral_assistant.problems import Problem


def write(path: Path, content: bytes, sentence: str = "", advice: str = "", *, folder: bool = False) -> None:
    """Write a file in place of what was there; with `folder` the folder it lies in, too, which is not asked for where
    somebody chose it: a stick that was pulled out is not made anew. Raises `Problem` with this sentence and this advice
    where it cannot be written: what was there before is unchanged then."""
    part = path.with_name(f"{path.name}.part")
    try:
        if folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        problem = sentence or f"{path} could not be written."
        raise Problem(problem, advice or "Choose a folder you may write to.") from error
