"""What the signing page finds out, told to the program through the use case that the page calls."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.instance import Instance, open_instance
from bot.settings import Settings
from enrolment.signature_verdict import Certificate, Signer, Times, Valid
from handlers.contract_links import SIGNING
from handlers.contract_signing import contract_signed, eds_checked
from storage.signings import Purpose
from tests.e2e.desk import Program
from tests.e2e.journey import MOTHER_IIN
from tests.e2e.phone import Phone

SIGNING_URL: Final = "https://sign.example.kz"
HEAD_IIN: Final = "880719300107"


@dataclass
class SigningPage:
    """The page of a running program, on which every signature is good."""

    program: Program

    def checks(self, phone: Phone) -> None:
        """The key of whoever has the newest link."""
        self._finds(phone, MOTHER_IIN)

    def signs(self, phone: Phone) -> None:
        """A parent signs what the newest link is for."""
        self._finds(phone, MOTHER_IIN)

    def signs_for_the_kindergarten(self, phone: Phone) -> None:
        """Its head does."""
        self._finds(phone, HEAD_IIN)

    def _finds(self, phone: Phone, iin: str) -> None:
        said = str(phone.read[-1]["text"])
        asyncio.run(self._found(said.partition(f"{SIGNING_URL}/sign/")[2].split()[0], iin))

    async def _found(self, token: str, iin: str) -> None:
        settings = Settings.model_validate({name.lower(): value for name, value in self.program.env.items()})
        async with open_instance(settings) as instance:
            await _tell(instance, token, iin)


async def _tell(instance: Instance, token: str, iin: str) -> None:
    office, now = instance.service.office, instance.clock.now()
    office.links[SIGNING] = SIGNING_URL
    certificate = Certificate("1", "NCA", "cc" * 32, now - timedelta(days=100), now + timedelta(days=100))
    async with instance.database.transaction("signing page") as uow:
        signing = await uow.signings.by_token(token)
        assert signing is not None
        verdict = Valid(Signer(iin, "SIGNER"), certificate, Times(now), signing.sha256 or "00" * 32)
        use_case = eds_checked if signing.purpose is Purpose.CHECK else contract_signed
        await use_case(uow, office, signing, verdict)
