"""Versions of a profile lie beside it; the one in force is the newest that is valid. A.6, edge 43."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from enrolment.profile import ProfileError
from enrolment.profile_versions import MissingVersion, load_versions

UNIFIED = (Path(__file__).parents[2] / "enrolment" / "profiles" / "unified.toml").read_text(encoding="utf-8")


def city(folder: Path, name: str, version: int, valid_from: str = "2026-01-01", code: str = "my_city") -> Path:
    """A profile that a city has written for itself."""
    text = UNIFIED.replace('code = "unified"', f'code = "{code}"', 1).replace("version = 1", f"version = {version}", 1)
    file = folder / name
    file.write_text(text.replace("valid_from = 2026-01-01", f"valid_from = {valid_from}", 1), encoding="utf-8")
    return file


@pytest.mark.rule("E-43")
def test_edge_43_a_fourth_profile_is_a_file_and_its_versions_lie_beside_it(tmp_path: Path) -> None:
    newest = city(tmp_path, "city.toml", 3, "2026-09-01")
    city(tmp_path, "city.v1.toml", 1)
    city(tmp_path, "city.v2.toml", 2, "2026-06-01")
    versions = load_versions(newest)
    assert [one.version for one in versions.known] == [3, 2, 1]
    assert [versions.in_force(date(2026, month, 1)).version for month in (1, 6, 8, 9)] == [1, 2, 2, 3]
    assert versions.in_force(date(2025, 1, 1)).version == 1
    first = versions.of("my_city", 1)
    assert first is not None
    assert first.valid_from == date(2026, 1, 1)
    assert versions.of("my_city", 4) is None


@pytest.mark.parametrize(
    ("name", "version", "code", "problem"),
    [
        ("city.v1.toml", 1, "other_city", "line 4, code: must be my_city, as in city.toml"),
        ("city.v2.toml", 1, "my_city", "line 5, version: is 1, so the file must be called city.v1.toml"),
        ("city.v3.toml", 3, "my_city", "line 5, version: must be lower than that of city.toml, which is 3"),
    ],
)
def test_a_version_that_does_not_fit_is_named_with_file_and_line(
    tmp_path: Path, name: str, version: int, code: str, problem: str
) -> None:
    newest, wrong = city(tmp_path, "city.toml", 3), city(tmp_path, name, version, code=code)
    with pytest.raises(ProfileError) as caught:
        load_versions(newest)
    assert str(caught.value) == f"{wrong}, {problem}"


@pytest.mark.rule("E-43")
def test_edge_43_profiles_that_open_cases_name_are_found_among_those_of_the_program(tmp_path: Path) -> None:
    versions = load_versions(city(tmp_path, "city.toml", 1))
    covering = versions.covering({("my_city", 1), ("unified", 1)})
    assert covering.of("unified", 1) is not None
    assert covering.in_force(date(2026, 11, 23)).code == "my_city"
    for missing in (("my_city", 2), ("unified", 7), ("elsewhere", 1)):
        with pytest.raises(MissingVersion) as caught:
            versions.covering({missing})
        assert (caught.value.code, caught.value.version) == missing
