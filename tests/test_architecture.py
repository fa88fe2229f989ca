"""The one rule of the house, read from the imports: who may know whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "referral_assistant"

# Every part, and the parts of ours it may import. Anyone may import problems and later; ui and the command line,
# everything.
ALLOWED: dict[str, set[str]] = {
    "model": set(),
    "problems": set(),
    "later": set(),
    "paths": set(),
    "i18n": {"paths"},
    "rules": {"model"},
    "conversation": {"model", "rules"},
    "assessment": {"model", "rules", "conversation"},
    "matching": {"model", "rules", "conversation", "assessment"},
    "reading": {"model"},
    "content": {"model", "rules", "conversation", "reading", "paths", "i18n"},
    "geography": {"model", "paths", "reading"},
    "settings": {"model", "paths", "reading"},
    "vault": {"paths"},
    "store": {"model", "reading", "vault", "paths"},
    "directory": {"model", "rules", "reading", "content", "geography", "store", "vault", "paths"},
    "wording": {"model", "i18n"},
    "checks": {"model", "conversation", "wording", "i18n", "paths", "letter"},
    "letter": {"model", "rules", "conversation", "assessment", "matching", "wording", "i18n", "paths"},
}
EVERYTHING = {"ui", "cli", "__main__", "__init__", "journey", "selfcheck", "check"}

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
}
NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "asyncio",
    "requests",
    "httpx",
    "xmlrpc",
    "telnetlib",
}


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, relative ones and those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=[str(f.relative_to(PACKAGE)) for f in FILES])
def test_the_one_rule(path: Path) -> None:
    mine = part(path)
    found = {n.split(".")[1] for n in imports(path) if n.startswith("referral_assistant.")}
    found -= {mine, "problems", "later", "__version__"}
    if mine in EVERYTHING:
        return
    assert found <= ALLOWED[mine], f"{mine} may not import {sorted(found - ALLOWED[mine])}"


@pytest.mark.parametrize("path", FILES, ids=[str(f.relative_to(PACKAGE)) for f in FILES])
def test_each_library_has_one_owner_and_the_network_none(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    for library, owners in OWNERS.items():
        assert library not in roots or part(path) in owners, f"{library} belongs to {sorted(owners)}"
    assert not roots & NETWORK
    assert "PySide6.QtNetwork" not in set(imports(path))


def test_the_core_reads_no_clock_and_no_disk() -> None:
    for path in FILES:
        if part(path) not in PURE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        assert not {c for c in calls if c.endswith((".now", ".today", ".read_text", ".open")) or c == "open"}, path


def test_only_the_window_and_the_command_line_construct_stores() -> None:
    for path in FILES:
        if part(path) in EVERYTHING | {"store"}:
            continue
        assert "CaseStore(" not in path.read_text(encoding="utf-8"), path
