"""The journey's end: both sides take the package of the signed contract, and check it where there is no network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from dialogs.contract_words import SIGNATURES
from tests.e2e.desk import ROOT, Program
from tests.e2e.journey import MOTHER_IIN, Journey
from tests.e2e.phone import Phone, call
from tests.e2e.place import SAMAL

OFFLINE = """
import sys

def forbid(event, given):
    if event.startswith(("socket.", "subprocess.", "os.fork", "os.exec", "os.posix_spawn")):
        raise PermissionError(event)

sys.addaudithook(forbid)
from bot.cli import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass
class Evidence:
    """Both sides of a signed contract."""

    journey: Journey
    program: Program

    def proves_the_contract(self, mother: Phone, employee: Phone) -> None:
        """The same package for both, valid by itself."""
        packages = [self.is_sent_to(phone) for phone in (mother, employee)]
        assert packages[0] == packages[1]
        told = self.checked(packages[0], 0)
        assert (told["verdict"], told["reason"]) == ("valid", None)
        signers = {one["side"]: one["signer"] for one in told["signatures"]}
        assert signers["parent"]["iin"] == MOTHER_IIN
        assert signers["preschool"]["bin"] == SAMAL
        assert all(one["stamped_at"] for one in signers.values())
        assert self.checked(self.changed(packages[0]), 1)["verdict"] == "invalid"

    def is_sent_to(self, phone: Phone) -> bytes:
        """From the card of the contract, behind the button of the last notification about it."""
        phone.taps_action("contract").hears(self.journey.said(SIGNATURES)).picks(
            ".signatures", self.journey.said(SIGNATURES)
        )
        return phone.gets_file(".zip")

    def checked(self, package: bytes, status: int) -> dict[str, Any]:
        """What `balapan verify-package` says in a process that may not open a connection."""
        file = self.program.folder / "package.zip"
        file.write_bytes(package)
        command = [sys.executable, "-c", OFFLINE, "verify-package", str(file), *self._circumstances()]
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=self.program.folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def _circumstances(self) -> list[str]:
        """Whom to trust, and the time of the desk, which need not be that of this machine."""
        now = call(f"{self.program.simulator.url}/clock")["now"]
        return ["--trust", self.program.env["TRUST_DIR"], "--at", now]

    def changed(self, package: bytes) -> bytes:
        """The package with one letter of its document replaced."""
        with ZipFile(BytesIO(package)) as archive:
            [document] = [name for name in archive.namelist() if name.startswith("document/")]
            content = archive.read(document)
        assert package.count(content) == 1
        return package.replace(content, content[:-10] + bytes([content[-10] ^ 1]) + content[-9:])
