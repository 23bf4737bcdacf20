"""The journey's second part: from place 1 over the voucher to the contract that the kindergarten sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dialogs.staff.words import ROLE_NAMES
from dialogs.voucher_words import STATES
from enrolment.terms import Role
from enrolment.voucher_states import VoucherState
from locales.text import _, n_
from tests.e2e.desk import Program
from tests.e2e.journey import Journey
from tests.e2e.phone import Phone

SAMAL, GROUP = "200940000441", "Тамшы"
IN_ALMATY: Final = ("--locality", "almaty")


@dataclass
class Place:
    """A place in a kindergarten, and those who give it: the education department and the kindergarten itself."""

    journey: Journey
    clerk_code: str
    employee_code: str

    @classmethod
    def of(cls, journey: Journey, program: Program) -> Place:
        """With everybody invited."""
        clerk = program.command("staff", "invite", "--role", "education_department", *IN_ALMATY)
        employee = program.command("staff", "invite", "--role", "preschool_employee", "--preschool", SAMAL, *IN_ALMATY)
        return cls(journey, clerk, employee)

    def is_given(self, mother: Phone) -> Phone:
        """From place 1 to the contract; returns the phone of the kindergarten's employee."""
        clerk = self.joins("Clerk", self.clerk_code, "Петрова Анна", Role.EDUCATION_DEPARTMENT)
        employee = self.joins("Employee", self.employee_code, "Омарова Сауле", Role.PRESCHOOL_EMPLOYEE)
        self.opens(clerk)
        self.gives_out(clerk)
        self.accepts(mother)
        self.chooses(mother)
        self.takes_the_child(employee)
        mother.hears(self.journey.said(_("Status: “The contract is to be signed”.")))
        return employee

    def joins(self, who: str, code: str, name: str, role: Role) -> Phone:
        simulator, said = self.journey.simulator, self.journey.said
        phone = simulator.phone("staff", simulator.user(who, bot="staff"))
        phone.starts().hears("Қазақша").taps(f".{self.journey.locale}")
        phone.hears("Balapan").says(code).hears(said(_("What is your surname and name?"))).says(name)
        return phone.hears(said(ROLE_NAMES[role]))

    def opens(self, clerk: Phone) -> None:
        """One place of the group that fits."""
        said = self.journey.said
        which = said(_("Which kindergarten? Choose it."))
        clerk.taps(".places").hears(which).says(SAMAL).hears(which).taps(f".{SAMAL}")
        clerk.hears("«Самал»").taps_label(GROUP).hears(GROUP).taps(".open")
        clerk.hears(said(_("How many places should be open to families? Up to {most}.", most=15))).says("1")
        clerk.hears(said(_("From the next distribution on these places are given to families."))).taps(".confirm")
        clerk.hears(said(n_("{count} place is open now.", "{count} places are open now.", 1)))

    def gives_out(self, clerk: Phone) -> None:
        """One voucher, after a look at who gets it."""
        said = self.journey.said
        clerk.starts().hears(said(ROLE_NAMES[Role.EDUCATION_DEPARTMENT])).taps(".distribution")
        clerk.hears(
            said(_("First look at a preview: who gets a voucher, and who does not and why. Then you confirm it."))
        )
        clerk.taps(".preview").hears("S-2026-000001").taps(".issue")
        clerk.hears(said(_("The families are told at once, and their deadlines begin. This cannot be undone.")))
        clerk.taps(".yes").hears(said(_("No open place remains.")))

    def accepts(self, mother: Phone) -> None:
        said = self.journey.said
        mother.hears(said(_("Your turn has come! A voucher is issued.")), "Алихан").taps_action("accept")
        mother.hears(said(_("The voucher is confirmed."))).hears(said(STATES[VoucherState.CONFIRMED]))

    def chooses(self, mother: Phone) -> None:
        """The only kindergarten with a place; the status says who is to act next."""
        said = self.journey.said
        mother.picks(".enrol", said(_("Choose kindergarten"))).hears("«Самал»", GROUP).taps(".confirm")
        wait = said(_("Status: “Wait for the contract from the kindergarten”."))
        mother.hears(said(_("The request is sent. Child: {child}.", child="Алихан")), wait, GROUP)
        mother.hears(said(_("Wait for the contract from the kindergarten")))

    def takes_the_child(self, employee: Phone) -> None:
        said = self.journey.said
        employee.hears("E-2026-000001").taps_action("request").hears("E-2026-000001").taps(".contract")
        employee.hears(said(_("The parent is told, and the term to sign begins. This cannot be undone."))).taps(".yes")
        sent = _("The contract is sent: {number}. The parent is told.", number="E-2026-000001")
        employee.hears(said(sent))
