"""Text with parse_mode=HTML as Telegram reads it: plain text and entities, or the exact complaint."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from simulator.telegram.errors import BadRequest
from simulator.wire import JSON

KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,6})|#[xX]([0-9a-fA-F]{1,5}));")
_START = re.compile(r"<([^\s>/][^\s>]*|)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_END = re.compile(r"</\s*([^\s>]*)\s*>")
_ATTRIBUTE = re.compile(r"([^\s=>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


def utf16_length(text: str) -> int:
    """How long Telegram says the text is: UTF-16 units, an emoji counts two."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True)
class Tag:
    """An opened tag and where its text begins, in UTF-16 units."""

    name: str
    attributes: dict[str, str]
    offset: int


@dataclass
class Reader:
    """Walks over the source once."""

    source: str
    at: int = 0
    length: int = 0
    plain: list[str] = field(default_factory=list)
    opened: list[Tag] = field(default_factory=list)
    entities: list[JSON] = field(default_factory=list)

    def read(self) -> tuple[str, list[JSON]]:
        """The plain text and its entities. Raises BadRequest as Telegram words it."""
        while self.at < len(self.source):
            if self.source.startswith("</", self.at):
                self._close()
            elif self.source[self.at] == "<":
                self._open()
            else:
                self._letter()
        if self.opened:
            raise complaint(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.plain), self.entities

    def _letter(self) -> None:
        reference = _REFERENCE.match(self.source, self.at)
        said = html.unescape(reference[0]) if reference else self.source[self.at]
        self.at = reference.end() if reference else self.at + 1
        self.plain.append(said)
        self.length += utf16_length(said)

    def _open(self) -> None:
        found = _START.match(self.source, self.at)
        if found is None:
            raise complaint(f"Unclosed start tag at byte offset {self._byte()}")
        name = found[1].lower()
        if name not in KINDS:
            raise complaint(f'Unsupported start tag "{name}" at byte offset {self._byte()}')
        attributes = {one[0].lower(): html.unescape(one[1] or one[2] or one[3]) for one in _ATTRIBUTE.findall(found[2])}
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise complaint(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte()}')
        self.opened.append(Tag(name, attributes, self.length))
        self.at = found.end()

    def _close(self) -> None:
        if not self.opened:
            raise complaint(f"Unexpected end tag at byte offset {self._byte()}")
        found = _END.match(self.source, self.at)
        if found is None:
            raise complaint(f"Unclosed end tag at byte offset {self._byte()}")
        tag = self.opened.pop()
        if found[1] and found[1].lower() != tag.name:
            raise complaint(
                f'Unmatched end tag at byte offset {self._byte()}, expected "</{tag.name}>", found "</{found[1]}>"'
            )
        self.at = found.end()
        if self.length > tag.offset:
            self._add(tag)

    def _add(self, tag: Tag) -> None:
        entity: JSON = {"type": KINDS[tag.name], "offset": tag.offset, "length": self.length - tag.offset}
        if tag.name == "a":
            link = tag.attributes.get("href") or "".join(self.plain)[-(self.length - tag.offset) :]
            if "." not in link and "://" not in link:
                return
            entity["url"] = link
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        elif tag.name == "tg-time":
            entity["unix_time"] = int(tag.attributes.get("unix", "0") or 0)
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)

    def _byte(self) -> int:
        return len(self.source[: self.at].encode())


def complaint(what: str) -> BadRequest:
    """Telegram's wording of a markup error."""
    return BadRequest(f"can't parse entities: {what}")


def parse_html(source: str) -> tuple[str, list[JSON]]:
    """Plain text and entities of an HTML source."""
    return Reader(source).read()
