"""Every reason not to take a pack whose signature fits, as sentences, each with the fingerprint of its signer."""

from __future__ import annotations

from collections.abc import Sequence

from referral_assistant.directory.sealed import Refused, Why
from referral_assistant.i18n import long_date
from referral_assistant.model import Origin


def refuse_beside(used: Origin, new: Origin) -> None:
    """Refuse a pack for what one that is in use says. Origins of both are as a directory holds them."""
    signed = f"Its signer is {new.signer}."
    if used.id != new.id:
        if _same(used.title, new.title):
            raise Refused(
                Why.SAME_TITLE,
                f"A pack with the title “{used.title}” is in use, and this is another with the same title. {signed}",
                f"Ask the area lead. The next edition of the one in use has the id {_id(used)}; this has {_id(new)}.",
                new.signer,
            )
    elif new.serial == used.serial:
        raise Refused(
            Why.IN_USE,
            f"This edition of “{new.title}” is in use already. {signed}",
            "There is nothing to do.",
            new.signer,
        )
    elif new.serial < used.serial:
        raise Refused(
            Why.OLDER,
            f"This edition of “{new.title}”{_of(new)} is older than the one in use{_of(used)}. {signed}",
            "The newer one stays in use. Ask the area lead if you think that is wrong.",
            new.signer,
        )


def not_trusted(title: str, signer: str, fingerprint: str, *, closed: bool) -> Refused:
    """For a signer whom nobody trusts here; closed: whom nobody here can trust."""
    if closed:
        return Refused(
            Why.NOT_TRUSTED,
            f"“{title}” is signed by “{signer}”, who is not on your organisation’s list of signers. "
            f"The fingerprint is {fingerprint}.",
            "Your IT team keeps that list. Ask them, and give them the fingerprint.",
            fingerprint,
        )
    return Refused(
        Why.NOT_TRUSTED,
        f"“{title}” is signed by “{signer}”, whom nobody has trusted here yet. The fingerprint is {fingerprint}.",
        "Ring the area lead on a number that you know, and have them read their fingerprint to you. Trust the signer "
        "only when all eight groups are the same.",
        fingerprint,
    )


def fictional(fingerprint: str) -> Refused:
    """S20: for invented services on the way into a live directory."""
    return Refused(
        Why.FICTIONAL,
        f"This pack holds fictional services, which load only in training. Its signer is {fingerprint}.",
        "Open it in training.",
        fingerprint,
    )


def unfit(fingerprint: str, sentence: str) -> Refused:
    """For a pack that is as it was signed, and wrong."""
    return Refused(
        Why.MISTAKES,
        f"This pack is as it was signed, and cannot be taken. {sentence} Its signer is {fingerprint}.",
        "Tell the area lead. If it was made by a newer release of this program, install that release.",
        fingerprint,
    )


def counted(wrong: Sequence[tuple[str, str]]) -> str:
    """How many mistakes there are, and the first."""
    count = "One mistake was" if len(wrong) == 1 else f"{len(wrong)} mistakes were"
    place, sentence = wrong[0]
    return f"{count} found in it. The first, at {place}: {sentence}"


def _of(origin: Origin) -> str:
    return f", of {long_date(origin.issued)}" if origin.issued else ""


def _id(origin: Origin) -> str:
    return origin.id.removeprefix("pack:")


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
