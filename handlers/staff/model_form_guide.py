"""How the texts of the model form are written, for the department: what a lawyer finds in docs/contract-template.md."""

from __future__ import annotations

from documents.model_form.blocks import BlockKind
from documents.model_form.fields import Field, content_fields
from locales.text import Text, _, joined, verbatim

_WRITING = (
    _("Each file is a section. Its blocks stand one below the other with an empty line between them."),
    _(
        "A block begins with its kind. Then comes the Kazakh text after {kazakh} and the Russian text after {russian}",
        kazakh="kk:",
        russian="ru:",
    ),
    _(
        "To refer to a section or a clause, give it a name in small Latin letters and write: {reference}",
        reference="{number of name}",
    ),
    _("Numbers of sections and clauses come by themselves. A line that begins with # is a remark."),
    _("A file with nothing but a remark takes its section out of the contract."),
    _("A block is printed only under a condition if its first line has one, for example: {example}", example="if fee"),
)
_KINDS = {
    BlockKind.TITLE: _("the name of the contract"),
    BlockKind.HEADING: _("a section, numbered 1, 2, 3"),
    BlockKind.SUBHEADING: _("a line in bold without a number"),
    BlockKind.CLAUSE: _("a clause, numbered 1.1, 1.2"),
    BlockKind.ITEM: _("an entry of a list below a clause, numbered 1), 2)"),
    BlockKind.PARAGRAPH: _("text without a number"),
    BlockKind.ROW: _("a row of a table: name and value, “|” between them"),
    BlockKind.TABLE: _("a table that is filled in from a list"),
    BlockKind.ANNEX: _("an annex, which begins a new page"),
}


def guide() -> Text:
    """The rules in a few sentences, every kind of block, and every field that can stand in a text."""
    kinds = (joined(verbatim(kind), _KINDS[kind], separator=": ") for kind in BlockKind)
    fields = (_field(path, field) for path, field in content_fields().items() if field.printed)
    parts = (
        joined(*_WRITING),
        joined(_("Kinds of blocks:"), *kinds),
        joined(_("In braces stand fields, which are filled in. These are known:"), *fields),
    )
    return joined(*parts, separator="\n\n")


def _field(path: str, field: Field) -> Text:
    shown = verbatim(f"{{{path}}}")
    if not field.optional:
        return shown
    return _("{field} may be absent, its block needs: {asked}", field=shown, asked=f"if {field.optional[-1]}")
