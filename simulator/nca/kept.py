"""What the authority of a desk keeps from one run to the next: its roots, and which certificates it has given out.

So a signature that waited when the desk was ended can be judged when it is set up again. The keys of people are made
anew each time: an expired key, or one that begins tomorrow, has to stay what it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from signing_gateway.certificates import read_certificate
from signing_gateway.der import Malformed
from simulator.eds.authority import Authority
from simulator.eds.certificates import Holder
from simulator.eds.keys import read_key
from simulator.nca.kinds import Family

Given = Mapping[int, datetime | None]
"""The number of each certificate, and since when it is revoked."""


@dataclass
class Kept:
    """A file beside the data of the desk's program; without a path nothing is kept, and what is no such file is not."""

    path: Path | None = None
    _families: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.path is not None and self.path.exists():
            try:
                self._families = json.loads(self.path.read_text(encoding="utf-8"))
                for family in Family:
                    self._root(self._families[family])
            except (ValueError, KeyError, TypeError, AttributeError, Malformed):
                self._families = {}

    def root(self, family: Family) -> Holder | None:
        """The root of the run before."""
        known = self._families.get(family)
        return None if known is None else self._root(known)

    def given(self, family: Family) -> Given:
        """What it has given out."""
        known = self._families.get(family, {"given": {}})["given"]
        return {int(serial): None if at is None else datetime.fromisoformat(at) for serial, at in known.items()}

    def keep(self, family: Family, authority: Authority, given: Given) -> None:
        """In place of what was kept of that family; only the owner of the file may read it."""
        holder = authority.holder
        self._families[family] = {
            "key": holder.key.pkcs8.hex(),
            "certificate": holder.certificate.der.hex(),
            "given": {str(serial): None if at is None else at.isoformat() for serial, at in given.items()},
        }
        if self.path is None or len(self._families) < len(Family):
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(self._families), encoding="utf-8")
        fresh.replace(self.path)

    def _root(self, known: Mapping[str, str]) -> Holder:
        return Holder(read_key(bytes.fromhex(known["key"])), read_certificate(bytes.fromhex(known["certificate"])))
