"""What a kindergarten's employees want to know of their own groups and families, and the records that answer."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.facts import Query
from enrolment.terms import Name


@dataclass(frozen=True)
class OwnGroup:
    """A group of the employee's kindergarten: `reserved` and `enrolled` places were taken through this service.

    `free` are neither taken nor reserved, `opened` of them can be chosen by parents.
    """

    id: int
    name: str
    min_age: float
    max_age: float
    places: int
    free: int
    opened: int
    reserved: int = 0
    enrolled: int = 0

    @property
    def most_free(self) -> int:
        """How many places can be free at most: what is taken through this service is never given away."""
        return max(0, self.places - self.reserved - self.enrolled)

    @property
    def others(self) -> int:
        """How many places children have who came another way, as the kindergarten counts."""
        return max(0, self.most_free - max(0, self.free))


@dataclass(frozen=True)
class OwnPreschool:
    """The employee's kindergarten: its name, the codes of its languages, its groups, the youngest first."""

    name: Name
    languages: tuple[str, ...] = ()
    groups: tuple[OwnGroup, ...] = ()

    def group(self, id_: int) -> OwnGroup | None:
        """The group of that id."""
        return next((one for one in self.groups if one.id == id_), None)


@dataclass(frozen=True)
class MyPreschool(Query[OwnPreschool | None]):
    """The kindergarten of the employee who asks; None for anybody else and where the catalogue has closed it."""


@dataclass(frozen=True)
class OwnFamily(Query[bool]):
    """Whether the request is of the employee's own family, or of a child whom they declared a relative (edge 45)."""

    request: int
