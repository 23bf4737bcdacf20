"""The words about documents for a contract: short names, where to get each, how long it is good. S2-18, S3-54…S3-60."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.preparation_queries import Preparation, Prepared
from enrolment.preparation import (
    Readiness,
    documents_shown_to,
    good_until,
    readiness,
)
from enrolment.profile_sections import DocumentRules, Requirement
from enrolment.terms import DocumentKind
from locales.text import Text, _, joined, n_

Kind = DocumentKind
POLYCLINIC = _("You get it at the child's polyclinic, from the doctor.")
SHORT: Mapping[DocumentKind, Text] = {
    Kind.CHILD_PHOTO: _("Photo of the child"),
    Kind.BIRTH_CERTIFICATE: _("Birth certificate"),
    Kind.ID_CARD: _("Parent's ID card"),
    Kind.HEALTH_PASSPORT: _("Health passport"),
    Kind.HEALTH_CERTIFICATE: _("Health certificate"),
    Kind.VACCINATION_CARD: _("Vaccination card"),
    Kind.CERTIFICATE_027: _("Certificate 027/у"),
    Kind.PMPC_CONCLUSION: _("PMPC conclusion"),
    Kind.PHTHISIATRICIAN_CONCLUSION: _("Doctor's conclusion"),
    Kind.PRIVILEGE_PROOF: _("Proof of privilege"),
}
WHERE: Mapping[DocumentKind, Text] = {
    Kind.CHILD_PHOTO: _("Take it with your phone: the face from the front, in good light."),
    Kind.BIRTH_CERTIFICATE: _(
        "You got it when the child was born. A lost one is issued anew at a public service centre."
    ),
    Kind.ID_CARD: _("Both sides of the card of the parent who signs."),
    Kind.HEALTH_PASSPORT: joined(POLYCLINIC, _("The part with the general data of the child is needed.")),
    Kind.HEALTH_CERTIFICATE: POLYCLINIC,
    Kind.VACCINATION_CARD: _("You get it at the child's polyclinic, where the child is vaccinated."),
    Kind.CERTIFICATE_027: POLYCLINIC,
    Kind.PMPC_CONCLUSION: _("It is written by the psychological-medical-pedagogical consultation (PMPC)."),
    Kind.PHTHISIATRICIAN_CONCLUSION: _("It is written by the phthisiatrician of the polyclinic."),
    Kind.PRIVILEGE_PROOF: _("It is issued by whoever confirms the privilege, such as the place of work."),
}
MEDICAL = frozenset({Kind.HEALTH_PASSPORT, Kind.HEALTH_CERTIFICATE, Kind.VACCINATION_CARD, Kind.CERTIFICATE_027})


def asked_of(facts: Facts, preparation: Preparation) -> tuple[DocumentRules, ...]:
    """The documents to prepare, as far as the role may know of them."""
    return documents_shown_to(preparation.role, preparation.profile or facts.profile, preparation.queues)


def rules_of(facts: Facts, preparation: Preparation, kind: DocumentKind) -> DocumentRules | None:
    """The profile's row of one of them."""
    return next((row for row in asked_of(facts, preparation) if row.kind is kind), None)


def stands(facts: Facts, preparation: Preparation, rules: DocumentRules) -> Readiness:
    """How the document stands today."""
    one = preparation.of(rules.kind)
    if one is None:
        return Readiness.MISSING
    return readiness(good_until(rules, one.issued_on), facts.today, preparation.contract_on)


def in_short(facts: Facts, preparation: Preparation, rules: DocumentRules) -> Text:
    """How it stands, beside its name in the list."""
    one = preparation.of(rules.kind)
    if rules.kind in preparation.marked:
        return _("wanted anew")
    if rules.kind in preparation.brought:
        return _("sent for the contract")
    if one is None:
        return _("still missing") if rules.requirement is Requirement.REQUIRED else _("if there is one")
    until = good_until(rules, one.issued_on)
    match stands(facts, preparation, rules):
        case Readiness.ENDED:
            return _("has ended: {date}", date=until)
        case Readiness.ENDS_EARLY:
            return _("ends before the contract: {date}", date=until)
    return _("there, good until {date}", date=until) if until else _("there")


def warning(facts: Facts, preparation: Preparation, rules: DocumentRules) -> Text:
    """What is to be done about a document that is there; nothing while it is good."""
    one = preparation.of(rules.kind)
    until = good_until(rules, one.issued_on) if one else None
    match stands(facts, preparation, rules):
        case Readiness.ENDED:
            return _("It has ended: {date}. Get a new one and send it.", date=until)
        case Readiness.ENDS_EARLY:
            return _("It ends before a contract is likely: {date}. Get a new one when your turn is near.", date=until)
    return EMPTY


def how_long(rules: DocumentRules, preparation: Preparation) -> Text:
    """For how long it is good, and when to get it."""
    if rules.valid_days is None:
        fresh = _("No term is set for it here. Ask the kindergarten how fresh it must be.")
        return fresh if rules.kind in MEDICAL else EMPTY
    term = n_(
        "It is good for {count} day from its issue.", "It is good for {count} days from its issue.", rules.valid_days
    )
    return term if preparation.offered else joined(term, _("Get it when your turn is near."))


def there(one: Prepared, until: date | None) -> Text:
    """What is there of it, and who sent it."""
    count = sum(page.pages for page in one.pages)
    lines = [n_("There: {count} page.", "There: {count} pages.", count)] if count else []
    lines.append(_("Sent: {moment}", moment=one.sent_at))
    if not one.mine:
        lines.append(_("Somebody else of the family has sent it."))
    if one.issued_on is not None:
        lines.append(_("Issued: {moment}", moment=one.issued_on))
    if until is not None:
        lines.append(_("Good until: {date}", date=until))
    return joined(*lines)
