"""Twins and siblings of near age: linked by their parent, offered places together in one queue. Edge 11, G.0."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.family_effects import LinkChildren, UnlinkChild
from dialogs.family_queries import Sibling, Twins, TwinsCard
from dialogs.inputs import Fine
from dialogs.message import Message
from dialogs.page import Finish, Go
from enrolment.application import ApplicationState
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.family_joining import note
from locales.text import Text, _, verbatim
from storage.children import Child

Queues = frozenset[tuple[str, str]]
NOT_YOURS = _("I do not find this child in your list.")
NOT_TOGETHER = _("These two cannot be linked: both have to stand in the same queue of the same city now.")


@answers(Twins)
async def twins(desk: Desk, query: Twins) -> TwinsCard | None:
    """Those linked with one's own child, and those in the same queue who could be."""
    children = await desk.uow.children.of(desk.account.id)
    child = next((one for one in children if one.id == query.child), None)
    if child is None:
        return None
    others = [one for one in children if one.id != child.id]
    linked = [one for one in others if one.family_id is not None and one.family_id == child.family_id]
    queues = await _queues(desk)
    mine = queues.get(child.id, frozenset())
    possible = [one for one in others if one not in linked and mine & queues.get(one.id, frozenset())]
    return TwinsCard(child.id, child.person.first_name, _siblings(linked), _siblings(possible))


@performs(LinkChildren)
async def link(desk: Desk, effect: LinkChildren) -> Outcome:
    """One's own children, while both stand in one queue."""
    ids = {effect.child, effect.other}
    own = {one.id: one for one in await desk.uow.children.of(desk.account.id) if one.id in ids}
    if len(own) < 2:
        return _goes(NOT_YOURS, Go("children"))
    queues = await _queues(desk)
    page = Go("twins", {"child": effect.child})
    if not queues.get(effect.child, frozenset()) & queues.get(effect.other, frozenset()):
        return _goes(NOT_TOGETHER, page)
    await desk.uow.children.link_family(sorted(ids))
    for one in sorted(ids):
        await note(desk, one, "twins_linked")
    names = [verbatim(own[one].person.first_name) for one in (effect.child, effect.other)]
    return _goes(_("Done: {one} and {other} are offered places together.", one=names[0], other=names[1]), page)


@performs(UnlinkChild)
async def unlink(desk: Desk, effect: UnlinkChild) -> Outcome:
    """Each by itself again; the places in the queue stay as they are."""
    own = {one.id: one for one in await desk.uow.children.of(desk.account.id)}
    if effect.child not in own:
        return _goes(NOT_YOURS, Go("children"))
    await desk.uow.children.unlink(effect.child)
    await note(desk, effect.child, "twins_unlinked")
    name = verbatim(own[effect.child].person.first_name)
    return _goes(_("Done: {name} is offered a place alone again.", name=name), Go("twins", {"child": effect.child}))


async def _queues(desk: Desk) -> dict[int, Queues]:
    """In which queues each child of the account stands now: type and city."""
    found: dict[int, set[tuple[str, str]]] = {}
    for one in await desk.uow.applications.of_account(desk.account.id):
        if one.state in {ApplicationState.QUEUED, ApplicationState.DOCS_PENDING}:
            found.setdefault(one.child_id, set()).add((one.queue_type, one.locality))
    return {child: frozenset(queues) for child, queues in found.items()}


def _siblings(children: Iterable[Child]) -> tuple[Sibling, ...]:
    return tuple(Sibling(one.id, one.person.first_name) for one in children)


def _goes(text: Text, go: Go) -> Outcome:
    return Fine(Finish(notes=(Message(text),), then=go))
