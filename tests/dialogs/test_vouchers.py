"""My vouchers as pages: what each state says, who acts next, and what an old page still does. S3-41…S3-48."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dialogs.enrol_queries import MyRequests
from dialogs.page import Go
from dialogs.queries import Happening, History
from dialogs.voucher_effects import (
    AcceptVoucher,
    DeclineVoucher,
    ExtendVoucher,
    RestoreApplication,
    VoucherCalendar,
)
from dialogs.voucher_queries import MyVoucher, MyVouchers, VoucherCard, VoucherHistory
from dialogs.voucher_words import REASONS, calendar_task, out_of_date, why_this_day
from enrolment.application import Bar
from enrolment.public_holidays import DayReason
from enrolment.terms import Name, PlaceInstrument, Role
from enrolment.voucher_states import Actor, VoucherAction, VoucherState
from enrolment.working_days import ALMATY, Calendar, Deadline, Override
from tests.dialogs.enrolments import request
from tests.dialogs.parents import application, facts, parent, preschool
from tests.dialogs.talk import NOW, Talk

State = VoucherState
DEADLINE = Calendar().deadline(NOW, 2)
ISSUED = VoucherCard(
    9, "2026-000123", 21, "Арман", State.ISSUED, PlaceInstrument.VOUCHER, NOW, NOW, DEADLINE, days_left=2
)
RUNS = replace(ISSUED, state=State.CONFIRMED)
REFERRED = replace(RUNS, instrument=PlaceInstrument.REFERRAL, preschool=Name("Б", "Б", "Balapan"))
ASKED = replace(
    RUNS,
    waiting=True,
    asked_at=NOW,
    answer_by=Calendar().deadline(NOW, 1),
    answer_days_left=1,
    preschool=Name("Б", "Б", "Balapan"),
)
LOST = replace(
    ISSUED,
    state=State.EXPIRED_UNCONFIRMED,
    rest_until=dt.datetime(2026, 12, 25, 23, 59, 59, tzinfo=ALMATY),
    rest_days_left=20,
)


def family(*cards: VoucherCard) -> Talk:
    """A parent at the menu with these vouchers."""
    talk = parent()
    talk.facts = facts(vouchers=cards, applications=(application("in_process"),))
    return talk.starts()


def card_of(card: VoucherCard) -> Talk:
    """The card, as a notification opens it."""
    return family(card).acts("voucher", "9")


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (ISSUED, "accept or decline by Wednesday, 25 November, 23:59 (2 working days left)"),
        (RUNS, "choose a kindergarten and conclude the contract by Wednesday"),
        (replace(RUNS, waiting=True), "Wait for the contract from the kindergarten"),
        (replace(RUNS, contract_by=Deadline(NOW, ())), "sign the contract by Monday, 23 November, 10:00 (today is"),
        (replace(RUNS, state=State.HELD), "You lose nothing by waiting."),
        (replace(ISSUED, over=True), "It ended 25 November, Wednesday, 23:59."),
        (replace(ASKED, answer_late=True), "It was to answer by 24 November, Tuesday, 23:59; the education department"),
        (LOST, "It can be restored once by Friday, 25 December, 23:59 (20 working days left)."),
        (replace(LOST, rest_bar=Bar.TERM_OVER), "cannot be restored any more: the time ended 25 December"),
        (replace(LOST, rest_bar=Bar.RESTORED_BEFORE), "that was done once already. You can apply again."),
        (replace(LOST, rest_bar=Bar.NOT_THIS_ROLE), "goes back to the queue by itself 25 December, Friday"),
        (replace(ISSUED, state=State.ANNULLED, reason="Closed"), "Reason: Closed."),
        (replace(ISSUED, state=State.DECLINED), "Declined"),
        (replace(RUNS, preschool=Name("Б", "Б", "Balapan")), "Kindergarten: Balapan"),
        (replace(ISSUED, instrument=PlaceInstrument.REFERRAL), "Accept referral"),
        (REFERRED, "The contract is to be concluded"),
    ],
)
def test_the_card_says_who_acts_next(card: VoucherCard, said: str) -> None:
    card_of(card).hears(said)


@pytest.mark.rule("S3-50")
@pytest.mark.rule("S3-51")
def test_while_the_kindergarten_has_the_request_its_day_is_told_once_and_kept_by_the_phone() -> None:
    talk = family(ASKED)
    talk.facts = {**talk.facts, MyRequests: (request(preschool(1)),)}
    talk.acts("voucher", "9").hears(
        "The kindergarten has the request since 23 November, Monday, 10:00.",
        "It is to answer by Tuesday, 24 November, 23:59 (1 working day left).",
        "Your voucher does not expire while you wait.",
        "Preschool: Kindergarten 1, group: Топ 3",
    )
    talk.hears_not("Kindergarten: Balapan").picks("Why this day?").hears("The term ends 24 November").says("back")
    talk.picks("To my calendar").does(VoucherCalendar(9))
    card_of(replace(ASKED, answer_late=True)).hears_not("To my calendar")


@pytest.mark.rule("E-32")
def test_edge_32_a_lost_place_is_restored_from_its_card_while_that_is_allowed() -> None:
    card_of(LOST).picks("Restore").does(RestoreApplication(21))
    for bar in (Bar.TERM_OVER, Bar.RESTORED_BEFORE, Bar.NOT_THIS_ROLE):
        card_of(replace(LOST, rest_bar=bar)).hears_not("Restore\n")
    card_of(replace(LOST, role=Actor.DELEGATE)).hears_not("Restore\n")


def test_the_menu_begins_with_what_waits() -> None:
    family(ISSUED).hears("A place waits for your answer by Wednesday", "1 Open the voucher")
    family(RUNS).hears("Choose a kindergarten by Wednesday")
    family(replace(RUNS, contract_by=Deadline(NOW, ()))).hears("A contract waits for your signature")
    family(replace(RUNS, waiting=True)).hears("What would you like to do?")


@pytest.mark.rule("S3-44")
@pytest.mark.rule("S3-45")
def test_declining_warns_and_names_its_button() -> None:
    talk = family(ISSUED).acts("decline", "9").hears("“Yes, decline”, your application will be archived!")
    talk.picks("Do not decline").hears("Issued: confirm that you want it")
    talk.picks("Decline").hears("1 Do not decline", "2 Not now", "3 Yes, decline")
    talk.picks("Yes, decline").does(DeclineVoucher(9))


@pytest.mark.rule("E-4")
def test_edge_4_an_old_decline_button_explains_instead_of_asking() -> None:
    over = LOST
    family(over).acts("decline", "9").hears("out of date: it was annulled", "Nothing was changed.").hears_not(
        "Yes, decline"
    )
    family().acts("decline", "9").hears("I do not find this voucher.")


def test_accepting_acts_at_once_and_extending_too() -> None:
    family(ISSUED).acts("accept", "9").does(AcceptVoucher(9))
    family(replace(RUNS, adds=2)).acts("voucher", "9").picks("Extend the term").does(ExtendVoucher(9))


def accepting(card: VoucherCard | None) -> Talk:
    """The warning before other applications end."""
    talk = family(*([card] if card else []))
    talk.engine.actions = {**talk.engine.actions, "warn": lambda subject: Go("accepting", {"id": int(subject)})}
    return talk.acts("warn", "9")


def test_a1_the_warning_counts_the_other_applications() -> None:
    talk = accepting(replace(ISSUED, others=2)).hears(
        "The child has 2 other applications.", "You can accept by Wednesday"
    )
    talk.picks("Accept voucher").does(AcceptVoucher(9, warned=True))
    accepting(replace(ISSUED, others=1)).picks("Not now").hears("Issued: confirm that you want it")
    accepting(RUNS).hears("it was confirmed", "Nothing was changed.")
    accepting(None).hears("I do not find this voucher.")


def test_pages_of_an_unknown_voucher_say_so() -> None:
    talk = family(ISSUED).acts("voucher", "9")
    talk.facts = facts()
    talk.picks("Why this day?").hears("I do not find this voucher.")
    family().acts("voucher", "9").hears("I do not find this voucher.")


def test_the_list_has_the_open_ones_first() -> None:
    closed = replace(ISSUED, id=8, number="2026-000100", state=State.DECLINED)
    talk = family(closed, ISSUED).picks("My vouchers")
    talk.hears("1 Арман: 2026-000123 — Issued", "2 Арман: 2026-000100 — Declined").picks("2026-000100").hears(
        "Declined"
    )
    family().picks("My vouchers").hears("You have no vouchers yet.")


def test_the_history_adds_the_departments_words() -> None:
    happened = (Happening(NOW, None, "issued"), Happening(NOW, "issued", "annulled", None, "Closed"))
    talk = family(ISSUED)
    talk.facts = {**talk.facts, VoucherHistory: happened}
    talk.acts("voucher", "9").picks("History")
    talk.hears("Not valid any more. Education department: Closed")
    talk.facts = {**talk.facts, VoucherHistory: ()}
    talk.picks("Back").picks("History").hears("Nothing has happened yet.")


def test_the_history_tells_a_step_once_and_what_only_moved_the_time_as_that() -> None:
    steps = ((None, "issued"), ("issued", "confirmed"), ("confirmed", "extended"), ("extended", "extended"))
    back = (("extended", "held"), ("held", "extended"))
    happened = tuple(Happening(NOW, before, after) for before, after in (*steps, *back))
    talk = family(ISSUED)
    talk.facts = {**talk.facts, VoucherHistory: happened}
    talk.acts("voucher", "9").picks("History").hears("The term was counted anew", "Your time runs again")
    assert talk.last.count("Extended") == 1


def test_the_applications_history_goes_on_with_its_voucher_and_its_requests() -> None:
    here = Name("Б", "Б", "Balapan")
    told = (
        Happening(NOW, "queued", "in_process"),
        Happening(NOW, "issued", "confirmed", of="voucher"),
        Happening(NOW, None, "sent", of="request", preschool=here),
        Happening(NOW, "sent", "sent", of="request", preschool=here),
        Happening(NOW, "sent", "refused", "incomplete_documents", "No 027/у", Role.PRESCHOOL_EMPLOYEE, "request", here),
        Happening(NOW, "confirmed", "expired_unused", of="referral"),
    )
    talk = family(ISSUED)
    talk.facts = {**talk.facts, History: told * 2}
    talk.picks("My applications").picks("S-2026-000001").picks("History").hears(
        "Voucher: it was confirmed",
        "Request sent to the kindergarten: Balapan",
        "did not answer in time, the education department was told: Balapan",
        "refused the request: Balapan. The documents are incomplete. Kindergarten employee: No 027/у",
        "Referral: it was annulled, because no contract was concluded in time",
    )
    talk.picks("More").hears("Referral: it was annulled").hears_not("Voucher").picks("Previous").hears("Voucher issued")


def test_the_application_tells_of_its_voucher() -> None:
    talk = family(ISSUED).picks("My applications").hears("Issued: confirm that you want it").picks("S-2026-000001")
    talk.hears("accept or decline by Wednesday").picks("Open the voucher").hears("Voucher No. 2026-000123")
    talk.facts = {**talk.facts, MyVouchers: ()}
    talk.acts("application", "21").hears("Voucher issued")


def test_what_is_out_of_date_says_what_happened() -> None:
    assert "cannot be extended now" in str(out_of_date(RUNS, VoucherAction.EXTEND))
    extended = replace(RUNS, state=State.EXTENDED)
    assert "it was extended" in str(out_of_date(extended, VoucherAction.EXTEND))
    assert "the time ended" in str(out_of_date(replace(ISSUED, over=True), None))


def test_the_card_explains_the_very_deadline_that_it_names() -> None:
    signing = Calendar().deadline(NOW, 1)
    assert [card.due for card in (ISSUED, RUNS, replace(RUNS, contract_by=signing), ASKED)] == [
        DEADLINE,
        DEADLINE,
        signing,
        ASKED.answer_by,
    ]


def test_the_calendar_says_what_is_to_be_done() -> None:
    tasks = [str(calendar_task(card)) for card in (ISSUED, RUNS, replace(RUNS, contract_by=Deadline(NOW, ())))]
    assert tasks == [
        "Answer: accept the place or decline",
        "Choose a kindergarten and conclude the contract",
        "Sign the contract with the kindergarten",
    ]


@pytest.mark.rule("E-6")
def test_edge_6_hours_that_an_outage_added_are_explained_with_the_day() -> None:
    counted = card_of(RUNS).picks("Why this day?").hears("The term ends").hears_not("did not work")
    longer = replace(RUNS.deadline, at=RUNS.deadline.at + dt.timedelta(hours=30))
    counted.facts = {**counted.facts, MyVoucher: replace(RUNS, deadline=longer)}
    counted.says("back").picks("Why this day?")
    counted.hears("The service did not work when the term ended, so it lasts longer.")


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_day_has_its_reason(reason: DayReason) -> None:
    calendar = Calendar([Override(dt.date(2026, 11, 24), works=False, name=Name("а", "б", "Election day"))])
    (event, off, *_rest) = calendar.deadline(NOW, 2).days
    assert str(why_this_day(Deadline(NOW, (event, off)))).endswith("declared a day off: Election day")
    one = replace(off, reason=reason, name=None, counts=False)
    assert len(str(why_this_day(Deadline(NOW, (one,)))).split(" — ")[1]) > 5
