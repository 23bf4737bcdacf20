"""The first minute: language and city, both changeable later. S3-04, S1-10, S1-11."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.dialog import Dialog
from dialogs.effects import Effect, SetLanguage, SetLocality
from dialogs.names import named
from dialogs.questions import Choose, Fixed, Option
from dialogs.questions.options import Words
from dialogs.questions.question import Common
from locales.catalogue import Locale
from locales.text import _, verbatim

LANGUAGES = {
    Locale.KK: verbatim("Қазақша"),
    Locale.RU: verbatim("Русский"),
    Locale.EN: verbatim("English"),
}
HELLO = verbatim(
    "Сәлеметсіз бе! Мен баланы балабақшаға орналастыруға көмектесемін. Тілді таңдаңыз.\n\n"
    "Здравствуйте! Я помогу записать ребёнка в детский сад. Выберите язык.\n\n"
    "Hello! I help to find a place in a kindergarten. Choose a language."
)


class Localities(Words):
    """The localities of the profile."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        return [Option(row.code, named(row.name)) for row in dialog.facts.profile.localities]


class Welcome(Dialog):
    """Language, then city."""

    title = verbatim("Balapan")
    language = Choose(HELLO, Fixed(Locale, LANGUAGES), Common(settle=lambda _dialog, chosen: SetLanguage(chosen)))
    locality = Choose(_("In which city do you look for a kindergarten?"), Localities())

    def done(self) -> Effect:
        return SetLocality(self.locality)


class ChangeLanguage(Dialog):
    """Another language, at any time; whatever was being answered stays as it is."""

    title = _("Language")
    language = Choose(HELLO, Fixed(Locale, LANGUAGES))

    def done(self) -> Effect:
        return SetLanguage(self.language)


class ChangeLocality(Dialog):
    """Another city, at any time."""

    title = _("City")
    locality = Choose(_("In which city do you look for a kindergarten?"), Localities())

    def done(self) -> Effect:
        return SetLocality(self.locality)
