"""What a family is told unasked about a voucher (G.5): the child by the first name, the main button first."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.message import Choice, Message
from dialogs.said import DEPARTMENT, said
from enrolment.profile_terms import DayUnit
from enrolment.terms import PlaceInstrument
from enrolment.voucher_states import VoucherState
from locales.text import Text, _, joined, n_, verbatim


@dataclass(frozen=True)
class AboutVoucher:
    """The voucher that a notification is about: ids for its buttons, number and the child's first name for people."""

    voucher: int
    application: int
    number: str
    child: str
    instrument: PlaceInstrument = PlaceInstrument.VOUCHER

    def either(self, voucher: Text, referral: Text) -> Text:
        """The words for what it is."""
        return voucher if self.instrument is PlaceInstrument.VOUCHER else referral


UNANSWERED_RESTS = (
    _("Without your answer the voucher will be annulled, and the application will go to the stop-list."),
    _("Without your answer the referral will be annulled, and the application will go to the stop-list."),
)
UNANSWERED_ENDS = (
    _("Without your answer the voucher will be annulled, and the application will go to the archive."),
    _("Without your answer the referral will be annulled, and the application will go to the archive."),
)


def issued(about: AboutVoucher, until: Text, *, rests: bool) -> Message:
    """N06: the turn has come; unconfirmed, the application goes to the stop-list or to the archive (S3-40…S3-42)."""
    return _of_voucher(
        "N06",
        about,
        (_accept(about), _decline(about), _details(about)),
        about.either(_("Your turn has come! A voucher is issued."), _("Your turn has come! A referral is issued.")),
        _("Confirm that you want the place {deadline}.", deadline=until),
        about.either(*(UNANSWERED_RESTS if rests else UNANSWERED_ENDS)),
        deadline=until,
    )


def referred(about: AboutVoucher, until: Text, preschool: Text | None) -> Message:
    """N06r: a place that needs no confirmation."""
    return _of_voucher(
        "N06r",
        about,
        (_details(about),),
        about.either(_("A voucher is issued."), _("An electronic referral is issued.")),
        _("Kindergarten: {name}.", name=preschool) if preschool else verbatim(""),
        _("Conclude the contract with the kindergarten {deadline}.", deadline=until),
        deadline=until,
    )


def answer_soon(about: AboutVoucher, until: Text) -> Message:
    """N07 while it is to be confirmed."""
    return _of_voucher(
        "N07",
        about,
        (_accept(about), _details(about)),
        _("A reminder: the time to answer is running out."),
        _("Confirm that you want the place {deadline}.", deadline=until),
        deadline=until,
    )


def enrol_soon(about: AboutVoucher, until: Text) -> Message:
    """N07 while a contract is to be concluded."""
    return _of_voucher(
        "N07e",
        about,
        (_details(about),),
        _("A reminder: the time to conclude the contract is running out."),
        _("Conclude the contract with the kindergarten {deadline}.", deadline=until),
        deadline=until,
    )


def accepted(about: AboutVoucher, until: Text) -> Message:
    """N08: confirmed, the enrolment term begins (S3-46)."""
    return _of_voucher(
        "N08",
        about,
        (_details(about),),
        about.either(_("The voucher is confirmed."), _("The referral is confirmed.")),
        _("Choose a kindergarten and conclude the electronic contract {deadline}.", deadline=until),
        deadline=until,
    )


def declined(about: AboutVoucher) -> Message:
    """N09: declined, and the application is archived (S3-43)."""
    return _of_voucher(
        "N09",
        about,
        (_open_application(about),),
        about.either(_("You declined the voucher. It is annulled."), _("You declined the referral. It is annulled.")),
        _("The application is in the archive. For a new place, join the queue again."),
    )


WHY_IT_RESTS = {
    VoucherState.EXPIRED_UNCONFIRMED: (
        _("The voucher was not confirmed in time and is annulled."),
        _("The referral was not confirmed in time and is annulled."),
    ),
    VoucherState.DECLINED: (
        _("The voucher was declined. It is annulled."),
        _("The referral was declined. It is annulled."),
    ),
    VoucherState.EXPIRED_UNUSED: (
        _("No contract was concluded in time. The voucher is annulled."),
        _("No contract was concluded in time. The referral is annulled."),
    ),
}


def resting(about: AboutVoucher, why: VoucherState, until: Text, *, by_hand: bool) -> Message:
    """N10: the application is on the stop-list and can be brought back, or comes back by itself (S3-42, B.5)."""
    restore = Choice(f"restore.{about.application}", _("Restore"), action=True)
    return _of_voucher(
        "N10",
        about,
        (restore, _open_application(about)) if by_hand else (_open_application(about),),
        about.either(*WHY_IT_RESTS[why]),
        _("The application is on the stop-list. You can restore it once {deadline}.", deadline=until)
        if by_hand
        else _("The application rests on the stop-list {deadline}. Then it returns by itself.", deadline=until),
        deadline=until,
    )


def restored(about: AboutVoucher, position: int) -> Message:
    """N11: back in the queue."""
    return _of_voucher(
        "N11",
        about,
        (_open_application(about),),
        _("Your application is restored. Place in the queue: {position}.", position=position),
        _("When the turn comes, I will write to you here. Nothing is to be done now."),
        position=position,
    )


def rest_over(about: AboutVoucher, *, in_vain: bool) -> Message:
    """N12: nothing brings the application back any more; `in_vain` when it had been restored before (A16)."""
    return _of_voucher(
        "N12",
        about,
        (_open_application(about),),
        _("The place was not confirmed in time, and the application has been restored before.")
        if in_vain
        else _("The time to restore the application is over."),
        _("The application is in the archive. For a new place, join the queue again."),
    )


def not_enrolled(about: AboutVoucher) -> Message:
    """N14: the enrolment term is over (S3-48)."""
    return _of_voucher(
        "N14",
        about,
        (_open_application(about),),
        about.either(*WHY_IT_RESTS[VoucherState.EXPIRED_UNUSED]),
        _("The application is in the archive. For a new place, join the queue again."),
    )


def extension_offered(about: AboutVoucher, adds: Text, until: Text) -> Message:
    """N15: the term can be extended now, once; `adds` are the days in words (S3-47)."""
    return _of_voucher(
        "N15",
        about,
        (Choice(f"extend.{about.voucher}", _("Extend the term"), action=True), _details(about)),
        _("The term is about to end: conclude the contract {deadline}.", deadline=until),
        _("You can extend it once: {days} more.", days=adds),
        deadline=until,
        count=adds,
    )


def days_added(adds: int, unit: DayUnit) -> Text:
    """How many days an extension adds, and of which kind."""
    if unit is DayUnit.WORKING_DAYS:
        return n_("{count} working day", "{count} working days", adds)
    return n_("{count} calendar day", "{count} calendar days", adds)


def extended(about: AboutVoucher, until: Text) -> Message:
    """N16: the enrolment term ends later."""
    return _of_voucher(
        "N16",
        about,
        (_details(about),),
        about.either(_("The voucher is extended."), _("The referral is extended.")),
        _("The new deadline: {deadline}.", deadline=until),
        deadline=until,
    )


def deadline_moved(about: AboutVoucher, until: Text) -> Message:
    """A day was declared off: the term ends later, and nothing is lost (edge 7)."""
    return _of_voucher(
        "deadline_moved",
        about,
        (_details(about),),
        _("You have more time: the working calendar has changed."),
        _("The new deadline: {deadline}.", deadline=until),
        deadline=until,
    )


def deadline_after_outage(about: AboutVoucher, until: Text) -> Message:
    """The service stood still when the term ended: some hours more, and nothing is lost (edge 6)."""
    return _of_voucher(
        "deadline_after_outage",
        about,
        (_details(about),),
        _("You have more time: the service did not work when your term ended."),
        _("The new deadline: {deadline}.", deadline=until),
        deadline=until,
    )


def annulled(about: AboutVoucher, reason: str, position: int | None, ground: Text | None = None) -> Message:
    """N17: the department took it back; without fault the application is in the queue at its old place (V12).

    `ground` is what the city's list calls the reason; `reason` is in the department's own words.
    """
    return _of_voucher(
        "N17",
        about,
        (_open_application(about),),
        about.either(
            _("The education department has annulled the voucher."),
            _("The education department has annulled the referral."),
        ),
        _("Reason: {reason}.", reason=ground or verbatim(reason)),
        *((said(DEPARTMENT, reason),) if ground and reason else ()),
        _("The application is back in the queue with its old date. Place: {position}.", position=position)
        if position
        else _("The application is in the archive."),
    )


def _accept(about: AboutVoucher) -> Choice:
    label = about.either(_("Accept voucher"), _("Accept referral"))
    return Choice(f"accept.{about.voucher}", label, action=True)


def _decline(about: AboutVoucher) -> Choice:
    return Choice(f"decline.{about.voucher}", _("Decline"), action=True)


def _details(about: AboutVoucher) -> Choice:
    return Choice(f"voucher.{about.voucher}", _("Details"), action=True)


def _open_application(about: AboutVoucher) -> Choice:
    return Choice(f"application.{about.application}", _("Open application"), action=True)


def _of_voucher(key: str, about: AboutVoucher, buttons: tuple[Choice, ...], *lines: Text, **more: object) -> Message:
    """A notification about that voucher; `more` are the facts that a template may name besides the child."""
    first, *rest = lines
    told = joined(first, _("Child: {child}.", child=about.child), separator=" ")
    return Message(joined(told, *rest), buttons, purpose=key, named={"child": about.child, **more})
