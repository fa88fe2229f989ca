"""Screen 8: what may leave, what must be read first, the real page, and what is kept of a document that left."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from referral_assistant.letter import sentences
from referral_assistant.model import AnnexRequest, Case, Document, Source
from referral_assistant.ui.desk import Desk
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.leaving import synced
from referral_assistant.ui.letters_page import LettersPage
from referral_assistant.ui.preview import Preview
from referral_assistant.ui.renderings import Renderings
from referral_assistant.ui.session import Origin, Session
from referral_assistant.ui.widgets import Button, Chip, NoteBox, PickCard, Question, Text
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.driving import button, click, whole
from tests.ui.filled import at_letters, choose, close_duties, decide, enter, fill, ready, see_page, words_of
from tests.ui.test_pictures import settle

KEEP = "I have read it: keep it"
LETTER = Document.REFERRAL_LETTER


class Chosen(Dialogs):
    """The dialogs of the system, answered at once: what they were asked stands in `asked`."""

    def __init__(self, folder: Path, name: str = "") -> None:
        self.folder, self.name, self.asked = folder, name, ""

    def save(self, parent: QWidget, name: str, done: Callable[[Path], object]) -> None:
        del parent
        self.asked = name
        done(self.folder / (self.name or name))

    def print(self, parent: QWidget, printer: QPrinter, done: Callable[[], object]) -> None:
        del parent
        self.asked = printer.docName()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / "printed.pdf"))
        done()


def page(window: Window) -> LettersPage:
    """The page that is up."""
    assert isinstance(window.page, LettersPage)
    return window.page


def case(session: Session) -> Case:
    """The open case."""
    assert session.case is not None
    return session.case


def states(window: Window) -> dict[str, str]:
    """Each document with the word on its state."""
    return {card.text(): card.findChildren(Chip)[0].text() for card in whole(window.page).findChildren(PickCard)}


def pick(window: Window, document: Document) -> None:
    """Click a document, and wait until its page is made."""
    title = window.session.word("documents", document.value)
    next(card for card in whole(window.page).findChildren(PickCard) if card.text() == title).click()
    see_page(window)


def question() -> Question:
    """The question in front of the window."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def read_all(window: Window) -> None:
    """Keep every sentence that has to be read."""
    while found := [b for b in whole(window.page).findChildren(Button) if b.plain == KEEP and b.isVisible()]:
        found[0].click()


def issue(window: Window, document: Document = LETTER) -> None:
    """Read a document, issue it, and say yes once more."""
    pick(window, document)
    read_all(window)
    see_page(window)
    window.page.primary().click()  # type: ignore[union-attr]
    click(question(), "Issue it")


def shown(window: Window) -> Preview:
    """The preview in sight."""
    return next(p for p in whole(window.page).findChildren(Preview) if p.isVisible())


# --- what may leave --------------------------------------------------------------------------------------------------


def test_each_document_stands_by_its_reader_with_its_state_in_words(window: Window) -> None:
    at_letters(window)
    assert states(window) == {
        "Referral letter": "Two things to read",
        "Copy for the person": "Ready",
        "Confidential annex": "Not made",
        "File note": "Ready",
        "Restricted note": "Ready",
    }
    assert "For Keelside Programme. Written so that he could read it." in words_of(window.page)
    pick(window, Document.ANNEX)
    assert "It is made only when it is asked for. A telephone call is safer." in words_of(window.page)


def test_s06_no_document_is_made_while_a_duty_is_open(window: Window) -> None:
    session = fill(window)
    decide(session)
    window.go("letters")
    assert set(states(window).values()) == {"Not made"}
    words = words_of(window.page)
    assert words.count("Close every duty first.") == 1, "what stands before all of them is said once"
    primary = window.page.primary()
    assert primary is not None
    assert not primary.isEnabled()
    close_duties(session)
    assert states(window)["File note"] == "Ready"


def test_s21_no_agreement_no_letter(window: Window) -> None:
    session = at_letters(window)
    session.decide(replace(case(session).decision, referral="no"))
    assert states(window)["Referral letter"] == "Not made"
    assert "The decision on record is not to refer." in words_of(window.page)


def test_s05_letters_are_closed_while_a_safety_concern_is_open(window: Window) -> None:
    session = at_letters(window)
    session.safety_concern("Something happened")
    letters = window.pages["letters"]
    letters.arrive()
    assert letters.title == "Letters are closed for now"
    assert not whole(letters).findChildren(PickCard)


def test_s10_after_a_stop_the_notes_alone(window: Window) -> None:
    session = window.session
    session.new_case()
    session.answer("who_is_here", ["family_present"])
    close_duties(session)
    decide(session, referral="", service="", copy="", partner_contact="")
    window.go("letters")
    assert window.page.title == "File note"
    assert list(states(window)) == ["File note", "Restricted note"]


# --- read before it leaves -------------------------------------------------------------------------------------------


def test_s23_every_risk_sentence_is_kept_changed_or_taken_out_one_by_one(window: Window) -> None:
    session = at_letters(window)
    assert "“I threw the plate.”" in words_of(window.page)
    click(window.page, f"{KEEP}: What is going wrong")
    assert states(window)["Referral letter"] == "One thing to read"
    click(window.page, "Change: His own part")
    enter(window.page, "As it should read", "He spoke of throwing a plate.")
    click(window.page, "Save the words")
    assert states(window)["Referral letter"] == "Ready"
    edit = case(session).edits[-1]
    assert (edit.generated, edit.text) == ("“I threw the plate.”", "He spoke of throwing a plate.")


def test_a_changed_sentence_goes_back_to_the_words_as_they_were_made(window: Window) -> None:
    session = at_letters(window)
    click(window.page, "Take it out: His own part")
    click(window.page, "Show: every sentence you can change")
    assert "Taken out." in words_of(window.page)
    click(window.page, "Revert: His own part")
    assert case(session).edits[-1].text == "“I threw the plate.”"
    assert "Taken out." not in words_of(window.page)


def test_what_to_look_for_unfolds(window: Window) -> None:
    at_letters(window)
    click(window.page, "Show: what to look for")
    words = words_of(window.page)
    assert "what the police know and he must not learn" in words
    assert "Could it harm someone, or spoil an investigation, if he read it?" in words


def test_an_edit_of_words_that_the_record_has_since_changed_is_offered_again(window: Window) -> None:
    session = at_letters(window)
    click(window.page, "Change: His own part")
    enter(window.page, "As it should read", "He spoke of a plate.")
    click(window.page, "Save the words")
    session.reword("own_part", "I threw two plates.", "")
    assert "You changed it before, to: “He spoke of a plate.”" in words_of(window.page)
    click(window.page, "Use my earlier words: His own part")
    assert case(session).edits[-1].text == "He spoke of a plate."


def test_s27_a_name_to_keep_out_stops_the_letter_until_it_is_mended(window: Window) -> None:
    session = at_letters(window)
    session.reword("own_part", "I shouted at Robin.", "")
    read_all(window)
    assert "“Robin” is on the list of what to keep out." in words_of(window.page)
    window.page.primary().click()  # type: ignore[union-attr]
    assert "It cannot leave yet." in words_of(question())
    click(question(), "Go back")
    assert not case(session).issued
    click(window.page, "Take the name out: Robin")
    assert states(window)["Referral letter"] == "Ready"
    assert case(session).edits[-1].text == "“I shouted at [left out].”"


def victims_words(window: Window) -> tuple[Session, str]:
    """A letter into which something the victim-survivor said has been typed."""
    session = at_letters(window)
    said = "Afraid when the keys turn in the door every evening"
    session.answer("effect_children", ["sees_effect"], "She hid behind the sofa.")
    session.answer("effect_adult", ["sees_effect"], said, origin=Origin(Source.VICTIM))
    letter = page(window).desk.draft(LETTER)
    assert letter is not None
    sentence = next(s for s in sentences(letter.sections) if s.id.endswith("effect_children"))
    session.edit(LETTER, sentence.id, sentence.generated, f"Someone is {said.lower()}.")
    read_all(window)
    return session, sentence.id


def test_s22_what_the_victim_survivor_said_is_removed(window: Window) -> None:
    session, sentence = victims_words(window)
    assert "is what somebody else said or wrote." in words_of(window.page)
    click(window.page, "Remove the sentence")
    assert case(session).edits[-1].sentence == sentence
    assert case(session).edits[-1].text == ""
    assert states(window)["Referral letter"] == "Ready"


def test_s22_or_moved_to_the_annex_which_nothing_else_betrays(window: Window) -> None:
    session, _sentence = victims_words(window)
    click(window.page, "Move it to the annex")
    assert {edit.document for edit in case(session).edits[-2:]} == {LETTER, Document.ANNEX}
    letter = page(window).desk.draft(LETTER)
    assert letter is not None
    assert "annex" not in " ".join(s.text for s in sentences(letter.sections)).casefold()


def test_s22_or_replaced_by_a_source_the_person_has_seen_with_its_date(window: Window) -> None:
    session = at_letters(window)
    letter = page(window).desk.draft(LETTER)
    assert letter is not None
    sentence = next(s for s in sentences(letter.sections) if s.id.endswith("own_part"))
    session.answer("effect_adult", ["sees_effect"], "He broke the door of the shed", origin=Origin(Source.RECORD))
    session.edit(LETTER, sentence.id, sentence.generated, "He broke the door of the shed.")
    click(window.page, "Use a source he has seen")
    choose(window.page, "Where it also stands", "In a document he was given")
    for part, text in (("day", "3"), ("month", "11"), ("year", "2026")):
        enter(window.page, f"Its date: {part}", text)
    enter(window.page, "How you know that he has seen it", "He brought it with him")
    click(window.page, "Use this source")
    answer = session.derived.standing["own_part"]
    assert (answer.source, answer.source_date) == (Source.GIVEN_DOCUMENT, session.today.replace(day=3))
    assert answer.known_how == "He brought it with him"


def test_s24_the_copy_has_no_edit(window: Window) -> None:
    at_letters(window)
    pick(window, Document.PERSON_COPY)
    words = words_of(window.page)
    assert "Its sentences are fixed" in words
    assert "Change" not in words
    assert not [b for b in whole(window.page).findChildren(NoteBox) if b.isVisible()]


def test_s24_a_helpline_card_only_where_it_was_judged_safe(window: Window, tmp_path: Path) -> None:
    session = at_letters(window)
    session.decide(replace(case(session).decision, copy="nothing"))
    pick(window, Document.PERSON_COPY)
    click(window.page, "Make a helpline card")
    page(window).editor.submit()  # type: ignore[union-attr]
    assert "Without that there is no card." in words_of(window.page)
    judged = "I thought about who could find it and what it would say, and judged it safe for him"
    choose(window.page, "Is it safe to carry?", judged)
    page(window).editor.submit()  # type: ignore[union-attr]
    assert session.background.drain()
    text = shown(window).picture.accessibleDescription()
    assert "Numbers you can ring" in text
    assert "Keelside" not in text
    assert not case(session).issued


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_preview_is_the_real_page_with_next_and_previous(window: Window) -> None:
    at_letters(window)
    see_page(window)
    preview = shown(window)
    assert preview.place.text() == "Page 1 of 2"
    assert not preview.previous.isEnabled()
    assert "Referral to Keelside Programme" in preview.picture.accessibleDescription()
    click(window.page, "Next page")
    assert preview.place.text() == "Page 2 of 2"
    assert not preview.next.isEnabled()
    image = preview.picture.pixmap().toImage()
    dark = sum(image.pixelColor(x, y).lightness() < 100 for x in range(0, image.width(), 3) for y in range(0, 300, 2))
    assert dark > 50, "something is printed on it"


def test_the_page_grows_on_request_and_with_the_text(window: Window) -> None:
    at_letters(window)
    see_page(window)
    usual = shown(window).picture.pixmap().width()
    click(window.page, "Larger page")
    assert shown(window).picture.pixmap().width() > 1.4 * usual
    window.use(text_size=150)
    settle(window)
    see_page(window)
    assert shown(window).picture.pixmap().width() > 1.4 * usual


def test_the_pages_are_made_ahead_so_that_they_are_there_when_opened(window: Window) -> None:
    ready(window)
    desk = page(window).desk
    assert all(desk.rendered(kind) is not None for kind in Document if desk.draft(kind) is not None)


def test_documents_are_worked_out_ahead_on_the_worker_and_never_shown_out_of_date(window: Window) -> None:
    session = at_letters(window)
    desk = page(window).desk
    window.go("protection")
    session.decide(replace(case(session).decision, limits_language="Welsh"))
    session.decide(replace(case(session).decision, limits_language="Polish"))
    assert session.background.drain()
    ahead = desk.outcome
    assert desk.outcome is ahead
    session.decide(replace(case(session).decision, limits_language="Urdu"))
    assert "Urdu" in str([s.text for s in sentences(desk.draft(Document.FILE_NOTE).sections)])  # type: ignore[union-attr]
    assert session.background.drain()
    assert desk.outcome is not ahead


def test_a_sentence_that_was_read_goes_and_all_else_stays_in_sight(window: Window) -> None:
    session = ready(window)
    letters = page(window)
    kept = [b for b in whole(letters).findChildren(Button) if b.plain == KEEP]
    assert len(kept) > 1
    form, name = letters._laid, kept[0].accessibleName()
    kept[0].setFocus()
    kept[0].click()
    assert letters._laid is form
    assert not kept[0].isVisible()
    assert all(button.isVisible() for button in kept[1:])
    focused = window.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    assert focused.accessibleName() == name or focused is letters.primary()
    one, another = words_of(letters), states(window)
    letters.redraw()
    assert (sorted(words_of(letters).split("\n")), states(window)) == (sorted(one.split("\n")), another)
    assert session.background.drain()
    read_all(window)
    assert states(window)["Referral letter"] == "Ready"


def test_what_was_read_stands_among_what_can_be_changed(window: Window) -> None:
    at_letters(window)
    letters = page(window)
    label = (
        next(b for b in whole(letters).findChildren(Button) if b.plain == KEEP)
        .accessibleName()
        .removeprefix(f"{KEEP}: ")
    )
    click(letters, KEEP)
    click(letters, "Show: every sentence you can change")
    assert f"Change: {label}" in words_of(letters)
    assert f"{label}. Read." in words_of(letters)


def test_what_an_edit_left_as_it_was_is_kept_and_is_what_it_would_be(window: Window) -> None:
    session = at_letters(window)
    desk = page(window).desk
    for kind in (LETTER, Document.FILE_NOTE, Document.RESTRICTED_NOTE):
        before = desk.outcome
        sentence = next(s for s in sentences(before.get(kind).sections) if not s.fixed)  # type: ignore[union-attr]
        session.edit(kind, sentence.id, sentence.generated, f"Changed in {kind}.")
        assert desk.outcome == Desk(session, Renderings(session.background)).outcome
        assert [d.document for d in desk.outcome.ready if d is not before.get(d.document)] == [kind]
    session.put_review(date(2026, 12, 1))
    assert desk.outcome == Desk(session, Renderings(session.background)).outcome
    read_all(window)
    before = desk.outcome
    issue(window)
    assert desk.outcome == Desk(session, Renderings(session.background)).outcome
    assert [d.document for d in desk.outcome.ready if d is not before.get(d.document)] == [LETTER]


def test_a_page_that_changes_again_at_once_is_not_made_in_between(window: Window) -> None:
    session, made = ready(window), list[None]()
    desk = page(window).desk
    page(window)._renderings.ready.connect(lambda: made.append(None))
    draft = desk.draft(LETTER)
    assert draft is not None
    sentence = next(s for s in sentences(draft.sections) if not s.fixed)
    for text in ("Once.", "Twice.", "And again."):
        session.edit(LETTER, sentence.id, sentence.generated, text)
    assert not made
    assert desk.rendered(LETTER) is None
    assert session.background.drain()
    assert len(made) == 1
    assert desk.rendered(LETTER) is not None


def test_the_page_follows_the_record_and_keeps_its_place(window: Window) -> None:
    session = at_letters(window)
    see_page(window)
    click(window.page, "Next page")
    session.answer("community", ["faith"])
    see_page(window)
    preview = shown(window)
    assert preview.place.text().startswith("Page 2")
    click(window.page, "Previous page")
    session.answer("age", ["35"])
    see_page(window)
    assert "35" in shown(window).picture.accessibleDescription()


def test_large_print(window: Window) -> None:
    at_letters(window)
    see_page(window)
    before = shown(window).pages
    click(window.page, "Large print")
    see_page(window)
    assert shown(window).pages > before
    click(window.page, "Usual print")
    see_page(window)
    assert shown(window).pages == before


def test_a_case_that_was_left_leaves_no_page_of_it_behind(window: Window) -> None:
    session = at_letters(window)
    see_page(window)
    letters = page(window)
    letter = letters.desk.draft(LETTER)
    assert letter is not None
    assert letters._renderings.get(letter, False) is not None
    session.leave_case()
    assert letters._renderings.get(letter, False) is None


# --- issue -----------------------------------------------------------------------------------------------------------


def test_an_issued_letter_is_frozen_with_reference_version_and_digest(window: Window) -> None:
    session = at_letters(window)
    see_page(window)
    looked_at = page(window).desk.rendered(LETTER)
    issue(window)
    (issued,) = case(session).issued
    content = session.issued_pdf(issued.reference)
    assert looked_at is not None
    assert (issued.version, issued.supersedes) == (1, "")
    assert issued.digest == hashlib.sha256(content).hexdigest()
    assert issued.reference in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert states(window)["Referral letter"] == "Issued"
    assert f"Version 1, 21 November 2026, reference {issued.reference}." in words_of(window.page)
    assert [summary.step for summary in session.summaries()] == ["waiting"]


def test_before_it_is_issued_nothing_can_be_saved_or_printed(window: Window) -> None:
    at_letters(window, words={})
    assert not {"Print …", "Save …"} & {b.plain for b in whole(window.page).findChildren(Button)}
    issue(window)
    assert {"Print …", "Save …"} <= {b.plain for b in whole(window.page).findChildren(Button) if b.isVisible()}
    assert "Print all" not in words_of(window.page)


def test_the_reader_stands_in_large_type_before_anything_leaves(window: Window) -> None:
    at_letters(window)
    read_all(window)
    see_page(window)
    window.page.primary().click()  # type: ignore[union-attr]
    first = question().findChildren(Text)[0]
    texts = [text for text in question().findChildren(Text) if text.property("kind") == "title"]
    assert first is not None
    assert [text.text() for text in texts] == ["For Keelside Programme. Written so that he could read it."]
    click(question(), "Go back")
    assert not case(window.session).issued


def test_a_later_version_supersedes_and_shows_it(window: Window) -> None:
    session = at_letters(window, words={})
    issue(window)
    session.answer("age", ["35"])
    assert session.background.drain()
    assert states(window)["Referral letter"] == "Changed since it was issued"
    assert button(window.page, "Issue version 2: Referral letter").isEnabled()
    issue(window)
    first, second = case(session).issued
    assert (second.version, second.supersedes) == (2, first.reference)
    assert f"Superseded by {second.reference}." in words_of(window.page)
    assert session.issued_pdf(first.reference) != session.issued_pdf(second.reference)


def test_an_issued_letter_is_still_issued_when_the_case_is_opened_again(window: Window) -> None:
    session = at_letters(window, words={})
    issue(window)
    shown_before = shown(window).picture.accessibleDescription()
    case_id = case(session).id
    session.leave_case()
    session.open_case(case_id)
    session.leave_room()
    window.go("letters")
    assert session.background.drain()
    assert states(window)["Referral letter"] == "Issued"
    assert shown(window).picture.accessibleDescription() == shown_before


def test_s26_on_issue_of_a_note_where_it_will_be_filed_is_asked(window: Window) -> None:
    session = at_letters(window)
    pick(window, Document.FILE_NOTE)
    window.page.primary().click()  # type: ignore[union-attr]
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible()]
    click(window.page, "Save")
    assert {"Enter where it will be filed.", "Enter who can open it."} <= set(words_of(window.page).splitlines())
    enter(window.page, "Where will it be filed?", "The patient record")
    enter(window.page, "Who can open it there?", "Clinical staff")
    choose(window.page, "Can it be seen online, by the person or the family?", "It is hidden from online access")
    click(window.page, "Save")
    (filing,) = case(session).decision.filing
    assert (filing.where, filing.who_can_open, filing.hidden_online) == ("The patient record", "Clinical staff", True)
    issue(window, Document.FILE_NOTE)
    assert [i.document for i in case(session).issued] == [Document.FILE_NOTE]


def test_s25_references_tell_of_no_other_document(window: Window) -> None:
    session = at_letters(window, words={})
    request = AnnexRequest(
        recipient="Jo Example",
        role="risk lead",
        authoriser="Sam Okoro",
        conflict_checked=True,
        route="secure mail",
        worker="Ali Example",
        worker_contact="01632 960 555",
        worker_prefers="by phone",
    )
    issue(window)
    session.decide(replace(case(session).decision, annex=request))
    assert session.background.drain()
    issue(window, Document.ANNEX)
    letter, annex = case(session).issued
    assert re.fullmatch(r"D-\d+", letter.reference)
    assert re.fullmatch(r"D-\d+", annex.reference)
    assert states(window)["Referral letter"] == "Issued", "the annex has changed nothing in it"


# --- save and print --------------------------------------------------------------------------------------------------


def test_saving_uses_a_neutral_name(window: Window, tmp_path: Path) -> None:
    session = at_letters(window, words={})
    issue(window)
    chosen = page(window).way_out.dialogs = Chosen(tmp_path)
    click(window.page, "Save …")
    (issued,) = case(session).issued
    assert chosen.asked == f"{issued.reference}.pdf"
    assert (tmp_path / chosen.asked).read_bytes() == session.issued_pdf(issued.reference)
    assert f"Saved as {issued.reference}.pdf." in words_of(window.page)


def test_a_folder_that_is_copied_elsewhere_is_warned_of(window: Window, tmp_path: Path) -> None:
    at_letters(window, words={})
    issue(window)
    folder = tmp_path / "OneDrive - Eastmere" / "Documents"
    folder.mkdir(parents=True)
    page(window).way_out.dialogs = Chosen(folder)
    click(window.page, "Save …")
    assert "This folder may be copied to other computers." in words_of(question())
    click(question(), "Go back")
    assert not list(folder.iterdir())
    click(window.page, "Save …")
    click(question(), "Save it there")
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("path", "warned"),
    [
        ("C:/Users/pat/OneDrive - Trust/a.pdf", True),
        ("/home/pat/Dropbox/a.pdf", True),
        ("G:/My Drive/a.pdf", True),
        ("/Users/pat/Library/Mobile Documents/a.pdf", True),
        ("/home/pat/Google Drive/work/a.pdf", True),
        ("/home/pat/Box/a.pdf", True),
        ("/home/pat/Boxes/a.pdf", False),
        ("C:/Users/pat/Documents/dropbox.pdf", False),
        ("/home/pat/Documents/a.pdf", False),
    ],
)
def test_which_folders_are_copied_elsewhere(path: str, warned: bool) -> None:
    assert synced(Path(path)) is warned


def test_printing_asks_for_the_reader_first_and_prints_the_frozen_pages(window: Window, tmp_path: Path) -> None:
    session = at_letters(window, words={})
    issue(window)
    chosen = page(window).way_out.dialogs = Chosen(tmp_path)
    click(window.page, "Print …")
    assert "For Keelside Programme." in words_of(question())
    click(question(), "Choose a printer")
    (issued,) = case(session).issued
    assert chosen.asked == f"Document {issued.reference}", "the name in the queue says nothing"
    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(printed) == len(pypdfium2.PdfDocument(session.issued_pdf(issued.reference)))
    width, height = printed[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    assert "Sent to the printer." in words_of(window.page)


@pytest.mark.parametrize("size", [100, 200])
def test_every_document_can_be_read_whole(build: Callable[..., Window], size: int) -> None:
    window = build(text_size=size)
    window.train()
    ready(window)
    for document in Document:
        pick(window, document)
        settle(window)
        assert not clipped(window), document
