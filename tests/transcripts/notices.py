"""Everything that parents are told unasked, each message as it is made, with synthetic people in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

from dialogs import contract_notices, enrol_notices, family_notices, feedback_notices, notices, voucher_notices
from dialogs.contract_words import FIELDS
from dialogs.message import Message
from dialogs.names import named
from dialogs.notices import ARCHIVED_BECAUSE, About
from dialogs.staff.notices import case_answered, case_closed
from dialogs.voucher_notices import AboutVoucher
from enrolment.family import MEMBERS
from enrolment.profile_terms import DayUnit
from enrolment.queue import PlaceChange
from enrolment.signature_verdict import RefusedBecause
from enrolment.terms import FormField, PlaceInstrument
from enrolment.voucher_states import Actor, VoucherState
from handlers.chats import told_gone
from handlers.desk import Desk
from handlers.found_account import told_added
from handlers.linking import WELCOME, question
from handlers.lost_iins import lost_iin
from handlers.merging import told_merged
from handlers.outside_work import NOT_SENT
from handlers.recovery import moved_away
from handlers.turns import apology
from locales.deadlines import deadline
from locales.text import verbatim
from storage.links import Link
from tests.dialogs.opinions import BIN
from tests.dialogs.opinions import NAME as KINDERGARTEN
from tests.dialogs.talk import NOW, profile_called

SANATORIUM = About(17, "S-2026-000045", "Аружан")
GENERAL = About(18, "O-2026-000046", "Әли", PlaceInstrument.REFERRAL)
VOUCHER = AboutVoucher(19, 17, "2026-000123", "Аружан")
REFERRAL = AboutVoucher(20, 18, "2026-000124", "Әли", PlaceInstrument.REFERRAL)
UNTIL, LAST_DAY = deadline(NOW + timedelta(days=2), 2), deadline(NOW, 0)
REASON = named(profile_called("unified").rejection_reasons[0].name)
REFUSAL = enrol_notices.Refusal(verbatim("Балапан"), named(profile_called("unified").refusal_reasons[1].name), "...")
JOINING = Link(71, 1, "asked", 42, "WhatsApp +7 701 ••• •• 01", NOW)
DESK = cast(Desk, SimpleNamespace(office=SimpleNamespace(profile=profile_called("unified")), now=NOW))

CONTRACT = contract_notices.AboutContract(21, 17, "150140000002-11.26.001", "Аружан")
AGREEMENT = contract_notices.AboutContract(22, 17, "150140000002-11.26.002", "Аружан", CONTRACT.number)
NURSERY = verbatim("Балапан")
ABOUT_CONTRACTS: Mapping[str, Message] = {
    "N07c": contract_notices.sign_soon(CONTRACT, LAST_DAY),
    "N20a": contract_notices.to_sign(CONTRACT, NURSERY, UNTIL),
    "N20": contract_notices.sent(CONTRACT, NOW),
    "N21": contract_notices.returned(CONTRACT, [verbatim("Фото")], 1, UNTIL),
    "N23": contract_notices.admitted(CONTRACT, NURSERY, "Ортаңғы"),
    "N23a": contract_notices.agreed(CONTRACT, NURSERY),
    "N24": contract_notices.rejected(CONTRACT, REFUSAL.reason, "...", NURSERY, contract_notices.choose_again(UNTIL)),
    "N24-archive": contract_notices.rejected(CONTRACT, REFUSAL.reason, "", NURSERY, contract_notices.IN_ARCHIVE),
    "N24-referral": contract_notices.rejected(CONTRACT, REFUSAL.reason, "", NURSERY, enrol_notices.back_in_queue(12)),
    "N25": contract_notices.expired(CONTRACT, NOW, contract_notices.choose_again(UNTIL)),
    "N25-referral": contract_notices.expired(CONTRACT, NOW, contract_notices.START_AGAIN),
    "N07c-agreement": contract_notices.sign_soon(AGREEMENT, LAST_DAY),
    "N20-agreement": contract_notices.sent(AGREEMENT, NOW),
    "N21-agreement": contract_notices.returned(AGREEMENT, [verbatim("Фото")], 1, UNTIL),
    "N24-agreement": contract_notices.rejected(AGREEMENT, REFUSAL.reason, "", NURSERY, contract_notices.AS_BEFORE),
    "N25-agreement": contract_notices.expired(AGREEMENT, NOW, contract_notices.AS_BEFORE),
    "N28-agreement": contract_notices.changed(AGREEMENT, [FIELDS[FormField.IBAN]], UNTIL),
    "N28-old-agreement": contract_notices.says_the_old(AGREEMENT, [FIELDS[FormField.IBAN]], UNTIL, asks_for_it=True),
    "N28-another-parent": contract_notices.fill_anew(AGREEMENT, UNTIL),
    "N32-agreement": contract_notices.signature_refused(AGREEMENT, RefusedBecause.REVOKED, UNTIL),
    "N26": contract_notices.removed(CONTRACT, verbatim("...")),
    "N28-came-back": contract_notices.back_for_changes(CONTRACT, [FIELDS[FormField.IBAN]], UNTIL),
    "N28": contract_notices.changed(CONTRACT, [FIELDS[FormField.PARENT_NAME]], UNTIL),
    "N28-before-signing": contract_notices.says_the_old(CONTRACT, [FIELDS[FormField.IBAN]], UNTIL, asks_for_it=True),
    "N32": contract_notices.signature_refused(CONTRACT, RefusedBecause.REVOKED, UNTIL),
    "N33": contract_notices.signature_waits(CONTRACT),
    "N33a": contract_notices.key_checked(CONTRACT, None),
    "N33a-revoked": contract_notices.key_checked(CONTRACT, RefusedBecause.REVOKED),
    "N33a-signed": contract_notices.key_checked(CONTRACT, None, waits=False),
    "N33a-moved": contract_notices.key_checked(CONTRACT, RefusedBecause.MOVED_ON),
}

TOLD_TO_DELEGATES = (
    notices.queued(SANATORIUM, 12),
    notices.awaiting_review(SANATORIUM, 5),
    notices.confirmed(SANATORIUM, 12),
    notices.archived(SANATORIUM, "withdrawn"),
    voucher_notices.issued(VOUCHER, UNTIL, rests=True),
    voucher_notices.enrol_soon(VOUCHER, LAST_DAY),
    voucher_notices.accepted(VOUCHER, UNTIL),
    voucher_notices.declined(VOUCHER),
    voucher_notices.resting(VOUCHER, VoucherState.EXPIRED_UNCONFIRMED, UNTIL, by_hand=True),
    voucher_notices.restored(VOUCHER, 12),
    voucher_notices.not_enrolled(VOUCHER),
    voucher_notices.extended(VOUCHER, UNTIL),
    voucher_notices.deadline_moved(VOUCHER, UNTIL),
    voucher_notices.annulled(VOUCHER, "...", None),
    enrol_notices.request_sent(SANATORIUM, verbatim("Балапан"), "Ортаңғы"),
    enrol_notices.refused(SANATORIUM, 19, REFUSAL, LAST_DAY),
    enrol_notices.referral_refused(GENERAL, REFUSAL, 12),
    enrol_notices.cancelled(SANATORIUM, 19),
    enrol_notices.cancelled(GENERAL, 20, kept=True),
    *(ABOUT_CONTRACTS[key] for key in ("N07c", "N20a", "N20", "N21", "N23", "N24", "N25", "N26")),
)


def entrusted(message: Message) -> Message:
    """What a delegate reads instead."""
    told = family_notices.for_delegate(message)
    assert told is not None
    return told


UNASKED: Mapping[str, Message] = {
    "N01": notices.queued(SANATORIUM, 12),
    "N02": notices.awaiting_review(SANATORIUM, 5),
    "N03": notices.confirmed(SANATORIUM, 12),
    "N03-referral": notices.confirmed(GENERAL, 1),
    "N04": notices.rejected(SANATORIUM, "Ахметова Дана", REASON, "Печать не видна"),
    "N04-referral": notices.rejected(GENERAL, None, REASON),
    **{f"N05-{why}": notices.archived(SANATORIUM, why) for why in ARCHIVED_BECAUSE},
    "N13-nearer": notices.place_changed(SANATORIUM, 60, 49),
    "N13-farther": notices.place_changed(SANATORIUM, 12, 15),
    "N13-privilege": notices.place_changed(GENERAL, 15, 4, PlaceChange.PRIVILEGE_CONFIRMED),
    "N13-no-privilege": notices.place_changed(GENERAL, 4, 15, PlaceChange.PRIVILEGE_DROPPED),
    "N13p": notices.privilege_confirmed(GENERAL, 4),
    "N13p-issued": notices.privilege_confirmed(GENERAL, None),
    "N13p-rejected": notices.privilege_rejected(GENERAL, REASON, "Печать не видна"),
    "N06": voucher_notices.issued(VOUCHER, UNTIL, rests=True),
    "N06-archive": voucher_notices.issued(VOUCHER, UNTIL, rests=False),
    "N06-referral": voucher_notices.issued(REFERRAL, UNTIL, rests=False),
    "N06r": voucher_notices.referred(REFERRAL, UNTIL, verbatim("Балапан")),
    "N06r-voucher": voucher_notices.referred(VOUCHER, UNTIL, None),
    "N07": voucher_notices.answer_soon(VOUCHER, LAST_DAY),
    "N07e": voucher_notices.enrol_soon(VOUCHER, LAST_DAY),
    "N08": voucher_notices.accepted(VOUCHER, UNTIL),
    "N08-referral": voucher_notices.accepted(REFERRAL, UNTIL),
    "N09": voucher_notices.declined(VOUCHER),
    "N09-referral": voucher_notices.declined(REFERRAL),
    **{
        f"N10-{why}": voucher_notices.resting(VOUCHER, why, UNTIL, by_hand=True) for why in voucher_notices.WHY_IT_RESTS
    },
    "N10-by-itself": voucher_notices.resting(REFERRAL, VoucherState.EXPIRED_UNUSED, UNTIL, by_hand=False),
    "N11": voucher_notices.restored(VOUCHER, 12),
    "N12": voucher_notices.rest_over(VOUCHER, in_vain=False),
    "N12-in-vain": voucher_notices.rest_over(VOUCHER, in_vain=True),
    "N14": voucher_notices.not_enrolled(VOUCHER),
    "N15": voucher_notices.extension_offered(VOUCHER, voucher_notices.days_added(2, DayUnit.WORKING_DAYS), LAST_DAY),
    "N16": voucher_notices.extended(VOUCHER, UNTIL),
    "N16-referral": voucher_notices.extended(REFERRAL, UNTIL),
    "deadline_moved": voucher_notices.deadline_moved(VOUCHER, UNTIL),
    "deadline_after_outage": voucher_notices.deadline_after_outage(VOUCHER, UNTIL),
    "N17": voucher_notices.annulled(VOUCHER, "...", 12),
    "N17-referral": voucher_notices.annulled(REFERRAL, "...", None),
    "N18": enrol_notices.place_appeared(SANATORIUM, 19, verbatim("Балапан")),
    "N19": enrol_notices.request_sent(SANATORIUM, verbatim("Балапан"), "Ортаңғы"),
    "N22": enrol_notices.refused(SANATORIUM, 19, REFUSAL, LAST_DAY),
    "N22r": enrol_notices.referral_refused(GENERAL, REFUSAL, 12),
    "N27": enrol_notices.cancelled(SANATORIUM, 19),
    "N27r": enrol_notices.cancelled(GENERAL, 20, kept=True),
    **ABOUT_CONTRACTS,
    "N35": notices.money_case_opened(9, "H-2026-000001"),
    "N06-second-parent": family_notices.for_second_parent(voucher_notices.issued(VOUCHER, UNTIL, rests=True)),
    **{f"entrusted-{one.purpose}": entrusted(one) for one in TOLD_TO_DELEGATES},
    "family_joining": family_notices.joining(91, "Гүлнар А•••", Actor.DELEGATE, "Аружан"),
    **{f"family_joined-{role}": family_notices.let_in(role, "Аружан") for role in MEMBERS},
    "family_refused": family_notices.kept_out(),
    "family_ended": family_notices.taken_out("Аружан"),
    "family_left": family_notices.went_away("Гүлнар А•••", Actor.DELEGATE, "Аружан"),
    "feedback_published": feedback_notices.published(BIN, KINDERGARTEN),
    "feedback_declined": feedback_notices.declined(BIN, KINDERGARTEN, "..."),
    "feedback_answered": feedback_notices.answered(BIN, KINDERGARTEN, "..."),
    "case": case_answered(9, "H-2026-000001", "..."),
    "case_closed": case_closed(9, "H-2026-000001"),
    "iin_lost": lost_iin(DESK),
    "moved_away": moved_away(DESK),
    "sms_failed": NOT_SENT,
    "accounts_merged": told_merged(DESK),
    "chat_joining": question(JOINING),
    "chat_added": told_added(DESK, 42, JOINING.label or ""),
    "chat_joined": Message(WELCOME, purpose="chat_joined"),
    "chat_disconnected": told_gone(DESK),
    "error": apology("a1b2c3"),
}
