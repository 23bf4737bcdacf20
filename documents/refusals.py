"""Why a file cannot be taken, in plain words: what came, how to do it right, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from documents.kinds import Family
from documents.verdicts import MEGABYTE, Refusal, Refused
from locales.text import Text, _, joined, n_

_KEPT = _("Everything you sent before is kept.")
_AGAIN = _("Please take a photo of the paper, or send it as a PDF.")


def explain(refused: Refused) -> Text:
    """What to tell the person who sent the file."""
    if refused.reason is Refusal.EDS_KEY:
        return eds_warning(deleted=False)
    return joined(*_WORDS[refused.reason](refused.details), _KEPT, separator=" ")


def explain_to_staff(refused: Refused) -> Text:
    """The same to a member of staff, who sends tables and texts too (S1-07, S2-73)."""
    if refused.reason is Refusal.EDS_KEY:
        return eds_warning(deleted=False)
    if refused.reason is Refusal.NOT_A_DOCUMENT:
        return joined(_TO_STAFF[Family(str(refused.details.get("family", Family.OTHER)))], _TAKEN, separator=" ")
    if refused.reason is Refusal.TOO_BIG:
        return joined(_too_big(refused.details)[0], _TAKEN, separator=" ")
    return joined(*_WORDS[refused.reason](refused.details), separator=" ")


def eds_warning(*, deleted: bool) -> Text:
    """The warning about an EDS key or password in the chat; says that it was deleted only where it was. N34."""
    return joined(
        _("Never send anyone your EDS file or its password, not even me."),
        _("I deleted the message.") if deleted else Text(""),
        _("To be safe, revoke this key on egov.kz and get a new one."),
        separator=" ",
    )


Details = Mapping[str, str | int]


def _number(details: Details, name: str) -> int:
    return int(details.get(name, 0))


def _too_big(details: Details) -> tuple[Text, ...]:
    size, limit = (_number(details, name) for name in ("bytes", "limit"))
    return (
        _(
            "This file has {size} MB, and I can take up to {limit} MB.",
            size=-(-size // MEGABYTE),
            limit=limit // MEGABYTE,
        ),
        _("Please send it as an ordinary photo, or as a smaller PDF."),
    )


def _empty(details: Details) -> tuple[Text, ...]:
    return (_("This file came empty."), _("Please send it once more."))


def _not_a_document(details: Details) -> tuple[Text, ...]:
    return (_FAMILIES[Family(str(details.get("family", Family.OTHER)))], _AGAIN)


def _broken_picture(details: Details) -> tuple[Text, ...]:
    return (
        _("I could not open this picture: it seems to have come damaged."),
        _("Please send it again, or take a new photo."),
    )


def _too_small(details: Details) -> tuple[Text, ...]:
    return (
        _("This picture is too small to read: {width} × {height} pixels.", **_sides(details)),
        _("Please send the original photo rather than a preview or a thumbnail."),
    )


def _too_many_pixels(details: Details) -> tuple[Text, ...]:
    return (
        _("This picture has more pixels than I can open."),
        _("Please send it as an ordinary photo, not as a file."),
    )


def _broken_pdf(details: Details) -> tuple[Text, ...]:
    return (
        _("I could not open this PDF: it seems to have come damaged."),
        _("Please save it again, or send photos of its pages."),
    )


def _encrypted_pdf(details: Details) -> tuple[Text, ...]:
    return (
        _("This PDF is protected with a password, so nobody could read it here."),
        _("Please save it without a password, or send photos of its pages."),
    )


def _active_pdf(details: Details) -> tuple[Text, ...]:
    return (
        _("This PDF has scripts, forms or other files inside, so it cannot be taken."),
        _("Please print it to a new PDF, or send photos of its pages."),
    )


def _too_many_pages(details: Details) -> tuple[Text, ...]:
    limit = _number(details, "limit")
    return (
        n_("This PDF has {count} page.", "This PDF has {count} pages.", _number(details, "pages")),
        n_("At most {count} page can be taken.", "At most {count} pages can be taken.", limit),
        _("Please send only the pages of this document."),
    )


def _no_pages(details: Details) -> tuple[Text, ...]:
    return (_("This PDF has no pages."), _("Please save it again, or send photos of the paper."))


def _sides(details: Details) -> dict[str, int]:
    return {side: _number(details, side) for side in ("width", "height")}


_WORDS: Mapping[Refusal, Callable[[Details], tuple[Text, ...]]] = {
    Refusal.TOO_BIG: _too_big,
    Refusal.EMPTY: _empty,
    Refusal.NOT_A_DOCUMENT: _not_a_document,
    Refusal.BROKEN_PICTURE: _broken_picture,
    Refusal.TOO_SMALL: _too_small,
    Refusal.TOO_MANY_PIXELS: _too_many_pixels,
    Refusal.BROKEN_PDF: _broken_pdf,
    Refusal.ENCRYPTED_PDF: _encrypted_pdf,
    Refusal.ACTIVE_PDF: _active_pdf,
    Refusal.TOO_MANY_PAGES: _too_many_pages,
    Refusal.NO_PAGES: _no_pages,
}

_FAMILIES: Mapping[Family, Text] = {
    Family.VIDEO: _("This is a video, and a document must be a photo or a PDF."),
    Family.AUDIO: _("This is a sound recording, and a document must be a photo or a PDF."),
    Family.ARCHIVE: _("This is an archive, which is not opened here."),
    Family.PROGRAM: _("This is a program, which is never opened here."),
    Family.OFFICE: _("This is an office file (Word, Excel or similar), and a document must be a photo or a PDF."),
    Family.PICTURE: _("This kind of picture cannot be taken: it must be JPEG, PNG, WebP or HEIC."),
    Family.TEXT: _("This is a text file, and a document must be a photo or a PDF."),
    Family.OTHER: _("I do not know this kind of file: a document must be a photo or a PDF."),
}
_TO_STAFF: Mapping[Family, Text] = {
    Family.VIDEO: _("This is a video."),
    Family.AUDIO: _("This is a sound recording."),
    Family.ARCHIVE: _FAMILIES[Family.ARCHIVE],
    Family.PROGRAM: _FAMILIES[Family.PROGRAM],
    Family.OFFICE: _("This is an office file that I cannot read."),
    Family.PICTURE: _FAMILIES[Family.PICTURE],
    Family.TEXT: _("This is a text file that I cannot read."),
    Family.OTHER: _("I do not know this kind of file."),
}
_TAKEN = _(
    "I take the catalogue as CSV or XLSX, and the texts of the contract form. "
    "A contract on paper comes as a photo or a PDF."
)
