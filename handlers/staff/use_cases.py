"""Importing this enters everything that staff can do into the book of use cases."""

from handlers.staff import (
    appointing,
    calendar_days,
    cases,
    catalogue_file,
    decisions,
    department_annulling,
    department_distribution,
    department_places,
    feedback,
    feedback_answering,
    leaving,
    membership,
    preschool_groups,
    preschool_requests,
    reviews,
)

__all__ = [
    "appointing",
    "calendar_days",
    "cases",
    "catalogue_file",
    "decisions",
    "department_annulling",
    "department_distribution",
    "department_places",
    "feedback",
    "feedback_answering",
    "leaving",
    "membership",
    "preschool_groups",
    "preschool_requests",
    "reviews",
]
