"""`balapan trust`: the certificates of the authorities on whose word a signature counts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

import aiohttp

from bot.settings import Settings
from signing_gateway.certificates import X509
from signing_gateway.subjects import written
from signing_gateway.trust import LARGEST, PINNED, NotTrusted, Pinned, anchors_in, authority

PATIENCE_S = 30


def fetch(settings: Settings) -> int:
    """Get the authorities in use from their publisher; returns the exit code, 1 if any is missing."""
    return asyncio.run(fetch_all(settings.trust_dir, PINNED))


async def fetch_all(folder: Path, wanted: Mapping[str, Pinned]) -> int:
    """Keep those of the wanted that have an address and are there; returns the exit code."""
    missing = 0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE_S)) as session:
        for sha256, one in wanted.items():
            if one.address is None:
                continue
            try:
                _keep(folder, await _fetched(session, one.address, sha256))
            except (aiohttp.ClientError, TimeoutError, OSError, NotTrusted) as error:
                print(f"balapan: {one.address}: {str(error) or 'no answer'}", file=sys.stderr)
                missing += 1
    return int(missing > 0)


async def _fetched(session: aiohttp.ClientSession, address: str, sha256: str) -> X509:
    """The certificate at that address, if it is exactly the pinned one. Raises NotTrusted, ClientError."""
    async with session.get(address) as answer:
        answer.raise_for_status()
        found = authority(await answer.content.read(LARGEST), sandbox=True)
    if found.sha256 != sha256:
        raise NotTrusted(f"another certificate than the pinned one: SHA-256 {found.sha256}")
    return found


def add(settings: Settings, file: Path) -> int:
    """Keep the authority in this file; returns the exit code."""
    try:
        _keep(settings.trust_dir, authority(file.read_bytes(), sandbox=settings.sandbox))
    except (OSError, NotTrusted) as error:
        print(f"balapan: {file}: {error}", file=sys.stderr)
        return 1
    return 0


def show(settings: Settings) -> int:
    """Print every authority in the folder, one a line, or how to get them; returns the exit code."""
    found = anchors_in(settings.trust_dir) if settings.trust_dir.is_dir() else []
    for one in found:
        print(_line(one))
    if not found:
        print(f"balapan: {settings.trust_dir} holds no authority; `balapan trust fetch` gets them", file=sys.stderr)
    return 0


def _keep(folder: Path, found: X509) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    named = PINNED[found.sha256].name if found.sha256 in PINNED else found.sha256[:16]
    (folder / f"{named}.cer").write_bytes(found.der)
    print(_line(found))


def _line(one: X509) -> str:
    kind = PINNED[one.sha256].name if one.sha256 in PINNED else "not pinned"
    return f"{one.sha256}  until {one.valid_until:%Y-%m-%d}  {written(one.subject)}  ({kind})"
