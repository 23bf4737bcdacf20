"""One-time codes that bring another chat into an account: how they look, and how they are read back."""

from __future__ import annotations

from dialogs.questions.question import Problem
from locales.text import _

# Letters that look the same on a Latin and a Cyrillic keyboard, and digits that look like none of them.
ALPHABET = "ACEHKMPTXY2346789"
LENGTH = 8
_HALF = LENGTH // 2
_CYRILLIC = str.maketrans("АСЕНКМРТХУ", "ACEHKMPTXY")
_EXAMPLE = "AC2E-K4MT"


def shown(code: str) -> str:
    """The code in two groups."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def read_link_code(text: str) -> str:
    """The code that was typed, whatever stands between its signs; raises Problem."""
    code = _signs(text)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise Problem(
            _(
                "A code has 8 letters and digits, such as {example}. Compare it with the other chat and type it again.",
                example=_EXAMPLE,
            )
        )
    return code


def found_code(text: str) -> str | None:
    """The code that the words are where nobody has asked for one; a word without a digit is none."""
    try:
        code = read_link_code(text)
    except Problem:
        return None
    return code if any(sign.isdigit() for sign in code) else None


def _signs(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum()).translate(_CYRILLIC)
