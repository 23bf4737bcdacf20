"""The public check page, where the QR code of a contract leads: whether it is signed, and whether a file is the one."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from documents.signature_sheet import moment_said
from documents.signature_words import BIN, FINGERPRINT, JUDGED, NUMBER, SIDES, SIGNED_BY
from handlers.contract_check import CheckedContract, CheckedSignature, checked_contract
from locales.catalogue import Locale
from locales.text import Text
from signing_gateway import check_words as words
from signing_gateway.guard import page
from signing_gateway.page_html import Html, Writer, whole_page
from storage.database import Database

_COMMANDS = ("Windows: certutil -hashfile contract.pdf SHA256", "macOS, Linux: shasum -a 256 contract.pdf")


@dataclass(frozen=True)
class CheckPage:
    """Answers whoever has the code; a file is compared in the browser and never sent."""

    database: Database

    async def look(self, request: web.Request) -> web.Response:
        """The contract as strangers may see it."""
        async with self.database.reading() as uow:
            found = await checked_contract(uow, request.match_info["token"])
        if found is None:
            return page(404, unknown_html())
        wanted = request.query.get("lang") or request.headers.get("Accept-Language", "")[:2]
        locale = Locale(wanted) if wanted in set(Locale) else Locale.KK
        return page(200, checked_html(found, Writer(locale), request.path))


def checked_html(found: CheckedContract, write: Writer, here: str) -> str:
    """The page."""
    status = write.tag("p", words.STATUS[found.status], role="status")
    facts: list[tuple[Text, Text | str]] = [(NUMBER, found.number)]
    if found.sha256:
        facts.append((FINGERPRINT, found.sha256))
    parts = [status, write.list_(facts), *(_signature(write, one) for one in found.signatures)]
    if found.sha256:
        parts += [*_comparison(write, found.sha256), write.tag("p", words.FULL_CHECK)]
    scripts = ["check.js"] if found.sha256 else []
    return whole_page(write, words.TITLE, parts, here, *scripts)


def unknown_html() -> str:
    """Where there is nothing to check, in every language."""
    write = Writer(Locale.KK)
    return whole_page(write, words.TITLE, [write.tag("p", words.UNKNOWN.in_(one), lang=one) for one in Locale])


def _signature(write: Writer, one: CheckedSignature) -> Html:
    facts: list[tuple[Text, Text | str]] = [(SIGNED_BY, one.name)]
    if one.bin:
        facts.append((BIN, one.bin))
    facts += [(words.SIGNED_AT, moment_said(one.at)), (JUDGED, moment_said(one.checked_at))]
    return write.tag("section", write.tag("h2", SIDES[one.side]), write.list_(facts))


def _comparison(write: Writer, sha256: str) -> list[Html]:
    """By the script where there is one, and always by hand."""
    chosen = write.tag(
        "div",
        write.tag("label", words.CHOOSE, for_="document"),
        write.void("input", type="file", id="document", accept="application/pdf", data_sha256=sha256),
        write.tag("p", words.STAYS),
        write.tag("p", "", id="outcome", role="status", hidden=True, data_same=words.SAME, data_other=words.OTHER),
        id="compare",
        hidden=True,
    )
    commands = [write.tag("li", write.tag("code", command)) for command in _COMMANDS]
    return [
        write.tag("h2", words.SAME_FILE),
        chosen,
        write.tag("p", words.BY_HAND),
        write.tag("ul", *commands),
    ]
