"""`python -m locales.messages`: brings kk.po and ru.po up to the texts that the code marks; `--check` only compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from locales.catalogue import Locale, po_file, read

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "dialogs", "documents", "handlers", "locales", "signing_gateway", "simulator")
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "n_": (1, 2)}
TRANSLATED = (Locale.KK, Locale.RU)
WIDTH = 116
HEADER = """msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {locale}\\n"
"Plural-Forms: nplurals={forms}; plural={rule};\\n"

"""
RULES = {
    Locale.KK: "(n != 1)",
    Locale.RU: "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
}
FORMS = {Locale.KK: 2, Locale.RU: 3}


def main(arguments: list[str]) -> int:
    """Write what has changed, or with `--check` only name it; 1 when a file is behind under `--check`."""
    checking = "--check" in arguments
    template = extracted()
    stale = [locale for locale in TRANSLATED if behind(locale, template)]
    for locale in TRANSLATED:
        if not checking:
            po_file(locale).write_bytes(updated(locale, template))
        elif locale in stale:
            sys.stdout.write(f"{po_file(locale).name} is behind the code: run `make messages`\n")
    for locale in TRANSLATED:
        missing = list(untranslated(locale))
        sys.stdout.write(f"{locale}: {len(template)} texts, {len(missing)} to translate\n")
        sys.stdout.writelines(f"  {source}\n" for source in missing)
    return int(checking and bool(stale))


def extracted(root: Path = ROOT) -> Catalog:
    """Every text that the code marks with `_` or `n_`, with the files it stands in."""
    template = Catalog()
    for room in ROOMS:
        for file, _line, source, comments, _context in extract_from_dir(root / room, keywords=KEYWORDS):
            template.add(source, locations=[(f"{room}/{file}", 0)], auto_comments=comments)
    return template


def updated(locale: Locale, template: Catalog) -> bytes:
    """The language's file with the texts of the template: translations kept, obsolete ones dropped, none guessed."""
    catalogue = read(locale)
    catalogue.update(template, no_fuzzy_matching=True)
    for message in catalogue:
        message.locations = sorted(set(message.locations))
        message.flags -= {"python-format", "python-brace-format"}
    return written(locale, catalogue)


def written(locale: Locale, catalogue: Catalog) -> bytes:
    """The catalogue as a .po file, sorted by source, with nothing in it of the day or the machine."""
    header = HEADER.format(locale=locale, forms=FORMS[locale], rule=RULES[locale])
    body = BytesIO()
    write_po(body, catalogue, WIDTH, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return header.encode() + body.getvalue().lstrip(b"\n")


def behind(locale: Locale, template: Catalog) -> bool:
    """Whether the file lacks a text, keeps one too many or is not as it is written; where texts stand is no matter."""
    kept, wanted = po_file(locale).read_bytes(), updated(locale, template)
    return _without_places(kept) != _without_places(wanted)


def _without_places(file: bytes) -> list[bytes]:
    return [line for line in file.splitlines() if not line.startswith(b"#: ")]


def untranslated(locale: Locale) -> Iterator[str]:
    """The sources that the language's file has no words for, or only doubtful ones."""
    for message in read(locale):
        if message.id and (message.fuzzy or not all(said(message.string))):
            yield message.id if isinstance(message.id, str) else message.id[0]


def said(string: str | Sequence[str] | None) -> tuple[str, ...]:
    """All forms of a translation."""
    return tuple(string) if isinstance(string, (tuple, list)) else (str(string or ""),)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
