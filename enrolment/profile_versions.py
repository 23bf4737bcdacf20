"""The versions of a profile: the one in force for whatever begins, and those by which open cases are judged (A.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from enrolment.profile import DEFAULT, Profile, ProfileError, known_profiles, load_profile, profile_path
from enrolment.profile_file import lines_of


class MissingVersion(LookupError):
    """An open case follows a version of a profile that no file has."""

    def __init__(self, code: str, version: int) -> None:
        super().__init__(f"open cases follow version {version} of the profile {code}, which no file has")
        self.code, self.version = code, version


@dataclass(frozen=True)
class ProfileVersions:
    """The profile of the instance with its earlier versions, and the profiles that it had before, newest first."""

    known: tuple[Profile, ...]

    def of(self, code: str, version: int) -> Profile | None:
        """That version."""
        return next((one for one in self.known if (one.code, one.version) == (code, version)), None)

    def in_force(self, on: dt.date) -> Profile:
        """The newest version that is valid on that day; the oldest where none is yet."""
        mine = [one for one in self.known if one.code == self.known[0].code]
        return next((one for one in mine if one.valid_from <= on), mine[-1])

    def covering(self, named: Iterable[tuple[str, int]]) -> ProfileVersions:
        """Together with the profiles that come with the program, as far as open cases name them.

        Raises MissingVersion, and ProfileError for a file that cannot be used.
        """
        known = list(self.known)
        for code, version in sorted(named):
            if ProfileVersions(tuple(known)).of(code, version) is None:
                shipped = load_versions(code).known if code in known_profiles() else ()
                if code == self.known[0].code or version not in [one.version for one in shipped]:
                    raise MissingVersion(code, version)
                known.extend(shipped)
        return ProfileVersions(tuple(known))


def load_versions(name_or_path: str | Path = DEFAULT) -> ProfileVersions:
    """The profile and its earlier versions, which lie beside it as `NAME.v1.toml`, `NAME.v2.toml` and so on.

    Raises ProfileError naming file, line and key.
    """
    newest, path = load_profile(name_or_path), profile_path(name_or_path)
    older = [_earlier(newest, path, file) for file in path.parent.glob(f"{path.stem}.v*.toml")]
    return ProfileVersions((newest, *sorted(older, key=lambda one: -one.version)))


def _earlier(newest: Profile, path: Path, file: Path) -> Profile:
    found = load_profile(file)
    if found.code != newest.code:
        raise _wrong(file, "code", f"must be {newest.code}, as in {path.name}")
    if file.name != f"{path.stem}.v{found.version}.toml":
        raise _wrong(
            file, "version", f"is {found.version}, so the file must be called {path.stem}.v{found.version}.toml"
        )
    if found.version >= newest.version:
        raise _wrong(file, "version", f"must be lower than that of {path.name}, which is {newest.version}")
    return found


def _wrong(file: Path, key: str, problem: str) -> ProfileError:
    return ProfileError(file, lines_of(file.read_text(encoding="utf-8"))[(key,)], key, problem)
