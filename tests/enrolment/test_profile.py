"""What the three profiles decide, against the guides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise

import pytest

from enrolment.profile import Profile, known_profiles, load_profile
from enrolment.profile_sections import FileFormat, Requirement
from enrolment.profile_terms import (
    ContractStarter,
    ContractStep,
    DayUnit,
    Fallback,
    Presence,
    Restore,
    StartEvent,
    StopListEnd,
)
from enrolment.terms import DocumentKind, Name, PlaceInstrument, Privilege, QueueType, Role
from enrolment.working_days import ALMATY, Override

UNIFIED = load_profile()
ALMATY_PROFILE = load_profile("smart_nation_almaty")
INDIGO = load_profile("indigo_karaganda_astana")
ALL = pytest.mark.parametrize("profile", [UNIFIED, ALMATY_PROFILE, INDIGO], ids=lambda profile: profile.code)


def contract_documents(profile: Profile, queue_type: QueueType) -> dict[DocumentKind, Requirement]:
    rows = profile.documents.contract
    return {row.kind: row.requirement for row in rows if queue_type in row.queue_types}


def test_the_default_profile_is_unified() -> None:
    assert known_profiles() == ("indigo_karaganda_astana", "smart_nation_almaty", "unified")
    assert (UNIFIED.code, UNIFIED.version, UNIFIED.valid_from) == ("unified", 1, date(2026, 1, 1))
    assert [locality.code for locality in UNIFIED.localities] == ["almaty", "astana", "karaganda"]
    assert UNIFIED.place_instrument is PlaceInstrument.VOUCHER


@pytest.mark.rule("S3-25")
@ALL
def test_three_queues_are_offered_with_their_reviewers(profile: Profile) -> None:
    assert profile.queue_types == (QueueType.GENERAL, QueueType.SANATORIUM, QueueType.CORRECTIONAL)
    reviewers = [(queue.reviewer, queue.privilege_reviewer) for queue in profile.queues]
    assert reviewers == [(None, Role.EDUCATION_DEPARTMENT), (Role.PHTHISIATRICIAN, None), (Role.PMPC_REVIEWER, None)]


@pytest.mark.rule("S3-27")
@pytest.mark.rule("S3-28")
@ALL
def test_the_sanatorium_queue_asks_for_rehabilitation_and_the_conclusion(profile: Profile) -> None:
    rules = profile.queue_rules(QueueType.SANATORIUM)
    assert (rules.asks_rehabilitation_type, rules.asks_special_need_type) == (True, False)
    assert [row.code for row in profile.rehabilitation_types] == "tb_contact latent_tb after_tb often_ill other".split()
    (conclusion,) = profile.application_documents(QueueType.SANATORIUM, privileged=False)
    assert conclusion.kind is DocumentKind.PHTHISIATRICIAN_CONCLUSION
    assert conclusion.requirement is Requirement.REQUIRED


@ALL
def test_proof_is_asked_of_privileged_families_alone(profile: Profile) -> None:
    assert profile.application_documents(QueueType.GENERAL, privileged=False) == ()
    (proof,) = profile.application_documents(QueueType.GENERAL, privileged=True)
    assert proof.kind is DocumentKind.PRIVILEGE_PROOF
    (pmpc,) = profile.application_documents(QueueType.CORRECTIONAL, privileged=True)
    assert pmpc.kind is DocumentKind.PMPC_CONCLUSION


@ALL
def test_a_certificate_from_work_proves_a_privilege_for_a_month(profile: Profile) -> None:
    month = {row.code for row in profile.privileges if row.proof_valid_days == 30}
    assert month == {Privilege.MILITARY, Privilege.SPECIAL_BODY, Privilege.TEACHER}
    assert profile.privilege(Privilege.ORPHAN).proof_valid_days is None


@pytest.mark.rule("S3-30")
def test_up_to_four_preschools_are_named_where_the_queue_needs_them() -> None:
    assert UNIFIED.application.preferred_preschools.max == 4
    assert [UNIFIED.fewest_preschools(queue) for queue in UNIFIED.queue_types] == [1, 1, 1]
    assert [ALMATY_PROFILE.fewest_preschools(queue) for queue in ALMATY_PROFILE.queue_types] == [0, 1, 0]


@pytest.mark.rule("S3-62")
def test_the_numbers_of_the_guide_belong_to_almaty_alone() -> None:
    assert ALMATY_PROFILE.contact_centre.phones == ("8 (727) 339-72-22",)
    assert ALMATY_PROFILE.contact_centre.whatsapp == ("8 (747) 339-72-22",)
    for other in (UNIFIED, INDIGO):
        assert "339-72-22" not in repr(other.contact_centre)


@pytest.mark.rule("S3-18")
@ALL
def test_codes_and_tries_are_limited(profile: Profile) -> None:
    code = profile.verification_code
    assert (code.lifetime_seconds, code.length, code.tries, code.sends_per_hour, code.sends_per_day) == (
        120,
        6,
        5,
        3,
        10,
    )
    assert (profile.limits.recovery_tries_per_day, profile.limits.child_lookups_per_hour) == (3, 5)
    assert profile.privacy.retention_days == 30


@pytest.mark.rule("S3-37")
def test_the_employee_is_named_where_the_profile_says_so() -> None:
    assert ALMATY_PROFILE.privacy.show_employee_name
    assert not INDIGO.privacy.show_employee_name


@pytest.mark.rule("S2-40")
def test_files_are_kept_as_the_operator_wants_them() -> None:
    assert (UNIFIED.files.incoming.max_bytes, UNIFIED.files.kept.page_max_bytes) == (20 * 2**20, 2 * 2**20)
    assert UNIFIED.files.incoming.formats == tuple(FileFormat)
    assert UNIFIED.files.kept.pdf_max_bytes == 10 * 2**20
    assert INDIGO.files.kept.formats == (FileFormat.JPEG,)
    assert INDIGO.files.kept.page_max_bytes == 2_097_152
    assert ALMATY_PROFILE.files.kept.formats == (FileFormat.JPEG, FileFormat.PNG, FileFormat.PDF)


@pytest.mark.rule("X-08")
def test_contract_documents_are_those_of_the_guides() -> None:
    unified = contract_documents(UNIFIED, QueueType.GENERAL)
    assert list(unified)[:6] == [
        DocumentKind.CHILD_PHOTO,
        DocumentKind.BIRTH_CERTIFICATE,
        DocumentKind.ID_CARD,
        DocumentKind.HEALTH_PASSPORT,
        DocumentKind.VACCINATION_CARD,
        DocumentKind.CERTIFICATE_027,
    ]
    assert unified[DocumentKind.PMPC_CONCLUSION] is Requirement.OPTIONAL
    correctional = contract_documents(UNIFIED, QueueType.CORRECTIONAL)
    assert correctional[DocumentKind.PMPC_CONCLUSION] is Requirement.REQUIRED
    assert contract_documents(ALMATY_PROFILE, QueueType.GENERAL) == unified
    assert DocumentKind.BIRTH_CERTIFICATE not in contract_documents(INDIGO, QueueType.GENERAL)
    assert DocumentKind.HEALTH_CERTIFICATE in contract_documents(INDIGO, QueueType.GENERAL)


@pytest.mark.rule("S3-41")
@pytest.mark.rule("S3-46")
@pytest.mark.rule("S3-47")
@pytest.mark.parametrize("profile", [UNIFIED, ALMATY_PROFILE], ids=lambda profile: profile.code)
def test_the_voucher_way_of_almaty(profile: Profile) -> None:
    interest, term, extension = profile.interest_confirmation, profile.enrolment_term, profile.extension
    assert (interest.enabled, interest.working_days) == (True, 2)
    assert (interest.on_no_confirmation, interest.on_decline) == (Fallback.STOP_LIST, Fallback.ARCHIVE)
    assert (term.working_days, term.start_event, term.choose_preschool) == (5, StartEvent.CONFIRMED, True)
    assert (extension.enabled, extension.amount, extension.unit) == (True, 2, DayUnit.WORKING_DAYS)
    assert (extension.offer_from_day, extension.max_times) == (5, 1)
    assert profile.contract.starter is ContractStarter.PRESCHOOL


@pytest.mark.rule("S2-15", "X-17")
def test_the_referral_way_of_indigo() -> None:
    assert INDIGO.place_instrument is PlaceInstrument.REFERRAL
    assert not INDIGO.interest_confirmation.enabled
    assert not INDIGO.extension.enabled
    assert (INDIGO.enrolment_term.start_event, INDIGO.enrolment_term.choose_preschool) == (StartEvent.ISSUED, False)
    assert INDIGO.contract.starter is ContractStarter.PARENT


@pytest.mark.rule("X-06")
@ALL
def test_the_stop_list_rests_for_28_days_and_gives_one_way_back(profile: Profile) -> None:
    rest = profile.stop_list
    assert (rest.duration, rest.unit, rest.restore, rest.restore_limit) == (
        28,
        DayUnit.CALENDAR_DAYS,
        Restore.MANUAL,
        1,
    )
    assert (rest.on_end, rest.keep_date) == (StopListEnd.ARCHIVE, True)


@pytest.mark.rule("S1-32")
@pytest.mark.rule("S1-54")
@ALL
def test_contracts_are_signed_in_three_days_and_corrected_twice(profile: Profile) -> None:
    contract = profile.contract
    assert (contract.sign_working_days, contract.correction_working_days, contract.max_corrections) == (3, 3, 2)
    assert profile.enrolment_term.min_after_return_working_days == 1


def test_the_contract_form_differs() -> None:
    assert UNIFIED.contract.steps == tuple(ContractStep)
    assert (UNIFIED.contract.eds_precheck, UNIFIED.contract.bank_requisites) == (True, Presence.REQUIRED)
    assert (ALMATY_PROFILE.contract.eds_precheck, ALMATY_PROFILE.contract.bank_requisites) == (False, Presence.HIDDEN)
    assert ALMATY_PROFILE.contract.number == "{preschool}-{yyyy}-{seq}"
    assert INDIGO.contract.number == "{preschool}-{mm}.{yy}.{seq3}"


@pytest.mark.rule("S1-64", "X-16", "X-19")
def test_labels_follow_the_guides() -> None:
    assert UNIFIED.labels.admitted.kk == "Сіздің балаңыз сәтті қабылданды"
    assert INDIGO.labels.admitted.kk == "Қол қойылды"
    assert INDIGO.labels.preschool.kk == "балабақша"


def test_rows_are_found_by_their_codes() -> None:
    assert UNIFIED.locality("astana").name == Name("Астана", "Астана", "Astana")
    assert UNIFIED.rejection_reason("illegible_document").name.ru == "Документ не читается"
    assert UNIFIED.category(2).name.en == "first-priority"


def test_what_the_profile_does_not_have_is_a_bug_to_ask_for() -> None:
    plain = replace(UNIFIED, queues=UNIFIED.queues[1:2], categories=UNIFIED.categories[-1:], privileges=())
    with pytest.raises(KeyError):
        plain.queue_rules(QueueType.GENERAL)
    with pytest.raises(KeyError):
        plain.privilege(Privilege.TEACHER)
    with pytest.raises(KeyError):
        plain.category(1)
    with pytest.raises(KeyError):
        INDIGO.locality("almaty")


@ALL
def test_lower_categories_go_first_and_the_last_is_everybodys(profile: Profile) -> None:
    assert all(earlier.number < later.number for earlier, later in pairwise(profile.categories))
    assert profile.categories[0].privileges == (Privilege.MILITARY, Privilege.SPECIAL_BODY)
    assert profile.categories[-1].privileges == ()


def test_the_working_calendar_takes_week_and_cut_off_from_the_profile() -> None:
    monday = datetime(2026, 11, 16, 12, tzinfo=ALMATY)
    assert UNIFIED.calendar.cut_off == time(23, 59, 59)
    assert UNIFIED.working_calendar().deadline(monday, 5).at == datetime(2026, 11, 23, 23, 59, 59, tzinfo=ALMATY)
    closed = (Override(date(2026, 11, 17), works=False),)
    assert UNIFIED.working_calendar(closed).deadline(monday, 5).at.day == 24
