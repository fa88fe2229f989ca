"""Stands for the part of Python that opens connections while WeasyPrint is loaded, which so never gets the real one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import NoReturn

REAL = "urllib.request"
REFUSAL = "Only the program's own files may be read."

_WAYS = (
    "DataHandler FTPHandler FileHandler HTTPDefaultErrorHandler HTTPErrorProcessor HTTPHandler HTTPRedirectHandler "
    "HTTPSHandler ProxyHandler UnknownHandler"
)


class Nothing:
    """Where a library lists a way to fetch. It is none."""

    def __init__(self, *_given: object, **_settings: object) -> None:
        pass


class Opener:
    """What WeasyPrint makes its own fetcher of, which is used where it was given none of ours: it opens nothing."""

    def add_handler(self, _way: Nothing) -> None:
        """No way to fetch is taken."""

    def open(self, *_request: object, **_settings: object) -> NoReturn:
        """Whatever is asked for is refused."""
        raise ValueError(REFUSAL)


@contextmanager
def no_way_out() -> Iterator[None]:
    """What is imported meanwhile finds the stand-in, unless somebody has loaded the real module already."""
    if REAL in sys.modules:
        yield
        return
    standing = _standing()
    sys.modules[REAL] = standing
    try:
        yield
    finally:
        if sys.modules.get(REAL) is standing:
            del sys.modules[REAL]


def _standing() -> ModuleType:
    module = ModuleType(REAL, "Fetches nothing.")
    names = {"OpenerDirector": Opener, "Request": Nothing, "pathname2url": _as_address}
    vars(module).update({**dict.fromkeys(_WAYS.split(), Nothing), **names})
    return module


def _as_address(path: str) -> str:
    return Path(path).as_uri().removeprefix("file://")
