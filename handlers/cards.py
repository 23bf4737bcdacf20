"""Records of the storage as the dialogs know them: people, children, preschools and applications."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dialogs import effects
from dialogs.queries import ApplicationCard, ChildCard, Place, PreschoolCard, Wished
from enrolment.application import ApplicationState, ArchiveReason
from enrolment.catalogue_search import point_of
from enrolment.enrolment_request_states import ContractChannel
from enrolment.preschools import Preschool
from enrolment.terms import Name, Sex
from storage.applications import Application
from storage.children import Child
from storage.free_places import free_places
from storage.people import Person
from storage.uow import Uow


def stored_person(person: effects.Person) -> Person:
    """A person as the storage keeps them."""
    sex = Sex(person.sex) if person.sex else None
    return Person(person.last_name, person.first_name, person.middle_name, person.birth_date, sex)


def shown_person(person: Person | None) -> effects.Person:
    """A person as dialogs show them; nobody has no names."""
    if person is None:
        return effects.Person("", "", "")
    return effects.Person(person.last_name, person.first_name, person.middle_name, person.birth_date, person.sex)


def child_card(child: Child, active: int = 0) -> ChildCard:
    """A child's card; every child was added with a birth date."""
    born = child.person.birth_date
    assert born is not None
    person = shown_person(child.person)
    return ChildCard(child.id, person, born, child.iin, child.document_number, child.proof, active)


async def preschool_cards(
    uow: Uow, preschools: Sequence[Preschool], months: int | None = None
) -> tuple[PreschoolCard, ...]:
    """The cards of these preschools, in their order; with the free places for an age in months, where one is given."""
    free = await free_places(uow, [one.bin for one in preschools], months)
    return tuple(_preschool_card(one, free.get(one.bin, 0)) for one in preschools)


async def application_cards(uow: Uow, applications: Sequence[Application]) -> tuple[ApplicationCard, ...]:
    """The cards of these applications, in their order; one whose child was erased has none."""
    children = await uow.children.load([one.child_id for one in applications])
    bins = {bin_ for one in applications for bin_ in one.details.get("preschools", ())}
    names = await uow.catalogue.names(bins) if bins else {}
    return tuple(
        [
            await _application_card(uow, one, children[one.child_id], names)
            for one in applications
            if one.child_id in children
        ]
    )


async def _application_card(uow: Uow, one: Application, child: Child, names: Mapping[str, Name]) -> ApplicationCard:
    details = one.details
    rejection = await _rejection(uow, one)
    return ApplicationCard(
        id=one.id,
        number=one.number,
        queue=one.queue_type,
        state=one.state,
        child=child_card(child),
        locality=one.locality,
        preschools=tuple(Wished(bin_, names[bin_]) for bin_ in details.get("preschools", ()) if bin_ in names),
        language=details.get("language", ""),
        submitted_at=one.submitted_at or one.created_at,
        category=one.category,
        archive_reason=one.archive_reason,
        rehabilitation=details.get("rehabilitation"),
        special_need=details.get("special_need"),
        privilege=details.get("privilege"),
        privilege_asked=(details.get("asked") or {}).get("privilege"),
        place=await _place(uow, one),
        pages=details.get("pages", 0),
        rejection=rejection.get("reason"),
        rejection_comment=rejection.get("comment"),
        rejected_as=rejection.get("role"),
        rejected_by=rejection.get("employee"),
    )


async def _place(uow: Uow, one: Application) -> Place | None:
    if one.state is not ApplicationState.QUEUED:
        return None
    place = await uow.applications.position(one)
    ahead = dict(place.ahead_by_category)
    if place.ahead_earlier_in_category:
        ahead[one.category] = place.ahead_earlier_in_category
    return Place(place.position, tuple(sorted(ahead.items())))


async def _rejection(uow: Uow, one: Application) -> dict[str, str]:
    """What the reviewer said, from the event that ended the application."""
    if one.archive_reason is not ArchiveReason.DOCS_REJECTED:
        return {}
    history = await uow.events.history(f"application:{one.id}")
    ended = [event for event in history if event.to == ApplicationState.ARCHIVED]
    return (ended[-1].details or {}) if ended else {}


def _preschool_card(one: Preschool, free: int) -> PreschoolCard:
    ages = [(group.min_age, group.max_age) for group in one.groups] or [(0.0, 0.0)]
    return PreschoolCard(
        bin=one.bin,
        name=one.name,
        address=Name(one.address_kk, one.address_ru, one.address_ru),
        locality=one.locality,
        ownership=one.ownership,
        languages=tuple(one.languages),
        queue_types=tuple(one.queue_types),
        min_age=math.floor(min(low for low, _high in ages)),
        max_age=math.ceil(max(high for _low, high in ages)),
        places=one.places,
        free=free,
        contract_channel=one.contract_channel,
        fee=one.fee,
        phone=one.phone,
        point=point_of(one),
    )


async def channel_of(uow: Uow, bin_: str) -> ContractChannel:
    """How the preschool concludes its contracts."""
    preschool = await uow.catalogue.get(bin_)
    assert preschool is not None
    return ContractChannel(preschool.contract_channel)
