"""A long text in parts that a channel takes, cut where it hurts least: between paragraphs, lines, words."""

from __future__ import annotations

from bot.channels import length

_BORDERS = ("\n\n", "\n", " ")


def split_text(text: str, limit: int) -> list[str]:
    """The text in order in parts of at most `limit` UTF-16 units; nothing but the space at a cut is left out."""
    parts: list[str] = []
    rest = text.strip()
    while length(rest) > limit:
        head = _fitting(rest, limit)
        parts.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return [*parts, rest] if rest or not parts else parts


def _fitting(text: str, limit: int) -> str:
    """The longest beginning that fits and ends at a border, or is cut hard where there is none."""
    head = text[:limit]
    while length(head) > limit:
        head = head[: len(head) - (length(head) - limit + 1) // 2]
    for border in _BORDERS:
        at = head.rfind(border)
        if at > 0:
            return head[:at]
    return head
