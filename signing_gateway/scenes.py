"""The surroundings of one answer of the page: who looks, in which language, with which ways, and where the chat is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from locales.catalogue import Locale
from locales.text import Text
from signing_gateway.document_words import DocumentWords, words_for
from signing_gateway.page_html import Writer
from signing_gateway.page_words import CHECK_TITLE
from signing_gateway.visits import Visit
from signing_gateway.ways import Way
from storage.signings import Purpose


@dataclass(frozen=True)
class Scene:
    """A visit as it is shown; `now` is the server's time in ISO, `ncalayer` what the script needs for NCALayer."""

    visit: Visit
    locale: Locale
    ways: Sequence[Way] = ()
    chat: str = ""
    now: str = ""
    ncalayer: Mapping[str, object] = field(default_factory=dict)

    @property
    def write(self) -> Writer:
        """In the language of the scene."""
        return Writer(self.locale)

    @property
    def checks(self) -> bool:
        """Whether only a key is checked."""
        return self.visit.signing.purpose is Purpose.CHECK

    @property
    def document(self) -> DocumentWords:
        """What the document that is signed is called."""
        return words_for(self.visit.about.amends)

    @property
    def title(self) -> Text:
        """Of the page."""
        return CHECK_TITLE if self.checks else self.document.title

    def path(self, *more: str) -> str:
        """Within this link."""
        return "/".join((f"/sign/{self.visit.token}", *more))

    def localised(self, *more: str) -> str:
        """The same, keeping the language."""
        return f"{self.path(*more)}?lang={self.locale}"
