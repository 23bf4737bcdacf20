"""Child processes that misbehave, for the quarantine to survive."""

from __future__ import annotations

import sys

_OPENING = """
import struct, sys, os
out = sys.stdout.buffer
def tell(data): out.write(data); out.flush()
tell(b"\\x06")
sys.stdin.buffer.read(8)
"""


def acting(what: str) -> tuple[str, ...]:
    """A child that reads the beginning of its request and then does this."""
    return (sys.executable, "-c", _OPENING + what)


def answering(said: str) -> tuple[str, ...]:
    """A child that answers this, whatever it is asked."""
    return acting(f"said = {said!r}.encode(); tell(struct.pack('>I', len(said)) + said); sys.stdin.read()")
