"""Files of services broken in every way there is: `python -m tests.faults [--count N] [--seed N]` (`make faults`).

Each is imported into a copy of a directory. None may bring a traceback, leave a copy behind, or change the directory.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from referral_assistant.directory import SAMPLE, importing, load
from referral_assistant.directory.excel_export import write_excel
from referral_assistant.directory.oruk_export import records
from referral_assistant.directory.oruk_export import write_page as write_own_page
from referral_assistant.directory.report import Answers, Fate, Report
from referral_assistant.directory.table_export import write_csv
from referral_assistant.model import Kind
from referral_assistant.problems import Problem
from referral_assistant.store.directory import discard, open_directory
from tests.oruk_feed import BRISTOL, ORUK, write_page

ROOT = Path(__file__).resolve().parents[1]

NOW = datetime.fromisoformat("2026-11-22T09:00:00+00:00")

_DEEP = 3000
HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 104, 10**18, -(10**18), 1e308, -0.0, 18.5, float("nan"), float("inf")),
    *(
        "",
        " ",
        "\x00",
        "\ud800",
        "\u202eevil",
        "\ufeff",
        "N/A",
        "A" * 30_000,
        "<" * 5000,
        "<p>" * 2000,
        "&#0;&#x110000;",
    ),
    *(
        "'; DROP TABLE entries; --",
        "=cmd|' /C calc'!A0",
        "../../../etc/passwd",
        "{{7*7}}",
        "%s%n",
        "é" * 400,
        "Ã©" * 300,
    ),
    *(
        "-1",
        "18+",
        "2025-02-30",
        "9999-99-99",
        "0001-01-01T00:00:00Z",
        "mailto:",
        "@",
        "tel:",
        "http://",
        "javascript:1",
    ),
    *([], {}, [[]], [None], [{}], [[[[[[]]]]]], {"": ""}, {"a": {"b": {"c": []}}}, ["x"] * 300, [{"name": []}] * 50),
    *({"id": {}, "name": {}}, {"fact": "age", "is": ["x"]}, {"not": {"not": {"not": {}}}}, "x-eastmere", "couples"),
)
"""Values that do not belong where they are put."""


def bases(folder: Path) -> dict[str, bytes]:
    """The files that are broken: real ones, the validator's, and our own in every format."""
    sample = [replace(s, fictional=False) for s in load(SAMPLE)][:6]
    page = io.StringIO()
    write_own_page(records(sample), page)
    write_csv(sample, folder / "own.csv")
    write_excel(sample, folder / "own.xlsx")
    mocks = ORUK / "validator-mocks"
    found = {
        "single.json": BRISTOL[0],
        "page.json": BRISTOL[1],
        "full.json": mocks / "V3.0-UK-Default" / "service_full.json",
        "place.json": mocks / "V3.0-UK-Default" / "service_at_location_full.json",
        "organisation.json": mocks / "V3.0-UK-Default" / "organization.json",
        "fail.json": mocks / "V3.0-UK-Fail" / "service_list.json",
        "own.csv": folder / "own.csv",
        "own.xlsx": folder / "own.xlsx",
    }
    return {"own.json": page.getvalue().encode(), **{name: path.read_bytes() for name, path in found.items()}}


# --- ways to break a file --------------------------------------------------------------------------------------------

Break = Callable[[bytes, random.Random], bytes]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _moved(data: bytes, chance: random.Random) -> bytes:
    """A piece taken out, or put in twice, or put elsewhere."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 10, 500))]
    rest = data[:start] + data[start + len(piece) :] if chance.random() < 0.6 else data
    at = chance.randrange(len(rest) + 1)
    return rest if chance.random() < 0.4 else rest[:at] + piece * chance.choice((1, 2, 40)) + rest[at:]


def _inserted(data: bytes, chance: random.Random) -> bytes:
    pieces = (
        b"[" * _DEEP,
        b'{"a":' * _DEEP,
        b"9" * 5000,
        b"NaN",
        b"\x00",
        b"\xff\xfe",
        b'"',
        b",,",
        b"}",
        b"]",
        b"\\u",
    )
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(pieces) + data[at:]


def _encoded(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8-sig", "utf-7")), "replace")


def _swapped(data: bytes, chance: random.Random) -> bytes:
    """Values of a JSON file in places where they do not belong."""
    try:
        whole = json.loads(data)
    except ValueError:
        return _flipped(data, chance)
    for _ in range(chance.choice((1, 2, 8))):
        holder, key = chance.choice(list(_places(whole)))
        holder[key] = copy.deepcopy(chance.choice(HOSTILE))
    text = json.dumps(whole, ensure_ascii=chance.random() < 0.5)
    return text.encode("utf-8", "surrogatepass")


def _twice(data: bytes, chance: random.Random) -> bytes:
    """A key of a JSON file that stands twice, and values that it holds raw."""
    marks = [at for at in range(len(data)) if data[at : at + 1] == b"{"]
    if not marks:
        return _inserted(data, chance)
    at = chance.choice(marks) + 1
    key = chance.choice(("name", "id", "status", "contents", "referral_assistant", "service", "services"))
    value = json.dumps(chance.choice(HOSTILE)).encode("utf-8", "surrogatepass")
    raw = b'"\x01\x02\ttab\x1f"' if chance.random() < 0.3 else value
    return data[:at] + f'"{key}":'.encode() + raw + b"," + data[at:]


def _cells(data: bytes, chance: random.Random) -> bytes:
    """Cells of a table in places where they do not belong."""
    rows = data.decode("utf-8", "replace").split(",")
    for _ in range(chance.choice((1, 5, 30))):
        rows[chance.randrange(len(rows))] = str(chance.choice(HOSTILE)).encode("utf-8", "replace").decode()
    return chance.choice((",", ",", ";", "\t", '"')).join(rows).encode()


_ANY: tuple[Break, ...] = (_flipped, _cut, _moved, _inserted, _encoded)
_BREAKS: dict[str, tuple[Break, ...]] = {
    ".json": (*_ANY, _swapped, _swapped, _swapped, _swapped, _twice),
    ".csv": (*_ANY, _cells, _cells, _cells),
    ".xlsx": (_flipped, _cut, _moved),
}


def _places(whole: Any) -> Iterator[tuple[Any, Any]]:
    for key in whole if isinstance(whole, dict) else range(len(whole)):
        yield whole, key
        if isinstance(whole[key], dict | list):
            yield from _places(whole[key])


# --- trying ----------------------------------------------------------------------------------------------------------


Fault = tuple[str, Break, random.Random]
"""Which file is broken, in which way, and the chance by which that is done."""


def attempts(count: int, seed: int, folder: Path) -> Counter[str]:
    """Import that many broken files, and say how often what became of them. Raises at the first that does harm."""
    found = bases(folder)
    return _attempted(_drawn(count, seed, sorted(found)), seed, found, folder)


def one_of_each(seed: int, folder: Path) -> Counter[str]:
    """The same with every file broken in every way, each as often as it is listed."""
    found = bases(folder)
    pairs = [(name, way) for name in sorted(found) for way in _BREAKS[Path(name).suffix]]
    faults = ((name, way, random.Random(f"{seed}-{number}")) for number, (name, way) in enumerate(pairs))
    return _attempted(faults, seed, found, folder)


def _drawn(count: int, seed: int, names: list[str]) -> Iterator[Fault]:
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        name = chance.choice([n for n in names if not n.endswith(".xlsx") or chance.random() < 0.3])
        yield name, chance.choice(_BREAKS[Path(name).suffix]), chance


def _attempted(faults: Iterable[Fault], seed: int, found: dict[str, bytes], folder: Path) -> Counter[str]:
    target = folder / "directory.db"
    _fill(target, found, folder)
    before = _digest(target)
    counts: Counter[str] = Counter()
    for number, (name, way, chance) in enumerate(faults):
        broken = way(found[name], chance)
        path = folder / f"broken{Path(name).suffix}"
        path.write_bytes(broken)
        try:
            counts[_tried(path, target, chance)] += 1
            assert _digest(target) == before, "the directory was changed"
            assert sorted(p.name for p in folder.iterdir() if p.name.startswith("directory")) == ["directory.db"]
        except Exception as error:
            kept = Path(tempfile.gettempdir()) / f"fault-{seed}-{number}{path.suffix}"
            kept.write_bytes(broken)
            raise AssertionError(f"Fault {number} of seed {seed}, made of {name}: see {kept}.") from error
    return counts


def _fill(target: Path, found: dict[str, bytes], folder: Path) -> None:
    """A directory that holds something, so that there is something to lose."""
    path = folder / "first.json"
    path.write_bytes(found["page.json"])
    _report, staged = importing.run([path], target, Kind.LIVE, Answers(), "a test", lambda: NOW)
    assert staged is not None
    staged.replace(target)


def _tried(path: Path, target: Path, chance: random.Random) -> str:
    """Import one file; what came of it is checked, and thrown away again."""
    answers = Answers({"": ("E06000023",)}, kind=chance.choice(("", "alongside")))
    whole = chance.random() < 0.2
    try:
        report, staged = importing.run([path], target, Kind.LIVE, answers, "a test", lambda: NOW, whole=whole)
    except Problem:
        return "a problem that was told"
    assert all(sentence.strip() for line in report.lines for sentence in line.said)
    if staged is None:
        assert report.stopped
        return "nothing taken, and why"
    try:
        _sound(report, staged)
    finally:
        discard(staged)
    return "all of it taken" if not report.count(Fate.REFUSED) else "taken, and some records refused"


def _sound(report: Report, staged: Path) -> None:
    """What was taken is there, can be read, and is nothing that the program would refuse."""
    with_entries = {line.entry for line in report.lines if line.entry}
    directory = open_directory(staged, Kind.LIVE)
    try:
        for entry_id in with_entries:
            service = directory.service(entry_id)
            assert service is not None
            assert service.name
            assert not service.fictional
        assert len(directory.find()) >= len(with_entries)
    finally:
        directory.close()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


MOST_MEMORY = 400
"""MiB that an import of 50 MB of JSON may take."""

# What getrusage says of a child begins with what its parent had, so the kernel is asked for the process alone.
_MEASURED = """
import sys
from pathlib import Path
from referral_assistant.cli import run
code = run(["directory", "import", sys.argv[1], "--into", sys.argv[2]])
status = Path("/proc/self/status").read_text(encoding="ascii")
print(int(status.partition("VmHWM:")[2].split()[0]) / 1024, file=sys.stderr)
sys.exit(code)
"""


def peak_of_import(count: int) -> tuple[float, float]:
    """The peak of memory in MiB of a process that imports that many full services, and the size of the feed in MB."""
    with tempfile.TemporaryDirectory() as made:
        feed = write_page(Path(made) / "feed.json", count)
        command = [sys.executable, "-c", _MEASURED, str(feed), str(Path(made) / "directory.db")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert f"{count} added" in done.stdout[-200:]
        return float(done.stderr.split()[-1]), feed.stat().st_size / 1e6


def main() -> int:
    """Try them, and print what became of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many files")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other files")
    options = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as made:
        counts = attempts(options.count, options.seed, Path(made))
    for outcome, count in counts.most_common():
        print(f"{count:6}  {outcome}")
    print(f"{options.count} broken files of seed {options.seed} in {time.perf_counter() - begun:.0f} s. No harm done.")
    peak, size = peak_of_import(13_500)
    print(f"A feed of {size:.0f} MB imported with at most {peak:.0f} MiB of memory; {MOST_MEMORY} MiB are allowed.")
    return 1 if peak > MOST_MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
