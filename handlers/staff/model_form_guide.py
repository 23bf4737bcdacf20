"""How the texts of the model form are written, for the department: what a lawyer finds in docs/contract-template.md."""

from __future__ import annotations

from documents.model_form.fields import Field, content_fields
from locales.text import Text, _, joined, verbatim

_WRITING = (
    _("Each file is a section. Its blocks stand one below the other with an empty line between them."),
    _(
        "A block begins with its kind. Then comes the Kazakh text after {kazakh} and the Russian text after {russian}",
        kazakh="kk:",
        russian="ru:",
    ),
    _("Numbers of sections and clauses come by themselves. A line that begins with # is a remark."),
    _("A file with nothing but a remark takes its section out of the contract."),
    _("A block is printed only under a condition if its first line has one, for example: {example}", example="if fee"),
    _("In braces stand fields, which are filled in. These are known:"),
)


def guide() -> Text:
    """The rules in a few sentences, and every field that can stand in a text."""
    fields = (_field(path, field) for path, field in content_fields().items() if field.printed)
    return joined(*_WRITING, *fields)


def _field(path: str, field: Field) -> Text:
    shown = verbatim(f"{{{path}}}")
    if not field.optional:
        return shown
    return _("{field} may be absent, its block needs: {asked}", field=shown, asked=f"if {field.optional[-1]}")
