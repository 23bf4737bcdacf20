"""Letting somebody in: a code is shown to the applicant, typed by the other, confirmed by the applicant. Edges 8, 9."""

from __future__ import annotations

import secrets
from datetime import timedelta

from dialogs import family_notices as notices
from dialogs.family_effects import AnswerJoining, InviteMember, JoinFamily
from dialogs.inputs import Fine, Refused
from dialogs.link_codes import ALPHABET, LENGTH, found_code, shown
from dialogs.message import Message
from dialogs.page import Finish, Go
from enrolment.family import MOST, FamilyAct, needs_proof
from enrolment.voucher_states import Actor
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.family_access import NO_LONGER, NotForYou, acts_as
from handlers.telling import notify_everywhere
from locales.text import Text, _, joined, n_, verbatim
from storage.accounts import Account
from storage.children import Child
from storage.family import Tie
from storage.links import CodeInUse

HOUR = 3600
CODES_AN_HOUR, WRONG_AN_HOUR = 5, 5
LIFETIME = timedelta(hours=24)
FULL = _("Nobody more can be let in here in this way. End somebody's access first.")
REGISTER_FIRST = _("Register first: Menu, “Register”. Then type the code again; it stays good.")
NO_SUCH_CODE = _(
    "This code does not fit: it may be mistyped, used already or too old. Ask the parent who gave it for a new one."
)
TOO_MANY_WRONG = _("Those were too many wrong codes. Please try again in an hour.")
YOUR_OWN = _("This is a code of your own application. Give it to the person whom you want to let in.")
ALREADY_IN = _("This child is entrusted to you already.")
PROVE_FIRST = joined(
    _("A second parent has to have proved the IIN, and yours is not proved yet."),
    _(
        "The registry proves it by your own phone number. Or the parent can let you in as a delegate: "
        "ask for such a code."
    ),
)
NOT_PROVED = _(
    "Not let in: a second parent has to have proved the IIN, and this person’s IIN is not proved. "
    "You can let the person in as a delegate: give a new code."
)
FULL_THERE = _("Nobody more can be let in there in this role. Ask the parent who gave you the code.")
IN_ALREADY = _("This person is let in already.")
ASKED = joined(
    _("I have asked the parent who gave you the code. When there is an answer, I write to you."),
    n_(
        "If there is none within {count} hour, ask for a new code.",
        "If there is none within {count} hours, ask for a new code.",
        int(LIFETIME.total_seconds()) // HOUR,
    ),
)
ANSWERED_LATE = _("The answer came too late. Ask the parent for a new code.")
LETS_IN = frozenset({notices.YES, notices.NO})
SETTLED = _("This question is settled already.")
TOO_LATE = _("It is too late to answer. If the person is still to be let in, give a new code.")


@performs(InviteMember)
async def invite(desk: Desk, effect: InviteMember) -> Outcome:
    """Show a fresh code; an earlier one for the same role ends. Only a digest of it is kept."""
    try:
        await acts_as(desk, effect.application, FamilyAct.INVITE)
    except NotForYou as not_for_you:
        return Refused(not_for_you.why or NO_LONGER)
    audience = await desk.uow.family.audience(effect.application)
    assert audience is not None
    if is_full(audience.ties, effect.role):
        return Refused(FULL)
    if not await desk.uow.limits.hit(f"family codes of {desk.account.id}", desk.now, HOUR, CODES_AN_HOUR):
        return Refused(
            n_(
                "I can give {count} code an hour. Please ask again later.",
                "I can give {count} codes an hour. Please ask again later.",
                CODES_AN_HOUR,
            )
        )
    code = await _fresh_code(desk, audience.child_id, effect.role)
    await note(desk, audience.child_id, "family_invited", role=effect.role)
    return _goes(_code_text(code), Go("family", {"application": effect.application}))


def is_full(ties: tuple[Tie, ...], role: Actor) -> bool:
    """Whether nobody more can join in that role."""
    return sum(tie.role is role for tie in ties) >= MOST[role]


async def _fresh_code(desk: Desk, child_id: int, role: Actor) -> str:
    """One with a digit in it, so that it is understood wherever it is typed, and that nobody else has now."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
        if found_code(code) is None:
            continue
        try:
            await desk.uow.family.invite(child_id, role, code, desk.present, desk.present + LIFETIME)
        except CodeInUse:
            continue
        return code


def _code_text(code: str) -> Text:
    return joined(
        _("The code: {code}", code=verbatim(shown(code))),
        n_(
            "It works once, within {count} hour. Give it only to the person whom you want to let in.",
            "It works once, within {count} hours. Give it only to the person whom you want to let in.",
            int(LIFETIME.total_seconds()) // HOUR,
        ),
        _("They register here and type it. Then I tell you the name, and you confirm or refuse."),
    )


@performs(JoinFamily)
async def join(desk: Desk, effect: JoinFamily) -> Outcome:
    """Have the applicant asked; nothing of the child is told before the answer, nor why a code does not fit."""
    if desk.account.registered_at is None:
        return Refused(REGISTER_FIRST)
    tries = f"wrong family codes of {desk.account.id}"
    if not await desk.uow.limits.left(tries, desk.now, HOUR, WRONG_AN_HOUR):
        return Refused(TOO_MANY_WRONG)
    tie = await desk.uow.family.by_code(effect.code, desk.now)
    child = await desk.uow.children.get(tie.child_id) if tie else None
    if tie is None or child is None or child.removed_at is not None:
        await desk.uow.limits.hit(tries, desk.now, HOUR, WRONG_AN_HOUR)
        return Refused(NO_SUCH_CODE)
    hindrance = await _hindrance(desk, tie, child)
    if hindrance is not None:
        return Refused(hindrance)
    await desk.uow.family.ask(tie.id, desk.account.id, desk.present + LIFETIME)
    question = notices.joining(tie.id, masked_name(desk.account), tie.role, child.person.first_name)
    desk.outgoing += await notify_everywhere(desk, child.account_id, question, subject_of(child.id))
    await note(desk, child.id, "family_asked", role=tie.role)
    return _goes(ASKED, Go("entrusted"))


async def join_by_words(desk: Desk, code: str, otherwise: Text) -> Outcome:
    """The same where nobody has asked for a code: one that is none of a family's may be meant for something else."""
    outcome = await join(desk, JoinFamily(code))
    return Refused(otherwise) if outcome == Refused(NO_SUCH_CODE) else outcome


async def _hindrance(desk: Desk, tie: Tie, child: Child) -> Text | None:
    """Why this account cannot use the code, which stays good for whom it was meant."""
    if child.account_id == desk.account.id:
        return YOUR_OWN
    if any(one.member_id == desk.account.id for one in await desk.uow.family.of_child(child.id)):
        return ALREADY_IN
    if needs_proof(tie.role) and desk.account.iin_proof == "none":
        return PROVE_FIRST
    return None


@performs(AnswerJoining)
async def answer_joining(desk: Desk, effect: AnswerJoining) -> Outcome:
    """Let in or refuse whoever typed the code, once and in time; they are told either way."""
    tie = await desk.uow.family.get(effect.tie, lock=True)
    child = await desk.uow.children.get(tie.child_id) if tie else None
    if tie is None or child is None or child.account_id != desk.account.id:
        return _aside(SETTLED)
    if tie.state != "asked" or tie.member_id is None:
        return _aside(SETTLED)
    if desk.now > tie.expires_at:
        return await _keep_out(desk, tie, tie.member_id, ANSWERED_LATE, TOO_LATE)
    if not effect.yes:
        await desk.uow.family.settle(tie.id, "refused", desk.now)
        await desk.tell(tie.member_id, notices.kept_out(), subject_of(child.id))
        await note(desk, child.id, "family_refused", role=tie.role, member=tie.member_id)
        return _aside(_("Refused. Nobody was let in."))
    return await _let_in(desk, tie, child, tie.member_id)


async def _let_in(desk: Desk, tie: Tie, child: Child, member: int) -> Outcome:
    """Once everything is still as it has to be: the role free, the IIN proved, the account there."""
    joined_before = await desk.uow.family.of_child(child.id)
    account = (await desk.uow.accounts.load([member])).get(member)
    proved = account is not None and (not needs_proof(tie.role) or account.iin_proof != "none")
    twice = any(one.member_id == member for one in joined_before)
    if twice:
        return await _keep_out(desk, tie, member, ALREADY_IN, IN_ALREADY)
    if not proved:
        return await _keep_out(desk, tie, member, PROVE_FIRST, NOT_PROVED)
    if is_full(tuple(joined_before), tie.role):
        return await _keep_out(desk, tie, member, FULL_THERE, FULL)
    await desk.uow.family.join(tie.id, desk.now)
    await desk.tell(member, notices.let_in(tie.role, child.person.first_name), subject_of(child.id))
    await note(desk, child.id, "family_joined", role=tie.role, member=member)
    name = masked_name(account)
    return _aside(_("Let in: {name}. You can end it at any time on the application’s card.", name=verbatim(name)))


async def _keep_out(desk: Desk, tie: Tie, member: int, why: Text, said: Text) -> Outcome:
    """It cannot be done any more: whoever asked reads why, and the applicant what to do."""
    await desk.uow.family.settle(tie.id, "expired", desk.now)
    await desk.tell(member, notices.not_let_in(why), subject_of(tie.child_id))
    return _aside(said)


def masked_name(account: Account | None) -> str:
    """Who it is, so that an acquaintance recognises them: the first name, and the surname's first letter."""
    person = account.person if account else None
    if person is None or not person.first_name:
        return "—"
    return f"{person.first_name} {person.last_name[:1]}•••".strip()


def subject_of(child_id: int) -> str:
    """The subject under which the events of a child's circle are kept."""
    return f"child:{child_id}"


async def note(desk: Desk, child_id: int, event: str, **details: object) -> None:
    """One line of the log: who did it, ids and roles alone."""
    await desk.uow.events.append(subject_of(child_id), desk.actor, None, event, at=desk.now, details=details)


def _goes(text: Text, go: Go) -> Outcome:
    return Fine(Finish(notes=(Message(text),), then=go))


def _aside(text: Text) -> Outcome:
    return Fine(Finish(notes=(Message(text),)))
