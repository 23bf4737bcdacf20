"""The small page behind a link to a file whose time is over."""

from __future__ import annotations

from html import escape

from locales.catalogue import Locale
from locales.text import Text, _

OVER = _("This link is over. Press the button, and I send the file to your chat again, with a new link.")
SEND_AGAIN = _("Send it again")
ON_ITS_WAY = _("Done. Look in your chat.")
SENT_OFTEN = _("I have sent this file often today. Look in your chat.")
GONE = _("There is no file here any more. Ask for it in the chat.")
_STYLE = (
    "body{font:1.2rem/1.5 sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}"
    "button{font:inherit;padding:.6rem 1.2rem}"
)


def page(locale: Locale, words: Text, file: str = "") -> str:
    """The words in that language; with the name of a file also the button that has it sent again."""
    said = f"<p>{escape(words.in_(locale))}</p>"
    if file:
        button = f'<button type="submit">{escape(SEND_AGAIN.in_(locale))}</button>'
        said = f'<p>{escape(file)}</p>{said}<form method="post">{button}</form>'
    return _html(locale, said)


def in_all_languages(words: Text) -> str:
    """Where nobody knows who reads."""
    return _html(Locale.KK, "".join(f'<p lang="{one}">{escape(words.in_(one))}</p>' for one in Locale))


def _html(locale: Locale, body: str) -> str:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{locale}"><head>{head}<title>Balapan</title></head><body>{body}</body></html>'
