"""What keeps an application from being sent, in words and at the question that can put it right. A1, A5, edge 14."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.effects import SubmitApplication
from dialogs.inputs import Refused
from enrolment.ages import AgeProblem, age_problem
from enrolment.application import Action, ApplicationState, Bar, Facts, Need, NotAllowed, Transition, next_state
from enrolment.profile import Profile
from enrolment.terms import DocumentKind
from handlers.account_files import own_files
from handlers.desk import Desk
from handlers.directory import directory
from locales.text import Text, _, n_
from storage.children import Child, identities

NO_CHILD = _("This child is no longer in your list. Choose another one or add the child.")
ALREADY_ACTIVE = _(
    "This child has an application to this queue already, and one is enough. If it is not under “My applications”, "
    "the other parent has sent it and can let you in: on its card, under “Family”, there is a code for you."
)
NOT_ON_OFFER = _("This is no longer on offer. Please choose again.")
CLOSED = _("One of these kindergartens is closed or does not fit any more. Please choose again.")
SEND_AGAIN = _("I do not have this document any more: it was sent too long ago. Please send it again.")

Code = Need | DocumentKind | Bar
QUESTIONS: Mapping[Code, str] = {
    Need.REHABILITATION_TYPE: "rehabilitation",
    Need.SPECIAL_NEED_TYPE: "special_need",
    Need.LOCALITY: "locality",
    Need.INSTRUCTION_LANGUAGE: "language",
    Need.PREFERRED_PRESCHOOL: "preschools",
    Need.DATA_CONSENT: "consent",
    Bar.TOO_MANY_PRESCHOOLS: "preschools",
    DocumentKind.PHTHISIATRICIAN_CONCLUSION: "conclusion",
    DocumentKind.PMPC_CONCLUSION: "pmpc_conclusion",
    DocumentKind.PRIVILEGE_PROOF: "proof",
}


async def unfit(desk: Desk, effect: SubmitApplication) -> Refused | None:
    """The first answer that profile, catalogue or file store do not know any more, as after a long pause."""
    profile = desk.office.profile
    offered: tuple[tuple[object, str, set[object]], ...] = (
        (effect.queue, "queue", set(profile.queue_types)),
        (effect.locality, "locality", {row.code for row in profile.localities}),
        (effect.language, "language", {row.code for row in profile.instruction_languages}),
        (effect.rehabilitation, "rehabilitation", {row.code for row in profile.rehabilitation_types}),
        (effect.special_need, "special_need", {row.code for row in profile.special_need_types}),
        (effect.privilege, "privilege", {row.code for row in profile.privileges}),
    )
    for answer, question, known in offered:
        if answer is not None and answer not in known:
            return Refused(NOT_ON_OFFER, question)
    if not (await directory(desk.uow, desk.office)).bins(effect.locality, effect.queue).issuperset(effect.preschools):
        return Refused(CLOSED, "preschools")
    return await _lost_pages(desk, effect)


async def allowed_to_send(desk: Desk, effect: SubmitApplication, child: Child) -> Transition:
    """The step by which the application is sent (A2–A5); raises NotAllowed."""
    profile = desk.office.profile
    fewest, named = profile.fewest_preschools(effect.queue), len(effect.preschools)
    # Nobody has to name more kindergartens than there are.
    if named < fewest and named >= len((await directory(desk.uow, desk.office)).bins(effect.locality, effect.queue)):
        named = fewest
    facts = Facts(
        effect.queue,
        privileged=effect.privilege is not None,
        there=_given(desk, effect),
        against=await _against(desk, effect, child),
        preferred_preschools=named,
    )
    next_state(None, Action.ADD, facts, profile)
    return next_state(ApplicationState.DRAFT, Action.SUBMIT, facts, profile)


def explained(not_allowed: NotAllowed, effect: SubmitApplication, profile: Profile) -> Refused:
    """Why it cannot be sent, at the question that can change it."""
    code = not_allowed.code
    if code is Bar.OTHER_ACTIVE_APPLICATION:
        return Refused(ALREADY_ACTIVE, "child")
    if code in {Bar.TOO_OLD, Bar.TOO_YOUNG}:
        return Refused(_age_text(code is Bar.TOO_OLD, profile), "child")
    if code is Need.APPLICANT_DATA:
        return Refused(_("Your own data are not complete. Fill them in under “Profile”; the application is kept."))
    return Refused(_("Something is still missing here. Please answer this question."), QUESTIONS.get(code))


def _age_text(too_old: bool, profile: Profile) -> Text:
    if too_old:
        return n_(
            "The queue is for children younger than {count} year. This child is older.",
            "The queue is for children younger than {count} years. This child is older.",
            profile.age.until_years,
        )
    return n_(
        "The queue takes children from {count} month. This child is younger; please apply later.",
        "The queue takes children from {count} months. This child is younger; please apply later.",
        profile.age.from_months,
    )


def _given(desk: Desk, effect: SubmitApplication) -> frozenset[Need | DocumentKind]:
    """What the application has."""
    person = desk.account.person
    has: dict[Need | DocumentKind, bool] = {
        Need.APPLICANT_DATA: person is not None and bool(person.last_name and desk.account.phone),
        Need.CHILD_DATA: True,
        Need.LOCALITY: True,
        Need.INSTRUCTION_LANGUAGE: True,
        Need.REHABILITATION_TYPE: effect.rehabilitation is not None,
        Need.SPECIAL_NEED_TYPE: effect.special_need is not None,
        Need.DATA_CONSENT: effect.consent_version == desk.office.profile.privacy.terms_version,
    }
    if effect.proof_kind is not None and effect.proof:
        has[DocumentKind(effect.proof_kind)] = True
    return frozenset(need for need, given in has.items() if given)


async def _against(desk: Desk, effect: SubmitApplication, child: Child) -> frozenset[Bar]:
    born = child.person.birth_date
    problem = age_problem(born, desk.now.date(), desk.office.profile.age) if born else None
    bars = {Bar.TOO_OLD} if problem is AgeProblem.TOO_OLD else {Bar.TOO_YOUNG} if problem else set()
    if await desk.uow.applications.active_for(identity(desk, child), effect.queue) is not None:
        bars.add(Bar.OTHER_ACTIVE_APPLICATION)
    return frozenset(bars)


async def _lost_pages(desk: Desk, effect: SubmitApplication) -> Refused | None:
    """Pages that were sent so long ago that they are gone, or that somebody else sent."""
    wanted = {file for page in effect.proof for file in page.files}
    if effect.proof_kind is None or wanted <= set(await own_files(desk.uow, desk.account.id, wanted)):
        return None
    return Refused(SEND_AGAIN, QUESTIONS[DocumentKind(effect.proof_kind)])


def identity(desk: Desk, child: Child) -> bytes:
    """By what two applications are for the same child (A1)."""
    return identities(desk.uow.sealer, child)[0]
