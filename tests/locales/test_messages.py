"""`make messages`: what it finds, what it keeps, what it drops."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from locales import messages
from locales.catalogue import Locale, read
from locales.messages import TRANSLATED, behind, extracted, main, said, untranslated, updated

CODE = """
from locales.text import _, n_

HELLO = _("Hello, " "{name}.", name="Aliya")
PAGES = n_("{count} page", "{count} pages", 3)
NOTHING = print("not for people")
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with one dialog and its own catalogues."""
    for room in messages.ROOMS:
        (tmp_path / room).mkdir()
    (tmp_path / "dialogs" / "hello.py").write_text(CODE, "utf-8")
    monkeypatch.setattr("locales.catalogue.po_file", lambda locale: tmp_path / f"{locale}.po")
    monkeypatch.setattr("locales.messages.po_file", lambda locale: tmp_path / f"{locale}.po")
    monkeypatch.setattr("locales.messages.extracted", lambda: extracted(tmp_path))
    for locale in TRANSLATED:
        header = messages.HEADER.format(locale=locale, forms=messages.FORMS[locale], rule=messages.RULES[locale])
        (tmp_path / f"{locale}.po").write_text(header, "utf-8")
    return tmp_path


def test_marked_texts_are_found_with_their_files_and_the_rest_is_not(project: Path) -> None:
    found = {message.id: message.locations for message in extracted(project) if message.id}
    assert found == {
        "Hello, {name}.": [("dialogs/hello.py", 0)],
        ("{count} page", "{count} pages"): [("dialogs/hello.py", 0)],
    }


def test_the_first_run_lists_what_is_to_be_translated(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "kk: 2 texts, 2 to translate" in capsys.readouterr().out
    assert list(untranslated(Locale.KK)) == ["Hello, {name}.", "{count} page"]


def test_a_second_run_changes_nothing(project: Path) -> None:
    main([])
    before = (project / "ru.po").read_bytes()
    main([])
    assert (project / "ru.po").read_bytes() == before
    assert b"Date" not in before and str(project).encode() not in before and b"hello.py:" not in before


def test_translations_stay_and_obsolete_ones_go(project: Path) -> None:
    main([])
    translated(project, Locale.RU, {"Hello, {name}.": "Здравствуйте, {name}."})
    (project / "dialogs" / "hello.py").write_text(CODE.replace("page", "sheet"), "utf-8")
    main([])
    assert texts(Locale.RU) == {"Hello, {name}.": ("Здравствуйте, {name}.",), "{count} sheet": ("", "", "")}


def test_a_changed_source_is_not_given_the_old_words(project: Path) -> None:
    main([])
    translated(project, Locale.RU, {"Hello, {name}.": "Здравствуйте, {name}."})
    (project / "dialogs" / "hello.py").write_text(CODE.replace("Hello, ", "Hello, dear "), "utf-8")
    main([])
    assert texts(Locale.RU)["Hello, dear {name}."] == ("",)


def test_a_check_tells_what_is_behind_and_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (project / "kk.po").read_bytes()
    assert main(["--check"]) == 1
    assert "kk.po is behind the code" in capsys.readouterr().out
    assert (project / "kk.po").read_bytes() == before
    main([])
    assert main(["--check"]) == 0


def test_a_text_that_moves_to_another_file_leaves_nothing_behind(project: Path) -> None:
    main([])
    (project / "dialogs" / "hello.py").rename(project / "handlers" / "hello.py")
    assert main(["--check"]) == 0


@pytest.mark.parametrize("locale", TRANSLATED)
def test_the_catalogues_of_the_project_are_up_to_date(locale: Locale) -> None:
    assert not behind(locale, extracted())


def translated(project: Path, locale: Locale, words: dict[str, str]) -> None:
    """Write translations as a translator would."""
    catalogue: Catalog = read(locale)
    for message in catalogue:
        message.string = words.get(str(message.id), message.string)
    (project / f"{locale}.po").write_bytes(messages.written(locale, catalogue))
    assert updated(locale, extracted(project))


def texts(locale: Locale) -> dict[str, tuple[str, ...]]:
    """What the file says, by the English source."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: said(message.string)
        for message in read(locale)
        if message.id
    }
