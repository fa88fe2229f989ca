"""The widget kit: everything a page is put together from. Each widget keeps a halo free for its focus ring, takes its
colours from the palette, multiplies its measures by the text size, and brings an accessible name."""

from __future__ import annotations

from referral_assistant.ui.widgets.buttons import Button
from referral_assistant.ui.widgets.cards import Banner, Card, Quote, SayCard, quoted
from referral_assistant.ui.widgets.choices import Choice, ChoiceRow, Choices
from referral_assistant.ui.widgets.fields import (
    DateBox,
    Field,
    LineBox,
    NamesBox,
    NoteBox,
    NumberBox,
    flush_all,
    lock,
    set_by_organisation,
)
from referral_assistant.ui.widgets.flow import Flow
from referral_assistant.ui.widgets.frame import (
    ActionBar,
    NavGroup,
    NavItem,
    NavRow,
    SectionList,
    SidePanel,
    notes_form,
    scrolling,
)
from referral_assistant.ui.widgets.messages import ErrorSummary, Question, ask, tell
from referral_assistant.ui.widgets.pick import PickCard
from referral_assistant.ui.widgets.rows import Row, RowButton, Rows, fact_row, side_by_side
from referral_assistant.ui.widgets.said import Fold, Said, Slot, Stack, reading_row
from referral_assistant.ui.widgets.search import SearchBox
from referral_assistant.ui.widgets.text import (
    Bullets,
    Chip,
    ContactLine,
    Rule,
    Space,
    Text,
    announce,
    bring_into_view,
    holds_focus,
)

__all__ = [
    "ActionBar",
    "Banner",
    "Bullets",
    "Button",
    "Card",
    "Chip",
    "Choice",
    "ChoiceRow",
    "Choices",
    "ContactLine",
    "DateBox",
    "ErrorSummary",
    "Field",
    "Flow",
    "Fold",
    "LineBox",
    "NamesBox",
    "NavGroup",
    "NavItem",
    "NavRow",
    "NoteBox",
    "NumberBox",
    "PickCard",
    "Question",
    "Quote",
    "Row",
    "RowButton",
    "Rows",
    "Rule",
    "Said",
    "SayCard",
    "SearchBox",
    "SectionList",
    "SidePanel",
    "Slot",
    "Space",
    "Stack",
    "Text",
    "announce",
    "ask",
    "bring_into_view",
    "fact_row",
    "flush_all",
    "holds_focus",
    "lock",
    "notes_form",
    "quoted",
    "reading_row",
    "scrolling",
    "set_by_organisation",
    "side_by_side",
    "tell",
]
