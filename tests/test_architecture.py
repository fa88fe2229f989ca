"""The one rule of the house, read from the imports: who may know whom."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "referral_assistant"

# Every part, and the parts of ours it may import. Anyone may import problems, later and whole; ui and the command line,
# everything.
ALLOWED: dict[str, set[str]] = {
    "model": set(),
    "problems": set(),
    "later": set(),
    "whole": set(),
    "paths": set(),
    "i18n": {"paths"},
    "rules": {"model"},
    "conversation": {"model", "rules"},
    "assessment": {"model", "rules", "conversation"},
    "matching": {"model", "rules", "conversation", "assessment"},
    "reading": {"model"},
    "content": {"model", "rules", "conversation", "reading", "paths", "i18n"},
    "geography": {"model", "paths", "reading"},
    "settings": set(),
    "policy": {"model", "paths", "settings"},
    "vault": {"paths"},
    "store": {"model", "reading", "vault", "paths"},
    "directory": {"model", "rules", "matching", "reading", "content", "geography", "store", "vault", "paths", "i18n"},
    "training": {"model", "conversation", "assessment", "wording", "reading", "i18n"},
    "wording": {"model", "i18n"},
    "checks": {"model", "conversation", "wording", "i18n", "paths", "letter"},
    "letter": {"model", "rules", "conversation", "assessment", "matching", "training", "wording", "i18n", "paths"},
}
EVERYTHING = {
    "ui",
    "cli",
    "__main__",
    "__init__",
    "journey",
    "selfcheck",
    "check",
    "policy_report",
    "about",
    "selfcheck_report",
    "directory_cli",
    "pack_cli",
    "provision_cli",
    "export_cli",
    "training_cli",
    "compare_cli",
    "assessment_report",
}

PURE = ("model", "rules", "conversation", "assessment", "matching", "wording")
OWNERS = {
    "PySide6": {"ui"},
    "shiboken6": {"ui"},
    "sqlite_utils": {"store"},
    "sqlcipher3": {"store"},
    "sqlite3": {"store"},
    "nacl": {"vault"},
    "jinja2": {"letter"},
    "weasyprint": {"letter"},
    "cattrs": {"reading"},
    "pypdfium2": {"ui"},
    "openpyxl": {"directory"},
    "ftfy": {"directory"},
}
# Whatever opens a connection, listens for one, or asks another program to: of the standard library, of Qt, and those
# that come with what we use or might be added.
_NETWORK = """
    _socket _ssl aiohttp anyio asynchat asyncio asyncore boto3 cgi dns ftplib grpc h11 http httpcore httplib2
    httpx imaplib logging.config logging.handlers multiprocessing nntplib paramiko pip pkg_resources poplib
    pycurl pydoc requests select selectors setuptools smtpd smtplib socket socketserver socks ssl telnetlib
    tornado trio twisted urllib urllib3 uvicorn webbrowser websocket websockets wsgiref xml.sax xmlrpc zmq
    PySide6.QtBluetooth PySide6.QtDBus PySide6.QtHttpServer PySide6.QtNetwork PySide6.QtNetworkAuth
    PySide6.QtNfc PySide6.QtRemoteObjects PySide6.QtSerialBus PySide6.QtSerialPort PySide6.QtWebChannel
    PySide6.QtWebEngineCore PySide6.QtWebEngineQuick PySide6.QtWebEngineWidgets PySide6.QtWebSockets
    PySide6.QtWebView PySide6.QtCore.QUrl PySide6.QtGui.QDesktopServices
"""
NETWORK = frozenset(_NETWORK.split())
# What reaches out without an import: links that open a browser, and libraries' own ways to fetch.
REACHES_OUT = frozenset(
    {"openUrl", "setOpenExternalLinks", "startfile", "default_url_fetcher", "URLFetcher", "urlopen", "urlretrieve"}
)


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    """A file, read once."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module a file imports, relative ones and those inside functions included."""
    found: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(found)


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=[str(f.relative_to(PACKAGE)) for f in FILES])
def test_the_one_rule(path: Path) -> None:
    mine = part(path)
    found = {n.split(".")[1] for n in imports(path) if n.startswith("referral_assistant.")}
    found -= {mine, "problems", "later", "whole", "__version__"}
    if mine in EVERYTHING:
        return
    assert found <= ALLOWED[mine], f"{mine} may not import {sorted(found - ALLOWED[mine])}"


@pytest.mark.parametrize("path", FILES, ids=[str(f.relative_to(PACKAGE)) for f in FILES])
def test_each_library_has_one_owner_and_the_network_none(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    for library, owners in OWNERS.items():
        assert library not in roots or part(path) in owners, f"{library} belongs to {sorted(owners)}"
    assert not on_a_network(path)


def on_a_network(path: Path) -> set[str]:
    """What a file has to do with a network: modules it imports, in whatever way, and calls that reach out."""
    found = {name for name in imports(path) if any(f"{name}.".startswith(f"{module}.") for module in NETWORK)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in REACHES_OUT:
            found.add(node.attr)
        elif isinstance(node, ast.Name) and node.id in REACHES_OUT:
            found.add(node.id)
        elif isinstance(node, ast.Call) and _called(node).endswith(("import_module", "__import__")):
            found |= _imported_by_name(node)
    return found


def _called(call: ast.Call) -> str:
    """The last name of what is called, as it would be written."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def _imported_by_name(call: ast.Call) -> set[str]:
    """A module named at run time: a whole name is looked up, one that is put together has to begin with ours."""
    named = call.args[0]
    text = ast.unparse(named)
    if isinstance(named, ast.Constant):
        return {str(named.value)} & NETWORK
    ours = ("f'referral_assistant.", "f'{__name__}.", "self.__name__")
    return set() if text.startswith(ours) else {f"import of {text}"}


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "import http.client",
        "from urllib import request",
        "import urllib.parse as p",
        "from xmlrpc.client import ServerProxy",
        "def f():\n    from PySide6.QtNetwork import QTcpSocket",
        "from PySide6 import QtNetwork",
        "from PySide6.QtGui import QColor, QDesktopServices",
        "import logging.handlers",
        "from logging import handlers",
        "import importlib\nimportlib.import_module('ssl')",
        "__import__('socket')",
        "from importlib import import_module\nimport_module('so' + 'cket')",
        "def f(label):\n    label.setOpenExternalLinks(True)",
        "from weasyprint import default_url_fetcher\ndefault_url_fetcher('x')",
    ],
)
def test_the_rule_about_the_network_sees_every_way_round_it(source: str, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    assert on_a_network(path)


def test_what_looks_like_a_network_module_and_is_none_is_let_through(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text("import logging, selection, httpish\nfrom referral_assistant.http import x\n", encoding="utf-8")
    assert not on_a_network(path)


def test_the_core_reads_no_clock_and_no_disk() -> None:
    for path in FILES:
        if part(path) not in PURE:
            continue
        calls = {ast.unparse(n.func) for n in ast.walk(tree(path)) if isinstance(n, ast.Call)}
        assert not {c for c in calls if c.endswith((".now", ".today", ".read_text", ".open")) or c == "open"}, path


def test_only_the_window_and_the_command_line_construct_stores() -> None:
    for path in FILES:
        if part(path) in EVERYTHING | {"store"}:
            continue
        assert "CaseStore(" not in path.read_text(encoding="utf-8"), path
