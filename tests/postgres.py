"""A private PostgreSQL for one test session, and a fresh, migrated database of it for every test that asks."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from subprocess import PIPE

import pytest

from storage.migrate import migrate

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=32MB")
_TEMPLATE, _LENT = "migrated", "lent"
_ROOM = 4 << 30
_NAME = "balapan-postgres-"


@dataclass
class PostgresServer:
    """A running server that belongs to this session alone."""

    programs: Path
    folder: Path
    port: int

    def url(self, name: str) -> str:
        return f"postgresql://balapan@127.0.0.1:{self.port}/{name}"

    def create(self, template: str, name: str) -> str:
        """The address of a new database that begins as a copy of the template."""
        self.does(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    @contextmanager
    def lent(self, template: str) -> Iterator[str]:
        """The address of a copy of the template that goes when it is given back, whoever still holds it open.

        It is the same every time, so that what was compiled for it can be used again.
        """
        yield self.create(template, _LENT)
        self.does(f"DROP DATABASE {_LENT} WITH (FORCE)")

    def does(self, statement: str) -> None:
        """Carry out one statement in the session that stays open for it."""
        assert self.session.stdin is not None
        assert self.session.stdout is not None
        self.session.stdin.write(f"{statement};\n\\echo done\n")
        self.session.stdin.flush()
        if self.session.stdout.readline() != "done\n":
            raise RuntimeError(f"{statement}: see {self._log()}")

    @cached_property
    def session(self) -> subprocess.Popen[str]:
        """A client that takes statements on its input: a process for each would cost more than what it does."""
        at = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "balapan", "-d", "postgres")
        command = (str(self.programs / "psql"), *at, "-X", "-q", "-v", "ON_ERROR_STOP=1")
        return subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=self.folder)

    def start(self) -> None:
        self.run(
            "initdb", "-D", str(self.data), "-A", "trust", "-U", "balapan", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        settings = (*_FAST, f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}")
        options = " ".join(f"-c {setting}" for setting in settings)
        self.run("pg_ctl", "-D", str(self.data), "-w", "-s", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.session.communicate()
        self.end()

    def end(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-s", "stop")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, user=_unprivileged(), cwd=self.folder, timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}{self._log()}")

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""


def _programs() -> Path | None:
    """Where the server's programs lie; the newest Debian ones, or those beside pg_ctl on PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("pg_ctl")
    return Path(found).resolve().parent if found else None


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def quick_folder() -> str | None:
    """Memory where there is enough of it: a database is a thousand small files."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return str(memory) if roomy else None


def _absent() -> None:
    reason = "no PostgreSQL programs on this machine (apt-get install postgresql)"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _clear_after_the_killed(programs: Path) -> None:
    """A run that was killed leaves its server behind, and what that holds in memory."""
    for left in Path(quick_folder() or tempfile.gettempdir()).glob(f"{_NAME}*-*"):
        owner = left.name.removeprefix(_NAME).partition("-")[0]
        if owner.isdecimal() and not _runs(int(owner)):
            with suppress(RuntimeError):
                PostgresServer(programs, left, 0).end()
            shutil.rmtree(left, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def serving() -> Iterator[PostgresServer | None]:
    """A server of one's own, for as long as it is wanted; None on a machine without the programs."""
    programs = _programs()
    if programs is None:
        yield None
        return
    _clear_after_the_killed(programs)
    folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=quick_folder()))
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    server = PostgresServer(programs, folder, _free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server, started once; skips by name without the programs, fails instead when REQUIRE_ALL=1."""
    with serving() as server:
        if server is None:
            _absent()
        else:
            yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a database that was migrated once."""
    migrate(postgres_server.create("template1", _TEMPLATE))
    return _TEMPLATE


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The address of a fresh database with the present schema."""
    with postgres_server.lent(postgres_template) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of a fresh database without any table."""
    with postgres_server.lent("template1") as url:
        yield url
