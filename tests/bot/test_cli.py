"""The command line, as somebody types it."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "catalogues" / "demo.csv"


@pytest.fixture(autouse=True)
def a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


Said = pytest.CaptureFixture[str]


def test_the_help_lists_every_command_and_is_quick() -> None:
    loaded = "import sys; from bot.cli import parser; print(parser().format_help()); print(len(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, cwd=ROOT)
    *words, modules = done.stdout.splitlines()
    listed = [line.split()[0] for line in words if re.match(r" {4}\w", line)]
    assert listed == [
        "run",
        "migrate",
        "reseal",
        "catalogue",
        "simulator",
        "staff",
        "calendar",
        "whatsapp",
        "verify",
        "verify-package",
        "trust",
        "healthcheck",
    ]
    assert int(modules) < 200


@pytest.mark.rule("S3-41")
def test_a_deadline_is_told_with_why_each_day_counts(capsys: Said) -> None:
    command = "calendar deadline --from 2024-05-02T10:00:00+05:00 --working-days 2 --json"
    assert main(command.split()) == 0
    [line] = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert line.startswith('{"deadline": "2024-05-04T23:59:59+05:00", "days": [')
    assert [(day["date"], day["counts"], day["reason"]) for day in told["days"]] == [
        ("2024-05-02", False, "event_day"),
        ("2024-05-03", True, "working"),
        ("2024-05-04", True, "swapped"),
    ]


def test_a_deadline_reads_well(capsys: Said) -> None:
    assert main("calendar deadline --from 2026-03-06 --working-days 2".split()) == 0
    first, *days = capsys.readouterr().out.splitlines()
    assert first == "2026-03-11T23:59:59+05:00"
    assert days[2] == "2026-03-08 Sun  -       holiday (International Women's Day)"
    assert days[-1] == "2026-03-11 Wed  day 2   working day"


@pytest.mark.parametrize(
    "arguments",
    ["--from noon --working-days 2", "--from 2026-03-06 --working-days 0", "--from 2026-03-06 --working-days two"],
)
def test_a_deadline_wants_a_moment_and_days(capsys: Said, arguments: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["calendar", "deadline", *arguments.split()])
    assert stopped.value.code == 2
    assert "is not a" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "command"),
    [
        ("PORT", "eighty", "healthcheck"),
        ("PROFILE", "atlantis", "calendar deadline --from 2026-03-06 --working-days 2"),
        ("PROFILE", "atlantis", "staff invite --role admin"),
        ("DATABASE_URL", "sqlite://", "migrate"),
        ("DATABASE_URL", "postgresql://balapan@127.0.0.1:1/none", "migrate"),
        ("FILES_URL", "s3://bucket", "staff invite --role admin"),
        ("KEYRING", "c2hvcnQ=", "staff invite --role admin"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: Said, name: str, value: str, command: str
) -> None:
    monkeypatch.setenv(name, value)
    assert main(command.split()) == 2
    [line] = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("{")]
    assert line.startswith(f"balapan: {name}: ")


def test_running_without_a_token_says_what_is_missing(capsys: Said) -> None:
    assert main(["run"]) == 2
    assert capsys.readouterr().err.startswith("balapan: TELEGRAM_TOKEN: is missing")


def test_the_simulator_is_never_started_beside_a_real_bot(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456789:AAreal")
    assert main(["simulator"]) == 2
    assert capsys.readouterr().err.startswith("balapan: TELEGRAM_TOKEN: is set")
    monkeypatch.setenv("STAFF_TELEGRAM_TOKEN", "123456788:AAreal")
    monkeypatch.delenv("TELEGRAM_TOKEN")
    assert main(["simulator"]) == 2
    assert capsys.readouterr().err.startswith("balapan: STAFF_TELEGRAM_TOKEN: is set")


@pytest.mark.parametrize("api", ["", "https://api.twilio.com"])
def test_nor_beside_a_real_whatsapp_account(monkeypatch: pytest.MonkeyPatch, capsys: Said, api: str) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("TWILIO_API_URL", api)
    assert main(["simulator"]) == 2
    assert capsys.readouterr().err.startswith("balapan: TWILIO_ACCOUNT_SID: is set")


def test_migrating_twice_is_migrating_once() -> None:
    assert [main(["migrate"]), main(["migrate"])] == [0, 0]
    assert Path("data/balapan.sqlite3").exists()


def test_sealing_anew_says_how_much_there_was_to_do(capsys: Said) -> None:
    assert main("staff invite --role admin".split()) == 0
    keys = [base64.b64encode(bytes([number]) * 32).decode() for number in range(2)]
    with pytest.MonkeyPatch.context() as setting:
        setting.setenv("KEYRING", ",".join([keys[1], Path("data/keyring").read_text().strip()]))
        capsys.readouterr()
        assert main(["reseal"]) == 0
    told = capsys.readouterr().out
    assert re.fullmatch(r"Sealed anew: [1-9]\d*\. Cannot be read under any key of KEYRING: 0\.\n", told)
    with pytest.MonkeyPatch.context() as setting:
        setting.setenv("KEYRING", keys[0])
        assert main(["reseal"]) == 1
    assert "balapan: KEYRING: an older key is missing" in capsys.readouterr().err


def test_an_invite_prints_the_code_and_nothing_else(capsys: Said) -> None:
    assert main("staff invite --role phthisiatrician --locality almaty".split()) == 0
    code = capsys.readouterr().out
    assert re.fullmatch(r"[A-Z2-7]{26}\n", code)
    assert main("staff invite --role admin".split()) == 0
    assert capsys.readouterr().out != code


def test_where_the_staff_bot_does_not_answer_the_code_stands_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("STAFF_TELEGRAM_TOKEN", "1000002:staff-demo")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    assert main("staff invite --role admin".split()) == 0
    said = capsys.readouterr()
    assert re.fullmatch(r"[A-Z2-7]{26}\n", said.out)
    assert "t.me" not in said.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("--role phthisiatrician --locality atlantis", "no locality atlantis"),
        ("--role preschool_employee", "a preschool is named"),
        ("--role preschool_employee --preschool 240640000004", "no preschool with BIN"),
    ],
)
def test_an_invite_that_makes_no_sense_is_refused_in_one_line(capsys: Said, arguments: str, why: str) -> None:
    assert main(["staff", "invite", *arguments.split()]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert why in said.err.splitlines()[-1]


def test_an_invite_is_for_a_known_role_only(capsys: Said) -> None:
    with pytest.raises(SystemExit) as stopped:
        main("staff invite --role director".split())
    assert stopped.value.code == 2
    assert "phthisiatrician" in capsys.readouterr().err


@pytest.mark.rule("S1-07")
def test_a_catalogue_is_applied_and_says_what_changed(capsys: Said) -> None:
    assert main(["catalogue", "import", str(DEMO)]) == 0
    first = capsys.readouterr().out
    assert re.fullmatch(r"Applied\. New: [1-9]\d*, changed: 0, closed: 0\.\n", first)
    assert main(["catalogue", "import", str(DEMO)]) == 0
    assert capsys.readouterr().out == "Applied. New: 0, changed: 0, closed: 0.\n"


@pytest.mark.rule("S1-07")
def test_a_catalogue_with_problems_changes_nothing_and_names_the_rows(capsys: Said) -> None:
    header, first, *_rest = DEMO.read_text(encoding="utf-8").splitlines()
    Path("bad.csv").write_text(f"{header}\n{first.replace(first.split(',')[0], '123')}\n", encoding="utf-8")
    assert main(["catalogue", "import", "bad.csv"]) == 1
    problems = capsys.readouterr().err
    assert "Row 2" in problems
    assert problems.endswith("Nothing was changed.\n")
    assert main(["catalogue", "import", "none.csv"]) == 2


def test_a_program_that_is_not_there_is_not_healthy(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("PORT", "1")
    assert main(["healthcheck"]) == 1
    assert "nothing answers at port 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///{folder}",
        "sqlite:///{folder}/x.db?y=1",
        "sqlite:///{folder}/text.db",
        "postgresql://nobody:secret@127.0.0.1:1/balapan",
    ],
)
def test_a_database_that_does_not_open_is_one_line_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Said, url: str
) -> None:
    (tmp_path / "text.db").write_text("this is no database, but a text that is long enough to tell\n" * 20)
    monkeypatch.setenv("DATABASE_URL", url.format(folder=tmp_path))
    assert main(["migrate"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("balapan: DATABASE_URL: ")
    assert "secret" not in line
