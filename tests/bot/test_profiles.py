"""An instance starts only where it knows every version that its open cases follow. Edge 43."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.profiles import covering_open_cases, read_forms, read_versions, with_published
from bot.settings import BadSetting, Settings
from enrolment.application import ApplicationState
from enrolment.terms import QueueType
from storage.applications import Application
from storage.children import Child
from storage.database import Database
from storage.form_editions import PublishedEdition
from storage.people import Person
from tests.handlers.town import MovableClock

UNIFIED = (Path(__file__).parents[2] / "enrolment" / "profiles" / "unified.toml").read_text(encoding="utf-8")


async def case_of(database: Database, clock: MovableClock, version: str) -> None:
    """An application under review, sent under that version of the default profile."""
    now = clock.now()
    async with database.transaction("case") as uow:
        address = (await uow.accounts.at([("telegram", "1")], now))["telegram", "1"]
        child = await uow.children.add(
            Child(address.account_id, Person("А", "Б"), 2023, "registry", now, document_number="N1")
        )
        one = Application(
            number="S-2026-000001",
            account_id=address.account_id,
            child_id=child.id,
            child_key=child.key,
            state=ApplicationState.DOCS_PENDING,
            queue_type=QueueType.SANATORIUM,
            locality="almaty",
            birth_year=2023,
            iteration=1,
            category=3,
            profile="unified",
            profile_version=version,
            created_at=now,
            submitted_at=now,
        )
        await uow.applications.add(one)


@pytest.mark.rule("E-43")
async def test_edge_43_a_version_that_no_file_has_stops_the_start_with_a_plain_line(
    database: Database, clock: MovableClock
) -> None:
    await case_of(database, clock, "2")
    with pytest.raises(BadSetting) as caught:
        await covering_open_cases(read_versions(Settings()), database)
    assert str(caught.value) == (
        "PROFILE: open cases follow version 2 of the profile unified, which no file has; "
        "put it beside the profile's file, such as unified.v2.toml"
    )


@pytest.mark.rule("E-43")
async def test_edge_43_a_city_with_a_profile_of_its_own_goes_on_with_the_cases_it_has(
    database: Database, clock: MovableClock, tmp_path: Path
) -> None:
    await case_of(database, clock, "1")
    file = tmp_path / "city.toml"
    file.write_text(UNIFIED.replace('code = "unified"', 'code = "my_city"', 1), encoding="utf-8")
    versions = await covering_open_cases(read_versions(Settings(profile=str(file))), database)
    assert versions.in_force(clock.now().date()).code == "my_city"
    assert versions.of("unified", 1) is not None


def test_a_wrong_profile_stops_the_start_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    file.write_text(UNIFIED.replace("tries = 5", "tries = 0", 1), encoding="utf-8")
    with pytest.raises(BadSetting, match=r"^PROFILE: .*city\.toml, line \d+, verification_code\.tries: must be"):
        read_versions(Settings(profile=str(file)))


@pytest.mark.rule("S2-73")
def test_a_citys_own_model_form_goes_before_the_programs_and_a_mistake_in_it_stops_the_start(tmp_path: Path) -> None:
    own = tmp_path / "unified" / "2026-01-01" / "11-disputes.txt"
    own.parent.mkdir(parents=True)
    own.write_text("clause\nkk: Дау сотта шешіледі.\nru: Споры решает суд.\n", encoding="utf-8")
    settings = Settings(forms=tmp_path)
    (form,) = read_forms(settings, "unified").editions
    assert "Споры решает суд." in [block.ru for block in form.blocks]
    own.write_text("clause\nru: Споры решает суд.\n", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"^FORMS: .*11-disputes\.txt, line 1: the text in kk is missing\."):
        read_forms(settings, "unified")


@pytest.mark.rule("S2-73")
async def test_what_the_department_published_counts_from_the_start_and_must_fit_the_folders(
    database: Database, clock: MovableClock, tmp_path: Path
) -> None:
    day = clock.now().date()
    text = "clause\nkk: Дау сотта шешіледі.\nru: Споры решает суд.\n"
    async with database.transaction("published") as uow:
        await uow.form_editions.publish(PublishedEdition(day, {"11-disputes.txt": text}, "staff:1", clock.now()))
    published = await with_published(read_forms(Settings(), "unified"), database)
    async with database.reading() as uow:
        assert "Споры решает суд." in [block.ru for block in (await published.now(uow)).in_force(day).blocks]
    own = tmp_path / "unified" / "2026-01-01" / "12-final.txt"
    own.parent.mkdir(parents=True)
    own.write_text("clause disputes\nkk: а\nru: б\n\nclause\nkk: {number of disputes}\nru: б\n", encoding="utf-8")
    named = text.replace("clause", "clause disputes", 1)
    async with database.transaction("published") as uow:
        await uow.form_editions.publish(PublishedEdition(day, {"11-disputes.txt": named}, "staff:1", clock.now()))
    with pytest.raises(BadSetting, match=r"^FORMS: .*12-final\.txt, line 1: two blocks are named disputes"):
        await with_published(read_forms(Settings(forms=tmp_path), "unified"), database)
