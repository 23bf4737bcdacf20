"""Importing this enters everything that can be done into the book of use cases."""

from handlers import (
    applying,
    child_records,
    export,
    keeping,
    look_ups,
    my_applications,
    my_notices,
    my_support,
    phone_codes,
    preferences,
    preschools,
    profile_changes,
    recovery,
    registration,
)
from handlers.staff import use_cases as staff_use_cases

__all__ = [
    "applying",
    "child_records",
    "export",
    "keeping",
    "look_ups",
    "my_applications",
    "my_notices",
    "my_support",
    "phone_codes",
    "preferences",
    "preschools",
    "profile_changes",
    "recovery",
    "registration",
    "staff_use_cases",
]
