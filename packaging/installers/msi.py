"""Makes the MSI: the folder for every user of a computer, its shortcuts, what it remembers, and how it comes and goes.

Made by wixl, which knows the files; the rest is written into the tables of the MSI, since wixl has no words for it.
The same commit gives the same MSI, byte for byte, unless it is signed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5
from xml.etree import ElementTree

from installers.plan import Build, need, run
from installers.resource_dll import PUBLISHER
from installers.signing import sign

NAME = "Referral Assistant"

NAMESPACE = UUID("5f0c2a57-7a53-4c0f-9d42-4a1c6e2b90d1")
UPGRADE_CODE = UUID("8c0a3f5e-2d17-4f0b-a6c1-93d4e7b2f518")
"""What all versions have in common. Neither may ever change: a computer knows its components and versions by them."""

KEY = rf"Software\{NAME}"
"""Below the computer's registry: where it was installed, and whether with a shortcut on the desktop."""

ICON = "referral-assistant.ico"

DATA_STAYS = (
    r"Case data is not removed with the program: it stays, encrypted, in %LOCALAPPDATA%\referral-assistant of each "
    r"user, or where the organisation put it. What the organisation set stays in %ProgramData%\Referral Assistant."
)

OLDEST_WINDOWS = 17763
"""The build number of Windows 10, version 1809: the oldest that Qt runs on."""

PROPERTIES = {
    "ARPCOMMENTS": DATA_STAYS,
    "ARPPRODUCTICON": ICON,
    "ARPNOMODIFY": "1",
    # Whoever installs decides when to restart: a file in use gives exit code 3010, and no more.
    "REBOOT": "ReallySuppress",
    "ALLUSERS": "1",
}

CONDITIONS = {
    "Installed OR NOT NEWERFOUND": (
        f"A newer version of {NAME} is installed. Remove it first if you want this older one: case data written by a "
        "newer version may not open in it."
    ),
    f"Installed OR WINDOWSBUILD >= {OLDEST_WINDOWS}": f"{NAME} needs 64-bit Windows 10, version 1809, or later.",
}

SEARCHES = {
    "OLDFOLDER": (KEY, "InstallFolder"),
    "OLDSHORTCUT": (KEY, "DesktopShortcut"),
    "WINDOWSBUILD": (r"SOFTWARE\Microsoft\Windows NT\CurrentVersion", "CurrentBuild"),
}
"""What is read from the computer's registry first: property -> key and value."""

_STRING = 2 + 16
"""In a search: the value as it stands, in the registry of 64-bit programs."""

_SET_PROPERTY = 51

_ONLY_FIND = 2
_BOTH_ENDS = 256 + 512
"""In a span of versions: the lowest and the highest belong to it, so another build of this version is replaced too."""

ACTIONS = {
    # An upgrade stays where the program was, and keeps the shortcut, unless told otherwise.
    "KeepFolder": ("INSTALLDIR", "[OLDFOLDER]", "OLDFOLDER AND NOT INSTALLDIR", 60),
    "KeepShortcut": ("DESKTOPSHORTCUT", "[OLDSHORTCUT]", "OLDSHORTCUT AND NOT DESKTOPSHORTCUT", 61),
    "SayFolder": ("ARPINSTALLLOCATION", "[INSTALLDIR]", "", 1010),
}
"""What sets a property: action -> property, value, condition, place in the sequence."""

PERMISSIONS = "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
"""The system and administrators may do all in the folder of the organisation's settings, and users may read. Without
this, any user could put a policy file there, for everybody."""

CLASSES = r"Software\Classes"
PACK, PROGRAM_ID = ".rapack", "ReferralAssistant.DirectoryPack"
MEDIA_TYPE = "application/vnd.referral-assistant.directory-pack"
"""The kind of file that a double click opens with the program, for every user."""

LEFT_BEHIND = "of-another-version.cmd"

IDENTITY = "ReferralAssistant.ReferralAssistant"
"""What the window calls itself too: `referral_assistant/ui/taskbar.py`."""


NEW_TABLES = (
    "CREATE TABLE `MoveFile` (`FileKey` CHAR(72) NOT NULL, `Component_` CHAR(72) NOT NULL, `SourceName` CHAR(255), "
    "`DestName` CHAR(255), `SourceFolder` CHAR(72), `DestFolder` CHAR(72) NOT NULL, `Options` INT NOT NULL "
    "PRIMARY KEY `FileKey`)",
    "CREATE TABLE `MsiLockPermissionsEx` (`MsiLockPermissionsEx` CHAR(72) NOT NULL, `LockObject` CHAR(72) NOT NULL, "
    "`Table` CHAR(32) NOT NULL, `SDDLText` CHAR(255) NOT NULL, `Condition` CHAR(255) "
    "PRIMARY KEY `MsiLockPermissionsEx`)",
    "CREATE TABLE `MsiShortcutProperty` (`MsiShortcutProperty` CHAR(72) NOT NULL, `Shortcut_` CHAR(72) NOT NULL, "
    "`PropertyKey` CHAR(255) NOT NULL, `PropVariantValue` CHAR(255) NOT NULL PRIMARY KEY `MsiShortcutProperty`)",
)
"""Tables that wixl does not know, as Microsoft describes them."""


def build(build: Build, folder: Path) -> Path:
    """The MSI of a folder, in the output folder."""
    number = build.version
    name = f"referral-assistant-{number}-x64.msi"
    build.say(f"windows: packing {name}")
    scratch = build.clean("msi")
    scratch.joinpath("bundle").symlink_to(folder)
    shutil.copyfile(build.root / "resources" / "icons" / ICON, scratch / ICON)
    digest = content_digest(folder)
    source = source_text(folder, number, digest)
    (scratch / "product.wxs").write_text(source, "utf-8")
    package = scratch / name
    run(build, ["wixl", "--arch", "x64", "--output", package.name, "product.wxs"], cwd=scratch)
    queries = [word for query in table_queries(number) for word in ("-q", query)]
    run(build, ["msibuild", package.name, *queries], cwd=scratch)
    summary = scratch / "_SummaryInformation.idt"
    summary.write_text(_summary(build, number, identifier("package", number, digest + source)), "ascii", newline="")
    run(build, ["msibuild", package.name, "-i", summary.name], cwd=scratch)
    sign(build, package)
    build.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package, build.out / name)
    return build.out / name


def identifier(kind: str, *words: str) -> str:
    """An identifier as MSI writes them, always the same for the same words."""
    return f"{{{uuid5(NAMESPACE, '/'.join((kind, *words)))}}}".upper()


def content_digest(folder: Path) -> str:
    """One digest for the names and bytes of all files."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def source_text(folder: Path, version: str, digest: str) -> str:
    """The source for wixl: every file a component of its own, which keeps its identifier as long as it keeps its place.

    The product's code depends on what is inside, so that a second build of one version replaces the first.
    """
    wix = ElementTree.Element("Wix", xmlns="http://schemas.microsoft.com/wix/2006/wi")
    product = ElementTree.SubElement(
        wix,
        "Product",
        Id=identifier("product", version, digest),
        Name=NAME,
        Language="2057",
        Version=version,
        Manufacturer=PUBLISHER,
        UpgradeCode=f"{{{UPGRADE_CODE}}}".upper(),
    )
    _add(product, "Package", InstallerVersion="500", Compressed="yes", InstallScope="perMachine", Description=NAME)
    _add(product, "Media", Id="1", Cabinet="bundle.cab", EmbedCab="yes")
    _add(product, "Icon", Id=ICON, SourceFile=ICON)
    for name, value in PROPERTIES.items():
        if name != "ALLUSERS":  # which wixl writes itself
            _add(product, "Property", Id=name, Value=value)
    # Only so that wixl looks for other versions: which ones, and what comes of it, stands in `_upgrades`.
    upgrade = _add(product, "Upgrade", Id=f"{{{UPGRADE_CODE}}}".upper())
    _add(upgrade, "UpgradeVersion", Minimum=version, OnlyDetect="yes", Property="NEWERFOUND")
    components = ["StartMenu", "Desktop", "PolicyFolder", "PolicyFile", "FileType"]
    _directories(product, folder, components)
    feature = _add(product, "Feature", Id="Main", Title=NAME, Level="1")
    for component in components:
        _add(feature, "ComponentRef", Id=component)
    sequence = _add(product, "InstallExecuteSequence")
    # Inside of the transaction: when the new version cannot be installed, the old one comes back.
    _add(sequence, "RemoveExistingProducts", After="InstallInitialize")
    _add(sequence, "MoveFiles")
    ElementTree.indent(wix)
    return ElementTree.tostring(wix, encoding="unicode")


def table_queries(version: str) -> Iterator[str]:
    """What is written into the tables of the MSI afterwards, as its query language has it."""
    yield "DELETE FROM `Upgrade`"  # of what wixl wrote, since it has no words for the highest version of a span
    yield from _upgrades(version)
    secure = ";".join(("DESKTOPSHORTCUT", "INSTALLDIR", "NEWERFOUND", "OLDERFOUND", "POLICYFILE"))
    yield f"UPDATE `Property` SET `Value`='{secure}' WHERE `Property`='SecureCustomProperties'"
    yield "UPDATE `Component` SET `Condition`='DESKTOPSHORTCUT=1' WHERE `Component`='Desktop'"
    yield "UPDATE `Component` SET `Condition`='POLICYFILE' WHERE `Component`='PolicyFile'"
    for number, (name, (key, value)) in enumerate(SEARCHES.items()):
        yield _insert("RegLocator", Signature_=f"Search{number}", Root=2, Key=key, Name=value, Type=_STRING)
        yield _insert("AppSearch", Property=name, Signature_=f"Search{number}")
    for condition, sentence in CONDITIONS.items():
        yield _insert("LaunchCondition", Condition=condition, Description=sentence)
    for name, (target, value, _condition, _number) in ACTIONS.items():
        yield _insert("CustomAction", Action=name, Type=_SET_PROPERTY, Source=target, Target=value)
    for table in ("InstallExecuteSequence", "InstallUISequence"):
        yield _insert(table, Action="AppSearch", Sequence=50)
        yield _insert(table, Action="LaunchConditions", Sequence=100)
        for name, (_target, _value, condition, number) in ACTIONS.items():
            yield _insert(table, Action=name, Condition=condition, Sequence=number)
    yield from NEW_TABLES
    # The policy file that was named is copied, and only administrators can put another one there.
    place = {"SourceFolder": "POLICYFILE", "DestFolder": "POLICYFOLDER", "DestName": "policy.json"}
    yield _insert("MoveFile", FileKey="Policy", Component_="PolicyFile", Options=0, **place)
    lock = {"LockObject": "POLICYFOLDER", "Table": "CreateFolder", "SDDLText": PERMISSIONS}
    yield _insert("MsiLockPermissionsEx", MsiLockPermissionsEx="Policy", **lock)
    # So that Windows takes the window and its shortcut for one program, which can be pinned to the taskbar.
    for place_name in ("StartMenu", "Desktop"):
        name_of = {"Shortcut_": place_name, "PropertyKey": "System.AppUserModel.ID", "PropVariantValue": IDENTITY}
        yield _insert("MsiShortcutProperty", MsiShortcutProperty=place_name, **name_of)


def _upgrades(version: str) -> Iterator[str]:
    """Any other build up to this version is replaced; a newer one is only found, and then refused."""
    code = f"{{{UPGRADE_CODE}}}".upper()
    older = {"UpgradeCode": code, "VersionMin": "0.0.0", "VersionMax": version}
    yield _insert("Upgrade", **older, Attributes=_BOTH_ENDS, ActionProperty="OLDERFOUND")
    yield _insert("Upgrade", UpgradeCode=code, VersionMin=version, Attributes=_ONLY_FIND, ActionProperty="NEWERFOUND")


def _insert(table: str, **row: str | int) -> str:
    """A query that adds a row; what is empty stays empty."""
    kept = {name: value for name, value in row.items() if value != ""}
    columns = ", ".join(f"`{name}`" for name in kept)
    values = ", ".join(str(value) if isinstance(value, int) else f"'{value}'" for value in kept.values())
    return f"INSERT INTO `{table}` ({columns}) VALUES ({values})"


def _directories(product: ElementTree.Element, folder: Path, components: list[str]) -> None:
    root = _add(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = _add(root, "Directory", Id="ProgramFiles64Folder")
    home = _add(programs, "Directory", Id="INSTALLDIR", Name=NAME)
    _file_type(_component(home, "FileType"))
    _walk(home, folder, folder, components)
    for place, identity, value in (
        ("ProgramMenuFolder", "StartMenu", ("InstallFolder", "[INSTALLDIR]")),
        ("DesktopFolder", "Desktop", ("DesktopShortcut", "1")),
    ):
        component = _component(_add(root, "Directory", Id=place), identity)
        _shortcut(component, identity)
        registry = {"Root": "HKLM", "Key": KEY, "Name": value[0], "Type": "string", "Value": value[1]}
        _add(component, "RegistryValue", **registry, KeyPath="yes")
    data = _add(root, "Directory", Id="CommonAppDataFolder")
    policies = _add(data, "Directory", Id="POLICYFOLDER", Name=NAME)
    _add(_component(policies, "PolicyFolder"), "CreateFolder")
    _component(policies, "PolicyFile")


def _walk(parent: ElementTree.Element, folder: Path, root: Path, components: list[str]) -> None:
    for path in sorted(folder.iterdir()):
        name = path.relative_to(root).as_posix()
        if path.is_dir():
            _walk(_add(parent, "Directory", Id=_id("D", name), Name=path.name), path, root, components)
            continue
        components.append(_id("C", name))
        component = _component(parent, components[-1], name)
        _add(component, "File", Id=_id("F", name), Name=path.name, Source=f"bundle/{name}", KeyPath="yes")


def _shortcut(component: ElementTree.Element, identity: str) -> None:
    """Starts the signed Python with the program, which stands in its path: there is no program file of our own that a
    virus scanner does not know."""
    _add(
        component,
        "Shortcut",
        Id=identity,
        Name=NAME,
        Description="A guided conversation, a local directory and a referral letter",
        Target=r"[INSTALLDIR]python\pythonw.exe",
        Arguments="-m referral_assistant",
        WorkingDirectory="INSTALLDIR",
        Icon=ICON,
        IconIndex="0",
    )


def _file_type(component: ElementTree.Element) -> None:
    """A double click on a directory pack opens the window with it."""
    program = rf"{CLASSES}\{PROGRAM_ID}"
    opens = r'"[INSTALLDIR]python\pythonw.exe" -m referral_assistant open "%1"'
    rows = (
        (rf"{CLASSES}\{PACK}", "", PROGRAM_ID),
        (rf"{CLASSES}\{PACK}", "Content Type", MEDIA_TYPE),
        (program, "", f"Directory pack of {NAME}"),
        (program, "AppUserModelID", IDENTITY),
        (rf"{program}\DefaultIcon", "", rf"[INSTALLDIR]app\resources\icons\{ICON}"),
        (rf"{program}\shell\open\command", "", opens),
    )
    for number, (key, name, value) in enumerate(rows):
        named = {"Name": name} if name else {}
        kept = {"KeyPath": "yes"} if number == 0 else {}
        _add(component, "RegistryValue", Root="HKLM", Key=key, **named, Type="string", Value=value, **kept)


def _component(parent: ElementTree.Element, identity: str, place: str = "") -> ElementTree.Element:
    """A component. Its identifier comes from its place, in which Windows sees no capitals."""
    return _add(
        parent, "Component", Id=identity, Guid=identifier("component", (place or identity).lower()), Win64="yes"
    )


def _add(parent: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, name, attributes)


def _id(kind: str, name: str) -> str:
    """A name for a row: paths are longer than what a table takes."""
    return kind + hashlib.sha256(name.encode()).hexdigest()[:30]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _summary(build: Build, version: str, package: str) -> str:
    """What Windows shows of the MSI itself, with the time of the commit, as a table to import."""
    time = datetime.fromtimestamp(build.epoch, UTC).strftime("%Y/%m/%d %H:%M:%S")
    rows = {
        2: "Installation Database",
        3: f"{NAME} {version}",
        4: PUBLISHER,
        5: "Installer",
        6: "Installs for every user of this computer.",
        7: "x64;2057",
        9: package,
        12: time,
        13: time,
    }
    head = ["PropertyId\tValue", "i2\tl255", "_SummaryInformation\tPropertyId"]
    return "".join(f"{line}\r\n" for line in [*head, *(f"{number}\t{value}" for number, value in rows.items())])


def another(build: Build, package: Path, version: str, target: Path) -> Path:
    """The same MSI as if it were of this version, made of something else: for trying upgrades, and never given out. A
    file is named otherwise in it, so that one can see whether it goes."""
    shutil.copyfile(package, target)
    code, key = identifier("product", version, "trial"), _id("C", "referral-assistant.cmd")
    queries = [
        f"UPDATE `Property` SET `Value`='{code}' WHERE `Property`='ProductCode'",
        f"UPDATE `Component` SET `ComponentId`='{identifier('component', 'trial')}' WHERE `Component`='{key}'",
        f"UPDATE `File` SET `FileName`='{LEFT_BEHIND}' WHERE `Component_`='{key}'",
    ]
    if version != build.version:  # the tool refuses to write what stands there already
        queries += [f"UPDATE `Property` SET `Value`='{version}' WHERE `Property`='ProductVersion'"]
        queries += ["DELETE FROM `Upgrade`", *_upgrades(version)]
    run(build, ["msibuild", target, *(word for query in queries for word in ("-q", query))])
    run(build, ["msibuild", target, "-s", NAME, PUBLISHER, "x64;2057", identifier("package", version, "trial")])
    return target


def table(build: Build, package: Path, name: str) -> list[dict[str, str]]:
    """A table of an MSI as rows, for whoever checks one."""
    lines = run(build, [need("msiinfo"), "export", package, name]).splitlines()
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=False)) for line in lines[3:]]
