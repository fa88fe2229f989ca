"""The organisation's logo: read by us, checked, and put into the page as data, so that a page never opens a file."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from xml.etree import ElementTree

from referral_assistant.i18n import _
from referral_assistant.problems import Problem

MOST_BYTES = 512 * 1024
MOST_PIXELS = 4000
_PNG = b"\x89PNG\r\n\x1a\n"
_ACTIVE = re.compile(rb"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet|@import|javascript:", re.IGNORECASE)
_FORBIDDEN = frozenset({"script", "foreignobject", "image", "feimage", "use", "iframe", "audio", "video", "a", "style"})


def logo_uri(path: str) -> str:
    """The logo as a data URI. Raises `Problem` for anything but a plain PNG or SVG of a sensible size."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise Problem(_("The logo could not be read."), _("Choose the file again in Settings.")) from error
    if len(content) > MOST_BYTES:
        raise Problem(_("The logo is larger than 512 kilobytes."), _("Save a smaller picture and choose that."))
    if content.startswith(_PNG):
        _check_png(content)
        return _uri("image/png", content)
    _check_svg(content)
    return _uri("image/svg+xml", content)


def _check_png(content: bytes) -> None:
    """A whole picture of a size that a letterhead could have."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            size = picture.size
            picture.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Problem(_("The logo is damaged."), _("Save it again as a PNG and choose that.")) from error
    if max(size) > MOST_PIXELS:
        raise Problem(_("The logo is wider or higher than 4,000 pixels."), _("Save a smaller picture."))


def _check_svg(content: bytes) -> None:
    """Shapes alone: a drawing that could load or run something is refused."""
    problem = Problem(_("The logo is not a plain PNG or SVG picture."), _("Save it again as a PNG and choose that."))
    if _ACTIVE.search(content):
        raise problem
    try:
        root = ElementTree.fromstring(content.decode("utf-8"))
    except (ElementTree.ParseError, ValueError) as error:
        raise problem from error
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2].lower()
        values = [str(value).lower() for value in element.attrib.values()]
        links = [key for key in element.attrib if key.rpartition("}")[2].lower() in ("href", "src")]
        handlers = [key for key in element.attrib if key.lower().startswith("on")]
        outside = any(re.search(r"url\(\s*['\"]?(?!#)", value) or "://" in value for value in values)
        if name in _FORBIDDEN or links or handlers or outside:
            raise problem
    if not str(root.tag).endswith("svg"):
        raise problem


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
