"""A wrong profile stops the start with one line that names file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from enrolment.profile import Profile, ProfileError, known_profiles, load_profile
from enrolment.profile_file import lines_of

UNIFIED = (Path(__file__).parents[2] / "enrolment" / "profiles" / "unified.toml").read_text(encoding="utf-8")


def refusal(tmp_path: Path, was: str, becomes: str, *, times: int = 1) -> ProfileError:
    """What the loader says when that text of the unified profile becomes another."""
    assert UNIFIED.count(was) >= 1, f"the profile no longer says {was}"
    file = tmp_path / "city.toml"
    file.write_text(UNIFIED.replace(was, becomes, times), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(file)
    assert str(caught.value).startswith(f"{file}, line {caught.value.line}")
    return caught.value


def line_with(text: str) -> int:
    return next(number for number, line in enumerate(UNIFIED.splitlines(), 1) if line.startswith(text))


def test_a_missing_key_is_named_with_the_line_of_its_table(tmp_path: Path) -> None:
    error = refusal(tmp_path, "retention_days = 30\n", "")
    assert (error.key, error.line) == ("privacy.retention_days", line_with("[privacy]"))
    assert str(error).endswith("privacy.retention_days: is missing")


def test_an_unknown_key_is_named_with_its_own_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "retention_days = 30\n", "retention_days = 30\nretention = 1\n")
    assert (error.key, error.line) == ("privacy.retention", line_with("retention_days") + 1)
    assert str(error).endswith("is not a known key")


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, "[outage]\ngrace_hours = 24\n", "")
    assert (error.key, error.line) == ("outage", 1)


@pytest.mark.parametrize(
    ("was", "becomes", "key", "problem"),
    [
        ("working_days = 5 # what", "working_days = 0 # what", "review.working_days", "between 1 and 60, not 0"),
        ("tries = 5", "tries = true", "verification_code.tries", "must be of type int, not True"),
        ("tries = 5", 'tries = "5"', "verification_code.tries", "must be of type int, not '5'"),
        ("enabled = true", "enabled = 1", "interest_confirmation.enabled", "must be of type bool, not 1"),
        ("working_week = 5", "working_week = 7", "calendar.working_week", "must be one of 5, 6, not 7"),
        ("working_week = 5", "working_week = 5.0", "calendar.working_week", "must be one of 5, 6, not 5.0"),
        ("valid_from = 2026-01-01", 'valid_from = "soon"', "valid_from", "must be of type date, not 'soon'"),
        ('eds_phone = "1414"', 'eds_phone = " "', "contact_centre.eds_phone", "must not be blank"),
        ('phones = ["+7 (700) 000-00-00"]', 'phones = "one"', "contact_centre.phones", "must be a list"),
        ('reviewer = "phthisiatrician"', 'reviewer = "doctor"', "queues[2].reviewer", "must be one of phthisiatrician"),
        ('refresh_days = ["06-30"]', 'refresh_days = ["30.06"]', "queue.refresh_days[1]", "not '30.06'"),
        ('{preschool}-{mm}.{yy}.{seq3}"', '{garden}-{seq}"', "contract.number", "must look like"),
        ('formats = ["jpeg", "pdf"]', "formats = []", "files.kept.formats", "must not be empty"),
        ('formats = ["jpeg", "pdf"]', 'formats = ["pdf", "pdf"]', "files.kept.formats", "names something twice"),
        ('{ kk = "Алматы", ru = "Алматы", en = "Almaty" }', '"Алматы"', "localities[1].name", "must be a table"),
        ('kk = "Алматы", ', "", "localities[1].name.kk", "is missing"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_should_be(
    tmp_path: Path, was: str, becomes: str, key: str, problem: str
) -> None:
    error = refusal(tmp_path, was, becomes)
    assert error.key == key
    assert problem in str(error)
    assert error.line == UNIFIED[: UNIFIED.index(was)].count("\n") + 1


@pytest.mark.parametrize(
    ("was", "becomes", "key", "problem"),
    [
        ('code = "astana"', 'code = "almaty"', "localities", "names almaty twice"),
        ('code = "expired_document"', 'code = "incomplete_documents"', "rejection_reasons", "twice"),
        ('code = "vaccination_ratio"', 'code = "other"', "refusal_reasons", "twice"),
        ('type = "sanatorium"', 'type = "general"', "queues", "names general twice"),
        ("number = 2", "number = 1", "categories", "in the order of their numbers"),
        ("privileges = []", 'privileges = ["teacher"]', "categories", "names no privilege"),
        (
            'orphan", "no_parental_care", "teacher"]',
            'orphan", "no_parental_care"]',
            "categories",
            "place each privilege",
        ),
        ("min = 1\n", "min = 5\n", "application.preferred_preschools.min", "not be more than max, which is 4"),
        ("remind_after_working_days = 3", "remind_after_working_days = 9", "review.remind_after_working_days", "escal"),
        ("pdf_max_bytes = 10_485_760", 'pdf_max_bytes = "none"', "files.kept.pdf_max_bytes", "when PDF is kept"),
        (
            'queue_types = ["general", "sanatorium"]',
            'queue_types = ["correctional"]',
            "documents.contract",
            "asks twice",
        ),
        ('"info", "eds_check", ', '"info", ', "contract.eds_precheck", "eds_check is among the steps"),
        ('bank_requisites = "required"', 'bank_requisites = "hidden"', "contract.bank_requisites", "must be hidden"),
        ("{preschool}-{mm}.{yy}.{seq3}", "{preschool}-{mm}.{yy}", "contract.number", "would share a number"),
        ('field = "workplace"', 'field = "id_type"', "contract.fields", "names id_type twice"),
        ('field = "workplace"', 'field = "iban"', "contract.fields", "must not name iban"),
        ('field = "id_number"', 'field = "bank"', "contract.fields", "must not name bank"),
        (
            '    { field = "id_number", presence = "required" },\n',
            "",
            "contract.fields",
            "must name id_type and id_number",
        ),
        ('code = "data_changed"', 'code = "changed"', "answer_reasons", "must have the code data_changed"),
    ],
)
def test_values_that_contradict_each_other_are_named(
    tmp_path: Path, was: str, becomes: str, key: str, problem: str
) -> None:
    error = refusal(tmp_path, was, becomes)
    assert error.key == key
    assert problem in str(error)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("rehabilitation_types", "rehabilitation_types"),
        ("special_need_types", "special_need_types"),
    ],
)
def test_a_dictionary_that_is_asked_for_must_have_rows(tmp_path: Path, table: str, key: str) -> None:
    start = UNIFIED.index(f"[[{table}]]")
    end = (
        UNIFIED.index("[[", UNIFIED.rindex(f"[[{table}]]") + 2) if table.startswith("r") else UNIFIED.index("# --- doc")
    )
    error = refusal(tmp_path, UNIFIED, f"{table} = []\n" + UNIFIED[:start] + UNIFIED[end:])
    assert error.key == key
    assert "there are none" in str(error)


def test_privileges_that_somebody_reviews_must_have_rows(tmp_path: Path) -> None:
    start, end = UNIFIED.index("[[privileges]]"), UNIFIED.index("# --- what an application")
    categories = UNIFIED.index("[[categories]]"), UNIFIED.rindex("[[categories]]")
    text = "privileges = []\n" + UNIFIED[: categories[0]] + UNIFIED[categories[1] : start] + UNIFIED[end:]
    error = refusal(tmp_path, UNIFIED, text)
    assert error.key == "privileges"


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "retention_days = 30", "retention_days = = 30")
    assert (error.key, error.line) == ("", line_with("retention_days"))


def test_a_file_that_ends_too_early_names_its_last_line(tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    file.write_text('code = "city"\nlist = [', encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(file)
    assert caught.value.line == 2


def test_a_file_that_is_not_there_or_no_text_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile(tmp_path / "city.toml")
    (tmp_path / "city.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile(tmp_path / "city.toml")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ProfileError, match="indigo_karaganda_astana, smart_nation_almaty, unified") as caught:
        load_profile("unifed")
    assert str(caught.value).startswith("unifed, line 1")


def test_a_city_may_keep_its_own_file(tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    file.write_text(UNIFIED.replace('code = "unified"', 'code = "city"'), encoding="utf-8")
    assert load_profile(str(file)).code == "city"


@pytest.mark.parametrize("name", known_profiles())
def test_every_profile_that_comes_with_the_program_loads(name: str) -> None:
    profile: Profile = load_profile(name)
    assert profile.code == name


def test_lines_are_found_in_tables_lists_of_tables_and_quoted_names() -> None:
    lines = lines_of('a = 1\n[b."c"]\nd = 2\n\n[[e]]\nf = 1\n[[e]]\nf = 2\n')
    assert lines[("a",)] == 1
    assert lines[("b", "c")] == 2
    assert lines[("b", "c", "d")] == 3
    assert lines[("e", 1, "f")] == 8
