"""The ways in which somebody may sign on the page, and which of them suit a device."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """How a signature is made; the names are those of the setting SIGNING_WAYS."""

    NCALAYER = "ncalayer"
    KEY = "key"
    FILE = "file"


ON_A_COMPUTER: Final = (Way.NCALAYER, Way.KEY, Way.FILE)
ON_A_PHONE: Final = (Way.KEY, Way.FILE)
"""NCALayer is a program for computers."""
_PHONE: Final = re.compile(r"Android|iPhone|iPad|iPod|Mobile", re.ASCII)


def ways_for(user_agent: str, switched_on: Collection[Way]) -> list[Way]:
    """The ways for this device, the fitting one first."""
    order = ON_A_PHONE if _PHONE.search(user_agent) else ON_A_COMPUTER
    return [way for way in order if way in switched_on]
