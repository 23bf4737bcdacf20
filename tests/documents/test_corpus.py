"""Hostile and odd files, each opened in the limited child: refused in plain words, or nothing of the harm is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from documents.intake import examine
from documents.kinds import kind_of
from documents.quarantine import Quarantine
from documents.refusals import explain
from documents.verdicts import MEGABYTE, Accepted, Examined, Limits, Refusal, Refused
from locales.catalogue import Locale
from tests.documents import files, hostile

pytestmark = pytest.mark.asyncio(loop_scope="module")
Makes = Callable[[], bytes]


async def sent(
    quarantine: Quarantine, content: bytes, name: str = "page.jpg", limits: Limits | None = None
) -> Examined:
    return await examine(
        content, name=name, declared_type="image/jpeg", limits=limits or Limits(), quarantine=quarantine
    )


REFUSED: list[tuple[Makes, Refusal]] = [
    (files.png_that_claims, Refusal.TOO_MANY_PIXELS),
    (hostile.jpeg_that_claims, Refusal.TOO_MANY_PIXELS),
    (hostile.webp_that_claims, Refusal.TOO_MANY_PIXELS),
    (hostile.heic_that_claims, Refusal.TOO_MANY_PIXELS),
    (hostile.png_that_hides_a_text_bomb, Refusal.BROKEN_PICTURE),
    (lambda: files.heic()[: len(files.heic()) // 2], Refusal.BROKEN_PICTURE),
    (lambda: b"\xff\xd8\xff" + files.scan(), Refusal.BROKEN_PICTURE),
    (lambda: files.photo()[:3] + b"<script>alert(1)</script>", Refusal.BROKEN_PICTURE),
    (hostile.pdf_with_a_stream_bomb, Refusal.BROKEN_PDF),
    (hostile.pdf_whose_pages_go_in_a_circle, Refusal.BROKEN_PDF),
    (lambda: b"%PDF-1.7\n" + b"[" * 100_000, Refusal.BROKEN_PDF),
    (lambda: b"%PDF-1.7\n" + b"<<" * 100_000, Refusal.BROKEN_PDF),
    (lambda: files.scan()[:2000], Refusal.BROKEN_PDF),
    (lambda: files.encrypted_pdf(user="secret", owner="secret"), Refusal.ENCRYPTED_PDF),
    (files.pdf_with_javascript, Refusal.ACTIVE_PDF),
    (hostile.pdf_that_hides_a_script, Refusal.ACTIVE_PDF),
    (hostile.pdf_with_a_form, Refusal.ACTIVE_PDF),
    (files.pdf_with_attachment, Refusal.ACTIVE_PDF),
    (lambda: files.pdf_with_page_action("/Launch"), Refusal.ACTIVE_PDF),
    (lambda: files.pdf_with_note("/RichMedia"), Refusal.ACTIVE_PDF),
    (lambda: files.pdf(51), Refusal.TOO_MANY_PAGES),
    (lambda: b"MZ\x90\x00" + files.scan(), Refusal.NOT_A_DOCUMENT),
    (lambda: b"\x7fELF" + files.photo(), Refusal.NOT_A_DOCUMENT),
    (lambda: files.archive("page.jpg") + files.photo(), Refusal.NOT_A_DOCUMENT),
    (lambda: files.archive("AndroidManifest.xml"), Refusal.NOT_A_DOCUMENT),
    (lambda: b"GIF89a" + files.archive("Main.class"), Refusal.NOT_A_DOCUMENT),
    (lambda: b"<svg onload='alert(1)'/>", Refusal.NOT_A_DOCUMENT),
    (lambda: b"#!/bin/sh\nrm -rf /\n", Refusal.NOT_A_DOCUMENT),
    (lambda: b"", Refusal.EMPTY),
    (lambda: bytes(20 * MEGABYTE + 1), Refusal.TOO_BIG),
]


@pytest.mark.rule("E-27")
@pytest.mark.rule("E-28")
@pytest.mark.parametrize(("makes", "reason"), REFUSED)
async def test_edges_27_and_28_what_does_harm_is_refused_in_plain_words(
    quarantine: Quarantine, makes: Makes, reason: Refusal
) -> None:
    refused = await sent(quarantine, makes())
    assert isinstance(refused, Refused)
    assert refused.reason is reason
    words = {explain(refused).in_(locale) for locale in Locale}
    assert len(words) == 3
    assert not [told for told in words if "{" in told or "Error" in told]


async def test_pages_beyond_number_end_soon(quarantine: Quarantine) -> None:
    refused = await sent(quarantine, hostile.pdf_with_pages_beyond_number())
    assert isinstance(refused, Refused)
    assert refused.reason in {Refusal.BROKEN_PDF, Refusal.TOO_MANY_PAGES}


HARMLESS: list[tuple[Makes, bytes]] = [
    (lambda: files.photo() + files.archive("evil.exe"), b"evil.exe"),
    (lambda: files.saved(files.paper(), comment=b"<?php system('id'); ?>"), b"<?php"),
    (lambda: files.photo("PNG") + b"MZ\x90\x00 and a program", b"MZ\x90\x00"),
    (lambda: files.photo("WEBP") + b"%PDF-1.7 /JavaScript", b"/JavaScript"),
    (lambda: b"<script>alert(1)</script>\n" + files.scan(), b"<script>"),
    (lambda: files.scan() + files.archive("evil.exe") + b" " * 1024, b"evil.exe"),
]


@pytest.mark.parametrize(("makes", "harm"), HARMLESS)
async def test_of_a_photo_that_is_also_something_else_only_the_picture_is_shown(
    quarantine: Quarantine, makes: Makes, harm: bytes
) -> None:
    content = makes()
    assert harm in content
    accepted = await sent(quarantine, content)
    assert isinstance(accepted, Accepted), accepted
    (page,) = accepted.made
    assert harm not in page
    assert kind_of(page) == "image/jpeg"


async def test_pixels_beyond_those_that_were_told_are_never_unpacked(quarantine: Quarantine) -> None:
    accepted = await sent(quarantine, hostile.png_with_more_inside_than_it_says())
    assert isinstance(accepted, Accepted)
    assert (accepted.width, accepted.height) == (600, 600)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "page\x00.jpg", "gpj.exe\u202e", "страница " * 2000, "", "NUL", "a\r\nb.jpg", "😀.jpg"]
)
async def test_a_name_does_no_harm_because_nobody_reads_it(quarantine: Quarantine, name: str) -> None:
    assert isinstance(await sent(quarantine, files.photo(), name), Accepted)


async def test_the_child_is_as_good_as_new_after_all_of_them(quarantine: Quarantine) -> None:
    accepted = await sent(quarantine, files.photo())
    assert isinstance(accepted, Accepted)
    assert (accepted.pages, accepted.advice, len(accepted.made)) == (1, None, 1)
