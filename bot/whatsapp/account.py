"""Our account at Twilio: its names, where its API answers, and how it shows who it is."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.settings import TWILIO, Settings

VERSION = "2010-04-01"


@dataclass(frozen=True)
class TwilioAccount:
    """The account, its WhatsApp `sender`, the `api` in use, and the public address that Twilio signs."""

    sid: str
    token: str = field(repr=False)
    sender: str
    public_url: str
    api: str = TWILIO

    @property
    def resources(self) -> str:
        """The address below which everything of this account is."""
        return f"{self.api}/{VERSION}/Accounts/{self.sid}"

    @property
    def headers(self) -> Mapping[str, str]:
        """The credentials; they go to the account's own resources and nowhere else."""
        return {"Authorization": f"Basic {b64encode(f'{self.sid}:{self.token}'.encode()).decode()}"}


def twilio_account(settings: Settings) -> TwilioAccount:
    """The account of the settings."""
    return TwilioAccount(
        settings.twilio_account_sid,
        settings.twilio_auth_token.get_secret_value(),
        settings.twilio_whatsapp_from,
        settings.public_url,
        settings.twilio_api_url or TWILIO,
    )
