"""What the public check page says. S1-26."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.contract_check import CheckStatus
from locales.text import Text, _

TITLE = _("Check of a document")
UNKNOWN = _("There is no document at this address. Scan its QR code once more.")
STATUS: Mapping[CheckStatus, Text] = {
    CheckStatus.SIGNED: _("Both sides have signed. The signatures are valid."),
    CheckStatus.ARCHIVED: _("Both sides have signed. The document is no longer in force and is in the archive."),
    CheckStatus.ONE_SIDE: _("Only the parent has signed so far. The kindergarten is checking the document."),
    CheckStatus.PENDING: _("A signature is still being checked. Please come back later."),
    CheckStatus.UNSIGNED: _("Nobody has signed this document yet."),
    CheckStatus.ENDED: _("This document did not come into force."),
    CheckStatus.PAPER: _("This document was signed on paper. It has no electronic signatures."),
}
SIGNED_AT = _("Time of signing")
SAME_FILE = _("Is it the same document?")
CHOOSE = _("Choose the PDF of the document")
STAYS = _("The file stays on your device: only its digest is computed here.")
SAME = _("Yes: this is the very document that was signed.")
OTHER = _("No: this is another document, or it was changed. Ask for the file in the chat.")
BY_HAND = _("To compare by hand, compute the SHA-256 of your file and compare it with the one above:")
FULL_CHECK = _("Both sides can get the package with all proofs in the chat: it can be checked without this service.")
