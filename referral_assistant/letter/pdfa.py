"""One file that is PDF/A-2a and PDF/UA-1 at once: what WeasyPrint leaves out, put in before the file is closed."""

from __future__ import annotations

import re
import zlib
from typing import Any

_RDF = 'rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_UA = "http://www.aiim.org/pdfua/ns/id/"
_A = "http://www.aiim.org/pdfa/ns/"
_PROPERTY = "".join(
    f"<pdfaProperty:{name}>{value}</pdfaProperty:{name}>"
    for name, value in (
        ("name", "part"),
        ("valueType", "Integer"),
        ("category", "internal"),
        ("description", "PDF/UA part"),
    )
)
_SCHEMA = (
    f"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    f"<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    f'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">{_PROPERTY}</rdf:li></rdf:Seq>'
    f"</pdfaSchema:property>"
)
_CLAIMS = (
    f'<rdf:Description {_RDF} xmlns:pdfuaid="{_UA}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
    f'<rdf:Description {_RDF} xmlns:pdfaExtension="{_A}extension/" xmlns:pdfaSchema="{_A}schema#" '
    f'xmlns:pdfaProperty="{_A}property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    f"{_SCHEMA}</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
).encode()


_CARRIAGE = b"\r\n"
_AMBIGUOUS = re.compile(rb"[\r\n]\nendstream")


def finish(file: Any, nudge: int = 0) -> None:
    """Claim PDF/UA beside PDF/A. Part 2 wants the claims readable, so the metadata stays uncompressed; a property that
    PDF/A does not know needs its schema described in the same place."""
    import pydyf  # type: ignore[import-untyped]

    for item in file.objects:
        extra = getattr(item, "extra", None)
        if extra and extra.get("Type") == "/Metadata":
            item.compress = False
            claims = item.stream[0]
            end = re.search(rb"</[A-Za-z0-9]*:?RDF>", claims)
            assert end is not None
            item.stream[0] = claims[: end.start()] + _CLAIMS + claims[end.start() :]
        elif getattr(item, "compress", False):
            _end_clearly(item)
    for _n in range(nudge):
        file.add_object(pydyf.Dictionary())


def ambiguous(content: bytes) -> bool:
    """Whether a stream ends in what may be taken for a line end, so that readers disagree about its length."""
    return _AMBIGUOUS.search(content) is not None


def _end_clearly(stream: Any) -> None:
    """A compressed stream ends with the checksum of its data: pad the data until that is no line end."""
    while _last_byte(stream) in _CARRIAGE:
        if "Length1" in stream.extra:
            stream.stream[-1] += b"\1"
            stream.extra["Length1"] += 1
        else:
            stream.stream.append(b"")


def _last_byte(stream: Any) -> int:
    import pydyf

    plain = pydyf.Stream(stream.stream).data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    return zlib.adler32(plain) & 0xFF
