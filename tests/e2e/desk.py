"""The simulator and the program, each a process of its own, in a folder of its own."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.phone import Phone, call
from tests.e2e.whatsapp_phone import WhatsAppPhone

ROOT = Path(__file__).parents[2]
START_S = 60
BALAPAN = str(Path(sys.executable).parent / "balapan")
PARENT = {"TELEGRAM_TOKEN": "1000001:parent-demo"}
LOG, OUT, ERR = "program.log", "command.out", "command.err"
TWILIO = {
    "TWILIO_ACCOUNT_SID": f"AC{1:032d}",
    "TWILIO_AUTH_TOKEN": "demo-token",
    "TWILIO_WHATSAPP_FROM": "whatsapp:+77000000000",
}
PATIENT = "rc=5&rp=all"


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(url: str) -> bool:
    """Whether something answers there with success."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def until(ready: Any, process_ended: Any, seconds: float = START_S) -> None:
    """Look again and again until it is ready; fails when the process ends or the time is over."""
    pause = threading.Event()
    for _look in range(int(seconds / 0.02)):
        if ready():
            return
        assert not process_ended(), "the process ended before it was ready"
        pause.wait(0.02)
    raise AssertionError("not ready in time")


@dataclass
class Zygote:
    """Forks programs that have everything imported already."""

    process: subprocess.Popen[str] = field(init=False)
    ended: dict[int, int] = field(default_factory=dict)
    _pids: list[int] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "tests.e2e.zygote"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self, env: dict[str, str], folder: Path, arguments: Sequence[str], kill_at: int | None = None) -> int:
        """The process id of a new `balapan …`."""
        asked = {"env": env, "folder": str(folder), "arguments": list(arguments), "kill_at": kill_at}
        assert self.process.stdin is not None
        with self._news:
            known = len(self._pids)
            self.process.stdin.write(json.dumps(asked) + "\n")
            self.process.stdin.flush()
            assert self._news.wait_for(lambda: len(self._pids) > known, START_S)
            return self._pids[-1]

    def wait(self, pid: int) -> int:
        """The exit status of a program that ends; negative for a signal."""
        with self._news:
            assert self._news.wait_for(lambda: pid in self.ended, START_S), "the program does not end"
            return self.ended[pid]

    def outlives(self, pid: int) -> int:
        """Wait as long as the program runs; its exit status."""
        with self._news:
            self._news.wait_for(lambda: pid in self.ended)
            return self.ended[pid]

    def close(self) -> None:
        """No more programs."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            news = json.loads(line)
            with self._news:
                if "status" in news:
                    self.ended[news["pid"]] = news["status"]
                else:
                    self._pids.append(news["pid"])
                self._news.notify_all()


class Simulator:
    """The desk with the phones."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        env = {**os.environ, "SIMULATOR_PORT": str(self.port)}
        self.process = subprocess.Popen([BALAPAN, "simulator"], env=env, stdout=subprocess.DEVNULL)
        until(lambda: answers(f"{self.url}/clock"), lambda: self.process.poll() is not None)

    def phone(self, bot: str, user: int) -> Phone:
        """The phone of that user in that bot's chat, or in WhatsApp."""
        return WhatsAppPhone(self.url, bot, user) if bot == "whatsapp" else Phone(self.url, bot, user)

    def user(self, name: str, phone: str | None = None, bot: str = "parent", *, username_only: bool = False) -> int:
        """A new person with a phone, who may be known on WhatsApp by a user name only."""
        body = {"name": name, "phone": phone, "bot": bot, "username_only": username_only}
        return int(call(f"{self.url}/sim/users", {k: v for k, v in body.items() if v})["id"])

    def moves_clock(self, **where: Any) -> None:
        """To another moment: `now` and perhaps `frozen`, or `forward`."""
        call(f"{self.url}/clock", where)

    def reset(self) -> None:
        """Forget every chat."""
        call(f"{self.url}/sim/reset", {})

    def close(self) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.wait()


class Program:
    """The bot in its own folder, to be started, killed and started again."""

    def __init__(
        self,
        zygote: Zygote,
        simulator: Simulator,
        folder: Path,
        database_url: str | None = None,
        channels: Sequence[str] = ("parent",),
    ) -> None:
        self.zygote = zygote
        self.simulator = simulator
        self.folder = folder
        self.port = free_port()
        self.pid = 0
        self.on_whatsapp = "whatsapp" in channels
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "SANDBOX": "1",
            "STAFF_TELEGRAM_TOKEN": "1000002:staff-demo",
            "TELEGRAM_API_URL": simulator.url,
            "CLOCK_URL": f"{simulator.url}/clock",
            "REGISTRY_URL": simulator.url,
            "SMS_URL": f"{simulator.url}/sms",
            "PORT": str(self.port),
            **self._signing(simulator.url),
            "DATABASE_URL": database_url or f"sqlite:///{folder}/balapan.sqlite3",
            "FILES_URL": (folder / "files").as_uri(),
            "CATALOGUE": str(ROOT / "catalogues" / "demo.csv"),
            "KEYRING": base64.b64encode(b"k" * 32).decode(),
            "INDEX_KEY": base64.b64encode(b"i" * 32).decode(),
            **(PARENT if "parent" in channels else {}),
            **(self._twilio() if self.on_whatsapp else {}),
        }

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def _signing(self, desk: str) -> dict[str, str]:
        """A signing page of its own, and the authority of the desk."""
        port, trust = free_port(), self.folder / "trust"
        trust.mkdir(exist_ok=True)
        for kind in ("gost", "rsa"):
            with urllib.request.urlopen(f"{desk}/nca/{kind}.cer", timeout=5) as answer:
                (trust / f"{kind}.cer").write_bytes(answer.read())
        return {
            "SIGNING_URL": f"http://127.0.0.1:{port}",
            "SIGNING_PORT": str(port),
            "TRUST_DIR": str(trust),
            "OCSP_URL": f"{desk}/nca/ocsp",
            "TSP_URL": f"{desk}/nca/tsp",
            "CRL_URL": f"{desk}/nca/gost.crl {desk}/nca/rsa.crl",
        }

    def _twilio(self) -> dict[str, str]:
        return {**TWILIO, "TWILIO_API_URL": self.simulator.url, "PUBLIC_URL": self.url}

    def command(self, *arguments: str) -> str:
        """Run `balapan …` with this program's settings; returns what it printed."""
        status = self.zygote.wait(self.zygote.start(self.env, self.folder, arguments))
        assert status == 0, (self.folder / ERR).read_text()
        return (self.folder / OUT).read_text().strip()

    def sync_templates(self) -> str:
        """Bring the contents to Twilio, or note what has become of them there."""
        return self.command("whatsapp", "templates", "sync")

    def takes_database_of(self, folder: Path) -> None:
        """Begin with a copy of the SQLite database of a stopped program."""
        for file in folder.glob("balapan.sqlite3*"):
            shutil.copy(file, self.folder)

    def start(self, kill_at: int | None = None) -> None:
        """Start it and wait until it is ready, or has been killed on the way."""
        if self.on_whatsapp:
            call(f"{self.simulator.url}/sim/twilio/webhook", {"url": self.url, "override": PATIENT})
        self.pid = self.zygote.start(self.env, self.folder, ["run"], kill_at)
        pid, ready = self.pid, f"{self.url}/readyz"
        until(lambda: answers(ready) or (kill_at and pid in self.zygote.ended), lambda: pid in self.zygote.ended)

    def gets_what_was_lost(self) -> None:
        """Twilio comes again with the messages that it gave up, where the machine took longer than its patience."""
        if self.on_whatsapp:
            webhooks = call(f"{self.simulator.url}/sim/twilio/webhooks?kind=inbound")["webhooks"]
            last = {one["message_id"]: one["status"] for one in webhooks}
            for message in [message for message, status in last.items() if status == 0]:
                self._redeliver(message)

    def _redeliver(self, message: str) -> None:
        with suppress(urllib.error.HTTPError):
            call(f"{self.simulator.url}/sim/twilio/redeliver", {"message_id": message})

    def stop(self) -> int:
        """SIGTERM; the exit status."""
        os.kill(self.pid, signal.SIGTERM)
        return self.zygote.wait(self.pid)

    def log(self) -> str:
        """Everything the program printed."""
        return (self.folder / LOG).read_text()
