"""A debrief in words: one text, section by section, which the window unfolds and paper prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referral_assistant.i18n import _
from referral_assistant.model import Manner
from referral_assistant.training.beside import Beside
from referral_assistant.training.debrief import Debrief, Moment
from referral_assistant.training.terms import called, manner_words


@dataclass(frozen=True, slots=True)
class Line:
    """One line. kind: `said` (in quotation marks, under `label`), `text`, `strong`, `muted` or `bullet`."""

    kind: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment or topic: its title, a word or two on it, and its lines."""

    title: str
    lines: tuple[Line, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Things side by side. Each cell has one line or more; the first column says what the row is about. reasons: the
    first line of each cell is what stands there, and the others say why."""

    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    reasons: bool = False


Part = Line | Entry | Table


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a debrief. paper: whether it is printed too."""

    id: str
    title: str
    lead: str
    parts: tuple[Part, ...] = ()
    paper: bool = True


def sections(found: Debrief) -> tuple[Section, ...]:
    """Everything there is to look back on, what went well first. What there is nothing of is left out, but for what is
    good to hear that there is nothing of."""
    return tuple(_sections(found))


def heading(found: Debrief) -> tuple[str, str]:
    """The title of a debrief, and what it is, in a sentence or two."""
    leads = {
        None: _("What was said, what was heard and what was written down. It marks nobody."),
        Manner.BALANCED: _("An example to teach from: balanced throughout, and no further than it should go."),
        Manner.COLLUSIVE: _("An example to teach from: every reply agrees along."),
        Manner.COMBATIVE: _("An example to teach from: every reply argues."),
    }
    lead = leads[found.example]
    if found.example is not None and not found.path:
        lead = _("An example to teach from: decided at the gate, as the scenario has it.")
    return _("Looking back: {title}").format(title=found.title), lead


def _sections(found: Debrief) -> Iterator[Section]:
    yield _well(found)
    if found.gate is not None:
        yield _gate(found)
    if found.path:
        yield _path(found)
        yield _other_replies(found)
        if found.asked_on:
            yield _asked_on(found)
        yield _unheard(found)
    if asked := tuple(_asked(found)):
        yield Section("asked", _("Asked, and not asked"), _("Declined and could not ask are answers too."), asked)
    if found.path and found.example is None:
        yield _recorded(found)
    yield _lands(found)
    if found.readings:
        yield _readings(found)
    if found.came_out:
        yield _came_out(found)
    if found.kept_back:
        lead = _("For whoever leads the group. It is not printed, so that it can come out another time.")
        bullets = tuple(Line("bullet", fact) for fact in found.kept_back)
        yield Section("kept", _("What did not come out this time"), lead, bullets, paper=False)
    yield _learning(found)


# --- what went well --------------------------------------------------------------------------------------------------


def _well(found: Debrief) -> Section:
    told: list[Part] = []
    for well in found.well:
        if not well.said and not well.because:
            told.append(Line("bullet", well.did))
            continue
        said = [Line("said", well.said, _you(found))] if well.said else []
        answered = [Line("said", well.answered, called(found.person))] if well.answered else []
        because = [Line("muted", well.because)] if well.because else []
        told.append(Entry(well.did, (*said, *answered, *because)))
    if not told:
        told.append(Line("text", _("The program sees nothing here. People see more.")))
    told.append(Line("strong", _("Before going on, name one more thing that went well.")))
    lead = _("Start here, and take your time over it.")
    return Section("well", _("What went well"), lead, tuple(told))


# --- the gate --------------------------------------------------------------------------------------------------------


def _gate(found: Debrief) -> Section:
    gate = found.gate
    assert gate is not None
    decided = Table(("", _this(found), _("The scenario")), (((_("Decided"),), (gate.decided,), (gate.should,)),))
    parts: list[Part] = [decided]
    if gate.answers:
        heads = (_("Answered otherwise"), _this(found), _("The scenario"))
        parts.append(Table(heads, tuple(((one.what,), (one.yours,), (one.should,)) for one in gate.answers)))
    if gate.advice:
        parts.append(Line("strong", _("What the page that stops it says to do")))
        parts += [Line("bullet", line) for line in gate.advice]
    lead = _("What was decided at the gate, and what should be.")
    return Section("gate", _("Before the conversation"), lead, tuple(parts))


# --- the conversation ------------------------------------------------------------------------------------------------


def _path(found: Debrief) -> Section:
    entries = tuple(
        Entry(moment.title, tuple(_moment(found, moment)), manner_words()[moment.manner]) for moment in found.path
    )
    lead = _("Each topic: what was said, in what way, and what was answered.")
    return Section("path", _("The way that was taken"), lead, entries)


def _moment(found: Debrief, moment: Moment) -> Iterator[Line]:
    person = called(found.person)
    if moment.begins:
        yield Line("said", moment.begins, person)
    if moment.manner is None:
        right = _("That was right here. {why}").format(why=moment.stop)
        yield Line("text", right if moment.stop else _("No more was asked. Stopping is always allowed."))
        return
    yield _said(found, moment)
    yield Line("said", moment.answered, person)
    if moment.observed:
        yield Line("muted", _("Seen: {what}").format(what=moment.observed))
    for here, text in (
        (moment.closes, _("{name} closed up here.")),
        (moment.closed and not moment.heard, _("{name} was closed already.")),
        (moment.heard, _("{name} was closed already, and is heard again from here on.")),
    ):
        if here:
            yield Line("muted", text.format(name=person))


def _said(found: Debrief, moment: Moment) -> Line:
    return Line("said", moment.said, _("You, in your own words") if moment.own else _you(found))


def _other_replies(found: Debrief) -> Section:
    """Every reply that agreed along or argued, with what it does, and the balanced words beside it."""
    moments = [moment for moment in found.path if moment.manner in (Manner.COLLUSIVE, Manner.COMBATIVE)]
    lead = _("What each does, the balanced words beside it, and what they would have opened.")
    entries = tuple(Entry(m.title, tuple(_beside(found, m)), manner_words()[m.manner]) for m in moments)
    none = _("There are none on this way.")
    return Section("other", _("Replies that agreed along, or argued"), lead if entries else none, entries)


def _beside(found: Debrief, moment: Moment) -> Iterator[Line]:
    yield _said(found, moment)
    if moment.own:
        yield Line("said", moment.like, _("Most like this reply of the scenario"))
    yield Line("text", moment.because)
    if moment.stop:
        yield Line("strong", _("Here the right act is to ask no further. {why}").format(why=moment.stop))
        return
    yield Line("said", moment.balanced, _("Balanced words"))
    yield Line("text", moment.balanced_because)
    if moment.closed:
        text = _("{name} was closed by then, and a balanced reply is heard from the next topic on.")
        yield Line("muted", text.format(name=called(found.person)))
    elif moment.opens:
        yield Line("said", moment.opens, _("{name} would have said").format(name=called(found.person)))


def _asked_on(found: Debrief) -> Section:
    entries = tuple(Entry(moment.title, (Line("text", moment.stop),)) for moment in found.asked_on)
    lead = _("Not asking is an act too, and here it was the right one.")
    return Section("stop", _("Where to ask no further"), lead, entries)


def _unheard(found: Debrief) -> Section:
    person = called(found.person)
    entries: list[Part] = [
        Entry(one.title, (Line("said", one.says, person), Line("muted", one.why))) for one in found.unheard
    ]
    lead = _("Words that did not come on this way, and why.")
    if not entries:
        lead = _("Everything that the right way hears was heard.")
    if found.hides:
        entries.append(Line("strong", _("What {name} kept back at the start").format(name=person)))
        entries += [Line("bullet", line) for line in found.hides]
        entries.append(Line("muted", _("Talk about which of it came out. The program cannot see that.")))
    return Section("unheard", _("What there was to hear"), lead, tuple(entries))


# --- what was asked and recorded -------------------------------------------------------------------------------------


def _asked(found: Debrief) -> Iterator[Part]:
    asked = found.asked
    for title, cards, note in (
        (
            _("Safety topics without any answer"),
            asked.safety,
            _("These come first. What was not asked stays open, and never reads as safety."),
        ),
        (_("Declined, or could not be asked"), asked.left, ""),
        (_("Left open, because no more was asked"), asked.stopped, ""),
    ):
        if cards:
            yield Entry(title, (*_bullets(cards), *((Line("muted", note),) if note else ())))
    for topics in asked.others:
        yield Entry(_("Not asked: {section}").format(section=topics.title), (_row(topics.cards),))
    if asked.answered:
        yield Entry(_("Answered"), (_row(asked.answered),))


def _recorded(found: Debrief) -> Section:
    lead = _("What was recorded otherwise than it was said.")
    if not found.differs:
        lead = _("Everything that was heard was recorded as it was said.")
    heads = (_("Topic"), _("What was said"), _("What was recorded"))
    rows = tuple(
        (
            (one.title,),
            tuple(filter(None, (f"“{one.said}”" if one.said else "", one.heard))),
            (one.recorded or _("Nothing was recorded."),),
        )
        for one in found.differs
    )
    return Section("recorded", _("Said, and recorded"), lead, (Table(heads, rows),) if rows else ())


# --- where it lands --------------------------------------------------------------------------------------------------


def _lands(found: Debrief) -> Section:
    alike = all(one.same for one in found.lands)
    lead = _("It landed where the scenario does.") if alike else _("By the same rule, from two records.")
    safer = _("Willing does not mean safer.")
    return Section(
        "lands",
        _("Where it landed, and where it should"),
        lead,
        (
            _table(found, found.lands),
            Line("strong", _("Why it should land there")),
            Line("text", found.why),
            *(() if safer in found.why else (Line("muted", safer),)),
        ),
    )


def _readings(found: Debrief) -> Section:
    lead = _("Each reading with its reason. Where they differ, talk about what each of you saw.")
    return Section("readings", _("The readings side by side"), lead, (_table(found, found.readings),))


def _table(found: Debrief, rows: Sequence[Beside]) -> Table:
    """Two records side by side. A reason that both have is said once."""
    only = [tuple(why for why in row.should_because if why not in row.because) for row in rows]
    cells = [((r.what,), (r.yours, *r.because), (r.should, *why)) for r, why in zip(rows, only, strict=True)]
    return Table(("", _this(found), _("The scenario")), tuple(cells), reasons=True)


def _came_out(found: Debrief) -> Section:
    parts: list[Part] = []
    for one in found.came_out:
        lines = [Line("muted", one.when)] if one.when else []
        lines += [Line("text", one.why)] if one.why else []
        if not one.changes:
            lines.append(Line("text", _("Where it lands stays the same.")))
        parts.append(Entry(one.fact, tuple(lines)))
        if one.changes:
            rows = tuple(((row.what,), (row.yours,), (row.should,)) for row in one.changes)
            parts.append(Table((_("What it changes"), _("Before"), _("After")), rows))
    lead = _("Facts that nobody in the room could know, and what they change.")
    return Section("out", _("What came out later"), lead, tuple(parts))


def _learning(found: Debrief) -> Section:
    parts: list[Part] = [Entry(_("The trap"), (Line("text", found.trap),))]
    for point in found.points:
        label = _("On the record: {what}").format(what=point.shown) if point.shown else _("To talk about")
        parts.append(Entry(point.text, (Line("muted", label),)))
    lead = _("The program sees what was recorded, and nobody’s attitude. The rest is for you to talk about.")
    return Section("learning", _("What to take away"), lead, tuple(parts))


# --- words -----------------------------------------------------------------------------------------------------------


def _you(found: Debrief) -> str:
    return _("You") if found.example is None else _("The practitioner")


def _this(found: Debrief) -> str:
    return _("Your record") if found.example is None else _("This way")


def _bullets(texts: Sequence[str]) -> tuple[Line, ...]:
    return tuple(Line("bullet", text) for text in texts)


def _row(texts: Sequence[str]) -> Line:
    return Line("text", f"{'; '.join(texts)}.")
