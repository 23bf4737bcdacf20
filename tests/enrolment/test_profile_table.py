"""The profiles as a table: what each of the three cities' ways decides, row by row and value by value. A.4 to A.6."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from enrolment.profile import Profile, load_profile
from enrolment.profile_sections import Requirement
from enrolment.profile_terms import Presence
from enrolment.terms import QueueType

NAMES = ("unified", "smart_nation_almaty", "indigo_karaganda_astana")
PROFILES = {name: load_profile(name) for name in NAMES}
MB = 2**20


def words(values: Iterable[object]) -> str:
    return " ".join(str(value) for value in values)


def papers(profile: Profile, queue_type: QueueType) -> str:
    """What the contract asks for, in order: with the form's number, in brackets where only if there is one."""
    rows = [row for row in profile.documents.contract if queue_type in row.queue_types]
    named = [f"{row.kind}:{row.form}" if row.form else str(row.kind) for row in rows]
    optional = [row.requirement is Requirement.OPTIONAL for row in rows]
    return words(f"({name})" if if_any else name for name, if_any in zip(named, optional, strict=True))


def asked(profile: Profile) -> str:
    """What an application asks for, and of whom."""
    rows = profile.documents.application
    return words(f"{row.kind}/{'+'.join(row.queue_types)}/{row.requirement}" for row in rows)


def reviewers(profile: Profile) -> str:
    """Who looks at an application to each queue, and after the plus at the proof of a privilege."""
    queues = profile.queues
    return words(f"{one.type}:{one.reviewer or '-'}+{one.privilege_reviewer or '-'}" for one in queues)


def wish(profile: Profile) -> str:
    """How many kindergartens an application names, and where it has to."""
    rules = profile.application.preferred_preschools
    return f"{rules.min}-{rules.max} {words(rules.required_for_queue_types)}"


SCANS = "child_photo birth_certificate id_card health_passport:052-2/у vaccination_card:065/у certificate_027:027/у"
SHORT = "child_photo health_passport health_certificate:063/у"
LOOKS = "general:-+education_department sanatorium:phthisiatrician+- correctional:pmpc_reviewer+-"  # S3-36
PROOFS = (
    "phthisiatrician_conclusion/sanatorium/required pmpc_conclusion/correctional/required "
    "privilege_proof/general/with_privilege"
)
SIX = "info eds_check representative requisites documents confirmation"
PAPER = "id_type id_number id_issue_date id_issuer"
WHO = "authority registered_address residential_address phone_primary phone_secondary email workplace job_title"
EVERY_QUEUE = "general sanatorium correctional"
IN = "jpeg png webp heic pdf"

Value = Any
Row = tuple[Any, ...]  # what is decided, how it is read, and what it is in each profile
# The profiles from left to right: unified, Smart Nation in Almaty, INDIGO in Karaganda and Astana.
TABLE: list[Row] = [
    ("cities", lambda p: words(p.locality(row.code).code for row in p.localities),
     "almaty astana karaganda", "almaty", "astana karaganda aktau"),
    ("what gives a place", lambda p: str(p.place_instrument), "voucher", "voucher", "referral"),
    ("queues", lambda p: words(p.queue_types), EVERY_QUEUE, EVERY_QUEUE, EVERY_QUEUE),
    ("who looks at an application", reviewers, LOOKS, LOOKS, LOOKS),
    ("papers of an application", asked, PROOFS, PROOFS, PROOFS),
    ("kindergartens wished for", wish, f"1-4 {EVERY_QUEUE}", "1-4 sanatorium", f"1-4 {EVERY_QUEUE}"),
    ("X-03 interest is confirmed", lambda p: p.interest_confirmation.enabled, True, True, False),
    ("X-03 within working days", lambda p: p.interest_confirmation.working_days, 2, 2, 2),
    ("not confirmed", lambda p: str(p.interest_confirmation.on_no_confirmation), *["stop_list"] * 3),
    ("declined", lambda p: str(p.interest_confirmation.on_decline), *["archive"] * 3),
    ("X-07 the family chooses the kindergarten", lambda p: p.enrolment_term.choose_preschool, True, True, False),
    ("working days to enrol", lambda p: p.enrolment_term.working_days, 5, 5, 5),
    ("X-01 they run from", lambda p: str(p.enrolment_term.start_event), "confirmed", "confirmed", "issued"),
    ("X-02 what they are for", lambda p: str(p.enrolment_term.goal), *["parent_signed"] * 3),
    ("left after a return", lambda p: p.enrolment_term.min_after_return_working_days, 1, 1, 1),
    ("not enrolled", lambda p: str(p.enrolment_term.on_not_enrolled), *["archive"] * 3),
    ("X-04 extension", lambda p: p.extension.enabled, True, True, False),
    ("X-04 by how much", lambda p: (p.extension.amount, str(p.extension.unit)),
     (2, "working_days"), (2, "working_days"), (30, "calendar_days")),
    ("X-04 offered on day", lambda p: p.extension.offer_from_day, 5, 5, 5),
    ("X-04 times", lambda p: p.extension.max_times, 1, 1, 1),
    ("X-06 rest on the stop-list", lambda p: (p.stop_list.duration, str(p.stop_list.unit)),
     *[(28, "calendar_days")] * 3),
    ("X-06 ways back", lambda p: (str(p.stop_list.restore), p.stop_list.restore_limit), *[("manual", 1)] * 3),
    ("X-06 the place by the old date", lambda p: p.stop_list.keep_date, True, True, True),
    ("X-06 after the rest", lambda p: str(p.stop_list.on_end), *["archive"] * 3),
    ("who begins the contract", lambda p: str(p.contract.starter), "preschool", "preschool", "parent"),
    ("steps of the contract", lambda p: words(p.contract.steps),
     SIX, "info representative documents confirmation", SIX),
    ("X-18 the EDS is tried before", lambda p: p.contract.eds_precheck, True, False, True),
    ("X-12, X-13 asked of the representative", lambda p: words(rule.field for rule in p.contract.fields),
     f"{WHO} birth_certificate_number {PAPER}",
     "id_type id_number residential_address phone_primary workplace job_title birth_certificate_number",
     f"{WHO} {PAPER}"),
    ("may stay empty", lambda p: words(rule.field for rule in p.contract.fields if rule.presence is Presence.OPTIONAL),
     "phone_secondary email workplace job_title birth_certificate_number",
     "workplace job_title birth_certificate_number",
     "phone_secondary email workplace job_title"),
    ("X-11 bank account", lambda p: str(p.contract.bank_requisites), "required", "hidden", "required"),
    ("X-08, X-09 papers of the contract", lambda p: papers(p, QueueType.GENERAL),
     f"{SCANS} (pmpc_conclusion)", f"{SCANS} (pmpc_conclusion)", f"{SHORT} (pmpc_conclusion)"),
    ("the same in the sanatorium queue", lambda p: papers(p, QueueType.SANATORIUM),
     f"{SCANS} (pmpc_conclusion)", f"{SCANS} (pmpc_conclusion)", f"{SHORT} (pmpc_conclusion)"),
    ("the same in the correctional queue", lambda p: papers(p, QueueType.CORRECTIONAL),
     f"{SCANS} pmpc_conclusion", f"{SCANS} pmpc_conclusion", f"{SHORT} pmpc_conclusion"),
    ("X-10 files that may be sent", lambda p: words(p.files.incoming.formats), IN, IN, IN),
    ("X-10 up to", lambda p: p.files.incoming.max_bytes, *[20 * MB] * 3),
    ("X-10 files that are kept", lambda p: words(p.files.kept.formats), "jpeg pdf", "jpeg png pdf", "jpeg"),
    ("X-10 a picture of at most", lambda p: p.files.kept.page_max_bytes, 2 * MB, 10 * MB, 2 * MB),
    ("X-10 a PDF of at most", lambda p: p.files.kept.pdf_max_bytes, 10 * MB, 10 * MB, None),
    ("X-05 working days to sign", lambda p: p.contract.sign_working_days, 3, 3, 3),
    ("X-14 working days to correct", lambda p: p.contract.correction_working_days, 3, 3, 3),
    ("X-14 corrections", lambda p: p.contract.max_corrections, 2, 2, 2),
    ("C18 changed data use a correction", lambda p: p.contract.changed_data_counts, False, False, False),
    ("number of the contract", lambda p: p.contract.number,
     "{preschool}-{mm}.{yy}.{seq3}", "{preschool}-{yyyy}-{seq}", "{preschool}-{mm}.{yy}.{seq3}"),
    ("X-22 the contract is for", lambda p: str(p.contract.term_kind), *["indefinite"] * 3),
    ("X-20 a rejection names who gave it", lambda p: p.privacy.show_employee_name, True, True, False),
    ("X-16 enrolled is called", lambda p: p.labels.admitted.kk,
     "Сіздің балаңыз сәтті қабылданды", "Сіздің балаңыз сәтті қабылданды", "Қол қойылды"),
    ("X-17 the place is given by", lambda p: p.labels.place_instrument.kk, "ваучер", "ваучер", "жолдама"),
    ("X-19 a preschool is called", lambda p: (p.labels.preschool.kk, p.labels.preschool.ru),
     ("МДҰ", "ДО"), ("МДҰ", "ДО"), ("балабақша", "детский сад")),
    ("days of the working week", lambda p: p.calendar.working_week.value, 5, 5, 5),
    ("a term ends at", lambda p: p.calendar.cut_off.isoformat(), *["23:59:59"] * 3),
]  # fmt: skip
CELLS = [
    pytest.param(read, PROFILES[name], wanted, id=f"{what} in {name}")
    for what, read, *values in TABLE
    for name, wanted in zip(NAMES, values, strict=True)
]


@pytest.mark.parametrize(("read", "profile", "wanted"), CELLS)
def test_a_profile_decides_as_the_table_says(read: Callable[[Profile], Value], profile: Profile, wanted: Value) -> None:
    assert read(profile) == wanted


def test_the_table_has_no_row_twice() -> None:
    assert len({what for what, *_rest in TABLE}) == len(TABLE)
