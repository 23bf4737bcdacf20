"""What the browser gets: our own code only, nothing that a strict policy forbids, small enough for a slow network."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from tests.signing_gateway.browser.desk import BUNDLE

SOURCES = BUNDLE.parent / "src"
LARGEST_KB = {"signing.js": 3, "key_worker.js": 10}
FORBIDDEN = re.compile(
    r"\beval\(|\bFunction\(|WebAssembly|importScripts|innerHTML|document\.write|https?://|localStorage|indexedDB"
)


def test_the_bundle_has_these_files_of_these_sizes() -> None:
    files = {file.name: file.read_bytes() for file in BUNDLE.iterdir()}
    assert set(files) == {*LARGEST_KB, "LICENSES.txt"}
    assert all(len(gzip.compress(files[name])) <= kilobytes * 1024 for name, kilobytes in LARGEST_KB.items())


def test_every_import_is_a_file_of_ours() -> None:
    imported = {name for file in SOURCES.glob("*.js") for name in re.findall(r'from "([^"]+)"', file.read_text())}
    assert {name for name in imported if not (name.startswith("./") and (SOURCES / name).is_file())} == set()


def test_nothing_that_the_policy_forbids_is_in_it() -> None:
    for name in LARGEST_KB:
        assert FORBIDDEN.findall((BUNDLE / name).read_text()) == []


def test_tools_are_pinned_and_no_registry_is_named() -> None:
    package, lock = (json.loads((SOURCES.parent / name).read_text()) for name in ("package.json", "package-lock.json"))
    assert "dependencies" not in package
    assert all(re.fullmatch(r"[0-9.]+", version) for version in package["devDependencies"].values())
    installed = {path: entry for path, entry in lock["packages"].items() if path}
    assert all(entry["integrity"].startswith("sha512-") for entry in installed.values())
    assert {path for path, entry in installed.items() if not public(entry)} == set()


def test_sources_say_what_they_are() -> None:
    assert [file.name for file in sources() if not file.read_text().startswith("/**")] == []


def sources() -> list[Path]:
    """The modules from which the bundle is made."""
    return [*SOURCES.glob("*.js"), *SOURCES.glob("*.ts")]


def public(entry: dict[str, str]) -> bool:
    """Whether it comes from where everybody gets it."""
    return entry.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/")
