"""What a new edition of the model form changes, told: counted file by file, and word for word. S2-73."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from documents.model_form.differences import Change, ChangedFile, as_written
from locales.text import Text, _, joined, verbatim

_RULE: Final = "=" * 60


def counted(one: ChangedFile) -> dict[str, Any]:
    """Of one file: its name, what its section is called in each language, and how many blocks differ in which way."""
    section = [one.section.kk, one.section.ru, one.section.en] if one.section is not None else None
    new = sum(change.before is None for change in one.changes)
    gone = sum(change.after is None for change in one.changes)
    return {"name": one.name, "section": section, "new": new, "gone": gone, "changed": len(one.changes) - new - gone}


def word_for_word(changed: Iterable[ChangedFile]) -> Text:
    """Every change as it stands in the files, before and now."""
    return joined(*(_file(one) for one in changed), separator="\n\n")


def _file(one: ChangedFile) -> Text:
    return joined(verbatim(f"{_RULE}\n{one.name}"), *(_told(change) for change in one.changes), separator="\n\n")


def _told(change: Change) -> Text:
    before = verbatim(as_written(change.before)) if change.before is not None else None
    after = verbatim(as_written(change.after)) if change.after is not None else None
    if before is None:
        return joined(_("New:"), after or Text(""))
    if after is None:
        return joined(_("Gone:"), before)
    return joined(_("Before:"), before, _("Now:"), after)
