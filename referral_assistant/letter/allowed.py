"""Which documents a case allows, and for each other one why not, in whole sentences (S5, S6, S18, S21, S24, S25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from referral_assistant.i18n import _, fill, joined
from referral_assistant.letter.draft import Draft
from referral_assistant.letter.heard import Heard, says
from referral_assistant.letter.person_copy import NAME, TELEPHONE, fits_slot
from referral_assistant.matching.cautions import NEEDS_PARTNER_SUPPORT, NOT_REFERABLE
from referral_assistant.model import (
    RECIPIENTS,
    Assessment,
    Case,
    Decision,
    Document,
    Kind,
    Match,
    Route,
    Service,
    Sharing,
    Verdict,
    Who,
)

NO_LETTER_KINDS = frozenset({"helpline", "consultation"})
"""Kinds that are rung, not written to."""

VOLUNTARY_ROUTES = frozenset({"self", "professional"})
"""Ways into a service that rest on the person's agreement. A service with these alone takes nobody without it (S21)."""

Why = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one document may not be made: a code, and a sentence that says what to do about it."""

    document: Document
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that decides which documents there may be."""

    draft: Draft
    assessment: Assessment
    service: Service | None
    verdict: Verdict | None

    @property
    def case(self) -> Case:
        """The case."""
        return self.draft.case

    @property
    def found(self) -> tuple[Heard, ...]:
        """What was answered in the path."""
        return self.draft.found

    @property
    def decision(self) -> Decision:
        """The two decisions on record."""
        return self.case.decision

    @property
    def closed(self) -> bool:
        """Whether a stop or an open safety concern closes everything but the notes (S5, S10)."""
        return self.stopped or self.safety_open

    @property
    def stopped(self) -> bool:
        """Whether a stop of the gate stands."""
        return self.assessment.stop is not None and self.assessment.stop.stands

    @property
    def safety_open(self) -> bool:
        """Whether a safety concern has no outcome yet."""
        return any(not concern.closed for concern in self.case.safety)


def question(base: Draft, assessment: Assessment, match: Match | Service | None) -> Question:
    """The question which documents there may be."""
    if isinstance(match, Match):
        return Question(base, assessment, match.service, match.verdict)
    return Question(base, assessment, match, None)


def refusals(asked: Question) -> tuple[Refusal, ...]:
    """Every reason against every document. A document without a reason against it may be made."""
    anything = tuple(_anything(asked))
    letter = tuple(_letter(asked))
    own = {
        Document.REFERRAL_LETTER: letter,
        Document.PERSON_COPY: tuple(_copy(asked)),
        Document.ANNEX: tuple(_annex(asked, bool(letter))),
    }
    they = asked.draft.pronouns
    return tuple(
        Refusal(document, code, fill(sentence, they))
        for document in Document
        for code, sentence in (*anything, *own.get(document, ()))
    )


def _anything(asked: Question) -> Iterator[Why]:
    """What stands before any document at all: both decisions on record, and every duty closed (S6, S21)."""
    still_open = [d.id for d in asked.assessment.duties if d.open]
    if still_open:
        words = asked.draft.pack.words.get("duties", {})
        named = "; ".join(words.get(duty, duty.replace("_", " ")) for duty in still_open)
        yield "duties_open", _("Close every duty first. Still open: {duties}.").replace("{duties}", named)
    if not asked.closed and asked.decision.referral not in ("agreed", "not_needed", "no"):
        yield "referral_undecided", _("Record the decision about a referral first.")
    if asked.decision.referral == "not_needed" and not asked.decision.route_named.strip():
        yield "route_not_named", _("Name the route that does not need {their} agreement.")
    if _protection_open(asked.decision):
        yield "protection_undecided", _("Record the decision about protection first: who is told, and who is not.")


def _protection_open(decision: Decision) -> bool:
    latest = {line.recipient: line for line in decision.sharing}
    if any(who not in latest or not _complete(latest[who]) for who in RECIPIENTS):
        return True
    return decision.told != "yes" and not (decision.told == "not_now" and decision.told_because.strip())


def _complete(line: Sharing) -> bool:
    if not line.shared:
        return bool(line.basis.strip())
    return bool(line.basis.strip() and line.authorised_by.strip() and line.at)


def _closed(asked: Question) -> Iterator[Why]:
    """What closes every document that leaves the agency (S5, S10, S18)."""
    if asked.safety_open:
        yield "safety_open", _("A safety concern is open. Record what was done first.")
    if asked.stopped:
        yield "stopped", _("The conversation is stopped. Only the notes can be written.")
    elif asked.assessment.route is Route.ACT_NOW:
        yield "act_now", _("Act on safety first. Nothing is sent today.")
    elif asked.assessment.route is Route.HOLD:
        yield "hold", _("It is not the time for a referral. Set a date to look again.")
    elif asked.assessment.route is Route.PANEL:
        yield "panel", _("This is not a referral to a service. Follow the next step under What this means.")


def _letter(asked: Question) -> Iterator[Why]:
    """Only on the way to a service that can take it, with agreement or on a named route, and after consulting (S21)."""
    yield from _closed(asked)
    if asked.assessment.route is Route.CONSULT:
        if not asked.decision.consulted.strip():
            yield "consult_first", _("Consult first, and record whom you asked.")
        if asked.assessment.who is not Who.CLEAR:
            yield "who_not_clear", _("Who is doing what to whom is not clear. Record what the specialist told you.")
    yield from _agreement(asked)
    yield from _service(asked)
    yield from _writer(asked)


def _agreement(asked: Question) -> Iterator[Why]:
    decision, service = asked.decision, asked.service
    if decision.referral == "no":
        yield "no_referral", _("The decision on record is not to refer.")
    if decision.referral == "agreed" and says(asked.found, "agree_refer", "no"):
        yield "said_no", _("{They} said no to a referral. Ask {them} again, or record another decision.")
    if decision.referral == "agreed" and says(asked.found, "agree_share", "no"):
        yield "no_sharing", _("{They} said no to sharing what {they} told you. Agree with {them} what may go.")
    if decision.referral == "not_needed" and service and service.routes and VOLUNTARY_ROUTES.issuperset(service.routes):
        yield "voluntary", _("This service is voluntary, so it needs {their} agreement.")


def _service(asked: Question) -> Iterator[Why]:
    service, decision = asked.service, asked.decision
    if service is None or decision.service not in ("", service.id):
        yield "no_service", _("Choose the service first.")
        return
    if service.kind in NOT_REFERABLE:
        yield "not_referable", _("This kind of work cannot be opened by a letter from here.")
    if service.kind in NO_LETTER_KINDS:
        yield "ring_instead", _("This line is rung, not written to. Ring it with {them}, or give {them} the number.")
    if asked.verdict is Verdict.CLOSED or service.status != "active" or _ended(service, asked.draft.today):
        yield "closed", _("This service is not taking referrals now.")
    if asked.verdict is Verdict.DOES_NOT_FIT:
        yield "does_not_fit", _("This service does not take this referral. See its reasons under Services.")
    if service.fictional and asked.case.kind is Kind.LIVE:
        yield "fictional", _("This service is an example for training.")
    unsupported = service.kind in NEEDS_PARTNER_SUPPORT and service.partner_support != "yes"
    if unsupported and not decision.consulted.strip():
        yield "no_partner_support", _("No support for a partner is known of. Consult first, and say whom you asked.")


def _ended(service: Service, today: date) -> bool:
    return service.ends_on is not None and service.ends_on < today


def _writer(asked: Question) -> Iterator[Why]:
    writer = asked.case.practitioner
    if not writer.name.strip() or not (writer.telephone.strip() or asked.case.organisation.telephone.strip()):
        yield "no_writer", _("Enter your name and number in Settings: the letter asks the service to ring you.")


def _copy(asked: Question) -> Iterator[Why]:
    """Only on the way to a programme or an early step, with agreement, and after asking how they want it (S24)."""
    yield from _closed(asked)
    decision, service = asked.decision, asked.service
    if asked.assessment.route is Route.CONSULT:
        yield "consult", _("There is no copy while a specialist is being asked. A helpline card may be safe.")
    if decision.referral in ("not_needed", "no"):
        yield "no_agreement", _("There is a copy only of what {they} agreed to.")
    if decision.copy == "":
        yield "copy_not_asked", _("Ask {them} first: paper, a safe address, or nothing.")
    if decision.copy == "nothing":
        yield "copy_nothing", _("{They} asked for nothing on paper.")
    yield from _agreement_said(asked)
    yield from _service(asked)
    writer = asked.case.practitioner
    if service is not None and not (fits_slot(service.name, NAME) and fits_slot(writer.name.strip(), NAME)):
        yield "slots", _("The name of the service or the worker is too long or unusual for a copy. Shorten it.")
    if writer.telephone.strip() and not fits_slot(writer.telephone.strip(), TELEPHONE):
        yield "worker_number", _("Your number cannot be printed on a copy. Enter the number alone in Settings.")
    if not _plain_letterhead(asked.case):
        yield "letterhead", _("The letterhead cannot be printed on a copy. Use plain lines in Settings.")


def _agreement_said(asked: Question) -> Iterator[Why]:
    """The copy says that they agreed; it never says so against their own answer."""
    yield from (why for why in _agreement(asked) if why[0] == "said_no")


def _plain_letterhead(case: Case) -> bool:
    organisation = case.organisation
    lines = [line.strip() for line in (organisation.name, *organisation.address) if line.strip()]
    number = organisation.telephone.strip()
    return all(fits_slot(line, NAME) for line in lines) and (not number or fits_slot(number, TELEPHONE))


def _annex(asked: Question, no_letter: bool) -> Iterator[Why]:
    """Only beside a referral, only when asked for, and only when everything about its reader is settled (S25)."""
    if no_letter:
        yield "annex_no_letter", _("There is no referral for it to go with.")
    request = asked.decision.annex
    if request is None:
        yield "annex_not_asked", _("It is made only when it is asked for. A telephone call is safer.")
        return
    needed = (
        (request.recipient, _("who will read it")),
        (request.role, _("their role")),
        (request.authoriser, _("who authorised it")),
        (request.route, _("the secure route")),
        (request.worker, _("the worker to speak to")),
        (request.worker_contact, _("how to reach that worker")),
        (request.worker_prefers, _("how that worker prefers to talk")),
    )
    lacking = [name for text, name in needed if not text.strip()]
    if not request.conflict_checked:
        lacking.append(_("the check for a conflict of interest"))
    if lacking:
        yield "annex_incomplete", _("Still needed: {missing}.").replace("{missing}", joined(lacking))
