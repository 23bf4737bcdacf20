"""The command line: `balapan --help` lists everything that can be done."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Command = Callable[[Settings, argparse.Namespace], int]

ABOUT = "From hello to a signed kindergarten contract, in one chat."
ROLES = ("phthisiatrician", "pmpc_reviewer", "education_department", "preschool_employee", "admin")
WRONG = 2
SIGNATURE_WRONG = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 not done, 2 a setting or an argument is wrong.

    `verify` and `verify-package` have a code more, pending, so there it is 3 that says that an argument is wrong.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    wrong = SIGNATURE_WRONG if arguments[:1] in (["verify"], ["verify-package"]) else WRONG
    try:
        given = parser().parse_args(arguments)
    except SystemExit as left:
        raise SystemExit(wrong if left.code else left.code) from None
    from bot.logs import set_up_logs
    from bot.settings import BadSetting, load_settings

    try:
        settings = load_settings()
        set_up_logs(settings.log_level)
        command: Command = given.command
        return command(settings, given)
    except BadSetting as error:
        print(f"balapan: {error}", file=sys.stderr)
        return wrong


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    top = argparse.ArgumentParser(prog="balapan", description=ABOUT)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "run", "run the bot: channels, turns, deadlines, web server", _run)
    _add(commands, "migrate", "bring the database to the present schema", _migrate)
    _add(commands, "reseal", "seal what is kept under older keys of KEYRING under the newest, beside the bot", _reseal)
    catalogue = _group(commands, "catalogue", "the catalogue of kindergartens: import FILE")
    _add(catalogue, "import", "replace the catalogue by a CSV or XLSX file", _import).add_argument("file")
    _add(commands, "simulator", "run the simulator: phones, clock, SMS and registry on this machine", _simulator)
    _add_invite(_group(commands, "staff", "people who work with the bot: invite"))
    _add_deadline(_group(commands, "calendar", "the working calendar: deadline"))
    _add_templates(_group(commands, "whatsapp", "WhatsApp through Twilio: templates sync, templates report"))
    _add_verify(commands)
    _add_verify_package(commands)
    _add_trust(_group(commands, "trust", "the certification authorities that count: fetch, add, list"))
    _add(commands, "healthcheck", "ask the running bot whether it is ready", _healthcheck)
    return top


def _add(commands: Commands, name: str, about: str, command: Command) -> argparse.ArgumentParser:
    added = commands.add_parser(name, help=about, description=about)
    added.set_defaults(command=command)
    return added


def _group(commands: Commands, name: str, about: str) -> Commands:
    return commands.add_parser(name, help=about, description=about).add_subparsers(required=True, metavar="COMMAND")


def _add_invite(staff: Commands) -> None:
    invite = _add(staff, "invite", "print a one-time code, good for 24 hours, to join the staff bot with", _invite)
    invite.add_argument("--role", required=True, choices=ROLES)
    invite.add_argument("--locality", metavar="L", help="a locality of the profile; without it, all of them")
    invite.add_argument("--preschool", metavar="BIN", help="the preschool of a preschool employee")


def _add_deadline(calendar: Commands) -> None:
    deadline = _add(calendar, "deadline", "print when a term ends, and why each day counts or not", _deadline)
    deadline.add_argument("--from", dest="event", required=True, type=_moment, metavar="ISO-TIME")
    deadline.add_argument("--working-days", required=True, type=_days, metavar="N")
    deadline.add_argument("--json", action="store_true", help="as JSON on one line")


def _add_templates(whatsapp: Commands) -> None:
    templates = _group(whatsapp, "templates", "what Twilio keeps and WhatsApp approves: sync, report")
    _add(templates, "sync", "make at Twilio what is missing, submit it, and note what is approved", _sync)
    report = _add(templates, "report", "print which templates are approved, waiting or rejected", _report)
    report.add_argument("--json", action="store_true", help="as JSON on one line")


def _add_verify(commands: Commands) -> None:
    verify = _add(commands, "verify", "check a signature from files alone and print the verdict as JSON", _verify)
    verify.add_argument("--document", required=True, type=Path, metavar="FILE", help="the bytes that were signed")
    verify.add_argument("--signature", required=True, type=Path, metavar="FILE", help="CMS: DER, base64 or PEM")
    verify.add_argument("--trust", type=_folder, metavar="DIR", help="every authority in it counts; default TRUST_DIR")
    verify.add_argument("--at", type=_moment, metavar="ISO-TIME", help="when the signature came; default now")
    verify.add_argument("--iin", type=_twelve_digits, metavar="IIN", help="who must have signed")
    verify.add_argument(
        "--role", choices=("person", "head", "signer"), default="person", help="as whom; default person"
    )
    verify.add_argument("--bin", type=_twelve_digits, metavar="BIN", help="for which organisation")
    verify.add_argument("--ocsp", type=Path, action="append", default=[], metavar="FILE", help="an OCSP response")
    verify.add_argument("--crl", type=Path, action="append", default=[], metavar="FILE", help="a revocation list")
    verify.add_argument("--tsp", type=Path, metavar="FILE", help="a time stamp over the signature")
    verify.add_argument("--no-revocation", action="store_true", help="do without looking whether it was revoked")
    verify.add_argument("--purpose", choices=("check", "sign"), default="sign", help="default sign")


def _add_verify_package(commands: Commands) -> None:
    about = "check the package of a signed contract from that file alone and print the verdict as JSON"
    package = _add(commands, "verify-package", about, _verify_package)
    package.add_argument("package", type=Path, metavar="FILE.zip")
    package.add_argument("--trust", type=_folder, metavar="DIR", help="every authority in it counts; default TRUST_DIR")
    package.add_argument("--at", type=_moment, metavar="ISO-TIME", help="when it was signed, where no time stamp tells")
    package.add_argument("--iin", type=_twelve_digits, metavar="IIN", help="the parent who must have signed")
    package.add_argument("--bin", type=_twelve_digits, metavar="BIN", help="the preschool that must have signed")


def _add_trust(trust: Commands) -> None:
    _add(trust, "fetch", "get the authorities in use from pki.gov.kz and root.gov.kz", _trust_fetch)
    _add(trust, "add", "keep one, which must be pinned unless SANDBOX=1", _trust_add).add_argument("file", type=Path)
    _add(trust, "list", "print those in TRUST_DIR", _trust_list)


def _twelve_digits(text: str) -> str:
    if not (len(text) == 12 and text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 12 digits")
    return text


def _folder(text: str) -> Path:
    """A folder that is named: nothing, as an unset variable gives, would be the one where one happens to be."""
    if not text:
        raise argparse.ArgumentTypeError("no folder is named")
    return Path(text)


def _moment(text: str) -> datetime:
    """Far from either end of time, so that terms can be counted from it."""
    try:
        moment = datetime.fromisoformat(text)
        if not 1950 <= moment.year <= 2200:
            raise ValueError(text)
        return moment
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 2024-05-02T10:00:00+05:00") from None


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 1 to 1000")
    return int(text)


def _run(settings: Settings, _given: argparse.Namespace) -> int:
    from bot.program import run

    run(settings)
    return 0


def _migrate(settings: Settings, _given: argparse.Namespace) -> int:
    from bot.instance import bring_up_to_date

    bring_up_to_date(settings)
    return 0


def _reseal(settings: Settings, _given: argparse.Namespace) -> int:
    from bot.commands import seal_anew

    return seal_anew(settings)


def _import(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands import import_catalogue

    return import_catalogue(settings, given.file)


def _simulator(settings: Settings, _given: argparse.Namespace) -> int:
    from bot.settings import BadSetting, require_no_real_bot

    require_no_real_bot(settings)
    from simulator.server import serve

    try:
        serve(port=settings.simulator_port)
    except OSError as error:
        raise BadSetting("simulator_port", f"cannot listen on {settings.simulator_port}: {error.strerror}") from None
    return 0


def _invite(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands import invite

    return invite(settings, given.role, given.locality, given.preschool)


def _deadline(settings: Settings, given: argparse.Namespace) -> int:
    from bot.deadlines import tell

    print(tell(settings.profile, given.event, given.working_days, as_json=given.json))
    return 0


def _sync(settings: Settings, _given: argparse.Namespace) -> int:
    from bot.whatsapp.command import sync

    return sync(settings)


def _report(settings: Settings, given: argparse.Namespace) -> int:
    from bot.whatsapp.command import report

    return report(settings, as_json=given.json)


def _verify(settings: Settings, given: argparse.Namespace) -> int:
    from bot.verifying import verify

    return verify(settings, given)


def _verify_package(settings: Settings, given: argparse.Namespace) -> int:
    from bot.verifying_packages import verify_package

    return verify_package(settings, given)


def _trust_fetch(settings: Settings, _given: argparse.Namespace) -> int:
    from bot.trusting import fetch

    return fetch(settings)


def _trust_add(settings: Settings, given: argparse.Namespace) -> int:
    from bot.trusting import add

    return add(settings, given.file)


def _trust_list(settings: Settings, _given: argparse.Namespace) -> int:
    from bot.trusting import show

    return show(settings)


def _healthcheck(settings: Settings, _given: argparse.Namespace) -> int:
    from bot.health import check

    problem = check(settings.host, settings.port)
    print(problem or "ready", file=sys.stderr if problem else sys.stdout)
    return int(problem is not None)
