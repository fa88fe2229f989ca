"""The list of everything inside and the licence texts, on a made-up bundle of what is installed here."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlcipher3
from installers import licences, linux_libraries, sbom
from installers.component import Component, site_packages
from installers.plan import Build, Problem
from license_expression import get_spdx_licensing

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = Path(sqlcipher3.__file__).parent.parent
WHEELS = ("weasyprint", "jinja2", "markupsafe", "sqlcipher3", "sqlite_utils", "pyphen")
LIBRARIES = ("libpango-1.0.so.0", "libgobject-2.0.so.0", "libglib-2.0.so.0")

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dpkg-query") is None, reason="the bundle is of what Debian packages bring"
)


def build_in(folder: Path) -> Build:
    return Build(ROOT, folder / "work", folder / "dist", folder / "cache", "9.8.7", "c" * 40, 1_790_000_000)


def bundle_in(build: Build) -> Path:
    """Six wheels, three libraries of Pango, an interpreter, and our own data."""
    folder = build.work / "linux"
    place = folder / "python" / "lib" / "python3" / "site-packages"
    place.mkdir(parents=True)
    for wheel in WHEELS:
        info = next(INSTALLED.glob(f"{wheel}-*.dist-info"))
        shutil.copytree(info, place / info.name)
    for compiled in ("sqlcipher3", "markupsafe"):
        shutil.copytree(INSTALLED / compiled, place / compiled, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    (folder / "lib").mkdir()
    for name in LIBRARIES:
        shutil.copyfile(linux_libraries.source_of(build, name), folder / "lib" / name)
    (folder / "python" / "bin").mkdir()
    shutil.copyfile(Path(sys.executable).resolve(), folder / "python" / "bin" / "python3")
    shutil.copytree(ROOT / "resources", folder / "app" / "resources")
    (folder / "app" / "program.py").write_text("print()\n", encoding="utf-8")
    (folder / "build.json").write_text(json.dumps({"python": "3.11.7"}), encoding="utf-8")
    return folder


def written(build: Build, bundle: Path) -> dict[str, Any]:
    """The list, as it was written."""
    licences.collect(build, bundle, "linux")
    found: dict[str, Any] = json.loads(sbom.write(build, bundle, "linux").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return build_in(tmp_path)


@pytest.fixture
def bundle(build: Build) -> Path:
    return bundle_in(build)


class Finished(NamedTuple):
    """A bundle with its list and its texts, made once for all tests that only look at it."""

    build: Build
    bundle: Path
    text: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    build = build_in(tmp_path_factory.mktemp("finished"))
    bundle = bundle_in(build)
    return Finished(build, bundle, json.dumps(written(build, bundle)))


def faults(text: str) -> object:
    """What the official schema finds wrong. Loading it takes seconds, so it is loaded where it is asked."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)


def by_name(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {component["name"]: component for component in document["components"]}


def test_the_list_is_valid_and_every_expression_is_known(finished: Finished) -> None:
    document = finished.document
    assert faults(json.dumps(document)) is None
    for component in document["components"]:
        for licence in component["licenses"]:
            stated = licence.get("expression") or licence["license"].get("id", "MIT")
            assert not get_spdx_licensing().validate(stated).errors, component["name"]


def test_the_validator_refuses_what_is_wrong(finished: Finished) -> None:
    document = finished.document
    document["components"][0]["hashes"] = [{"alg": "SHA-256", "content": "none"}]
    assert faults(json.dumps(document)) is not None


def test_wheels_libraries_fonts_and_data_are_all_there(finished: Finished) -> None:
    found = by_name(finished.document)
    assert {"weasyprint", "SQLCipher", "SQLite", "OpenSSL", "cpython", "vocabulary", "geography areas"} <= set(found)
    for name in ("geography areas", "geography postcodes", "geography raster"):
        assert found[name]["licenses"] == [{"expression": "MIT AND OGL-UK-3.0"}]
    assert found["weasyprint"]["purl"].startswith("pkg:pypi/weasyprint@")
    glib = next(component for component in found.values() if component["name"].startswith("libglib2.0-0"))
    assert "pkg:deb/" in glib["purl"]
    assert [file["name"] for file in glib["components"]] == ["lib/libglib-2.0.so.0", "lib/libgobject-2.0.so.0"]
    for font in (finished.bundle / "app" / "resources" / "fonts").glob("*.ttf"):
        assert found[font.stem]["hashes"][0]["content"] == hashlib.sha256(font.read_bytes()).hexdigest()


def test_what_needs_what_is_read_from_wheels_and_from_compiled_files(finished: Finished) -> None:
    document = finished.document
    needs = {row["ref"].partition("@")[0]: row["dependsOn"] for row in document["dependencies"]}
    assert any(ref.startswith("linux/pkg:pypi/markupsafe@") for ref in needs["linux/pkg:pypi/jinja2"])
    assert any("libpango-1.0-0" in ref for ref in needs["linux/pkg:pypi/weasyprint"])
    pango = next(key for key in needs if "libpango-1.0-0" in key)
    assert any("libglib2.0-0" in ref for ref in needs[pango])
    assert len({row["ref"] for row in document["dependencies"]}) == len(document["dependencies"])
    known = {"root"} | {component["bom-ref"] for component in document["components"]}
    assert {ref for row in document["dependencies"] for ref in (row["ref"], *row["dependsOn"])} <= known


def test_every_component_has_a_licence_text_in_the_bundle(finished: Finished) -> None:
    document, bundle = finished.document, finished.bundle
    rows = json.loads((bundle / "licences" / "licences.json").read_text(encoding="utf-8"))
    assert {row["component"] for row in rows} == set(by_name(document))
    for row in rows:
        assert all((bundle / "licences" / name).stat().st_size > 100 for name in row["files"]), row
    pyphen = next(row for row in rows if row["component"] == "pyphen")
    assert {"GPL-2.0.txt", "LGPL-2.1.txt", "MPL-1.1.txt"} < set(pyphen["files"])


@pytest.mark.thorough
def test_the_same_folder_gives_the_same_list(finished: Finished, build: Build, bundle: Path) -> None:
    assert written(build, bundle) == finished.document, "wherever it lies"
    one = (bundle / "sbom.cdx.json").read_bytes()
    written(build, bundle)
    assert (bundle / "sbom.cdx.json").read_bytes() == one
    assert b'"timestamp": "2026-09-21T' in one


def test_the_digests_of_all_files_stand_in_the_bundle(finished: Finished) -> None:
    bundle = finished.bundle
    rows = (bundle / "files.sha256").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (row.split("  ", 1) for row in rows)}
    there = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert set(listed) == there - {"build.json", "files.sha256"}
    assert listed["sbom.cdx.json"] == hashlib.sha256((bundle / "sbom.cdx.json").read_bytes()).hexdigest()


def test_both_lists_become_one_and_everything_that_leaves_has_a_digest(finished: Finished) -> None:
    build, bundle = finished.build, finished.bundle
    merged = sbom.merged(build, {"linux": bundle})
    assert merged.name == "referral-assistant-9.8.7.cdx.json"
    text = merged.read_text(encoding="utf-8")
    assert faults(text) is None
    assert [component["name"] for component in json.loads(text)["components"]] == ["referral-assistant for Linux"]
    rows = json.loads(text)["dependencies"]
    assert len({row["ref"] for row in rows}) == len(rows)
    assert rows[0] == {"ref": "root", "dependsOn": ["bundle:linux"]}
    (build.out / "policy").mkdir()
    (build.out / "policy" / "x.json").write_text("{}", encoding="utf-8")
    sums = sbom.sums(build)
    names = [line.split("  ")[1] for line in sums.read_text(encoding="utf-8").splitlines()]
    assert names == ["policy/x.json", merged.name]
    assert sbom.sums(build).read_text(encoding="utf-8") == "".join(
        f"{hashlib.sha256((build.out / name).read_bytes()).hexdigest()}  {name}\n" for name in names
    )


# --- what stops a build ----------------------------------------------------------------------------------------------


def _stranger(folder: Path) -> None:
    shutil.copyfile(folder / "lib" / LIBRARIES[0], folder / "app" / "stranger.so")


def _unknown_wheel(folder: Path) -> None:
    info = site_packages(folder) / "unheard_of-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: unheard-of\nVersion: 1.0\n", encoding="utf-8")


def _wheel_without_a_text(folder: Path) -> None:
    info = next(site_packages(folder).glob("jinja2-*.dist-info"))
    for path in info.rglob("*LICENSE*"):
        path.unlink()


def _no_version(folder: Path) -> None:
    for path in site_packages(folder).glob("sqlcipher3/_sqlite3*"):
        path.write_bytes(path.read_bytes().replace(b"OpenSSL 3", b"OpenSSL x"))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_stranger, "Nothing says where app/stranger.so comes from"),
        (_unknown_wheel, "unheard-of does not state its licence"),
        (_wheel_without_a_text, "no text of the licence of Jinja2"),
        (_no_version, "The version of OpenSSL inside sqlcipher3 cannot be read"),
    ],
)
def test_what_nobody_accounts_for_stops_the_build(
    build: Build, bundle: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(bundle)
    with pytest.raises(Problem, match=sentence):
        licences.collect(build, bundle, "linux")


def test_a_component_without_a_licence_stops_the_build() -> None:
    with pytest.raises(Problem, match="not known"):
        licences._check(Component("x", "X", "1", "library", "", (ROOT / "LICENSE",)))


def test_no_text_or_table_names_this_computer() -> None:
    for path in (ROOT / "packaging" / "licences").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [place for place in (str(ROOT), f"{Path.home()}/") if place in text], path
