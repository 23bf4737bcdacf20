"""Settings are checked before anything starts, and a wrong one is named in one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import BadSetting, Settings, load_settings, require_channel
from bot.signing import options_of
from signing_gateway.guard import policy
from signing_gateway.ways import Way

ROOT = Path(__file__).parents[2]
PARENT, STAFF = "123456789:AAparent", "987654321:AAstaff"
ACCOUNT = "AC" + "0" * 32
WHATSAPP = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "hush",
    "TWILIO_WHATSAPP_FROM": "+77010000000",
    "PUBLIC_URL": "https://balapan.example.kz",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def refused(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    with pytest.raises(BadSetting) as caught:
        given(monkeypatch, **values)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    settings = load_settings()
    assert (settings.port, settings.simulator_port, settings.host) == (8080, 8081, "127.0.0.1")
    assert settings.database_url == "sqlite:///data/balapan.sqlite3"
    assert settings.files_url == (tmp_path / "data" / "files").as_uri()
    assert settings.profile == "unified"
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert not settings.sandbox


def test_the_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"TELEGRAM_TOKEN={PARENT}\nPORT=9000\nSMS_URL=\n")
    assert given(monkeypatch, PORT="9100").port == 9100
    assert load_settings().telegram_token.get_secret_value() == PARENT
    Path(".env").write_bytes("PORT=9000\n".encode("utf-16"))
    assert refused(monkeypatch) == "SETTINGS: .env is no text in UTF-8"


def test_the_simulator_lives_next_door(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, PORT="9000").simulator_port == 9001
    assert given(monkeypatch, SIMULATOR_PORT="7000").simulator_port == 7000


def test_the_signing_page_has_a_port_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, PORT="9000").signing_port == 9002
    assert given(monkeypatch, SIGNING_PORT="7000").signing_port == 7000
    clash = refused(monkeypatch, SIGNING_URL="https://sign.kz", PORT="7000", SIGNING_PORT="7000")
    assert clash == "SIGNING_PORT: must be another port than PORT"


def test_ways_of_signing_are_named_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().signing_ways == tuple(Way)
    settings = given(
        monkeypatch, SIGNING_WAYS="file, key", ESS_OPTIONAL="file", CRL_URL="http://a.kz/1.crl http://a.kz/2"
    )
    assert settings.signing_ways == (Way.FILE, Way.KEY)
    assert settings.ess_optional == (Way.FILE,)
    assert settings.crl_url == ("http://a.kz/1.crl", "http://a.kz/2")


@pytest.mark.parametrize(
    ("public", "signing"),
    [
        ("https://a.kz", "https://a.kz/"),
        ("https://a.kz/bot", "https://a.kz"),
        ("https://A.kz", "https://a.kz"),
        ("https://a.kz", "https://a.kz:443"),
        ("http://localhost:80", "http://localhost"),
    ],
)
def test_the_signing_page_is_an_origin_of_its_own(monkeypatch: pytest.MonkeyPatch, public: str, signing: str) -> None:
    same = refused(monkeypatch, PUBLIC_URL=public, SIGNING_URL=signing)
    assert same == "SIGNING_URL: must be another origin than PUBLIC_URL"


@pytest.mark.parametrize(
    ("written", "meant", "secure"),
    [
        (" HTTPS://Sign.Example.kz:443/ ", "https://sign.example.kz", True),
        ("https://sign.example.kz:8443", "https://sign.example.kz:8443", True),
        ("http://[::1]:8082", "http://[::1]:8082", False),
    ],
)
def test_however_the_signing_page_is_written_its_cookie_is_for_tls(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: str, secure: bool
) -> None:
    settings = given(monkeypatch, SIGNING_URL=written)
    assert (settings.signing_url, options_of(settings).secure) == (meant, secure)


@pytest.mark.parametrize("written", ["wss://127.0.0.1:13579/", " ws://localhost:8081/ncalayer"])
def test_ncalayer_is_named_as_the_policy_of_the_page_can_name_it(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    address = given(monkeypatch, NCALAYER_URL=written).ncalayer_url
    assert address == written.strip().rstrip("/")
    assert f"connect-src 'self' {address}; form-action" in policy(address)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("TELEGRAM_TOKEN", "not a token"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_WEBHOOK_SECRET", "with spaces"),
        ("PUBLIC_URL", "ftp://balapan.example.kz"),
        ("PUBLIC_URL", "http://balapan.example.kz"),
        ("SIGNING_URL", "http://sign.example.kz"),
        ("SIGNING_URL", "https://example.kz/sign"),
        ("SIGNING_URL", "https://me:secret@sign.example.kz"),
        ("SIGNING_URL", "https://sign.example.kz?"),
        ("SIGNING_URL", "https://sign.example.kz;x"),
        ("SIGNING_URL", "https://sign.example.kz:abc"),
        ("SIGNING_URL", "https://sign example.kz"),
        ("SIGNING_WAYS", "pigeon"),
        ("ESS_OPTIONAL", "pigeon"),
        ("NCALAYER_URL", "https://127.0.0.1:13579"),
        ("NCALAYER_URL", "ws://example.kz"),
        ("NCALAYER_URL", "wss://"),
        ("NCALAYER_URL", "wss://*"),
        ("NCALAYER_URL", "wss://127.0.0.1:13579; script-src *"),
        ("NCALAYER_URL", "wss://127.0.0.1:13579 https://example.kz"),
        ("NCALAYER_URL", "wss://127.0.0.1:99999"),
        ("NCALAYER_URL", "ws://[::1]:13579"),
        ("OCSP_URL", "http://ocsp.pki.gov.kz:0"),
        ("OCSP_URL", "ocsp.pki.gov.kz"),
        ("TSP_URL", "tsp.pki.gov.kz"),
        ("CRL_URL", "crl.pki.gov.kz"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("CATALOGUE", "/no/such/file.csv"),
        ("REGISTRY_URL", "registry"),
        ("SMS_URL", "sms"),
        ("LOG_LEVEL", "loud"),
        ("SANDBOX", "perhaps"),
        ("CLOCK_URL", "http://127.0.0.1:1/clock"),
        ("TWILIO_API_URL", "twilio"),
        ("TWILIO_ACCOUNT_SID", "AC1"),
        ("TWILIO_ACCOUNT_SID", "SK" + "0" * 32),
        ("TWILIO_WHATSAPP_FROM", "87010000000"),
        ("TWILIO_WHATSAPP_FROM", "Balapan"),
        ("TWILIO_WHATSAPP_FROM", "whatsapp:"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert refused(monkeypatch, **{name: value}).startswith(f"{name}: ")


def test_a_wrong_token_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "sesame" not in refused(monkeypatch, TELEGRAM_TOKEN="open sesame")


def test_both_bots_cannot_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = refused(monkeypatch, TELEGRAM_TOKEN=PARENT, STAFF_TELEGRAM_TOKEN=PARENT)
    assert problem.startswith("STAFF_TELEGRAM_TOKEN: ")


def test_the_sandbox_is_refused_beside_a_real_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(monkeypatch, SANDBOX="1", TELEGRAM_TOKEN=PARENT).startswith("SANDBOX: ")
    assert refused(monkeypatch, TELEGRAM_API_URL="https://API.telegram.org/").startswith("SANDBOX: ")
    assert given(monkeypatch, TELEGRAM_API_URL="http://127.0.0.1:8081").sandbox


def test_a_foreign_clock_wants_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, SANDBOX="1", CLOCK_URL="http://127.0.0.1:8081/clock").clock_url


def test_twilio_wants_its_account(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(monkeypatch, SMS_FROM="+15005550006").startswith("TWILIO_ACCOUNT_SID: ")
    assert refused(monkeypatch, TWILIO_ACCOUNT_SID=ACCOUNT).startswith("TWILIO_AUTH_TOKEN: ")
    assert given(monkeypatch, TWILIO_AUTH_TOKEN="t").sms_from == "+15005550006"
    assert refused(monkeypatch, SMS_URL="http://127.0.0.1/sms").startswith("SMS_FROM: ")


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "PUBLIC_URL"])
def test_whatsapp_wants_its_account_and_a_public_address(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    rest = {name: value for name, value in WHATSAPP.items() if name != missing}
    assert refused(monkeypatch, **rest) == f"{missing}: is missing; TWILIO_WHATSAPP_FROM needs it"


@pytest.mark.parametrize("written", ["+77010000000", "whatsapp:+77010000000", " +7 (701) 000-00-00 "])
def test_the_whatsapp_sender_is_known_however_it_is_written(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    settings = given(monkeypatch, **{**WHATSAPP, "TWILIO_WHATSAPP_FROM": written})
    assert settings.twilio_whatsapp_from == "whatsapp:+77010000000"
    assert settings.on_whatsapp


def test_the_sandbox_is_refused_beside_a_real_twilio_account(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(monkeypatch, SANDBOX="1", **WHATSAPP).startswith("SANDBOX: ")
    assert refused(monkeypatch, TWILIO_API_URL="https://API.Twilio.com/").startswith("SANDBOX: ")
    monkeypatch.delenv("TWILIO_ACCOUNT_SID")
    assert refused(monkeypatch).startswith("SANDBOX: ")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", WHATSAPP["TWILIO_ACCOUNT_SID"])
    assert refused(monkeypatch, TWILIO_API_URL="https://api.dublin.ie1.twilio.com").startswith("SANDBOX: ")
    assert given(monkeypatch, TWILIO_API_URL="http://127.0.0.1:8081").sandbox


def test_running_wants_a_channel_and_any_one_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSetting, match=r"^TELEGRAM_TOKEN: is missing"):
        require_channel(load_settings())
    with pytest.raises(BadSetting, match=r"^TELEGRAM_TOKEN: is missing"):
        require_channel(given(monkeypatch, STAFF_TELEGRAM_TOKEN=STAFF))
    with monkeypatch.context() as telegram:
        require_channel(given(telegram, TELEGRAM_TOKEN=PARENT))
    require_channel(given(monkeypatch, **WHATSAPP))
    require_channel(given(monkeypatch, TELEGRAM_TOKEN=PARENT))


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, TELEGRAM_TOKEN=PARENT, KEYRING="a2V5", INDEX_KEY="a2V5", TWILIO_AUTH_TOKEN="hush")
    assert not re.search("AAparent|a2V5|hush", repr(settings))


def test_the_example_explains_every_setting() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)
