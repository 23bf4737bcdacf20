"""The signing page as HTML: plain, readable without a script, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from locales.catalogue import Locale
from locales.text import Text
from signing_gateway.page_words import LANGUAGE

LANGUAGES = {Locale.KK: "Қазақша", Locale.RU: "Русский", Locale.EN: "English"}
NAME = "Balapan"


@dataclass(frozen=True)
class Html:
    """Markup that is safe to be put into a page."""

    source: str

    def __str__(self) -> str:
        return self.source


@dataclass(frozen=True)
class Writer:
    """Writes elements in one language."""

    locale: Locale

    def said(self, words: Text | str | Html) -> str:
        """Words for a place between tags."""
        if isinstance(words, Html):
            return words.source
        return escape(words.in_(self.locale) if isinstance(words, Text) else words)

    def tag(self, name: str, /, *children: Text | str | Html, **attributes: object) -> Html:
        """An element; `class_` and `for_` are written without the underscore, True is an attribute without a value."""
        inside = "".join(map(self.said, children))
        return Html(f"<{name}{self._written(attributes)}>{inside}</{name}>")

    def void(self, name: str, /, **attributes: object) -> Html:
        """An element that has nothing inside."""
        return Html(f"<{name}{self._written(attributes)}>")

    def list_(self, pairs: Iterable[tuple[Text, Text | str]]) -> Html:
        """Names with what they are."""
        rows = (self.tag("div", self.tag("dt", name), self.tag("dd", value)) for name, value in pairs)
        return self.tag("dl", *rows)

    def _written(self, attributes: dict[str, object]) -> str:
        said = []
        for name, value in attributes.items():
            written = name.rstrip("_").replace("_", "-")
            if value is True:
                said.append(f" {written}")
            elif value is not None and value is not False:
                text = value.in_(self.locale) if isinstance(value, Text) else str(value)
                said.append(f' {written}="{escape(text)}"')
        return "".join(said)


def whole_page(write: Writer, title: Text, body: Iterable[Html], here: str = "", *scripts: str) -> str:
    """The document: the languages on top as links to `here`, the same page, if any; `scripts` are names of modules."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><link rel="stylesheet" href="/static/style.css">'
    )
    named = write.tag("title", f"{title.in_(write.locale)} · {NAME}")
    modules = "".join(str(write.tag("script", type="module", src=f"/static/{name}")) for name in scripts)
    top = write.tag("header", write.tag("p", NAME, class_="name"), _languages(write, here) if here else Html(""))
    main = write.tag("main", write.tag("h1", title), *body)
    return (
        f'<!doctype html><html lang="{write.locale}"><head>{head}{named}{modules}</head><body>{top}{main}</body></html>'
    )


def _languages(write: Writer, here: str) -> Html:
    links = [
        write.tag(
            "a", name, href=f"{here}?lang={one}", lang=one, hreflang=one, aria_current=one is write.locale and "true"
        )
        for one, name in LANGUAGES.items()
    ]
    return write.tag("nav", *links, aria_label=LANGUAGE)
