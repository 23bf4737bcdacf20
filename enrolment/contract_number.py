"""The number of a contract, built by the profile's pattern (S2-45, A.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from enrolment.working_days import ALMATY

_PART = re.compile(r"\{(\w+)\}")


def contract_number(pattern: str, preschool: str, at: datetime, sequence: int) -> str:
    """The number of the `sequence`-th contract of its series, such as `01.01-02.21.001` (`seq3`: at least 3 digits)."""
    parts = {**_parts(preschool, at), "seq": str(sequence), "seq3": f"{sequence:03}"}
    return _filled(pattern, parts)


def contract_series(pattern: str, preschool: str, at: datetime) -> str:
    """Within what the running number counts: the number without it, the key of a counter."""
    return _filled(pattern, {**_parts(preschool, at), "seq": "*", "seq3": "*"})


def _parts(preschool: str, at: datetime) -> Mapping[str, str]:
    day = at.astimezone(ALMATY)
    return {"preschool": preschool, "mm": f"{day:%m}", "yy": f"{day:%y}", "yyyy": f"{day:%Y}"}


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda part: parts[part[1]], pattern)
