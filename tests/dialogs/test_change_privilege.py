"""A privilege more or none any more, while the application waits. A20."""

from __future__ import annotations

from typing import Any

from dialogs.effects import ChangePrivilege
from dialogs.inputs import Page
from dialogs.queries import MyApplication
from enrolment.terms import QueueType
from tests.dialogs.parents import application, parent
from tests.dialogs.talk import Talk


def at_card(**changes: Any) -> Talk:
    """A parent in front of the card of an application to the general queue."""
    card = application(queue=QueueType.GENERAL, rehabilitation=None, **changes)
    return parent(applications=(card,)).starts().picks("My applications").picks("Арман")


def test_A20_a_privilege_is_claimed_with_its_proof_and_counts_when_it_is_confirmed() -> None:
    talk = at_card().picks("Privilege").hears("Which privilege does the family have now?").hears_not("No privilege")
    talk.picks("Large family").hears("Send the document that proves the privilege").sends().picks("Done")
    talk.hears("Privilege: Large family", "The document is checked first.", "If a voucher comes before, it stays")
    talk.picks("Send")
    (effect,) = [one for one in talk.done if isinstance(one, ChangePrivilege)]
    assert (effect.application, effect.privilege, [type(page) for page in effect.proof]) == (21, "large_family", [Page])


def test_A20_a_privilege_is_given_up_after_a_warning_and_without_any_proof() -> None:
    talk = at_card(privilege="large_family").picks("Privilege").hears("Until now: Large family.")
    talk.hears_not("Large family —").picks("No privilege").hears("the place in the queue becomes a later one")
    talk.picks("Send").does(ChangePrivilege(21))


def test_A20_while_a_privilege_is_checked_the_card_says_so_and_no_other_is_asked_for() -> None:
    talk = at_card(privilege_asked="orphan").hears("Privilege that is being checked: Orphan", "stay as they are")
    assert "privilege" not in [choice.key for choice in talk.heard[-1].choices]
    issued = at_card(state="in_process", place=None, privilege_asked="orphan")
    issued.hears("A voucher that was issued stays as it is, whatever comes of it.")


def test_A20_no_privilege_is_asked_for_where_the_queue_knows_none() -> None:
    talk = parent(applications=(application(),)).starts().picks("My applications").picks("Арман")
    talk.hears_not("Privilege")


def test_A20_an_application_that_waits_no_more_ends_the_dialog() -> None:
    talk = at_card().picks("Privilege")
    talk.facts = {**talk.facts, MyApplication: application("archived", queue=QueueType.GENERAL)}
    talk.picks("Orphan").does(ChangePrivilege(21))
