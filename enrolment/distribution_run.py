"""The vocabulary of a distribution run: who takes part, what is open, what came of it (G.0)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enrolment.distance import Point
from enrolment.fitting import OpenGroup, Wanted
from enrolment.profile import Profile
from enrolment.profile_sections import AgeLimits
from enrolment.queue import OrderKey, QueueKey, queue_of


class IssueRule(StrEnum):
    """By which rule a place was found."""

    PREFERRED = "preferred"
    NEAREST = "nearest"
    ANY_FITTING = "any_fitting"


class PassReason(StrEnum):
    """Why a child was passed over; the place in the queue is kept."""

    VOUCHER_OPEN = "voucher_open"
    SERVED_IN_OTHER_QUEUE = "served_in_other_queue"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    NO_PLACE_OF_TYPE = "no_place_of_type"
    NO_PLACE_IN_LANGUAGE = "no_place_in_language"
    NO_PLACE_FOR_AGE = "no_place_for_age"
    PLACES_TAKEN = "places_taken"
    SIBLING_SERVED_ALONE = "sibling_served_alone"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A queued application that may get a place.

    `preferred` are preschools by BIN in the parent's order; `family` is the number that linked siblings share;
    `voucher_open` says that the child has a voucher already; `home` is where the nearest preschool is looked for;
    `refused` are preschools that did not take the child.
    """

    key: OrderKey
    child: int
    wanted: Wanted
    preferred: tuple[str, ...] = ()
    family: int | None = None
    voucher_open: bool = False
    home: Point | None = None
    refused: frozenset[str] = frozenset()

    @property
    def queue(self) -> QueueKey:
        """The queue in which the child stands."""
        return queue_of(self.wanted.locality, self.wanted.queue_type, self.wanted.born)


@dataclass(frozen=True, slots=True)
class Places:
    """What is open: groups with places that no request or referral has reserved, and who else needs one.

    `outstanding` are the open vouchers without an enrolment request where parents choose their preschool.
    """

    groups: tuple[OpenGroup, ...]
    outstanding: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True)
class RunRules:
    """The number of the run, the day whose ages count, whether the voucher names the preschool, and about siblings."""

    number: int
    on: date
    names_preschool: bool
    age: AgeLimits
    siblings_together: bool = True


@dataclass(frozen=True, slots=True)
class Issue:
    """A place for a child: at that turn of the run, by that rule; the group where the voucher names it.

    `with_sibling` says that it was the turn of a sibling further ahead.
    """

    turn: int
    candidate: Candidate
    rule: IssueRule
    group: OpenGroup | None = None
    with_sibling: bool = False


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A child ahead of another one of its queue who got a place, and why."""

    turn: int
    candidate: Candidate
    reason: PassReason


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a queue stand behind the last of it who got a place, and why they got none."""

    queue: QueueKey
    reason: PassReason
    children: int


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to.

    `remaining` are the open places that nobody holds afterwards; `absent` are the localities that did not take part
    because nothing is open there.
    """

    number: int
    issued: tuple[Issue, ...]
    passed_over: tuple[PassedOver, ...]
    remaining: int
    waiting: tuple[Waiting, ...]
    absent: tuple[str, ...]


def run_rules(profile: Profile, number: int, on: date) -> RunRules:
    """The profile's rules for a run of that number and day."""
    together = profile.distribution.siblings_together
    return RunRules(number, on, not profile.enrolment_term.choose_preschool, profile.age, together)
