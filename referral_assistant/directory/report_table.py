"""The report of an import as a CSV file: a row for every repair and sentence, to work through or to send back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from referral_assistant.directory.field_words import heading
from referral_assistant.directory.report import Fate, Line, Report
from referral_assistant.i18n import _, joined
from referral_assistant.reading.csv_file import guarded

Row = tuple[str, str, str, str, str, str, str, str, str]


def fate(found: Fate) -> str:
    """What became of a record, in words."""
    return {
        Fate.READ: _("Read"),
        Fate.REPAIRED: _("Put right"),
        Fate.IGNORED: _("Left out"),
        Fate.REFUSED: _("Refused"),
    }[found]


def outcome(code: str) -> str:
    """What a record did to the directory, in words; empty for nothing."""
    return {
        "added": _("New"),
        "updated": _("Changed"),
        "same": _("The same"),
        "missing": _("No longer listed"),
        "withdrawn": _("No longer listed"),
    }.get(code, "")


def as_csv(report: Report) -> bytes:
    """The whole report, in a form that spreadsheets take for UTF-8."""
    written = StringIO()
    table = csv.writer(written)
    heads = (_("File"), _("Place"), _("Name"), _("Read"), _("Directory"), _("Field"), _("From"), _("To"), _("Why"))
    table.writerow(heads)
    for line in report.lines:
        table.writerows([guarded(cell) for cell in row] for row in _rows(line))
    return written.getvalue().encode("utf-8-sig")


def _rows(line: Line) -> Iterator[Row]:
    """One row for each thing there is to say of a record, at least one."""
    head = (line.file, line.place, line.name, fate(line.fate), outcome(line.outcome))
    details = [(heading(r.field), r.was, r.now, r.why) for r in line.repairs]
    details += [("", "", "", sentence) for sentence in line.said]
    details += [
        ("", question.asked, "", _("Only a person can say what this stands for.")) for question in line.questions
    ]
    if line.differs:
        fields = joined(heading(field) for field in line.differs)
        details.append(
            (fields, "", "", _("It was changed here as well. What stands here counts until that is settled."))
        )
    for field, was, now, why in details or [("", "", "", "")]:
        yield (*head, field, was, now, why)
