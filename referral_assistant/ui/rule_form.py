"""A rule built from choices: what it is about, which values, the opposite, and several joined by all or any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from referral_assistant.content import load_vocabulary
from referral_assistant.directory.sentences import Condition, Group, Part, fact_name, kind_of, offered, phrase
from referral_assistant.i18n import _
from referral_assistant.ui.areas_box import AreasBox
from referral_assistant.ui.columns import clear, column_in, put_up
from referral_assistant.ui.service_draft import Draft
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import Button, Choice, Choices, Field, Flow, NumberBox, side_by_side
from referral_assistant.ui.widgets.select import Select

Put = Callable[[Part], object]


@dataclass(frozen=True, slots=True)
class Around:
    """What every part of a criterion is given: the draft, for the areas and the day."""

    draft: Draft

    @property
    def names(self) -> Mapping[str, str]:
        """Area id -> its name."""
        return {area.id: area.name for area in self.draft.session.areas()}


class PartForm(QWidget):
    """A condition, or several that are joined: chosen step by step, and told to `put` at every step."""

    redrawn = Signal()

    def __init__(self, around: Around, part: Part, put: Put, number: tuple[int, ...]) -> None:
        super().__init__()
        self._around, self._part, self._put, self._number = around, part, put, number
        self._deep = len(number) - 1
        self._column = column_in(self, 4)
        self._column.setContentsMargins(px(16) if self._deep else 0, 0, 0, 0)
        self._draw()

    def _draw(self) -> None:
        clear(self._column)
        if isinstance(self._part, Group):
            self._draw_group(self._part)
        else:
            self._draw_condition(self._part)
            if not self._deep and self._part.fact:
                text = _("Join something else to it")
                put_up(self._column, Flow([Button(text, "link", name=self._named(text), on=self._join)]))
        self.redrawn.emit()

    # --- one condition -----------------------------------------------------------------------------------------------

    def _draw_condition(self, condition: Condition) -> None:
        facts = [("", _("Choose what it is about")), *((f, fact_name(f)) for f in offered())]
        about = Select(_("What it is about"), facts, condition.fact, width=420)
        about.box.setAccessibleName(self._named(_("What it is about")))
        about.chosen.connect(self._pick_fact)
        put_up(self._column, about)
        if condition.negated or self._deep:
            self._draw_negation(condition)
        if condition.fact:
            put_up(self._column, self._values(condition))

    def _draw_negation(self, part: Part) -> None:
        box = Choices("", [Choice("not", _("Not: the opposite has to be so"))], many=True, numbered=False, flowing=True)
        box.setAccessibleName(self._named(_("The opposite")))
        box.set_values(("not",) if part.negated else ())
        box.chosen.connect(lambda values: self._set(replace(self._part, negated="not" in values)))
        put_up(self._column, box)

    def _values(self, condition: Condition) -> QWidget:
        name = self._named(fact_name(condition.fact))
        kind = kind_of(condition.fact)
        if kind == "number":
            return self._numbers(condition, name)
        if kind == "area":
            draft = self._around.draft
            box = AreasBox(name, draft.session.areas(), condition.values, draft.session.today)
            box.changed.connect(lambda values: self._set(replace(self._condition(), values=values)))
            box.changed.connect(lambda _values: self.redrawn.emit())
            return box
        values = load_vocabulary().facts[condition.fact].values
        ticks = Choices(
            "",
            [Choice(v, _first_upper(phrase(condition.fact, v))) for v in values],
            many=True,
            numbered=False,
            flowing=True,
        )
        ticks.setAccessibleName(name)
        ticks.set_values(condition.values)
        ticks.chosen.connect(lambda chosen: self._set(replace(self._condition(), values=chosen)))
        return ticks

    def _numbers(self, condition: Condition, name: str) -> QWidget:
        labels = {"low": _("{what}: from"), "high": _("{what}: up to")}
        boxes = {side: NumberBox(label.format(what=name)) for side, label in labels.items()}
        for side, box in boxes.items():
            known = getattr(condition, side)
            box.setText("" if known is None else str(known))
            box.rested.connect(lambda _text, b=box, s=side: self._put_number(s, b.number()))
        return side_by_side(Field(_("From"), boxes["low"]), Field(_("Up to"), boxes["high"]))

    def _put_number(self, side: str, number: int | None) -> None:
        known = self._condition()
        self._set(replace(known, low=number) if side == "low" else replace(known, high=number))

    def _condition(self) -> Condition:
        assert isinstance(self._part, Condition)
        return self._part

    def _pick_fact(self, fact: str) -> None:
        self._set(Condition(fact, negated=self._part.negated))
        self._draw()
        self._focus_first()

    # --- several -----------------------------------------------------------------------------------------------------

    def _draw_group(self, group: Group) -> None:
        how = [("all", _("All of these")), ("any", _("At least one of these"))]
        box = one_of(self._named(_("How they are joined")), how, group.how)
        box.chosen.connect(lambda values: self._set(replace(self._group(), how=values[0])))
        put_up(self._column, box)
        if group.negated or self._deep:
            self._draw_negation(group)
        for index, part in enumerate(group.parts):
            form = PartForm(self._around, part, partial(self._put_part, index), (*self._number, index + 1))
            form.redrawn.connect(self.redrawn)
            put_up(self._column, form)
            name = self._named(_("Remove part {n}").format(n=index + 1))
            off = Button(_("Remove this"), "link", name=name, on=partial(self._remove, index))
            put_up(self._column, _indented(off))
        more = Button(_("Add another"), "link", name=self._named(_("Add another")), on=lambda: self._add(Condition()))
        group_of = Button(_("Add a group"), "link", name=self._named(_("Add a group")), on=self._add_group)
        put_up(self._column, Flow([more, group_of], gap=8))

    def _group(self) -> Group:
        assert isinstance(self._part, Group)
        return self._part

    def _put_part(self, index: int, part: Part) -> None:
        parts = list(self._group().parts)
        parts[index] = part
        self._set(replace(self._group(), parts=tuple(parts)))

    def _add(self, part: Part) -> None:
        self._redo(replace(self._group(), parts=(*self._group().parts, part)))

    def _add_group(self) -> None:
        self._add(Group((Condition(), Condition()), "any" if self._group().how == "all" else "all"))

    def _remove(self, index: int) -> None:
        group = self._group()
        left = tuple(part for n, part in enumerate(group.parts) if n != index)
        alone = len(left) == 1 and not self._deep and not group.negated
        self._redo(left[0] if alone else replace(group, parts=left))

    def _join(self) -> None:
        self._redo(Group((self._part, Condition()), "all"))

    def _redo(self, part: Part) -> None:
        self._set(part)
        self._draw()
        self._focus_first()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _set(self, part: Part) -> None:
        self._part = part
        self._put(part)

    def _named(self, what: str) -> str:
        return _("{what}, criterion {number}").format(what=what, number=".".join(map(str, self._number)))

    def _focus_first(self) -> None:
        found = [w for w in self.findChildren(QWidget) if w.focusPolicy() and w.isVisible()]
        if found:
            found[0].setFocus()


def one_of(name: str, choices: list[tuple[str, str]], value: str) -> Choices:
    """A few choices side by side, one of them chosen."""
    box = Choices("", [Choice(code, text) for code, text in choices], numbered=False, flowing=True)
    box.setAccessibleName(name)
    box.set_values((value,))
    return box


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _indented(widget: QWidget) -> QWidget:
    around = QWidget()
    column = column_in(around, 0)
    column.setContentsMargins(px(16), 0, 0, px(6))
    column.addWidget(widget)
    return around
