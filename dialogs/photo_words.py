"""Why another photo may be better, in plain words: what is wrong with this one, and how to do it right. X-10."""

from __future__ import annotations

from collections.abc import Mapping

from enrolment.photo_advice import PhotoAdvice
from locales.text import Text, _, joined

ADVICE: Mapping[PhotoAdvice, Text] = {
    PhotoAdvice.DARK: _(
        "This photo is too dark, and it may be refused. Lay the paper by a window and take another photo."
    ),
    PhotoAdvice.BLANK: _(
        "I see nothing on this page. Maybe it is the empty side of the sheet: turn it over and take another photo."
    ),
    PhotoAdvice.BLURRED: _(
        "This photo came out blurred, and it may be refused. "
        "Put the paper on a table by a window and take another photo."
    ),
    PhotoAdvice.SMALL: _(
        "This picture is small, and fine print may not be readable. If you can, send the original photo as a file."
    ),
    PhotoAdvice.SCREENSHOT: _(
        "This looks like a screenshot. If it shows a chat and not the document itself, send the document."
    ),
    PhotoAdvice.TWICE: _("You have sent this very file for this document already. Check that it is the right one."),
}


def sent_elsewhere(label: Text) -> Text:
    """The file was sent for another document."""
    return _(
        "You have sent this very file for another document already: {document}. Check that it is the right one.",
        document=label,
    )


def numbered(advice: Text, place: int, count: int) -> Text:
    """The advice with the number of the file that it is about, where there are several; places count from 0."""
    return advice if count == 1 else joined(_("File No. {number}.", number=place + 1), advice, separator=" ")
