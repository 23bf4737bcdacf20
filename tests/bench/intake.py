"""Photos of 12 megapixels: each beside plain Pillow, and fifty at once while somebody else talks to the program."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import aiohttp

from tests.bench import servers
from tests.bench.load import Load, quantile, told, verdict, words
from tests.bench.servers import Server, program
from tests.documents.files import photo
from tests.e2e.desk import ROOT

SIZE = (3000, 4000)
ROUNDS = 5
AT_ONCE = 50
TALKER = 9_100_001
LOOK_EVERY_S = 0.002
MOST_S = {"JPEG": 0.4, "PNG": 1.2, "WEBP": 1.2, "HEIC": 1.2}
MOST_MB, ANSWERED_WITHIN_S = 600, 0.2
# The page that `photo` draws, kept as a file because the libraries of intake only read HEIC.
HEIC = Path(__file__).parent / "page_12mp.heic"
PLAIN = """
import pi_heif
from PIL import Image
pi_heif.register_heif_opener()
def make(content):
    picture = Image.open(BytesIO(content)); file = BytesIO()
    picture.resize((1500, 2000)).convert("RGB").save(file, "JPEG", quality=85)
"""
OURS = """
from documents.kinds import kind_of
from documents.pictures import examine_picture
from documents.verdicts import Limits
def make(content):
    assert examine_picture(content, kind_of(content), Limits()).made
"""
TIMED = """
import json, sys, time
from io import BytesIO
from pathlib import Path
{make}
content, taken = sys.stdin.buffer.read(), []
for _round in range({rounds}):
    started = time.perf_counter(); make(content); taken.append(time.perf_counter() - started)
held = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
print(json.dumps([taken, int(held) / 1024]))
"""


def timed(make: str, content: bytes) -> tuple[float, float]:
    """The median of the seconds, and the most memory in megabytes, in a process of its own."""
    code = TIMED.format(make=make, rounds=ROUNDS)
    said = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=True, cwd=ROOT)
    taken, megabytes = json.loads(said.stdout)
    return median(taken), megabytes


def one_by_one() -> None:
    """Each kind of picture beside opening, resizing and saving it with Pillow."""
    for kind, most in MOST_S.items():
        content = HEIC.read_bytes() if kind == "HEIC" else photo(kind, SIZE)
        (ours, held), (plain, least) = timed(OURS, content), timed(PLAIN, content)
        print(
            f"a {kind} of 12 MP: {ours:.2f} s = {ours / plain:.2f} of plain Pillow, {held:.0f} MB = {held / least:.2f};"
            f" under {most} s: {verdict(ours < most)}"
        )


def tree_mb(server: Server) -> float:
    """What the program and its child processes hold now, shared pages counted once."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    held = 0
    for number in (str(server.process.pid), *children):
        try:
            found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{number}/smaps_rollup").read_text(), re.MULTILINE)
        except (FileNotFoundError, ProcessLookupError):
            continue
        held += int(found[1]) if found else 0
    return held / 1024


async def at_once(api: str) -> None:
    """Fifty photos from fifty people, and how soon one more person is answered meanwhile."""
    servers.SENT_PICTURE = photo("JPEG", SIZE)
    with program(api) as server:
        photos, talk, peak = Load(server.telegram), Load(server.telegram), 0.0
        answered: list[float] = []
        async with aiohttp.ClientSession() as session:
            said = words(TALKER)
            await answer(server, talk, session, next(said))
            started = time.perf_counter()
            for user in range(AT_ONCE):
                await photos.post(session, photos.posts.photo(9_200_001 + user))
            while server.count("select count(*) from stored_file") < 2 * AT_ONCE:
                answered.append(await answer(server, talk, session, next(said)))
                peak = max(peak, tree_mb(server))
        took = time.perf_counter() - started
    print(f"{AT_ONCE} photos of 12 MP at once: {took:.1f} s, the whole tree of processes {peak:.0f} MB at most")
    print(f"  answers to somebody else meanwhile, webhook to commit: {told(answered)}")
    kept = peak < MOST_MB and quantile(answered, 0.99) < ANSWERED_WITHIN_S
    print(f"  under {MOST_MB} MB, p99 under {ANSWERED_WITHIN_S * 1e3:.0f} ms: {verdict(kept)}")


async def answer(server: Server, load: Load, session: aiohttp.ClientSession, said: str) -> float:
    """Seconds until what was said is answered and committed."""
    path = f"file:{server.folder}/balapan.sqlite3?mode=ro"
    mine = "select count(*) from inbox where state = 'done' and external_id like ?"
    post = load.posts.text(TALKER, said)
    key = f"%.{post['json']['update_id']}"
    with sqlite3.connect(path, uri=True) as database:
        started = time.perf_counter()
        await load.post(session, post)
        while not database.execute(mine, (key,)).fetchone()[0]:
            await asyncio.sleep(LOOK_EVERY_S)
    return time.perf_counter() - started
