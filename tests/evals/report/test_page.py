"""The page: alone in its file, complete, and deaf to what questions and documents hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Status
from evals.report.french import printable
from evals.report.html import html_report
from evals.suite.compare import Comparison, compare
from evals.suite.result import CaseResult, Run, SquadScore, Stage
from tests.evals.report.page import Page

MakeResult = Callable[..., CaseResult]
MakeRun = Callable[..., Run]
HOSTILE = (
    """</script><script>alert(1)</script><!--<script><img src=x onerror=alert(1)>"'&amp;{{7}}"""
)


@pytest.fixture(scope="module")
def page(run: Run) -> Page:
    return Page(html_report(run))


def test_page_is_in_french_and_well_formed(page: Page) -> None:
    assert page.source.startswith("<!doctype html>")
    assert page.all("html")[0].attributes["lang"] == "fr"
    assert page.unclosed == []
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_page_loads_nothing(page: Page) -> None:
    loading = {"src", "srcset", "data", "poster", "action", "formaction", "background"}
    assert not [e for e in page.elements if loading & e.attributes.keys()]
    assert not page.all("link")
    assert not page.all("iframe")
    assert all(
        e.attributes["href"].startswith("#") for e in page.elements if "href" in e.attributes
    )
    [style] = page.all("style")
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_policy_forbids_every_request_and_every_other_script(page: Page) -> None:
    [policy] = [e.attributes["content"] for e in page.all("meta") if "http-equiv" in e.attributes]
    assert policy.startswith("default-src 'none'")
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/]{43}='", policy)


def test_links_inside_the_page_lead_somewhere(page: Page) -> None:
    ids = {e.attributes.get("id") for e in page.elements}
    assert {e.attributes["href"][1:] for e in page.all("a")} <= ids


def test_every_case_is_there_wrong_ones_first(page: Page) -> None:
    ids = [row.attributes["id"] for row in page.rows]
    assert ids == ["case-faux", "case-refus", "case-infidele", "case-juste", "case-silence"]
    assert len(page.details["cases"]) == len(ids)


def test_row_tells_verdict_in_words_question_kind_and_stage(page: Page) -> None:
    row = page.by_id("case-faux")
    for words in ("✗ Faux", "faux", "Où est-ce ?", "Conversation", "phrase non choisie"):
        assert words in row.text
    assert "✓ Juste" in page.by_id("case-juste").text


def test_details_hold_what_was_asked_said_and_expected(page: Page) -> None:
    data = page.details
    case = data["cases"][0]
    assert case["turns"] == ["Parle-moi d'OVHcloud.", "Où est-ce ?"]
    assert case["answer"] == "À Gravelines [1]."
    assert case["missing"] == ["Roubaix ou roubaix"]
    assert case["forbidden"] == ["Gravelines"]
    assert data["stages"][case["stage"]][0] == "Phrase non choisie"
    [quote] = case["quotes"]
    assert quote["quote"] == "OVHcloud est à Roubaix."
    assert quote["date"] == "mars 2024"
    assert quote["proves"] is False
    assert data["files"][quote["file"]] == "nord.md"


def test_details_mark_a_quote_that_is_not_in_its_source(page: Page) -> None:
    [infidele] = [c for c in page.details["cases"] if c.get("stage") == Stage.UNFAITHFUL.value]
    assert infidele["quotes"][0]["faithful"] is False


def test_file_names_are_told_once(make_run: MakeRun, make_result: MakeResult) -> None:
    many = make_run(*(make_result(f"cas-{n}", path="dossier/unique.md") for n in range(20)))
    assert html_report(many).count("unique.md") == 1


def test_headline_gives_the_figures_and_what_they_mean(page: Page) -> None:
    headline = page.by_id("essentiel").text
    assert "40,0\u202f%" in headline
    assert "2 sur 5 questions" in headline
    assert "66,7\u202f%" in headline, "fidelity: two citations of three"
    assert "⚠" in headline, "which must be 100 %"


def test_kinds_are_shown_in_french_with_their_count(page: Page) -> None:
    kinds = page.by_id("sortes").text
    assert "Lieu" in kinds
    assert "50,0\u202f% (1 sur 2)" in kinds
    assert "Maison" in kinds, "a kind of the user's own is shown as it is written"


def test_funnel_names_every_stage_down_to_the_right_answers(page: Page) -> None:
    funnel = page.by_id("pertes").text
    assert "Phrase non choisie" in funnel
    assert "une autre phrase a été choisie" in funnel
    assert "2 sur 5" in funnel


def test_charts_have_words_and_a_table(page: Page) -> None:
    charts = page.all("svg")
    assert len(charts) == 3
    for chart in charts:
        title, desc = chart.attributes["aria-labelledby"].split()
        assert page.by_id(title).text.strip()
        assert page.by_id(desc).text.strip()
    assert len(page.all("table")) == 3


def test_identity_lets_the_run_be_found_again(page: Page) -> None:
    identity = page.by_id("identite").text
    for words in ("abc1234", "empreinte-du-modele", "empreinte-de-l-index", "search.passages", "8"):
        assert words in identity
    assert "1 mars 2025 à 14:05 UTC" in identity


def test_filters_offer_the_kinds_and_stages_that_there_are(page: Page) -> None:
    offered = {e.attributes["value"] for e in page.all("option")}
    assert {"place", "maison", "conversation", "unanswerable"} <= offered
    assert Stage.SENTENCE.value in offered
    assert Stage.DOCUMENT.value not in offered


def test_number_of_cases_is_announced(page: Page) -> None:
    assert page.by_id("shown").attributes["aria-live"] == "polite"
    assert page.by_id("shown").text == "5 cas"


def test_fields_have_labels(page: Page) -> None:
    for name in ("input", "select"):
        assert page.all(name)
    labelled = re.findall(r"<label[^>]*>[^<]+<(?:input|select)", page.source)
    assert len(labelled) == len(page.all("input")) + len(page.all("select"))


def test_fault_put_in_on_purpose_is_announced(make_run: MakeRun, make_result: MakeResult) -> None:
    assert "Défaut mis exprès" in html_report(make_run(make_result(), fault="no-verifier"))


def test_squad_measures_are_shown_when_there_are_some(
    page: Page, make_run: MakeRun, make_result: MakeResult
) -> None:
    score = SquadScore(in_first=True, in_first_three=True, exact=False, f1=0.5)
    read = Page(html_report(make_run(make_result(kind="squad", squad=score))))
    assert "moyenne sur 1" in read.by_id("lecture").text
    assert "lecture" not in {e.attributes.get("id") for e in page.elements}


def test_run_without_a_case_or_an_answer_has_a_page(
    make_run: MakeRun, make_result: MakeResult
) -> None:
    silent = make_result(abstain=True, status=Status.NOT_FOUND, answer="Je ne trouve pas.")
    assert "Aucune question n'a reçu de réponse" in html_report(make_run(silent))
    assert Page(html_report(make_run())).rows == []


def test_comparison_shows_gained_and_lost_cases(
    run: Run, make_run: MakeRun, make_result: MakeResult
) -> None:
    before = make_run(
        make_result("juste", stage=Stage.DOCUMENT),
        make_result("refus"),
        name="avant",
        model="ancien",
    )
    read = Page(html_report(run, compare(before, run)))
    shown = read.by_id("comparaison").text
    assert "Cas gagnés (1)" in shown
    assert "Cas perdus (1)" in shown
    assert "ancien" in shown
    assert read.all("a", href="#case-juste")
    assert "comparaison" not in {e.attributes.get("id") for e in Page(html_report(run)).elements}


def test_hostile_words_show_as_text_wherever_they_stand(
    make_run: MakeRun, make_result: MakeResult
) -> None:
    def full(words: str) -> tuple[Run, Comparison]:
        hostile = make_result(
            name=f"cas {words}", turns=(words, words), kind=words, answer=words, quote=words,
            title=words, path=words.replace("/", "|"), stage=Stage.COMPOSED,
            missing=((words,),), forbidden=(words,), audience=words, noise=words, note=words,
            pair=words,
        )  # fmt: skip
        right = make_result(name=f"cas {words}", kind=words)
        done = make_run(hostile, name=words, fault=words, model=words, settings={words: words})
        return done, compare(make_run(right, name=words), done)

    hostile, calm = (Page(html_report(*full(words))) for words in (HOSTILE, "calme"))
    assert hostile.shape == calm.shape
    assert hostile.unclosed == []
    assert HOSTILE in hostile.rows[0].text
    assert hostile.details["cases"][0]["turns"] == [HOSTILE, HOSTILE]


@settings(deadline=None, max_examples=60)
@given(words=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_words_come_back_whole_and_make_no_element(
    words: str, make_run: MakeRun, make_result: MakeResult
) -> None:
    one, same = (
        Page(html_report(make_run(make_result(turns=(text,), answer=text))))
        for text in (words, "calme")
    )
    assert one.shape == same.shape
    [case] = one.details["cases"]
    assert "".join(case["turns"]) == printable(words)
    assert case.get("answer", "") == printable(words)


def test_only_web_addresses_become_links(make_run: MakeRun, make_result: MakeResult) -> None:
    addresses = ["https://example.org/a", "javascript:alert(1)", "data:text/html,x", "http://["]
    done = make_run(*(make_result(f"cas-{n}", url=url) for n, url in enumerate(addresses)))
    cases = Page(html_report(done)).details["cases"]
    assert [c["quotes"][0].get("url") for c in cases] == [addresses[0], None, None, None]


def themes() -> list[dict[str, str]]:
    style = resources.files("evals.report").joinpath("templates", "report.css").read_text("utf-8")
    light, dark, printed = (
        dict(re.findall(r"(--[\w-]+): (#\w+)", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    )
    return [light, {**light, **dark}, {**light, **printed}]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of `#rrggbb` or `#rgb`."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark", "print"])
def test_every_theme_has_the_contrast_of_wcag_aa(theme: dict[str, str]) -> None:
    for ground in ("--page", "--card"):
        for ink in ("--ink", "--soft", "--accent", "--good", "--bad"):
            assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
    assert contrast(theme["--notice-ink"], theme["--notice"]) >= 4.5
    for drawn in ("--fill", "--lost", "--good"):
        assert contrast(theme[drawn], theme["--card"]) >= 3, drawn
