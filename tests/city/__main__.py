"""`make city`: a year of the whole city, and then whether everything is still as it must be."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from storage.migrate import migrate
from tests.city.audit import Audit, audit, lines
from tests.city.year import city_of, live_a_year

CHILDREN, SEED = 100_000, 2026


async def simulate(url: str, folder: Path, children: int, seed: int) -> Audit:
    """A city of that size, told line by line."""
    migrate(url)
    started = time.perf_counter()
    city = await city_of(url, folder, children, seed)
    try:
        print(f"{children:,} children, {len(city.kindergartens)} preschools, seed {seed}, {city.database.dialect}")
        await live_a_year(city, children, seed, lambda line: print(f"  {line}", flush=True))
        for what, count in sorted(city.tally.items()):
            print(f"  {what}: {count:,}")
        found = await audit(city.database, int(city.clock.now().timestamp() * 1_000_000))
    finally:
        await city.database.close()
    print("\n".join(lines(found)))
    print(f"  {'intact' if found.intact else 'BROKEN'} after {time.perf_counter() - started:.0f} s")
    return found


def main() -> int:
    """CHILDREN, SEED and DATABASE_URL (an empty database) from the environment."""
    children, seed = int(os.environ.get("CHILDREN") or CHILDREN), int(os.environ.get("SEED") or SEED)
    with tempfile.TemporaryDirectory() as name:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{name}/city.sqlite3"
        found = asyncio.run(simulate(url, Path(name), children, seed))
    return 0 if found.intact else 1


if __name__ == "__main__":
    sys.exit(main())
