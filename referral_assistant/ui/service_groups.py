"""The fields of an entry as a referrer reads them: which there are, under which heading, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from referral_assistant.i18n import _


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as it stands on the page. control: `line`, `note`, `lines`, `number`, `day`, `one`, `many`, `areas` or
    `marks`."""

    name: str
    label: str
    control: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; a pair stands side by side."""

    title: str
    lead: str
    rows: tuple[tuple[Shown, ...], ...]


def groups() -> tuple[Group, ...]:
    """Everything an entry says, in the order in which a referrer asks for it. The kind comes before, the criteria after
    whom it takes: each has a form of its own."""
    return (_what(), _whom(), _how(), _support(), _practical(), _source())


def _what() -> Group:
    active = _("Temporarily closed: nobody is referred, and it stays in the list.")
    return Group(
        _("What it is"),
        "",
        (
            (Shown("name", _("Name"), "line", _("The name people know it by.")),),
            (Shown("organisation", _("Organisation"), "line"),),
            (Shown("purpose", _("Whom is the line for?"), "one", _("Of a helpline or a consultation line.")),),
            (Shown("description", _("What it does"), "note"),),
            (Shown("status", _("Is it open?"), "one", active),),
            (
                Shown("alert", _("To know before ringing"), "line", _("Such as: no new people until March.")),
                Shown("ends_on", _("It ends on"), "day", _("Only where an end is known, such as of its funding.")),
            ),
        ),
    )


def _whom() -> Group:
    unknown = _("Nothing ticked means not known: then the program says “ask”, never no.")
    return Group(
        _("Who it takes"),
        unknown,
        (
            (Shown("genders", _("Gender"), "many"),),
            (
                Shown("minimum_age", _("Youngest age"), "number", _("Empty: no limit.")),
                Shown("maximum_age", _("Oldest age"), "number", _("Empty: no limit.")),
            ),
            (Shown("relationships", _("Abuse towards"), "many"),),
            (Shown("service_areas", _("Areas it covers"), "areas"),),
            (Shown("residence", _("Whose home counts?"), "one"),),
            (Shown("languages", _("Languages it works in"), "many"),),
            (Shown("interpreter", _("With an interpreter?"), "one"),),
            (Shown("access", _("What it offers so that people can take part"), "many"),),
            (Shown("communities", _("Work for particular communities"), "many"),),
            (Shown("harm_level", _("Level of harm it is for"), "one"),),
        ),
    )


def _how() -> Group:
    private = _("What is ticked stays in your directory, and no file or pack that is published has it.")
    return Group(
        _("How to refer"),
        "",
        (
            (Shown("routes", _("Who may refer"), "many"),),
            (
                Shown("contact.telephone", _("Telephone"), "line", _("Digits and spaces only.")),
                Shown("contact.email", _("E-mail"), "line", _("Of the service, not of one person.")),
            ),
            (Shown("contact.website", _("Website"), "line"),),
            (Shown("contact.consultation", _("Before you refer"), "note", _("Such as: ring first, ask for duty.")),),
            (Shown("contact.address", _("Address"), "lines", _("One line for each line of the address.")),),
            (Shown("private", _("Not for publication"), "many", private),),
        ),
    )


def _support() -> Group:
    lead = _("Linked support for a partner or ex-partner, by a different worker. Without it nothing is simply a fit.")
    return Group(
        _("Partner support"),
        lead,
        ((Shown("partner_support", _("Does it offer linked support?"), "one"),),),
    )


def _practical() -> Group:
    return Group(
        _("Practical"),
        "",
        (
            (Shown("formats", _("How sessions run"), "many"),),
            (Shown("schedules", _("When they run"), "many"),),
            (Shown("length", _("How long it takes"), "line", _("Such as: 26 weeks, Tuesday evenings.")),),
            (Shown("fees", _("Is there a fee?"), "one"),),
            (Shown("fees_note", _("About the fee"), "line", _("How much, and who pays.")),),
            (
                Shown("waiting", _("Waiting time"), "line", _("Such as: four months for a place.")),
                Shown("waiting_as_of", _("As of"), "day"),
            ),
            (Shown("accreditations", _("Accreditations"), "marks"),),
        ),
    )


def _source() -> Group:
    lead = _("So that somebody can check it. The day of a check by telephone is entered where you note the call.")
    hint = _("Such as: their website, or a call with their manager.")
    source = Shown("source", _("Source"), "line", hint)
    return Group(_("Where it comes from"), lead, ((source,),))
