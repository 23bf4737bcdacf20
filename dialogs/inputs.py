"""What a person, or a piece of work done for them, can send into a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from enrolment.photo_advice import PhotoAdvice
from locales.text import Text


@dataclass(frozen=True)
class Said:
    """Typed words, as they came."""

    text: str


@dataclass(frozen=True)
class Tapped:
    """A pressed button of a question or page: which showing of which screen, and which choice."""

    screen: str
    rev: int
    key: str


@dataclass(frozen=True)
class Acted:
    """A pressed button of a notification, which works from anywhere: what to do, to what, and its nonce."""

    action: str
    subject: str
    nonce: str


@dataclass(frozen=True)
class Picked:
    """A choice of the screen now shown, however it was made: by tap, number or label."""

    key: str


@dataclass(frozen=True)
class Contact:
    """A contact card; `own` where the channel vouches that it is the sender's own number."""

    phone: str
    own: bool


@dataclass(frozen=True)
class Located:
    """A shared location in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Page:
    """One file as an answer: the stored file that people see, its type and how many pages it has.

    What became several files, such as the pages of a PDF, has the others in `rest`; `mark` is the same for the same
    file sent again. `name` is kept of files that are called by their names.
    """

    file: int
    mime: str
    pages: int
    rest: tuple[int, ...] = ()
    mark: str = ""
    name: str = ""

    @property
    def files(self) -> tuple[int, ...]:
        """All stored files in the order of their pages."""
        return (self.file, *self.rest)

    @property
    def parts(self) -> tuple[Page, ...]:
        """Each stored file by itself."""
        return tuple(Page(file, self.mime, 1) for file in self.files) if self.rest else (self,)


@dataclass(frozen=True)
class FileCame:
    """A file that was fetched, checked and stored, and why another one may be better."""

    page: Page
    advice: PhotoAdvice | None = None


@dataclass(frozen=True)
class FileRefused:
    """A file that cannot be taken, with the reason in plain words; `secret` for a key that must not be here."""

    why: Text
    secret: bool = False


@dataclass(frozen=True)
class Unreadable:
    """Something that no question takes: a sticker, a voice message, a poll."""

    kind: str


@dataclass(frozen=True)
class Blocked:
    """The person shut the bot out, or let it in again."""

    out: bool


@dataclass(frozen=True)
class Started:
    """/start, with the payload of a deep link if any."""

    payload: str = ""


@dataclass(frozen=True)
class Found:
    """The outcome of work that was done outside (a registry answer), for the question that waits with this token."""

    token: int
    result: dict[str, Any]


@dataclass(frozen=True)
class Fine:
    """An effect was carried out: what it gives back, and what to tell."""

    value: Any = None


@dataclass(frozen=True)
class Refused:
    """An effect was not carried out: why, and at which question to try again."""

    why: Text
    at: str | None = None


Sent = (
    Said
    | Tapped
    | Acted
    | Picked
    | Contact
    | Located
    | FileCame
    | FileRefused
    | Unreadable
    | Started
    | Found
    | Fine
    | Refused
)
