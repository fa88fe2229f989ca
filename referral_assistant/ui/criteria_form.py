"""What a provider asks, edited as sentences: must or must not, about what, and which values; its own words beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from referral_assistant.content import load_vocabulary
from referral_assistant.directory.sentences import (
    Condition,
    Group,
    Part,
    fact_name,
    kind_of,
    offered,
    phrase,
    said,
)
from referral_assistant.geography import Area
from referral_assistant.i18n import _
from referral_assistant.ui.areas_box import AreasBox
from referral_assistant.ui.service_draft import Asked, Draft
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import (
    Button,
    Choice,
    Choices,
    Field,
    Flow,
    LineBox,
    NumberBox,
    Text,
    side_by_side,
)
from referral_assistant.ui.widgets.select import Select

Put = Callable[[Part], object]


@dataclass(frozen=True, slots=True)
class Around:
    """What every part of a criterion is given: the areas, and the day."""

    draft: Draft

    @property
    def areas(self) -> Mapping[str, Area]:
        """The areas by id."""
        return {area.id: area for area in self.draft.session.areas()}

    @property
    def names(self) -> Mapping[str, str]:
        """Area id -> its name."""
        return {area.id: area.name for area in self.draft.session.areas()}


class CriteriaForm(QWidget):
    """The criteria of a draft, one below the other. `changed` is called after every change of the draft; `redrawn` is
    sent when other controls stand there, which Tab has to walk through in their order."""

    redrawn = Signal()

    def __init__(self, draft: Draft, changed: Callable[[], object]) -> None:
        super().__init__()
        self._draft, self._changed = draft, changed
        self._around = Around(draft)
        self._column = _column(self, 8)
        self._boxes: list[CriterionBox] = []
        self.setAccessibleName(_("What the provider asks"))
        self._draw()

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Say beside each criterion what is wrong with it."""
        for number, found in enumerate(self._boxes):
            found.show_mistake(mistakes.get(f"criteria.{number}", ""))

    def _draw(self, focus_on: int = -1) -> None:
        _clear(self._column)
        self._boxes = []
        for number, asked in enumerate(self._draft.criteria):
            fresh = not asked.wording and not asked.part.whole
            found = CriterionBox(
                self._around, asked, number + 1, partial(self._put, number), partial(self._remove, number), opened=fresh
            )
            found.redrawn.connect(self.redrawn)
            self._boxes.append(found)
            _show(self._column, found)
        add = Button(_("Add something the provider asks"), on=self._add)
        _show(self._column, Flow([add]))
        self.redrawn.emit()
        if 0 <= focus_on < len(self._boxes):
            self._boxes[focus_on].take_focus()
        elif focus_on >= 0:
            add.setFocus()

    def _add(self) -> None:
        self._draft.criteria.append(Asked(Condition()))
        self._draw(len(self._draft.criteria) - 1)
        self._changed()

    def _put(self, number: int, asked: Asked) -> None:
        self._draft.criteria[number] = asked
        self._changed()

    def _remove(self, number: int) -> None:
        del self._draft.criteria[number]
        self._draw(max(0, number - 1))
        self._changed()


class CriterionBox(QFrame):
    """One criterion: its sentence, the provider's words, and when it is open everything to choose."""

    redrawn = Signal()

    def __init__(
        self,
        around: Around,
        asked: Asked,
        number: int,
        put: Callable[[Asked], object],
        remove: Callable[[], object],
        *,
        opened: bool,
    ) -> None:
        super().__init__()
        self.put, self.remove = put, remove
        self.setProperty("kind", "quote")
        self._around, self._asked, self._number, self._opened = around, asked, number, opened
        self._column = _column(self, 4)
        self._column.setContentsMargins(px(14), px(2), 0, px(6))
        self._sentence = Text("", "strong")
        self._wrong = Text("", "error")
        self._draw()

    def show_mistake(self, sentence: str) -> None:
        """Say what is wrong, or nothing."""
        self._wrong.say(sentence)
        self._wrong.setVisible(bool(sentence))

    def take_focus(self) -> None:
        """Start at the first control."""
        found = next((w for w in self.findChildren(QWidget) if w.focusPolicy() and w.isVisible()), None)
        if found is not None:
            found.setFocus()

    # --- drawing -----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        wrong = self._wrong.text()
        _clear(self._column)
        self._sentence, self._wrong = Text("", "strong"), Text("", "error")
        _show(self._column, self._sentence)
        _show(self._column, self._wrong)
        self.show_mistake(wrong)
        (self._draw_open if self._opened else self._draw_closed)()
        self._say()
        self.redrawn.emit()

    def _draw_closed(self) -> None:
        asked = self._asked
        firm = _("They decide by this.") if asked.firm else _("Asked case by case.")
        words = _("In their own words: “{words}”").format(words=asked.wording) if asked.wording else ""
        _show(self._column, Text(" ".join(filter(None, (words, firm))), "note_muted"))
        change = Button(_("Change"), "link", name=self._named(_("Change")), on=lambda: self._turn(True))
        off = Button(_("Remove"), "link", name=self._named(_("Remove")), on=lambda: self.remove())
        _show(self._column, Flow([change, off], gap=8))

    def _draw_open(self) -> None:
        asked = self._asked
        must = [("must", _("The person must")), ("must_not", _("The person must not"))]
        polarity = _one(self._named(_("Must or must not")), must, asked.polarity)
        polarity.chosen.connect(lambda values: self._change(polarity=values[0]))
        _show(self._column, polarity)
        rule = PartForm(self._around, asked.part, lambda part: self._change(part=part), (self._number,))
        rule.redrawn.connect(self.redrawn)
        _show(self._column, rule)
        words = LineBox(self._named(_("In the provider’s own words")), asked.wording)
        words.rested.connect(lambda text: self._change(wording=" ".join(text.split())))
        hint = _("A whole sentence, with its full stop. It is shown as it stands.")
        _show(self._column, Field(_("In the provider’s own words"), words, hint=hint))
        weight = [("ask", _("Ask, case by case")), ("firm", _("They decide by this"))]
        firm = _one(self._named(_("How firm it is")), weight, "firm" if asked.firm else "ask")
        firm.chosen.connect(lambda values: self._change(firm=values[0] == "firm"))
        _show(self._column, Field(_("How firm is it?"), firm))
        done = Button(_("Done with this one"), name=self._named(_("Done with this one")), on=lambda: self._turn(False))
        off = Button(_("Remove"), "quiet", name=self._named(_("Remove")), on=lambda: self.remove())
        _show(self._column, Flow([done, off]))

    def _named(self, what: str) -> str:
        return _("{what}, criterion {number}").format(what=what, number=self._number)

    def _turn(self, opened: bool) -> None:
        for box in self.findChildren(LineBox):
            box.flush()
        self._opened = opened
        self._draw()
        self.take_focus()

    def _change(self, **changes: object) -> None:
        self._asked = replace(self._asked, **changes)  # type: ignore[arg-type]
        self._say()
        self.put(self._asked)

    def _say(self) -> None:
        self._sentence.say(said(self._asked.part, self._asked.polarity, self._around.names))


class PartForm(QWidget):
    """A condition, or several that are joined: chosen step by step, and told to `put` at every step."""

    redrawn = Signal()

    def __init__(self, around: Around, part: Part, put: Put, number: tuple[int, ...]) -> None:
        super().__init__()
        self._around, self._part, self._put, self._number = around, part, put, number
        self._deep = len(number) - 1
        self._column = _column(self, 4)
        self._column.setContentsMargins(px(16) if self._deep else 0, 0, 0, 0)
        self._draw()

    def _draw(self) -> None:
        _clear(self._column)
        if isinstance(self._part, Group):
            self._draw_group(self._part)
        else:
            self._draw_condition(self._part)
            if not self._deep and self._part.fact:
                text = _("Join something else to it")
                _show(self._column, Flow([Button(text, "link", name=self._named(text), on=self._join)]))
        self.redrawn.emit()

    # --- one condition -----------------------------------------------------------------------------------------------

    def _draw_condition(self, condition: Condition) -> None:
        facts = [("", _("Choose what it is about")), *((f, fact_name(f)) for f in offered())]
        about = Select(_("What it is about"), facts, condition.fact, width=420)
        about.box.setAccessibleName(self._named(_("What it is about")))
        about.chosen.connect(self._pick_fact)
        _show(self._column, about)
        if condition.negated or self._deep:
            self._draw_negation(condition)
        if condition.fact:
            _show(self._column, self._values(condition))

    def _draw_negation(self, part: Part) -> None:
        box = Choices("", [Choice("not", _("Not: the opposite has to be so"))], many=True, numbered=False, flowing=True)
        box.setAccessibleName(self._named(_("The opposite")))
        box.set_values(("not",) if part.negated else ())
        box.chosen.connect(lambda values: self._set(replace(self._part, negated="not" in values)))
        _show(self._column, box)

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
        box = _one(self._named(_("How they are joined")), how, group.how)
        box.chosen.connect(lambda values: self._set(replace(self._group(), how=values[0])))
        _show(self._column, box)
        if group.negated or self._deep:
            self._draw_negation(group)
        for index, part in enumerate(group.parts):
            form = PartForm(self._around, part, partial(self._put_part, index), (*self._number, index + 1))
            form.redrawn.connect(self.redrawn)
            _show(self._column, form)
            name = self._named(_("Remove part {n}").format(n=index + 1))
            off = Button(_("Remove this"), "link", name=name, on=partial(self._remove, index))
            _show(self._column, _indented(off))
        more = Button(_("Add another"), "link", name=self._named(_("Add another")), on=lambda: self._add(Condition()))
        group_of = Button(_("Add a group"), "link", name=self._named(_("Add a group")), on=self._add_group)
        _show(self._column, Flow([more, group_of], gap=8))

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


def _one(name: str, choices: list[tuple[str, str]], value: str) -> Choices:
    box = Choices("", [Choice(code, text) for code, text in choices], numbered=False, flowing=True)
    box.setAccessibleName(name)
    box.set_values((value,))
    return box


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _indented(widget: QWidget) -> QWidget:
    around = QWidget()
    column = _column(around, 0)
    column.setContentsMargins(px(16), 0, 0, px(6))
    column.addWidget(widget)
    return around


def _column(widget: QWidget, gap: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(gap))
    return column


def _show(column: QLayout, widget: QWidget) -> None:
    column.addWidget(widget)
    widget.show()


def _clear(column: QLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
