"""A conversation in the browser: asked, answered with its citations, kept, forgotten."""

from __future__ import annotations

import pytest

from tests.ui.page.conftest import Visit
from tests.ui.page.corpus import GLASS, NOWHERE, OFFERS, SCHOOL, SCRIPT, STAFF, WORKSHOPS
from tests.ui.page.person import Person


def test_question_is_answered_with_the_exact_words_first(person: Person) -> None:
    turn = person.ask(STAFF)
    assert (
        turn.locator(".short").inner_text().startswith("28 433 salariés".replace(" ", "\u202f", 1))
    )
    assert "Vérifié dans 1 source" in turn.locator(".badge").inner_text()
    assert turn.locator(".quote strong").count() == 1
    assert "Kalyptus (entreprise)" in turn.locator(".origin").inner_text()
    assert person.errors == []


@pytest.mark.parametrize("nothing", ["", "   "])
def test_asking_nothing_changes_nothing_and_says_so(person: Person, nothing: str) -> None:
    turn = person.ask(STAFF)
    said = turn.inner_text()
    person.page.get_by_label("Votre question").fill(nothing)
    person.page.get_by_role("button", name="Demander").click()
    person.page.get_by_text("Écrivez d’abord une question.").wait_for()
    assert turn.inner_text() == said
    assert person.page.get_by_role("button", name="Demander").is_visible()


def test_question_that_is_too_long_is_refused_with_the_reason(person: Person) -> None:
    long = "Combien de salariés compte Kalyptus, l'entreprise du textile ? " * 40
    person.page.get_by_label("Votre question").fill(long)
    person.page.get_by_role("button", name="Demander").click()
    person.page.get_by_text("la limite est de 2000").wait_for()


def test_question_is_shown_at_once_and_the_answer_comes_after(person: Person) -> None:
    page = person.page
    page.evaluate(
        """() => { window.stages = []; new MutationObserver(() => {
            const turn = document.querySelector("#live .turn");
            const stage = turn?.dataset.stage;
            if (stage && window.stages.at(-1) !== stage) window.stages.push(stage);
        }).observe(document.querySelector("#live"),
                   {subtree: true, childList: true, attributes: true}); }"""
    )
    person.ask(OFFERS)
    assert page.evaluate("window.stages") == ["searching", "saying", "done"]


def test_follow_up_says_what_was_understood(person: Person) -> None:
    person.ask(OFFERS)
    turn = person.ask("Et de salariés ?")
    understood = turn.locator(".understood").inner_text()
    assert understood.startswith("J’ai compris")
    assert "Combien de salariés" in understood
    assert person.page.locator("#past .turn").count() == 1


def test_figures_that_differ_are_all_shown_with_their_date_and_publisher(person: Person) -> None:
    turn = person.ask(OFFERS)
    assert "Chiffres divergents" in turn.locator(".badge").inner_text()
    rows = turn.locator("table.conflict tbody tr")
    first, second = rows.all_inner_texts()
    assert "6\u202f800 offres" in first
    assert "2024" in first
    assert "Kalyptus" in first
    assert "15\u202f000 offres" in second
    assert "non datée" in second
    assert "Aletheia" in second
    assert rows.locator(".cite").count() == 2


def test_what_is_not_found_says_what_is_near_and_whom_to_ask(person: Person) -> None:
    turn = person.ask(NOWHERE)
    assert "Je ne trouve pas" in turn.locator(".badge").inner_text()
    near = turn.locator(".near").inner_text()
    assert "L'emploi numérique dans les Hauts-de-France" in near
    assert "Mission locale" in near
    assert turn.locator(".cite").count() == 0


def test_what_only_a_company_says_is_marked(person: Person) -> None:
    assert "Seule une entreprise le dit" in person.ask(STAFF).locator(".warning").inner_text()
    assert person.ask(WORKSHOPS).locator(".warning").count() == 0


def test_old_figure_shows_its_age(person: Person) -> None:
    assert "mars 2012" in person.ask(WORKSHOPS).locator(".age").inner_text()


def test_html_in_questions_and_documents_is_text(person: Person) -> None:
    turn = person.ask(GLASS + " " + SCRIPT)
    assert SCRIPT in turn.locator(".asked").inner_text()
    turn = person.ask(GLASS)
    assert SCRIPT in turn.locator("blockquote").inner_text()
    panel = person.open_source(turn.locator(".cite").first)
    assert SCRIPT in panel.locator("mark").inner_text()
    assert "<i>verre.txt" in panel.locator(".identity").inner_text()
    person.page.locator(".filters summary").click()
    assert (
        person.page.locator(":is(#past, #live, #panel, #filters) :is(img, script, i)").count() == 0
    )
    assert person.page.title() == "Balise"


def test_personal_data_is_taken_out_of_the_question(person: Person) -> None:
    person.page.get_by_label("Votre question").fill(f"{SCHOOL} Je suis lea.martin@exemple.fr")
    person.page.keyboard.press("Enter")
    turn = person.answered(f"{SCHOOL} Je suis [adresse e-mail]")
    assert "lea.martin" not in person.page.locator("body").inner_text()
    assert "adresse e-mail" in turn.locator(".aside").inner_text()


def test_examples_are_questions_that_are_answered(person: Person) -> None:
    examples = person.page.locator(".examples button")
    assert examples.count() >= 2
    question = examples.first.get_attribute("data-question")
    examples.first.click()
    assert person.answered(question).locator(".quote").count() >= 1


def test_related_question_is_asked_by_a_click(person: Person) -> None:
    related = person.ask(OFFERS).locator(".related button").first
    question = related.get_attribute("data-question")
    related.click()
    person.page.wait_for_selector("#past .turn")
    person.answered(question)


def test_retry_asks_the_last_question_again(person: Person) -> None:
    person.ask(SCHOOL)
    person.ask(STAFF)
    person.page.get_by_role("button", name="Relancer").click()
    person.page.wait_for_selector("#live .turn[data-stage=searching]", state="detached")
    person.answered(STAFF)
    assert person.page.locator(".turn").count() == 2


def test_question_can_be_stopped_and_another_asked(person: Person) -> None:
    page = person.page
    page.evaluate(
        """() => new MutationObserver((_, watch) => {
            const stop = document.querySelector("#stop");
            if (stop) { watch.disconnect(); stop.click(); window.stopped = true; }
        }).observe(document.body, {subtree: true, childList: true, attributes: true})"""
    )
    page.get_by_label("Votre question").fill(OFFERS)
    page.keyboard.press("Enter")
    page.wait_for_function("window.stopped")
    page.wait_for_selector("#send")
    # Stopped before its answer, or just after it: never left in between.
    page.wait_for_selector("#live :is(.welcome, .turn[data-stage=done])")
    assert "28" in person.ask(STAFF).locator(".short").inner_text()


def test_conversation_comes_back_after_a_reload(person: Person) -> None:
    person.ask(SCHOOL)
    person.ask(STAFF)
    person.reload()
    assert person.page.locator(".turn").count() == 2
    assert "28" in person.page.locator("#live .short").inner_text()


def test_forgetting_leaves_nothing_behind(person: Person) -> None:
    person.ask(SCHOOL)
    person.page.get_by_role("button", name="Tout effacer").click()
    person.page.get_by_role("dialog").get_by_role("button", name="Effacer").click()
    person.page.wait_for_selector(".welcome")
    person.reload()
    assert person.page.locator(".turn").count() == 0


def test_two_people_do_not_see_each_other(visit: Visit) -> None:
    one, other = visit(), visit()
    one.ask(SCHOOL)
    other.ask(STAFF)
    assert one.page.locator(".turn").count() == other.page.locator(".turn").count() == 1
    assert "2019" in one.page.locator(".short").inner_text()
    assert "28" in other.page.locator(".short").inner_text()


def test_people_who_ask_at_the_same_moment_each_get_their_own_answer(visit: Visit) -> None:
    about = {SCHOOL: "2019", STAFF: "28", WORKSHOPS: "310"}
    people = {question: visit() for question in about}
    for question, person in people.items():
        person.page.get_by_label("Votre question").fill(question)
    for person in people.values():
        person.page.keyboard.press("Enter")
    for question, person in people.items():
        assert about[question] in person.answered(question).locator(".short").inner_text()
        assert person.page.locator(".turn").count() == 1


def test_young_reader_gets_the_same_quote_in_plainer_words(person: Person) -> None:
    adviser = person.ask(STAFF).locator("blockquote").inner_text()
    person.page.get_by_role("radio", name="Jeune").check()
    turn = person.page.locator("#live .turn", has_text="C’est écrit dans 1 source")
    turn.wait_for()
    assert turn.locator("blockquote").inner_text() == adviser
    assert "D’après Kalyptus (2024)" in turn.inner_text()
    assert "confiance" not in turn.inner_text()


def test_filter_is_honoured_strictly_and_removed_by_its_chip(person: Person) -> None:
    page = person.page
    page.locator(".filters summary").click()
    page.get_by_label("Territoire").select_option("Roubaix")
    chip = page.get_by_role("button", name="Retirer le filtre Roubaix")
    chip.wait_for()
    assert "Je ne trouve pas" in person.ask(STAFF).locator(".badge").inner_text()
    chip.click()
    chip.wait_for(state="detached")
    page.get_by_role("button", name="Relancer").click()
    page.locator("#live .badge", has_text="Vérifié").wait_for()


def test_filters_that_leave_nothing_say_so(person: Person) -> None:
    page = person.page
    page.locator(".filters summary").click()
    page.get_by_label("Territoire").select_option("Roubaix")
    page.wait_for_selector(".chip")
    page.get_by_label("Qui parle").select_option("presse")
    page.locator(".chip").nth(1).wait_for()
    assert "Aucun document ne correspond" in person.ask(STAFF).inner_text()
