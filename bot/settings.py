"""Settings: what the environment and `.env` say, checked before anything starts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.addresses import LOOPBACK, origin, origin_of, socket_address, web_address
from signing_gateway.ways import Way

TELEGRAM = "https://api.telegram.org"
TWILIO = "https://api.twilio.com"
_TOKEN = re.compile(r"\d{1,16}:[A-Za-z0-9_-]+")
_TWILIO_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_DATABASES = ("sqlite", "postgresql", "postgres")


class BadSetting(Exception):
    """A setting is wrong or missing; the message is one line that names it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name.upper()}: {' '.join(problem.split())}")


def _token(token: SecretStr) -> SecretStr:
    if token.get_secret_value() and not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("is not a bot token; BotFather gives one such as 123456789:ABC…")
    return token


def _twilio_account(sid: str) -> str:
    if sid and not _TWILIO_ACCOUNT.fullmatch(sid):
        raise ValueError("is not an account SID; Twilio's console shows it: AC and 32 digits or letters a-f")
    return sid


def _whatsapp_sender(text: str) -> str:
    """As Twilio writes it, `whatsapp:+…`."""
    number = re.sub(r"[\s()-]", "", text.strip().removeprefix("whatsapp:"))
    if text and not _E164.fullmatch(number):
        raise ValueError("must be the WhatsApp sender's number with + and country code, such as +77010000000")
    return f"whatsapp:{number}" if text else ""


def _listed(text: object) -> object:
    """Names or addresses with commas or spaces between them."""
    return tuple(re.split(r"[,\s]+", text.strip())) if isinstance(text, str) else text


def _files_here() -> str:
    return (Path.cwd() / "data" / "files").as_uri()


def _trust_here() -> Path:
    return Path.cwd() / "data" / "trust"


Port = Annotated[int, Field(ge=1, le=65_535)]
Url = Annotated[str, AfterValidator(web_address)]
Origin = Annotated[str, AfterValidator(origin)]
Urls = Annotated[tuple[Url, ...], NoDecode, BeforeValidator(_listed)]
SocketUrl = Annotated[str, AfterValidator(socket_address)]
Ways = Annotated[tuple[Way, ...], NoDecode, BeforeValidator(_listed)]
Token = Annotated[SecretStr, AfterValidator(_token)]
TwilioAccountSid = Annotated[str, AfterValidator(_twilio_account)]
WhatsAppSender = Annotated[str, AfterValidator(_whatsapp_sender)]
NO_SECRET = SecretStr("")
REVOKED = "https://crl.pki.gov.kz"
LISTS = tuple(f"{REVOKED}/{name}_{kind}_2022.crl" for kind in ("gost", "rsa") for name in ("nca", "nca_d"))


class Settings(BaseSettings):
    """Every setting by its name in small letters; `.env.example` explains each of them."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    telegram_token: Token = NO_SECRET
    staff_telegram_token: Token = NO_SECRET
    telegram_api_url: Url = TELEGRAM
    telegram_webhook_secret: SecretStr = NO_SECRET
    public_url: Url = ""
    signing_url: Origin = ""
    signing_ways: Ways = tuple(Way)
    ess_optional: Ways = ()
    ncalayer_url: SocketUrl = "wss://127.0.0.1:13579"
    trust_dir: Path = Field(default_factory=_trust_here)
    ocsp_url: Url = "http://ocsp.pki.gov.kz"
    tsp_url: Url = "http://tsp.pki.gov.kz"
    crl_url: Urls = LISTS
    host: str = "127.0.0.1"
    port: Port = 8080
    simulator_port: Port = 8081
    signing_port: Port = 8082
    database_url: str = "sqlite:///data/balapan.sqlite3"
    files_url: str = Field(default_factory=_files_here)
    keyring: SecretStr = NO_SECRET
    index_key: SecretStr = NO_SECRET
    profile: str = "unified"
    forms: Path | None = None
    catalogue: Path | None = None
    registry_url: Url = ""
    sms_url: Url = ""
    sms_from: str = ""
    twilio_account_sid: TwilioAccountSid = ""
    twilio_auth_token: SecretStr = NO_SECRET
    twilio_whatsapp_from: WhatsAppSender = ""
    twilio_api_url: Url = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    sandbox: bool = False
    clock_url: Url = ""

    @field_validator("log_level", mode="before")
    @classmethod
    def _small_letters(cls, text: object) -> object:
        return text.lower() if isinstance(text, str) else text

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _sendable(cls, secret: SecretStr) -> SecretStr:
        if secret.get_secret_value() and not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("may hold 1 to 256 of the characters A-Z a-z 0-9 _ -")
        return secret

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if urlsplit(url).scheme.partition("+")[0] not in _DATABASES:
            raise ValueError("expected sqlite:///FILE or postgresql://…")
        return url

    @field_validator("catalogue")
    @classmethod
    def _readable(cls, file: Path | None) -> Path | None:
        if file is not None and not file.is_file():
            raise ValueError(f"there is no file {file}")
        return file

    @field_validator("forms")
    @classmethod
    def _folder(cls, folder: Path | None) -> Path | None:
        if folder is not None and not folder.is_dir():
            raise ValueError(f"there is no folder {folder}")
        return folder

    @model_validator(mode="before")
    @classmethod
    def _next_door(cls, given: dict[str, object]) -> dict[str, object]:
        port = given.get("port")
        if isinstance(port, str) and port.isdecimal():
            given.setdefault("simulator_port", str(int(port) + 1))
            given.setdefault("signing_port", str(int(port) + 2))
        return given

    @property
    def talks_to_telegram(self) -> bool:
        """Whether the Bot API in use is Telegram's own."""
        return urlsplit(self.telegram_api_url).hostname == urlsplit(TELEGRAM).hostname

    @property
    def talks_to_twilio(self) -> bool:
        """Whether the Twilio API in use is Twilio's own."""
        host = urlsplit(self.twilio_api_url or TWILIO).hostname or ""
        return f".{host}".endswith(".twilio.com")

    @property
    def on_telegram(self) -> bool:
        """Whether parents can write on Telegram."""
        return bool(self.telegram_token.get_secret_value())

    @property
    def on_whatsapp(self) -> bool:
        """Whether parents can write on WhatsApp."""
        return bool(self.twilio_whatsapp_from)

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return urlsplit(self.database_url).scheme.startswith("sqlite")


def load_settings() -> Settings:
    """Reads the environment, then `.env`; raises BadSetting for the first value that will not do."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        raise BadSetting(name, first["msg"].removeprefix("Value error, ")) from None
    except UnicodeDecodeError:
        raise BadSetting("settings", ".env is no text in UTF-8") from None
    _check_together(settings)
    return settings


def _check_together(settings: Settings) -> None:
    """What no single value shows."""
    parent, staff = settings.telegram_token.get_secret_value(), settings.staff_telegram_token.get_secret_value()
    if parent and parent.partition(":")[0] == staff.partition(":")[0]:
        raise BadSetting("staff_telegram_token", "must be the token of another bot than TELEGRAM_TOKEN")
    _check_sandbox(settings, with_bot=bool(parent or staff))
    _check_twilio(settings)
    _check_public_url(settings)
    _check_signing(settings)


def _check_sandbox(settings: Settings, *, with_bot: bool) -> None:
    if settings.sandbox and settings.talks_to_telegram and with_bot:
        raise BadSetting("sandbox", "is refused beside a token on Telegram's own API; unset SANDBOX to go live")
    if settings.sandbox and settings.talks_to_twilio and (settings.twilio_account_sid or settings.on_whatsapp):
        raise BadSetting("sandbox", "is refused beside an account on Twilio's own API; unset SANDBOX to go live")
    if settings.clock_url and not settings.sandbox:
        raise BadSetting("clock_url", "a foreign clock is permitted with SANDBOX=1 only")


def _check_twilio(settings: Settings) -> None:
    if settings.sms_url and settings.sms_from:
        raise BadSetting("sms_from", "give either SMS_URL or Twilio's SMS_FROM, not both")
    needs: dict[str, tuple[str, ...]] = {"sms_from": ("twilio_account_sid", "twilio_auth_token")}
    needs["twilio_whatsapp_from"] = (*needs["sms_from"], "public_url")
    for sender, needed in needs.items():
        for name in needed:
            if getattr(settings, sender) and not str(getattr(settings, name)):
                raise BadSetting(name, f"is missing; {sender.upper()} needs it")


def _check_public_url(settings: Settings) -> None:
    parts = urlsplit(settings.public_url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadSetting("public_url", "must begin with https://, no other webhook is called")


def _check_signing(settings: Settings) -> None:
    """The page is where keys are opened: only over TLS, and nothing else of ours shares its origin."""
    if not settings.signing_url:
        return
    parts = urlsplit(settings.signing_url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadSetting("signing_url", "must begin with https://, people open their keys on that page")
    if settings.signing_url == origin_of(settings.public_url):
        raise BadSetting("signing_url", "must be another origin than PUBLIC_URL")
    if settings.signing_port == settings.port:
        raise BadSetting("signing_port", "must be another port than PORT")


def require_no_real_bot(settings: Settings) -> None:
    """Raises BadSetting where the simulator would stand beside a bot that real people write to."""
    refused = "is set: the simulator is never started beside a real bot"
    for name in ("telegram_token", "staff_telegram_token"):
        if settings.talks_to_telegram and getattr(settings, name).get_secret_value():
            raise BadSetting(name, refused)
    for name in ("twilio_account_sid", "twilio_whatsapp_from"):
        if settings.talks_to_twilio and getattr(settings, name):
            raise BadSetting(name, refused)


def require_channel(settings: Settings) -> None:
    """Raises BadSetting when parents have nowhere to write to."""
    if not (settings.on_telegram or settings.on_whatsapp):
        told = "is missing; BotFather gives one (or set TWILIO_WHATSAPP_FROM); `make run` starts the simulator"
        raise BadSetting("telegram_token", told)
