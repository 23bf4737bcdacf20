"""What the page calls the document that is signed: the contract, or an additional agreement to it. S2-49…S2-54, C19."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from locales.text import Text, _


@dataclass(frozen=True)
class DocumentWords:
    """One kind of document in every place of the page; `signed_by_both` is how it ends for the kindergarten."""

    name: Text
    title: Text
    about: Text
    staff_about: Text
    page_by_page: Text
    read_ack: Text
    not_read: Text
    sent: Text
    signed_by_both: Text


CONTRACT: Final = DocumentWords(
    name=_("Contract"),
    title=_("Signing the contract"),
    about=_("Read the contract, and sign it with your EDS. It then goes to the kindergarten."),
    staff_about=_("Sign the same contract for the kindergarten. It then comes into force, and the child is admitted."),
    page_by_page=_("The contract, page by page"),
    read_ack=_("I have read the contract"),
    not_read=_("First mark that you have read the contract."),
    sent=_("The contract is sent to the kindergarten to be signed. Go back to the chat."),
    signed_by_both=_("Both sides have signed. The child is admitted. Go back to the chat."),
)
AGREEMENT: Final = DocumentWords(
    name=_("Additional agreement"),
    title=_("Signing the additional agreement"),
    about=_("Read the additional agreement, and sign it with your EDS. It then goes to the kindergarten."),
    staff_about=_("Sign the same additional agreement for the kindergarten. It then comes into force."),
    page_by_page=_("The additional agreement, page by page"),
    read_ack=_("I have read the additional agreement"),
    not_read=_("First mark that you have read the additional agreement."),
    sent=_("The additional agreement is sent to the kindergarten to be signed. Go back to the chat."),
    signed_by_both=_("Both sides have signed. The additional agreement is in force. Go back to the chat."),
)


def words_for(amends: str) -> DocumentWords:
    """Those of an agreement where it changes the contract of that number."""
    return AGREEMENT if amends else CONTRACT
