"""The conversations that are kept as golden transcripts; each is walked by keys, so that it reads in any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dialogs.facts import Able, Me
from tests.dialogs.parents import (
    CHILD_FOUND,
    CHILD_IIN,
    PARENT_IIN,
    PERSON_FOUND,
    application,
    facts,
)
from tests.dialogs.talk import Talk

Scene = Callable[[Talk], Talk]


def of_a_guest(talk: Talk) -> Talk:
    """The person has chosen language and city, and is not registered."""
    talk.me = Me(1, talk.locale, "almaty")
    return talk


def of_a_parent(talk: Talk) -> Talk:
    """The person is registered."""
    talk.me = Me(1, talk.locale, "almaty", True, "Әлия")
    return talk


def welcome(talk: Talk) -> Talk:
    talk.me = Me(1)
    talk.starts().says("?").picks(str(talk.locale))
    talk.me = Me(1, talk.locale)
    talk.says("0").picks("resume-0")
    talk.me = Me(1, talk.locale, "almaty")
    return talk.picks("almaty")


def register(talk: Talk) -> Talk:
    of_a_guest(talk).starts().picks("register").shares_contact().says("91120540000").says(PARENT_IIN)
    talk.picks("read").picks("agree").hears_from_outside(PERSON_FOUND).picks("change").picks("return").picks("confirm")
    return talk


def register_by_code(talk: Talk) -> Talk:
    of_a_guest(talk).starts().picks("register").picks("type").says("8701").says("8 701 000 00 01").says("000000")
    talk.picks("resend").says("123456").says(PARENT_IIN).picks("agree").hears_from_outside({"status": "unknown"})
    return talk.says("Серікова").says("Серікова Әлия").picks("confirm")


def recover(talk: Talk) -> Talk:
    of_a_guest(talk).starts().picks("recover").says("87010000001").says(PARENT_IIN).says("123456")
    return talk


def about(talk: Talk) -> Talk:
    of_a_guest(talk).starts().picks("how").picks("back").picks("prepare").picks("back").picks("help").picks("q-eds")
    talk.picks("back").picks("q-account").picks("back").picks("q-deadline").picks("back").picks("q-documents")
    return talk.picks("back").picks("q-place").starts().picks("kindergartens").picks("p-000000000002")


def add_child(talk: Talk) -> Talk:
    talk.facts = facts(children=())
    of_a_parent(talk).starts().picks("add").says(CHILD_IIN[:-1] + "0").says(CHILD_IIN).says("?")
    return talk.hears_from_outside(CHILD_FOUND).picks("confirm")


def add_child_by_document(talk: Talk) -> Talk:
    talk.facts = facts(children=())
    of_a_parent(talk).starts().picks("add").picks("none").says("N12345678").says("Ли Анна").says("2022").says(
        "15.03.2022"
    )
    return talk.picks("confirm")


def apply_sanatorium(talk: Talk) -> Talk:
    of_a_parent(talk).starts().picks("apply").picks("sanatorium").picks("tb_contact").says("...").sends().picks("done")
    talk.picks("000000000002").picks("000000000003").picks("done").picks("kk").picks("read").picks("agree")
    return talk.picks("change").picks("q-language").picks("ru").picks("confirm")


def apply_general(talk: Talk) -> Talk:
    of_a_parent(talk).starts().picks("apply").picks("general").picks("large_family").sends().sends().picks(
        "drop"
    ).picks("done")
    talk.picks("000000000001").picks("done").picks("ru").picks("disagree").picks("agree").picks("confirm")
    return talk


def apply_correctional(talk: Talk) -> Talk:
    of_a_parent(talk).starts().picks("apply").picks("correctional").picks("speech").sends().picks("done")
    return talk.picks("000000000001").picks("done").picks("ru").picks("agree").picks("confirm")


def applications(talk: Talk) -> Talk:
    archived = application("archived", id=22, number="S-2026-000002", archive_reason="docs_rejected", place=None)
    talk.facts = facts(applications=(application(), archived))
    of_a_parent(talk).starts().picks("applications").picks("a-21").picks("history").picks("back").picks("withdraw")
    return talk.picks("yes").picks("yes").starts().picks("applications").picks("a-22").picks("again")


def mine(talk: Talk) -> Talk:
    of_a_parent(talk).starts().picks("children").picks("c-11").picks("remove").picks("yes").starts().picks("profile")
    talk.picks("name").says("Серікова Әлия").says("05.12.1991").starts().picks("profile").picks(
        "phone"
    ).shares_contact()
    talk.starts().picks("profile").picks("delete").picks("yes").picks("no").starts().picks("notices").starts()
    return talk.picks("profile").picks("settings").picks("locality").picks("astana")


def support(talk: Talk) -> Talk:
    of_a_parent(talk).starts().picks("help").picks("support").says("?").starts().picks("help").picks("money").says(
        "..."
    )
    return talk.starts().picks("help").picks("cases").picks("s-31").picks("write").says("!")


def ways_out(talk: Talk) -> Talk:
    of_a_parent(talk).starts().picks("apply")
    rev = talk.conversation.rev
    talk.picks("sanatorium").taps("Apply", rev, "general").says("/language").picks(str(talk.locale)).says("back")
    return talk.picks("keep").says("cancel").picks("stay").says("0").picks("resume-0").says("cancel").picks("leave")


def shortest_way(talk: Talk) -> Talk:
    """From the first hello to a sent sanatorium application, where the registry knows the family."""
    talk.facts = facts(children=())
    talk.me = Me(1)
    talk.starts().picks(str(talk.locale))
    talk.me = Me(1, talk.locale)
    talk.picks("almaty")
    of_a_guest(talk).picks("register").shares_contact().says(PARENT_IIN).picks("agree").hears_from_outside(PERSON_FOUND)
    of_a_parent(talk).picks("confirm").says(CHILD_IIN).hears_from_outside(CHILD_FOUND)
    talk.facts = facts()
    talk.picks("confirm").picks("apply").picks("sanatorium").picks("tb_contact").sends().picks("done")
    return talk.picks("000000000002").picks("done").picks("kk").picks("agree").picks("confirm")


SCENES: Mapping[str, Scene] = {
    scene.__name__: scene
    for scene in (
        *(welcome, register, register_by_code, recover, about, add_child, add_child_by_document, apply_sanatorium),
        *(apply_general, apply_correctional, applications, mine, support, ways_out, shortest_way),
    )
}
ABLE = Able(codes=True, registry=True)
