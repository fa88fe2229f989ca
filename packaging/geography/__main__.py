"""`make geography`: writes the list of postcodes and the map into resources/geography, the same bytes every time."""

from __future__ import annotations

import sys
from hashlib import sha256

from geography import cells, pack, source
from referral_assistant.geography import postcodes, raster


def main() -> int:
    """Make both files; with `--check`, only say whether they are what would be made."""
    listed = list(source.read())
    made = {postcodes.FILE: pack.made(listed), raster.FILE: cells.made(listed)}
    print(f"{len(listed):,} postcodes of {source.PACKAGE} {source.version()}")
    stale = [path for path, data in made.items() if not path.exists() or path.read_bytes() != data]
    for path, data in made.items():
        print(f"{path.name}: {len(data):,} bytes, {sha256(data).hexdigest()}{', was different' * (path in stale)}")
        if "--check" not in sys.argv:
            path.write_bytes(data)
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
