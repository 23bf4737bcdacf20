"""Prepare the documents: what a child's contract will ask, what is there, where to get the rest. S2-18, S3-54…S3-60."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.facts import Facts
from dialogs.family_queries import Entrusted
from dialogs.message import EMPTY
from dialogs.names import named
from dialogs.page import Button, Do, Go, Page, listed
from dialogs.pages.answers import answer_button
from dialogs.preparation_effects import DropPrepared, ShowPrepared
from dialogs.preparation_queries import Preparation, Prepared, PreparedDocuments
from dialogs.preparation_words import (
    SHORT,
    WHERE,
    asked_of,
    how_long,
    in_short,
    rules_of,
    stands,
    there,
    warning,
)
from dialogs.queries import MyChildren
from dialogs.questions import Open
from dialogs.send_document import SendDocument
from enrolment.family import FamilyAct, may
from enrolment.preparation import Readiness, good_until
from enrolment.profile_sections import DocumentRules, Requirement
from enrolment.profile_terms import Presence
from enrolment.terms import DocumentKind
from locales.text import Text, _, joined, n_, verbatim

HEADER = _("Documents")
NOT_YOURS = _("I do not find this child. Look at “My children”.")


def documents_button(child: int, up: Go) -> Button:
    """The way to a child's documents, from which «Back» leads up again."""
    return Button("documents", HEADER, Go("preparing", {"child": child, "up": [up.page, dict(up.args)]}))


def documents(facts: Facts, args: Mapping[str, Any]) -> Page:
    """For which child to prepare, one's own or entrusted to one; of a single child at once what is to be prepared."""
    own = {card.id: verbatim(card.person.first_name) for card in facts[MyChildren()]}
    others = {card.child_id: verbatim(card.child) for card in facts[Entrusted()] if card.application is not None}
    children = {**others, **own}
    if len(children) == 1:
        return preparing(facts, {"child": next(iter(children))})
    buttons = [Button(f"c-{id_}", name, Go("preparing", {"child": id_})) for id_, name in children.items()]
    text = _("For which child?") if buttons else _("No child has been added yet.")
    return Page(text, listed(buttons, Go("documents", args), int(args.get("at", 0))), HEADER, Go("menu"))


def preparing(facts: Facts, args: Mapping[str, Any]) -> Page:
    """What the contract will ask of this child, with how each stands."""
    here = _list(args)
    preparation = facts[PreparedDocuments(int(args["child"]))]
    if preparation is None:
        return Page(NOT_YOURS, header=HEADER, up=Go("menu"))
    rows = asked_of(facts, preparation)
    buttons = [
        Button(
            f"d-{row.kind}",
            SHORT[row.kind],
            Go("prepared", {**here.args, "kind": row.kind.value}),
            in_short(facts, preparation, row),
        )
        for row in rows
    ]
    besides = (answer_button("eds", here),) if may(preparation.role, FamilyAct.SEE_DOCUMENTS) else ()
    return Page(_summary(facts, preparation, rows), (*buttons, *besides), HEADER, Go(*args.get("up", ("menu",))))


def _list(args: Mapping[str, Any]) -> Go:
    """The list that a document's page belongs to."""
    return Go("preparing", {key: args[key] for key in ("child", "up") if key in args})


ANOTHER = _("Until the parent who signed it signs again, you can send another.")


def _summary(facts: Facts, preparation: Preparation, rows: tuple[DocumentRules, ...]) -> Text:
    """How many of those that the contract requires are there, and what has to be done about the others."""
    child = _("Child: {child}.", child=verbatim(preparation.name))
    if preparation.marked:
        names = joined(*(SHORT[kind] for kind in sorted(preparation.marked)), separator=", ")
        return joined(child, _("The kindergarten wants these anew: {documents}.", documents=names))
    if preparation.brought:
        names = joined(*(SHORT[kind] for kind in sorted(preparation.brought)), separator=", ")
        return joined(child, _("You have sent these for the contract: {documents}.", documents=names), ANOTHER)
    required = [row for row in rows if row.requirement is Requirement.REQUIRED]
    ready = [row for row in required if stands(facts, preparation, row) is Readiness.READY]
    ending = [
        joined(SHORT[row.kind], said, separator=": ")
        for row in rows
        if (said := warning(facts, preparation, row)) != EMPTY
    ]
    asks = facts.profile.contract.bank_requisites is not Presence.HIDDEN
    banks = asks and may(preparation.role, FamilyAct.SEE_DOCUMENTS)
    return joined(
        child,
        n_(
            "Ready for the contract: {ready} of {count}.",
            "Ready for the contract: {ready} of {count}.",
            len(required),
            ready=len(ready),
        ),
        *ending,
        _("Send them early: the contract takes them from here. Nobody has to come to the kindergarten."),
        _("The contract also asks for the number of a bank account (IBAN).") if banks else EMPTY,
    )


def prepared(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One document: where to get it, how long it is good, what is there, and what can be done with it."""
    up = _list(args)
    preparation = facts[PreparedDocuments(int(args["child"]))]
    rules = rules_of(facts, preparation, DocumentKind(args["kind"])) if preparation else None
    if preparation is None or rules is None:
        return Page(_("The contract does not ask for this document."), header=HEADER, up=up)
    one = preparation.of(rules.kind)
    one = None if rules.kind in preparation.marked | preparation.brought else one
    state = there(one, good_until(rules, one.issued_on)) if one else _not_there(preparation, rules.kind)
    about = joined(
        _("Form: {form}", form=named(rules.form_to_say)) if rules.form_to_say else verbatim(""),
        WHERE[rules.kind],
        how_long(rules, preparation),
    )
    text = joined(about, joined(state, warning(facts, preparation, rules)), separator="\n\n")
    drop = Button("drop", _("Delete"), Go("drop_prepared", args))
    deletes = one is not None and may(preparation.role, FamilyAct.DROP_DOCUMENTS)
    acts = (*_acts(preparation, rules.kind, one), *((drop,) if deletes else ()))
    return Page(text, acts, named(rules.name), up)


def _not_there(preparation: Preparation, kind: DocumentKind) -> Text:
    if kind in preparation.marked:
        return _("The kindergarten wants it anew. The parent who signed the contract knows what was wrong.")
    if kind in preparation.brought:
        return joined(_("You have sent it for the contract."), ANOTHER)
    return _("It is not there yet.")


def _acts(preparation: Preparation, kind: DocumentKind, one: Prepared | None) -> tuple[Button, ...]:
    """Send it, look at it, or send another: as far as the role lets."""
    send = Open(SendDocument, given={"child": preparation.child, "kind": kind.value})
    if one is None:
        again = kind in preparation.brought
        return (Button("send", _("Send another") if again else _("Send it now"), send),)
    sees = may(preparation.role, FamilyAct.SEE_DOCUMENTS)
    found = [Button("show", _("Look at it"), Do(ShowPrepared(preparation.child, kind)))] if sees else []
    if sees or one.mine:
        found.append(Button("send", _("Send another"), send))
    return tuple(found)


def drop_prepared(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Asks once more before a document is deleted; a doubled key deletes nothing."""
    up = Go("prepared", args)
    preparation = facts[PreparedDocuments(int(args["child"]))]
    kind = DocumentKind(args["kind"])
    if preparation is None or preparation.of(kind) is None:
        return prepared(facts, args)
    text = joined(
        _("Delete this document here? {document}", document=SHORT[kind]),
        _("The contract will ask for it again. What you have sent with an application stays there."),
    )
    keep, later = Button("no", _("Keep"), up), Button("later", _("Not now"), up)
    yes = Button("yes", _("Yes, delete"), Do(DropPrepared(preparation.child, kind)))
    return Page(text, (keep, later, yes), HEADER, up)
