"""The files of one document as they come: in order, with those for which another photo may be better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from enrolment.photo_advice import PhotoAdvice


@dataclass(frozen=True)
class Pile:
    """Files sent so far as JSON values; `doubts` are places in it with the advice about what lies there.

    The next file goes to `place`, else on top. A doubtful one stays where it is until the person has decided, because
    the next photo may as well be the next page of an album.
    """

    files: tuple[Mapping[str, Any], ...] = ()
    doubts: tuple[tuple[int, PhotoAdvice], ...] = ()
    place: int | None = None

    @classmethod
    def of(cls, view: Mapping[str, Any], answered: Sequence[Mapping[str, Any]]) -> Self:
        """As the view keeps it, else what was answered before."""
        doubts = tuple((place, PhotoAdvice(why)) for place, why in view.get("doubts", ()))
        return cls(tuple(view.get("pages", answered)), doubts, view.get("place"))

    @property
    def view(self) -> dict[str, Any]:
        """The pile as a view keeps it."""
        told = {"doubts": [[place, why.value] for place, why in self.doubts], "place": self.place}
        return {"pages": list(self.files)} | {name: value for name, value in told.items() if value not in ([], None)}

    @property
    def pages(self) -> int:
        """How many pages that is."""
        return sum(file["pages"] for file in self.files)

    @property
    def names(self) -> str:
        """What the files are called."""
        return ", ".join(file.get("name", "") for file in self.files)

    def holds(self, mark: str) -> bool:
        """Whether the file with that mark lies in it."""
        return bool(mark) and any(file.get("mark") == mark for file in self.files)

    def with_file(self, file: Mapping[str, Any], why: PhotoAdvice | None) -> Self:
        """The file at the place that waits for it, or on top."""
        place = len(self.files) if self.place is None else self.place
        doubts = [(at + (at >= place), advice) for at, advice in self.doubts]
        if why is not None:
            doubts = sorted([*doubts, (place, why)])
        files = (*self.files[:place], file, *self.files[place:])
        return replace(self, files=files, doubts=tuple(doubts), place=None)

    def with_named(self, file: Mapping[str, Any]) -> Self:
        """The file on top, instead of one of the same name."""
        others = tuple(one for one in self.files if one.get("name") != file.get("name"))
        return replace(self, files=(*others, file))

    def without_doubtful(self) -> Self:
        """The first doubtful file is gone, and the next one takes its place."""
        (place, _why), *others = self.doubts
        files = self.files[:place] + self.files[place + 1 :]
        return replace(self, files=files, doubts=tuple((at - 1, why) for at, why in others), place=place)

    def as_it_is(self) -> Self:
        """The first doubtful file is no longer doubted."""
        return replace(self, doubts=self.doubts[1:])

    def without_last(self) -> Self:
        """The file on top is gone."""
        return type(self)(self.files[:-1])
