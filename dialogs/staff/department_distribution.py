"""Distribution: a preview of who gets a voucher and why, one confirmed command, and the protocols. G.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Facts
from dialogs.page import Button, Do, Go, Page, turners
from dialogs.pages.protocols import run_buttons
from dialogs.protocol_queries import Preview, Runs, StaffProtocol
from dialogs.protocol_words import either, lines_words, preview_words, run_words
from dialogs.queries import Member
from dialogs.questions import Choose, Given, Open, Wait
from dialogs.staff.department_effects import Distribute, PreviewDistribution, ShowDistribution, ShowPreview
from dialogs.staff.department_places import MyLocalities, places_line
from dialogs.staff.guard import for_staff
from enrolment.terms import Role
from locales.text import Text, _, joined, n_


class ChooseCity(Dialog):
    """The locality in which places are given out; who answers for one is not asked."""

    title = _("Distribution")
    locality = Choose(_("In which city?"), MyLocalities())

    def done(self) -> Effect:
        return ShowDistribution(self.locality)


class LookAhead(Dialog):
    """A preview, which is worked out beside the turns."""

    title = _("Preview")
    locality = Given[str]()
    work = Wait(
        _("One moment, I am working out who would get a voucher. Nothing is changed by it."),
        lambda look: PreviewDistribution(look.locality),
    )

    def done(self) -> Effect:
        return ShowPreview(int(self.work.get("kept", 0)))


@for_staff(Role.EDUCATION_DEPARTMENT)
def distribution(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Where the locality stands, the way to a preview, and to the protocols."""
    locality = str(args["locality"])
    text = joined(
        places_line(facts, locality),
        _("First look at a preview: who gets a voucher, and who does not and why. Then you confirm it."),
    )
    buttons = (
        Button("preview", _("Preview"), Open(LookAhead, given={"locality": locality})),
        Button("runs", _("Protocols"), Go("runs", {"locality": locality})),
        Button("schedule", _("Schedule"), Go("schedule", {"locality": locality})),
    )
    return Page(text, buttons, up=MENU)


@for_staff(Role.EDUCATION_DEPARTMENT)
def preview(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """What the run would come to, turn by turn."""
    kept, at = int(args["kept"]), int(args.get("at", 0))
    sheet = facts[Preview(kept, at)]
    if sheet is None:
        return Page(_("This preview is gone. Make a new one."), up=MENU)
    head = preview_words(sheet.run, facts.profile) if not at else Text("")
    again = Button("again", _("New preview"), Open(LookAhead, given={"locality": sheet.run.locality}))
    issue = Button(
        "issue", either(facts.profile, _("Issue vouchers"), _("Issue referrals")), Go("distribute", {"kept": kept})
    )
    buttons = (*((issue,) if sheet.run.issued else ()), *turners(Go("preview", args), at, more=sheet.more), again)
    categories = {one.number: one.name for one in facts.profile.categories}
    up = Go("distribution", {"locality": sheet.run.locality})
    return Page(joined(head, lines_words(sheet.lines, categories, facts.profile)), buttons, up=up)


@for_staff(Role.EDUCATION_DEPARTMENT)
def distribute(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Asks once more before vouchers are issued."""
    kept = int(args["kept"])
    sheet = facts[Preview(kept)]
    if sheet is None:
        return preview(facts, args)
    count = sheet.run.issued
    text = joined(
        either(
            facts.profile,
            n_("Issue {count} voucher as the preview shows?", "Issue {count} vouchers as the preview shows?", count),
            n_("Issue {count} referral as the preview shows?", "Issue {count} referrals as the preview shows?", count),
        ),
        _("The families are told at once, and their deadlines begin. This cannot be undone."),
        _("If anything has changed since the preview, nothing is issued and you are told."),
    )
    yes = Button("yes", _("Yes, issue"), Do(Distribute(kept)))
    no = Button("no", _("Not yet"), Go("preview", {"kept": kept}))
    return Page(text, (yes, no), up=Go("preview", {"kept": kept}))


@for_staff(Role.EDUCATION_DEPARTMENT)
def runs(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The runs of a locality, newest first."""
    locality = str(args["locality"])
    sheet = facts[Runs(locality, int(args.get("at", 0)))]
    text = _("The distributions so far.") if sheet.runs else _("No places have been given out here yet.")
    return Page(text, run_buttons(facts, sheet, Go("runs", args), "run"), up=Go("distribution", {"locality": locality}))


@for_staff(Role.EDUCATION_DEPARTMENT)
def run(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One run with application numbers."""
    at = int(args.get("at", 0))
    sheet = facts[StaffProtocol(int(args["run"]), at)]
    if sheet is None:
        return Page(_("There is no such protocol among yours."), up=MENU)
    header = _("Protocol of distribution {number}", number=sheet.run.number)
    head = run_words(sheet.run, facts.profile) if not at else Text("")
    up = Go("runs", {"locality": sheet.run.locality}) if sheet.run.locality else MENU
    turns = turners(Go("run", args), at, more=sheet.more)
    return Page(joined(head, lines_words(sheet.lines, sheet.categories, facts.profile)), turns, header, up)
