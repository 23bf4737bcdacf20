"""The card of a contract in words: where it stands, who acts next, its main terms, the admission. S2-57…S2-66."""

from __future__ import annotations

from dialogs.contract_notices import CONCLUDE
from dialogs.contract_queries import Admission, ContractCard, ContractTerms
from dialogs.contract_words import (
    AGREEMENT,
    AGREEMENT_ENDS,
    AGREEMENT_STATES,
    BOTH_SIGNED,
    ENDS,
    ON_PAPER,
    STATES,
    THE_OTHER,
    THE_OTHER_SIGNS,
    attempts,
    marked_lines,
)
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import beginning, named
from dialogs.questions.choose_many import numbered
from dialogs.voucher_words import instrument_named
from enrolment.contract_states import WITH_PARENT
from enrolment.contract_states import ContractState as State
from enrolment.terms import PlaceInstrument
from locales.deadlines import deadline
from locales.text import Text, _, joined, verbatim

SIGN_AGREEMENT = _("Sign the agreement")


def header(card: ContractCard) -> Text:
    """What it is, with its number."""
    if card.amends:
        return _("Additional agreement No. {number}", number=card.number)
    return _("Contract No. {number}", number=card.number)


def fill_label(card: ContractCard) -> Text:
    """How a draft is begun: an agreement changes a contract that was concluded long ago."""
    return SIGN_AGREEMENT if card.amends else CONCLUDE


def status(card: ContractCard, facts: Facts) -> Text:
    """Where it stands, in one line; a signed contract in the profile's words (X-16)."""
    if card.amends:
        return joined(AGREEMENT, AGREEMENT_STATES[card.state], separator=": ")
    return named(facts.profile.labels.admitted) if card.state == State.SIGNED else STATES[card.state]


def card_text(card: ContractCard, facts: Facts) -> Text:
    """The whole card: the status and who acts next, then the details."""
    both = BOTH_SIGNED if card.amends else STATES[State.SIGNED]
    signed = both if card.state == State.SIGNED else EMPTY
    first = joined(signed, status(card, facts), next_step(card))
    about = joined(
        _("It changes contract No. {number}.", number=card.amends) if card.amends else EMPTY,
        _("Child: {child}.", child=verbatim(card.child)),
        Text(
            "{word}: {preschool}",
            {"word": beginning(facts.profile.labels.preschool), "preschool": named(card.preschool)},
        ),
        dates(card),
    )
    rests_on = admission(card.admission, facts.profile.place_instrument)
    return joined(first, about, main_terms(card.terms), rests_on, separator="\n\n")


def next_step(card: ContractCard) -> Text:
    """Who acts next, and until when."""
    if not card.fills and card.state in WITH_PARENT:
        return joined(THE_OTHER, term(card))
    match card.state:
        case State.DRAFT if card.frozen and not card.signs:
            instead = _(
                "To sign instead, press “{button}”: then it is made anew with your data.", button=fill_label(card)
            )
            return joined(THE_OTHER_SIGNS, instead, term(card))
        case State.DRAFT | State.RETURNED if card.frozen:
            return joined(_("The document is ready, only your signature is missing."), term(card))
        case State.DRAFT if card.amends:
            return joined(_("Now it is your turn: check the data and sign."), term(card))
        case State.DRAFT:
            return joined(_("Now it is your turn: fill in the data and sign."), term(card))
        case State.RETURNED:
            lines = marked_lines(card.marks)
            wrong = joined(_("Incorrect:"), numbered(lines)) if lines else EMPTY
            return joined(wrong, attempts(card.corrections_left, counts=card.return_counts), term(card))
        case State.SIGNATURE_PENDING:
            return _("The service that checks the EDS does not answer. I go on trying, and your term is kept.")
        case State.PARENT_SIGNED | State.UNDER_REVIEW:
            return _("Now it is the kindergarten's turn. You lose nothing by waiting.")
    return ended(card)


def ended(card: ContractCard) -> Text:
    """Why it ended, for one that did."""
    why = (AGREEMENT_ENDS if card.amends else ENDS).get(card.end or "")
    reason = _("Reason: {reason}.", reason=why) if why else EMPTY
    chosen = _("Reason: {reason}.", reason=card.reason) if card.reason != EMPTY else EMPTY
    comment = _("Comment: {comment}", comment=verbatim(card.comment)) if card.comment else EMPTY
    return joined(chosen if chosen != EMPTY else reason, comment)


def term(card: ContractCard) -> Text:
    """Until when the parent has to sign."""
    return _("Sign it {deadline}.", deadline=deadline(card.sign_by, card.days_left)) if card.sign_by else EMPTY


def dates(card: ContractCard) -> Text:
    """When it was made and signed by each side; what has no date is not shown (S2-58)."""
    by = _("Confirmed by: {name}", name=verbatim(card.confirmed_by)) if card.confirmed_by else EMPTY
    sent = _("Sent for signing: {moment}", moment=card.sent_at) if card.sent_at else EMPTY
    signed = _("Signed by the kindergarten: {moment}", moment=card.signed_at) if card.signed_at else EMPTY
    paper = ON_PAPER if card.paper else EMPTY
    return joined(_("Made: {moment}", moment=card.created_at), by, sent, signed, paper)


def main_terms(terms: ContractTerms) -> Text:
    """The main terms (S2-64, S2-65)."""
    place = _("Place: {place}", place=named(terms.place)) if terms.place else EMPTY
    effective = _("Effective from: {date}", date=terms.effective_on) if terms.effective_on else EMPTY
    return joined(_("Main terms of the contract"), place, validity(terms), effective, monthly(terms.amount))


def monthly(amount: int | None) -> Text:
    """What the parent pays a month, in tenge; what is free does not change with tariffs (S2-64)."""
    if not amount:
        return EMPTY if amount is None else _("Sum: free of charge")
    return joined(
        _("Sum: {amount} tenge a month", amount=f"{amount:,}".replace(",", " ")),
        _("It may change with the child's age and the approved tariffs."),
    )


def validity(terms: ContractTerms) -> Text:
    """For how long it is concluded (S2-61, X-22)."""
    if terms.ends_on is None:
        return _("Term of the contract: indefinite")
    if terms.starts_on is None:
        return _("Term of the contract: until {date}, then it goes on indefinitely", date=terms.ends_on)
    return _(
        "Term of the contract: {since} – {until}, then it goes on indefinitely",
        since=terms.starts_on,
        until=terms.ends_on,
    )


def admission(one: Admission, instrument: PlaceInstrument) -> Text:
    """On what the admission rests (S2-66)."""
    return joined(
        _("Terms of admission"),
        instrument_named(instrument, one.number),
        _("Issued on {date} by: {issuer}", date=one.issued_on, issuer=named(one.issuer)),
        _("Group: {group}", group=verbatim(one.group)),
        _("Age: from {least} to {most} years", least=f"{one.min_age:g}", most=f"{one.max_age:g}"),
    )
