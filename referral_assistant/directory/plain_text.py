"""HTML as the plain text it stands for: the lines, the marks of a list, the address behind a link, and nothing else."""

from __future__ import annotations

import html
import re

_TAGS = """
    a abbr address article b blockquote body br center cite code dd del div dl dt em figure font footer form h1 h2 h3 h4
    h5 h6 head header hr html i iframe img input ins label li link main mark meta nav object ol option p pre q s script
    section select small span strike strong style sub sup table tbody td tfoot th thead title tr tt u ul video
"""
_KNOWN_TAGS = frozenset(_TAGS.split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?(https?://[^\s\"'<>]+)[^<>]*>([^<>]*)</a\s*>", re.IGNORECASE)
_BECOMES = {
    "li": "\n- ",
    **dict.fromkeys(("br", "hr", "/tr"), "\n"),
    **{
        f"{end}{tag}": "\n\n"
        for tag in ("p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "blockquote")
        for end in ("", "/")
    },
}
"""What a tag becomes in plain text; any other, nothing."""


def plain(value: str) -> str:
    """The text without its HTML; a text that holds none is returned as it is."""
    tagged = "<" in value and any(tag[2].lower() in _KNOWN_TAGS for tag in _TAG.finditer(value))
    if not tagged and not _ENTITY.search(value):
        return value
    if tagged:
        hides = "<!--" in value or "<s" in value or "<S" in value
        value = _plain_tags(_HIDDEN.sub(" ", value) if hides else value)
    return _spaced(html.unescape(value))


def _plain_tags(value: str) -> str:
    """Tags as the lines and marks they stand for. In HTML the ends of lines mean no more than spaces."""
    flat = value.replace("\n", " ")
    if "href" in flat:
        flat = _LINK.sub(_link, flat)
    return _TAG.sub(_becomes, flat)


def _becomes(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    return _BECOMES.get(tag[1] + name, "") if name in _KNOWN_TAGS else tag[0]


def _link(found: re.Match[str]) -> str:
    address, words = found[1], found[2]
    said_already = address in words or (words in address and "." in words)
    return words if said_already else f"{words} ({address})"


def _spaced(value: str) -> str:
    found = "\n".join([" ".join(line.split()) for line in value.split("\n")])
    return (re.sub(r"\n{3,}", "\n\n", found) if "\n\n\n" in found else found).strip()
