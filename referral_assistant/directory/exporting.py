"""A directory written to a file for others: which form it takes, which services, and nothing half-written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from referral_assistant.geography import Area
from referral_assistant.i18n import _
from referral_assistant.model import AreaContact, Service
from referral_assistant.problems import Problem

if TYPE_CHECKING:
    from referral_assistant.directory.pack import Letterhead
    from referral_assistant.vault.signing import SigningKey

FORMS = {"oruk": ".json", "csv": ".csv", "xlsx": ".xlsx"}
"""The forms that hold everything and can be read again -> the ending of their files."""


def write(
    services: Iterable[Service],
    out: Path,
    form: str,
    known: Mapping[str, str] | None = None,
    private: bool = False,
) -> int:
    """Write services as `oruk`, `csv` or `xlsx`, and say how many. A folder takes all the pages of an Open Referral UK
    server. known: our id -> the identifier under which its source knows a service. Private fields only when chosen."""
    if form == "oruk" and out.is_dir():
        return _write_pages(services, out, known, private)
    with replaced(out) as path:
        return _writer(form, known)(services, path, private)


def write_pack(
    out: Path,
    services: Iterable[Service],
    contacts: Iterable[AreaContact],
    title: str,
    key: SigningKey,
    issued: datetime,
    letterhead: Letterhead | None = None,
    attribution: Sequence[str] = (),
    private: bool = False,
    pack_id: str = "",
) -> int:
    """Write a signed pack, the edition of the moment it is issued, and say how many bytes it has. pack_id: empty for
    the one that key and title give. Raises `Mistakes` where nobody could take it."""
    from referral_assistant.directory.pack import id_for, make, serial_for

    named, serial = pack_id or id_for(title, key), serial_for(issued)
    content = make(services, contacts, letterhead, title, named, serial, issued, key, attribution, private)
    put(content, out)
    return len(content)


def template(out: Path, form: str) -> None:
    """Write the empty table, as `csv` or `xlsx`."""
    from referral_assistant.directory import excel_export, table_export

    with replaced(out) as path:
        (excel_export.template_excel if form == "xlsx" else table_export.template_csv)(path)


def of_area(services: Iterable[Service], areas: Sequence[Area], area_id: str) -> tuple[Service, ...]:
    """What serves an area: what covers it, anything around it, or anything within it. A service that states no area is
    not among them: it may serve any."""
    from referral_assistant.directory.names import no_area

    area = next((area for area in areas if area.id == area_id), None)
    if area is None:
        raise no_area(area_id)
    wanted = {area.id, *area.within, *(inner.id for inner in areas if area.id in inner.within)}
    return tuple(service for service in services if wanted & set(service.service_areas))


def put(content: bytes, out: Path) -> None:
    """Write a file whole, or say that it cannot be written."""
    with replaced(out) as path:
        path.write_bytes(content)


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """A file to write beside the one that is wanted, which it becomes when it is whole."""
    part = out.with_name(f"{out.name}.part")
    try:
        yield part
        os.replace(part, out)
    except OSError as error:
        raise Problem(
            _("{file} could not be written: {why}.").format(file=out, why=error.strerror or error),
            _("Choose a folder you may write to, and close the file if it is open."),
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _writer(form: str, known: Mapping[str, str] | None) -> Callable[[Iterable[Service], Path, bool], int]:
    if form == "oruk":
        return lambda services, path, private: _write_oruk(services, path, known, private)
    if form == "csv":
        from referral_assistant.directory.table_export import write_csv

        return write_csv
    from referral_assistant.directory.excel_export import write_excel

    return write_excel


def _write_oruk(services: Iterable[Service], path: Path, known: Mapping[str, str] | None, private: bool) -> int:
    from referral_assistant.directory.oruk_export import records, write_page

    with path.open("w", encoding="utf-8", newline="\n") as file:
        return write_page(records(services, known, private), file)


def _write_pages(services: Iterable[Service], folder: Path, known: Mapping[str, str] | None, private: bool) -> int:
    import json

    from referral_assistant.directory.oruk_export import records
    from referral_assistant.directory.oruk_pages import pages

    found = list(records(services, known, private))
    for name, document in pages(found):
        with replaced(folder / name) as path:
            path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8", newline="\n")
    return len(found)
