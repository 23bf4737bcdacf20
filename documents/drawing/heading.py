"""What stands above a picture of figures: which queue or city it is about, and of when the figures are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from locales.catalogue import Locale
from locales.dates import ALMATY
from locales.text import Text, _, joined


@dataclass(frozen=True)
class Heading:
    """`about` names what is counted, such as the city and the queue; `at` is the moment of the figures."""

    about: Text
    at: datetime

    @property
    def dated(self) -> Text:
        """The moment of the figures in Asia/Almaty."""
        local = self.at.astimezone(ALMATY)
        return _("Figures of: {day}, {time}", day=local.date(), time=f"{local:%H:%M}")

    def above(self, title: Text, locale: Locale) -> dict[str, object]:
        """The heading as inputs of a template."""
        return {
            "title": title.in_(locale),
            "about": self.about.in_(locale),
            "dated": self.dated.in_(locale),
        }

    def words(self, title: Text) -> Text:
        """The heading as the first lines of a caption."""
        return joined(title, self.about, self.dated)
