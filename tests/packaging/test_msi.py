"""The MSI: its source and its tables, the same every time, and what they promise to those who install it."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from installers import msi
from installers.plan import Build

from referral_assistant.cli import parser
from referral_assistant.directory import pack, sealed
from referral_assistant.ui import taskbar

ROOT = Path(__file__).parents[2]
WIX = "{http://schemas.microsoft.com/wix/2006/wi}"
FILES = ("referral-assistant.cmd", "python/pythonw.exe", "python/Lib/a & b.py", "python/Lib/deeper/same.py", "same.py")

NEEDS_TOOLS = pytest.mark.skipif(
    not all(shutil.which(tool) for tool in ("wixl", "msibuild", "msiinfo")),
    reason="wixl and msitools are not installed",
)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(ROOT, tmp_path / "work", tmp_path / "out", tmp_path / "cache", "1.2.3", "c" * 40, 1_700_000_001)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bundle = tmp_path / "bundle"
    for name in FILES:
        (bundle / name).parent.mkdir(parents=True, exist_ok=True)
        (bundle / name).write_text(name)
    return bundle


def source(folder: Path, version: str = "1.2.3") -> ElementTree.Element:
    return ElementTree.fromstring(msi.source_text(folder, version, msi.content_digest(folder)))


def test_every_file_is_a_component_of_its_own(folder: Path) -> None:
    tree = source(folder)
    files = [file.get("Source") for file in tree.iter(f"{WIX}File")]
    assert sorted(str(name) for name in files) == sorted(f"bundle/{name}" for name in FILES)
    listed = [reference.get("Id") for reference in tree.iter(f"{WIX}ComponentRef")]
    components = [component.get("Id") for component in tree.iter(f"{WIX}Component")]
    assert sorted(map(str, listed)) == sorted(map(str, components))


def test_identifiers_are_unique_and_stay_with_their_files(folder: Path) -> None:
    def components(tree: ElementTree.Element) -> dict[str, str]:
        return {str(each.get("Id")): str(each.get("Guid")) for each in tree.iter(f"{WIX}Component")}

    before = components(source(folder))
    assert len(set(before.values())) == len(before) == len(FILES) + 5
    for kind in ("File", "Directory", "Component"):
        names = [str(each.get("Id")) for each in source(folder).iter(f"{WIX}{kind}")]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,71}", name) for name in names)
    (folder / "new.txt").write_text("new")
    (folder / "same.py").write_text("changed")
    after = components(source(folder, "1.3.0"))
    assert before.items() < after.items()


def test_the_product_is_known_by_its_version_and_its_content(folder: Path) -> None:
    def code(version: str) -> str:
        product = source(folder, version).find(f"{WIX}Product")
        assert product is not None
        assert str(product.get("UpgradeCode")) == "{8C0A3F5E-2D17-4F0B-A6C1-93D4E7B2F518}"
        return str(product.get("Id"))

    first = code("1.2.3")
    assert code("1.2.3") == first
    assert code("1.2.4") != first
    (folder / "same.py").rename(folder / "other.py")
    assert code("1.2.3") != first


def test_the_window_and_its_shortcuts_are_one_program() -> None:
    assert msi.IDENTITY == taskbar.IDENTITY


def test_the_kind_of_file_that_is_opened_is_the_same_everywhere() -> None:
    from installers.desktop import DATA

    assert msi.PACK == pack.ENDING
    kind = ElementTree.parse(DATA / "referral-assistant.mime.xml").getroot()[0]
    assert kind.get("type") == msi.MEDIA_TYPE
    first = kind.find("*/{*}match")
    assert first is not None
    assert sealed.MAGIC.decode() == first.get("value")
    assert f"MimeType={msi.MEDIA_TYPE};" in (DATA / "referral-assistant.desktop").read_text("utf-8")
    assert parser().parse_args(["open", "a b.rapack"]).file == Path("a b.rapack")


def test_removal_says_where_case_data_stays() -> None:
    assert "%LOCALAPPDATA%\\referral-assistant" in msi.PROPERTIES["ARPCOMMENTS"]
    assert msi.PROPERTIES["REBOOT"] == "ReallySuppress"


@NEEDS_TOOLS
def test_two_builds_are_the_same_byte_for_byte(build: Build, folder: Path) -> None:
    from installers.stage import set_times

    set_times(build, folder)
    first = msi.build(build, folder).read_bytes()
    second = time.time()
    while int(time.time()) == int(second):  # a build that notes its time would note another one
        time.sleep(0.05)
    assert msi.build(build, folder).read_bytes() == first


@NEEDS_TOOLS
def test_the_tables_hold_what_is_promised(build: Build, folder: Path) -> None:
    package = msi.build(build, folder)

    def rows(name: str) -> list[dict[str, str]]:
        return msi.table(build, package, name)

    sequences = [int(row["Sequence"]) for row in rows("File")]
    assert sorted(sequences) == list(range(1, len(FILES) + 1))
    assert rows("Media")[0]["LastSequence"] == str(len(FILES))
    assert {row["FileName"]: int(row["FileSize"]) for row in rows("File")}["a & b.py"] == len("python/Lib/a & b.py")
    upgrades = {
        row["ActionProperty"]: (row["VersionMin"], row["VersionMax"], row["Attributes"]) for row in rows("Upgrade")
    }
    assert upgrades == {"OLDERFOUND": ("0.0.0", "1.2.3", "768"), "NEWERFOUND": ("1.2.3", "", "2")}
    folders = {row["Directory"]: (row["Directory_Parent"], row["DefaultDir"]) for row in rows("Directory")}
    assert folders["INSTALLDIR"] == ("ProgramFiles64Folder", "Referral Assistant")
    assert folders["POLICYFOLDER"] == ("CommonAppDataFolder", "Referral Assistant")
    order = {row["Action"]: int(row["Sequence"]) for row in rows("InstallExecuteSequence")}
    assert order["FindRelatedProducts"] < order["LaunchConditions"] < order["CostFinalize"]
    assert order["AppSearch"] < order["KeepFolder"] < order["CostFinalize"] < order["SayFolder"]
    assert order["InstallInitialize"] < order["RemoveExistingProducts"] < order["MoveFiles"] < order["InstallFiles"]
    conditions = {row["Component"]: row["Condition"] for row in rows("Component") if row["Condition"]}
    assert conditions == {"Desktop": "DESKTOPSHORTCUT=1", "PolicyFile": "POLICYFILE"}
    secure = {row["Property"]: row["Value"] for row in rows("Property")}["SecureCustomProperties"].split(";")
    assert {"INSTALLDIR", "POLICYFILE", "DESKTOPSHORTCUT"} <= set(secure)
    values = {(row["Key"], row["Name"]): row["Value"] for row in rows("Registry")}
    program = values[r"Software\Classes\.rapack", ""]
    opens = values[rf"Software\Classes\{program}\shell\open\command", ""]
    assert opens == r'"[INSTALLDIR]python\pythonw.exe" -m referral_assistant open "%1"'
    assert values[rf"Software\Classes\{program}", "AppUserModelID"] == taskbar.IDENTITY
    assert values[rf"Software\Classes\{program}\DefaultIcon", ""].endswith(msi.ICON)
    assert {row["Root"] for row in rows("Registry")} == {"2"}  # of the computer: for every user
    assert rows("MoveFile")[0]["Options"] == "0"  # a copy: the file that was named stays
    assert rows("RemoveFile") == []  # so nothing but what was installed is ever removed


@NEEDS_TOOLS
def test_another_version_for_trials_is_another_product(build: Build, folder: Path, tmp_path: Path) -> None:
    package = msi.build(build, folder)
    for version in ("0.0.1", build.version):
        other = msi.another(build, package, version, tmp_path / f"{version}.msi")
        properties = {row["Property"]: row["Value"] for row in msi.table(build, other, "Property")}
        ours = {row["Property"]: row["Value"] for row in msi.table(build, package, "Property")}
        assert properties["ProductVersion"] == version
        assert properties["UpgradeCode"] == ours["UpgradeCode"]
        assert properties["ProductCode"] != ours["ProductCode"]
        assert msi.LEFT_BEHIND in {row["FileName"] for row in msi.table(build, other, "File")}
