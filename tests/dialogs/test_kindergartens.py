"""Looking around in the catalogue: names, features, distance, cards, the bulletin. S1-05, S1-07, S1-10, S2-11."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from dialogs.enrol import Enrol
from dialogs.enrol_queries import Chooser, Choosers
from dialogs.inputs import Fine, Located
from dialogs.kindergarten_queries import BulletinSheet, Details, FindPreschools, PreschoolDetails, ReadBulletin
from dialogs.page import Finish
from dialogs.picture_effects import SendPicture
from dialogs.queries import MyChildren
from enrolment.catalogue_search import Sought
from enrolment.distance import Point
from locales.text import verbatim
from tests.dialogs.catalogue import GROUPS, located
from tests.dialogs.parents import ARMAN, NUMBERED, guest, parent, preschool
from tests.dialogs.talk import NOW, Talk

DRAWN = Fine(Finish(remark=verbatim("The picture comes.")))


def looking(count: int = 12) -> Talk:
    """A parent in the catalogue of so many kindergartens."""
    talk = parent(count=count).starts().picks("Kindergartens")
    talk.outcomes = {**talk.outcomes, SendPicture: DRAWN}
    return talk


def args(talk: Talk) -> dict[str, Any]:
    return dict(talk.conversation.page.args)


@pytest.mark.rule("S1-07", "S2-11")
def test_a_list_has_pages_and_back_leads_through_them() -> None:
    talk = looking().hears("Kindergartens · Almaty", "There are 12 kindergartens.").picks("Show the list")
    talk.hears("Page 1 of 3", "Kindergarten 1 — 1 Abai Ave, 3 free places", "6 More").hears_not("Kindergarten 6")
    talk.picks("More").hears("Page 2 of 3", "Kindergarten 6", "Kindergarten 10")
    talk.picks("More").hears("Page 3 of 3", "Kindergarten 12").hears_not("More")
    talk.says("back").hears("Page 2 of 3").says("back").hears("Page 1 of 3").says("back").hears("Show the list")


@pytest.mark.parametrize("at", [0, 1])
def test_no_page_of_the_list_has_more_than_ten_buttons(at: int) -> None:
    talk = looking(40).picks("found")
    for _sheet in range(at):
        talk.picks("more")
    message = talk.heard[-1]
    assert len(message.choices) + len(message.nav) <= 10
    for page in ("filters", "kindergartens", "bulletin"):
        talk.starts().picks("kindergartens")
        message = (talk if page == "kindergartens" else talk.picks(page)).heard[-1]
        assert len(message.choices) + len(message.nav) <= 10, page


@pytest.mark.rule("S1-07")
@pytest.mark.parametrize("where", ["hub", "list", "filters", "near"])
def test_a_name_is_typed_anywhere_in_the_catalogue(where: str) -> None:
    talk = looking()
    if where != "hub":
        talk.picks({"list": "found"}.get(where, where))
    talk.says("kindergarten № 11").hears(
        "1 kindergarten was found.", "Chosen: name: kindergarten № 11.", "1 Kindergarten 11"
    )
    assert args(talk) == {"words": "kindergarten № 11"}


def test_a_number_that_no_button_has_is_that_of_a_kindergarten() -> None:
    looking().picks("found").says("12").hears("Chosen: name: 12.", "1 Kindergarten 12")


def test_signs_alone_are_no_name() -> None:
    looking().says("???").hears("Please choose one of the options", "Show the list")


@pytest.mark.rule("S1-07", "S2-11")
def test_features_are_kept_while_one_looks_around_and_each_can_be_dropped() -> None:
    talk = looking().picks("Choose by features").hears("What should the kindergarten have?", "Show — 12 in all")
    talk.picks("Ownership").picks("State-owned").hears("Chosen: state-owned.")
    talk.picks("Language").picks("Kazakh").picks("With free places")
    talk.hears("Chosen: state-owned; language: Kazakh; with free places.", "Any ownership — state-owned")
    talk.hears_not("2 Ownership", "Language\n")
    talk.picks("Show").hears("12 kindergartens were found.", "Chosen: state-owned; language: Kazakh").picks(
        "Kindergarten 3"
    )
    talk.says("back").hears("Chosen: state-owned; language: Kazakh; with free places.").picks("More").says("back")
    talk.says("back").hears("Show the list", "Chosen: state-owned").picks("Choose by features")
    talk.picks("Any language").hears("Chosen: state-owned; with free places.", "Language")
    talk.picks("Full ones too").hears("Chosen: state-owned.").picks("Any ownership").hears("What should")
    assert args(talk) == {}


@pytest.mark.rule("S2-11")
def test_one_looks_for_the_age_of_a_child_or_for_years() -> None:
    talk = looking().picks("filters").picks("Age").hears("How old is the child?", "1 Арман", "2 1 year", "6 5 years")
    talk.picks("Арман").hears("Chosen: child: Арман.", "12 in all").picks("Any age").picks("Age")
    talk.picks("1 year").hears("Chosen: age: 1 year.", "there are none").picks("Show")
    talk.hears("Nothing like this was found.")
    asked = talk.facts[FindPreschools]
    assert asked(FindPreschools("almaty", Sought(months=12))).count == 0


def test_the_age_of_a_child_is_counted_on_the_day_one_looks() -> None:
    queries: list[FindPreschools] = []
    talk = looking()
    find = talk.facts[FindPreschools]

    def noted(query: FindPreschools) -> Any:
        queries.append(query)
        return find(query)

    talk.facts = {**talk.facts, FindPreschools: noted}
    talk.picks("filters").picks("Age").picks("Арман")
    assert queries[-1].sought.months == 56


def test_a_child_that_is_no_longer_there_is_said_and_limits_nothing() -> None:
    talk = looking().picks("filters").picks("Age").picks("Арман")
    talk.facts = {**talk.facts, MyChildren: ()}
    talk.picks("Show").hears("12 kindergartens were found.", "Chosen: child: not found.")


def test_a_guest_has_no_children_to_look_for() -> None:
    guest().picks("Kindergartens").picks("filters").picks("Age").hears("1 1 year").hears_not("Арман")


@pytest.mark.rule("S1-07")
def test_an_empty_result_says_what_to_drop() -> None:
    talk = looking().picks("filters").picks("Ownership").picks("Private").says("Kindergarten 3")
    talk.hears("Nothing like this was found.", "Chosen: name: Kindergarten 3; private.")
    talk.hears("1 Any name — there are none all the same", "2 Any ownership — there is 1", "3 Show all")
    talk.picks("Any ownership").hears("1 kindergarten was found.", "Kindergarten 3").says("back").says("back")
    nothing = looking(0).hears("There are no kindergartens here yet.").picks("found")
    nothing.hears("Nothing like this was found.").says("back")


def test_everything_can_be_dropped_at_once() -> None:
    talk = looking().send(Located(43.2, 76.9)).says("nobody").picks("filters").picks("Ownership").picks("Private")
    talk.picks("Show").picks("Show all").hears("There are 12 kindergartens.", "Chosen: nearest first.")


@pytest.mark.rule("S1-10")
def test_a_shared_location_puts_the_nearest_first_and_is_said_what_for() -> None:
    talk = looking().picks("Nearest to me")
    talk.hears("Press “Send my location”", "I use it only to show what is near, and forget it when you go to the menu.")
    talk.send(Located(43.24999, 76.94501)).hears("Chosen: nearest first.", "1 Kindergarten 12 — 50 m, 12 Abai Ave")
    talk.hears("2 Kindergarten 11 — 100 m", "3 Kindergarten 10 — 200 m").picks("Kindergarten 12").hears(
        "Distance: 50 m"
    )
    talk.says("back").hears("nearest first").picks("filters").picks("Without distance").hears("What should")


@pytest.mark.rule("S1-10")
def test_a_location_is_asked_for_by_a_button_where_the_chat_has_one_and_in_words_elsewhere() -> None:
    talk = looking().picks("Nearest to me").hears("1 Send my location", "2 Without location")
    assert talk.heard[-1].wants == "location"
    talk.says("1").hears("Press “Send my location”").says("2").hears("There are 12 kindergartens.")
    talk.me = replace(talk.me, chat=NUMBERED)
    talk.says("back").picks("Nearest to me").hears("Send your location: press the paper clip", "1 Without location")
    assert talk.heard[-1].wants == "choice"


@pytest.mark.rule("S1-10")
def test_a_location_is_forgotten_with_the_page_and_known_to_a_hundred_metres() -> None:
    talk = looking().send(Located(43.2380456, 76.9451234))
    assert args(talk) == {"near": [43.238, 76.945]}
    talk.picks("Kindergarten 1")
    assert "76.945" in json.dumps(talk.conversation.to_json())
    talk.says("menu")
    assert "76.945" not in json.dumps(talk.conversation.to_json())


def test_without_a_location_the_list_is_one_press_away() -> None:
    looking().picks("Nearest to me").picks("Without location").hears("There are 12 kindergartens.", "Page 1 of 3")


def test_elsewhere_a_location_means_nothing() -> None:
    parent().starts().send(Located(43.2, 76.9)).hears("Please choose one of the options")


@pytest.mark.rule("S1-10")
def test_the_list_is_shown_as_a_map() -> None:
    talk = looking().send(Located(43.2, 76.9)).picks("More").hears("Show on the map — 7 of them, beginning with these")
    talk.picks("Show on the map").hears("The picture comes.", "Page 2 of 3")
    (effect,) = talk.done
    assert isinstance(effect, SendPicture)
    about = json.loads(json.dumps(effect.about))
    assert FindPreschools.from_json(about) == FindPreschools("almaty", near=Point(43.2, 76.9), at=1)


def test_a_search_survives_being_written_down() -> None:
    query = FindPreschools("almaty", Sought("бота", "state", "kk", 30), True, None, 2)
    assert FindPreschools.from_json(json.loads(json.dumps(query.to_json()))) == query


@pytest.mark.rule("S2-11", "S2-12", "S2-13", "X-15")
def test_the_card_says_what_a_family_asks_first() -> None:
    talk = looking().picks("found").picks("Kindergarten 2")
    talk.hears("Kindergarten 2", "3 free places of 20", "By age: 2–3 years: 1; 3.5–5 years: 2")
    talk.hears("The kindergarten counts its free places; open places the education department gives out")
    talk.hears("Parents give it 4.5 of 5 (12 reviews)", "Address: 2 Abai Ave", "Phone: +7 (700) 000-00-12")
    talk.hears("State-owned", "Age: from 2 to 6 years", "Languages: Kazakh, Russian", "Fee: 15 000 tenge a month")
    talk.hears(
        "The contract can be electronic or on paper.", "On the map: https://maps.google.com/?q=43.24000,76.94500"
    )
    talk.picks("Show on the map").does(SendPicture("map", {"bins": ["000000000002"], "near": None}))
    talk.picks("What parents say").hears("What parents say").says("back").hears("3 free places of 20").says("back")
    talk.hears("Page 1 of 3")


def test_a_card_without_anything_optional_is_short() -> None:
    talk = looking()
    bare = replace(preschool(2), fee=None)
    talk.facts = {**talk.facts, PreschoolDetails: Details(bare)}
    talk.picks("found").picks("Kindergarten 2")
    talk.hears_not("Phone", "By age", "Parents give", "On the map", "Fee", "Show on the map", "Distance")


def test_a_kindergarten_that_is_gone_is_said() -> None:
    talk = looking().picks("found")
    talk.facts = {**talk.facts, PreschoolDetails: None}
    talk.picks("Kindergarten 2").hears("This kindergarten is no longer in the catalogue.").says("back").hears("Page 1")


@pytest.mark.rule("S3-49")
def test_who_holds_a_voucher_that_fits_chooses_it_on_the_card() -> None:
    talk = looking(3).picks("found").picks("Kindergarten 2").hears("1 Choose this one — 2 open places")
    talk.picks("Choose this one").hears("Enrolment", "Which group?", "Kindergarten 2")
    frame = talk.conversation.top
    assert frame is not None and frame.dialog == Enrol.dialog_name
    assert frame.answers == {"voucher": 71, "preschool": "000000000002"}


def test_with_two_vouchers_each_says_for_which_child() -> None:
    talk = looking(3)
    talk.facts = {**talk.facts, Choosers: (Chooser(71, 21, "Арман"), Chooser(72, 22, "Алуа"))}
    talk.picks("found").picks("Kindergarten 2").hears("Choose this one — Арман, 2 open places").hears_not("Алуа")


def test_a_kindergarten_that_is_full_is_not_chosen() -> None:
    talk = looking(3)
    talk.picks("found").picks("Kindergarten 3").hears_not("Choose this one")


def test_a_guest_chooses_nothing() -> None:
    guest().picks("Kindergartens").picks("found").picks("Kindergarten 1").hears_not("Choose this one")


@pytest.mark.rule("S1-05")
def test_anybody_reads_the_bulletin_with_the_time_of_its_publication() -> None:
    talk = guest().picks("Kindergartens").picks("Bulletin of places")
    talk.hears("Bulletin of free places · Almaty", "Published: 23 November, Monday, 07:00.")
    talk.hears("9 free places in 3 kindergartens", "Places taken or freed since then are not in it.")
    talk.hears("The next bulletin: 24 November, Tuesday, 07:00.", "1 Kindergarten 1 — 2–3 years: 1; 3.5–5 years: 2")
    talk.picks("Kindergarten 1").hears("Address").says("back").hears("Bulletin of free places · Almaty")


@pytest.mark.rule("S1-05")
def test_the_bulletin_has_pages_and_other_cities() -> None:
    talk = (
        looking()
        .says("Kindergarten")
        .picks("filters")
        .says("back")
        .picks("bulletin")
        .picks("More")
        .hears("Kindergarten 6")
    )
    talk.says("back").hears("Kindergarten 5").picks("Another city").picks("Astana")
    talk.hears("Bulletin of free places · Astana", "There were no free places then.").picks("Another city").says("back")
    talk.hears("· Almaty").says("back").hears("Show the list", "Chosen: name: Kindergarten")


@pytest.mark.rule("S1-05")
def test_before_the_first_bulletin_its_time_is_said() -> None:
    talk = looking()
    talk.facts = {**talk.facts, ReadBulletin: BulletinSheet(NOW.replace(hour=18))}
    talk.picks("bulletin").hears(
        "No bulletin has been published yet.", "The next bulletin: 23 November, Monday, 18:00."
    )


@pytest.mark.rule("S1-10")
def test_another_city_keeps_what_was_chosen_in_view() -> None:
    talk = looking().picks("Another city").picks("Astana").hears("Kindergartens")
    assert talk.conversation.page.page == "kindergartens"


def test_the_canned_groups_and_places_are_those_of_the_card() -> None:
    assert sum(group.free for group in GROUPS) == located(preschool(1)).free
    assert ARMAN.birth_date.year == 2022
