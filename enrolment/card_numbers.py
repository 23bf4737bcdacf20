"""Numbers of bank cards: known when one meets them, and never kept (S2-34)."""

from __future__ import annotations

import re
from itertools import islice

_CARD = re.compile(r"(?<!\d)\d(?:[ \-‐-―−\u00a0]?\d){15,18}(?!\d)")
_SHORTEST, _LONGEST = 13, 19
_OF_OUR_BANKS = 16


def luhn(digits: str) -> bool:
    """Whether the last digit fits the others as on a card."""
    backwards = [int(digit) for digit in reversed(digits)]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in islice(backwards, 1, None, 2))
    return (sum(islice(backwards, 0, None, 2)) + doubled) % 10 == 0


def is_card_number(digits: str) -> bool:
    """Whether a number typed where an account is asked for is that of a card, even a mistyped one.

    Sixteen digits are on the cards of this country, and no account has so many.
    """
    if not re.fullmatch("[0-9]+", digits):
        return False
    return len(digits) == _OF_OUR_BANKS or (_SHORTEST <= len(digits) <= _LONGEST and luhn(digits))


def names_a_card(text: str) -> bool:
    """Whether a card's number stands somewhere in the text, with or without spaces: such a text is not kept."""
    return any(luhn(re.sub(r"\D", "", found[0])) for found in _CARD.finditer(text))
