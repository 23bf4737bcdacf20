"""What a dialog asks to be done: values that the handler carries out in the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.inputs import Page
from enrolment.terms import InstructionLanguage, QueueType
from locales.catalogue import Locale


@dataclass(frozen=True)
class Effect:
    """Something to do; its outcome comes back into the conversation as an input."""


@dataclass(frozen=True)
class Person:
    """A person as documents name them; `middle_name` may be empty."""

    last_name: str
    first_name: str
    middle_name: str
    birth_date: date | None = None
    sex: str | None = None


@dataclass(frozen=True)
class SetLanguage(Effect):
    """Speak this language from now on."""

    locale: Locale


@dataclass(frozen=True)
class SetLocality(Effect):
    """The city that the person asks about."""

    locality: str


@dataclass(frozen=True)
class SendCode(Effect):
    """Send a six-digit code to this phone (E.164); refused beyond 3 an hour or 10 a day."""

    phone: str
    purpose: str


@dataclass(frozen=True)
class CheckCode(Effect):
    """Whether the code is the one that was sent; five tries in all, counted across resends."""

    phone: str
    code: str
    purpose: str


@dataclass(frozen=True)
class LookUpPerson(Effect):
    """Ask the citizen registry whether phone and IIN belong together, and for the person's data."""

    iin: str
    phone: str


@dataclass(frozen=True)
class LookUpChild(Effect):
    """Ask the citizen registry about a child of this parent; five an hour."""

    iin: str


@dataclass(frozen=True)
class Register(Effect):
    """Open the account. `registry` is the status of the look-up: found, unknown, not_related, unavailable, none."""

    phone: str
    iin: str
    person: Person
    consent_version: str
    consent_at: str
    registry: str


@dataclass(frozen=True)
class UseAccount(Effect):
    """Open the account of this phone and IIN in this chat too, or `alone` in this one.

    `person` is what the registry told of its owner; None where it told nothing. The phone was proved at `proved_at`.
    """

    phone: str
    iin: str
    alone: bool
    person: Person | None
    proved_at: str


@dataclass(frozen=True)
class Recover(Effect):
    """Find the account of this phone and IIN, the phone proved; three tries a day. Then it is asked where it opens."""

    phone: str
    iin: str


@dataclass(frozen=True)
class IssueLinkCode(Effect):
    """A one-time code by which another chat may ask to join this account; five an hour."""


@dataclass(frozen=True)
class LinkByCode(Effect):
    """Ask the account that issued this code to take this chat in; five wrong ones an hour."""

    code: str


@dataclass(frozen=True)
class AnswerLink(Effect):
    """What the account says to the chat that wants to join."""

    link: int
    yes: bool


@dataclass(frozen=True)
class ChooseNotified(Effect):
    """The chat that notifications go to; None for the one last written from."""

    chat: int | None


@dataclass(frozen=True)
class DisconnectChat(Effect):
    """Take a chat out of the account, unless it is the last one."""

    chat: int


@dataclass(frozen=True)
class MergeAccounts(Effect):
    """Put everything of this account into the one of this phone and IIN, both proved; three tries a day."""

    phone: str
    iin: str


@dataclass(frozen=True)
class ChangePerson(Effect):
    """Correct the account's own names and birth date."""

    person: Person


@dataclass(frozen=True)
class ChangePhone(Effect):
    """A new proved phone for the account."""

    phone: str


@dataclass(frozen=True)
class ExportMyData(Effect):
    """Everything kept about the person, as a JSON file in the chat."""


@dataclass(frozen=True)
class DeleteMyData(Effect):
    """Erase the account, except what must be kept by law."""


@dataclass(frozen=True)
class AddChild(Effect):
    """Add a child by IIN or document number. `registry` as in `Register`, for the child."""

    iin: str | None
    document_number: str | None
    person: Person
    registry: str


@dataclass(frozen=True)
class RemoveChild(Effect):
    """Remove a child; refused while an application of the child is active (edge 44)."""

    child: int


@dataclass(frozen=True)
class SubmitApplication(Effect):
    """Apply one child to one queue (A2–A5)."""

    queue: QueueType
    child: int
    locality: str
    preschools: tuple[str, ...]
    language: InstructionLanguage
    consent_version: str
    consent_at: str
    rehabilitation: str | None = None
    special_need: str | None = None
    privilege: str | None = None
    proof_kind: str | None = None
    proof: tuple[Page, ...] = ()


@dataclass(frozen=True)
class ChangeWishes(Effect):
    """Other kindergartens, the most wanted first, or another language for an application that waits (A20)."""

    application: int
    preschools: tuple[str, ...]
    language: InstructionLanguage


@dataclass(frozen=True)
class ChangePrivilege(Effect):
    """Another privilege with its proof for an application that waits, to be checked; without one it has none (A20)."""

    application: int
    privilege: str | None = None
    proof: tuple[Page, ...] = ()


@dataclass(frozen=True)
class WithdrawApplication(Effect):
    """Take an application back (A17)."""

    application: int


@dataclass(frozen=True)
class OpenCase(Effect):
    """A question to support, or a report that somebody asks for money (N35)."""

    kind: str
    text: str


@dataclass(frozen=True)
class SayInCase(Effect):
    """One more message in a support case, by the person who opened it."""

    case: int
    text: str


# Staff


@dataclass(frozen=True)
class JoinStaff(Effect):
    """Use an invite code; five wrong ones lock the sender."""

    code: str


@dataclass(frozen=True)
class NameStaff(Effect):
    """What the member is called; colleagues see it, and parents where the profile says so (X-20)."""

    name: str


@dataclass(frozen=True)
class TakeReview(Effect):
    """Take a waiting review, so that nobody else decides it."""

    application: int


@dataclass(frozen=True)
class ReleaseReview(Effect):
    """Give a taken review back to the others."""

    application: int


@dataclass(frozen=True)
class DeclareRelative(Effect):
    """The child is a relative of the reviewer, who gives the review back and cannot decide it any more (A6)."""

    application: int


@dataclass(frozen=True)
class ConfirmReview(Effect):
    """Confirm the documents (A6)."""

    application: int


@dataclass(frozen=True)
class RejectReview(Effect):
    """Reject the documents with a reason of the profile's list and a comment (A7)."""

    application: int
    reason: str
    comment: str


@dataclass(frozen=True)
class ArchiveApplication(Effect):
    """The education department ends an application as a duplicate or for false data, the parent heard first (A19)."""

    application: int
    reason: str
    heard: str


@dataclass(frozen=True)
class FindApplication(Effect):
    """Open the review card of the application with this number."""

    number: str


@dataclass(frozen=True)
class ShowDocuments(Effect):
    """Send the documents of an application as files."""

    application: int


@dataclass(frozen=True)
class AnswerCase(Effect):
    """An administrator's answer in a support case."""

    case: int
    text: str


@dataclass(frozen=True)
class CloseCase(Effect):
    """End a support case."""

    case: int


@dataclass(frozen=True)
class ReadCatalogue(Effect):
    """Have a catalogue file read and compared with the catalogue; its outcome comes later."""

    file: int


@dataclass(frozen=True)
class ExplainCatalogue(Effect):
    """Say why that file cannot be applied; always refused, with its problems row by row where they were kept."""

    status: str
    kept: int | None


@dataclass(frozen=True)
class ApplyCatalogue(Effect):
    """Replace the catalogue by what was read from that file and kept."""

    kept: int
