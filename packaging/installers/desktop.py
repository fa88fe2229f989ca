"""What a Linux desktop is told about the program: menu entry, icons, description, its kind of file, manual page."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

from installers import stage
from installers.manpage import man_page
from installers.plan import Build

NAME = "referral-assistant"
DATA = Path(__file__).resolve().parent.parent / "linux"
COMPONENT = "org.example.referral_assistant"
"""The program's name in the catalogues of desktops: below a domain that nobody can own, as we own none."""


def shared_files(build: Build) -> dict[str, bytes]:
    """Place below a folder `share` -> content."""
    icons = build.root / "resources" / "icons"
    hicolor = "icons/hicolor"
    return {
        f"applications/{NAME}.desktop": (DATA / f"{NAME}.desktop").read_bytes(),
        f"{hicolor}/scalable/apps/{NAME}.svg": (icons / f"{NAME}.svg").read_bytes(),
        f"{hicolor}/256x256/apps/{NAME}.png": (icons / f"{NAME}.png").read_bytes(),
        f"mime/packages/{NAME}.xml": (DATA / f"{NAME}.mime.xml").read_bytes(),
        f"metainfo/{COMPONENT}.metainfo.xml": filled(build, f"{COMPONENT}.metainfo.xml").encode(),
        f"man/man1/{NAME}.1.gz": packed(man_page(build)),
    }


def filled(build: Build, name: str, **others: str) -> str:
    """A file of `packaging/linux` with the version, the date and whatever else it leaves open."""
    text = (DATA / name).read_text("utf-8")
    date = datetime.fromtimestamp(build.epoch, UTC).date().isoformat()
    for key, value in {"VERSION": build.version, "DATE": date, **others}.items():
        text = text.replace(f"@{key}@", value)
    return text


def packed(text: str) -> bytes:
    """Text as Debian packs it: as small as can be, and without a time."""
    return gzip.compress(text.encode(), 9, mtime=0)


def build_facts(folder: Path, form: str) -> bytes:
    """What the bundle says of itself, as part of this form."""
    facts = json.loads((folder / stage.BUILD_FILE).read_text("utf-8")) | {"form": form}
    return (json.dumps(facts, indent=1) + "\n").encode()
