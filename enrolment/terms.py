"""The terms of the field that rules, records and dialogs share; every value is the glossary's code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


@dataclass(frozen=True)
class Name:
    """What something is called in the three languages; data carries it, code never does."""

    kk: str
    ru: str
    en: str


class QueueType(StrEnum):
    """The queues a child can stand in (S3-25)."""

    GENERAL = "general"
    SANATORIUM = "sanatorium"
    CORRECTIONAL = "correctional"


class Role(StrEnum):
    """The roles of staff; what each may do follows from the rules, never from the chat it came from."""

    PHTHISIATRICIAN = "phthisiatrician"
    PMPC_REVIEWER = "pmpc_reviewer"
    EDUCATION_DEPARTMENT = "education_department"
    PRESCHOOL_EMPLOYEE = "preschool_employee"
    ADMIN = "admin"


class InstructionLanguage(StrEnum):
    """The language in which the child is to be taught (S3-31)."""

    KAZAKH = "kk"
    RUSSIAN = "ru"
    ENGLISH = "en"


class DocumentKind(StrEnum):
    """What a document is, whatever number its form carries this year (X-09)."""

    PHTHISIATRICIAN_CONCLUSION = "phthisiatrician_conclusion"
    PMPC_CONCLUSION = "pmpc_conclusion"
    PRIVILEGE_PROOF = "privilege_proof"
    CHILD_PHOTO = "child_photo"
    BIRTH_CERTIFICATE = "birth_certificate"
    ID_CARD = "id_card"
    HEALTH_PASSPORT = "health_passport"
    HEALTH_CERTIFICATE = "health_certificate"
    VACCINATION_CARD = "vaccination_card"
    CERTIFICATE_027 = "certificate_027"
    SIGNED_CONTRACT = "signed_contract"


class IdentityDocument(StrEnum):
    """The papers that identify a person; a foreign child may have one and no IIN (S1-35)."""

    ID_CARD = "id_card"
    PASSPORT_KZ = "passport_kz"
    RESIDENCE_PERMIT = "residence_permit"
    STATELESS_ID = "stateless_id"
    REFUGEE_ID = "refugee_id"
    FOREIGN_PASSPORT = "foreign_passport"


class FormField(StrEnum):
    """The fields of the contract form (S2-27…S2-33, S1-35…S1-46)."""

    AUTHORITY = "authority"
    REGISTERED_ADDRESS = "registered_address"
    RESIDENTIAL_ADDRESS = "residential_address"
    WORKPLACE = "workplace"
    JOB_TITLE = "job_title"
    PHONE_PRIMARY = "phone_primary"
    PHONE_SECONDARY = "phone_secondary"
    EMAIL = "email"
    BIRTH_CERTIFICATE_NUMBER = "birth_certificate_number"
    ID_TYPE = "id_type"
    ID_NUMBER = "id_number"
    ID_ISSUE_DATE = "id_issue_date"
    ID_ISSUER = "id_issuer"
    BANK = "bank"
    BANK_BRANCH = "bank_branch"
    IBAN = "iban"
    PARENT_NAME = "parent_name"
    CHILD_NAME = "child_name"


class Sex(StrEnum):
    """Sex as documents state it (S1-38)."""

    MALE = "male"
    FEMALE = "female"


class Priority(StrEnum):
    """How a queue category stands to the others: out of turn, first in turn, or in turn."""

    EXTRAORDINARY = "extraordinary"
    FIRST = "first"
    GENERAL = "general"


class Privilege(StrEnum):
    """The grounds on which a family stands in a privileged category."""

    MILITARY = "military"
    SPECIAL_BODY = "special_body"
    DISABILITY = "disability"
    SPECIAL_NEEDS = "special_needs"
    LARGE_FAMILY = "large_family"
    ORPHAN = "orphan"
    NO_PARENTAL_CARE = "no_parental_care"
    TEACHER = "teacher"


class PlaceInstrument(StrEnum):
    """The act that gives a place (X-17)."""

    VOUCHER = "voucher"
    REFERRAL = "referral"


class WorkingWeek(Enum):
    """How many days of the week are worked: Monday to Friday, or to Saturday."""

    FIVE_DAYS = 5
    SIX_DAYS = 6
