"""Markdown: the figures, the first wrong cases, and nothing that a case could make of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from evals.report.markdown import cell, markdown_comparison, markdown_report
from evals.suite.compare import compare
from evals.suite.result import CaseResult, Run, Stage

MakeResult = Callable[..., CaseResult]
MakeRun = Callable[..., Run]
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def tokens(text: str) -> list[Token]:
    """Every token of a text, those inside lines included."""
    blocks = READER.parse(text)
    return [*blocks, *(child for block in blocks for child in block.children or ())]


def rows(text: str) -> list[list[str]]:
    """The cells of every table row, as they are read."""
    blocks = READER.parse(text)
    found: list[list[str]] = []
    for place, token in enumerate(blocks):
        if token.type == "tr_open":
            found.append([])
        if token.type in ("td_open", "th_open"):
            found[-1].append(blocks[place + 1].content)
    return found


def test_totals_come_first(run: Run) -> None:
    report = markdown_report(run)
    assert "**2 réponses justes sur 5** (40,0\u202f%)" in report
    assert ["Citations fidèles à la source", "66,7\u202f%", "3"] in rows(report)
    assert ["Questions sans réponse refusées (rappel)", "100,0\u202f%", "1"] in rows(report)


def test_table_by_kind_is_in_french(run: Run) -> None:
    assert ["Lieu", "50,0\u202f%", "2"] in rows(markdown_report(run))
    assert ["Maison", "0,0\u202f%", "1"] in rows(markdown_report(run))


def test_funnel_holds_the_stages_that_lost_an_answer(run: Run) -> None:
    found = {row[0]: row[1] for row in rows(markdown_report(run))}
    assert found["Phrase non choisie"] == "1"
    assert "Document non trouvé" not in found


def test_wrong_case_is_one_line_with_what_is_missing(run: Run) -> None:
    [line] = [line for line in markdown_report(run).splitlines() if line.startswith("- **faux**")]
    assert "Parle-moi d'OVHcloud. / Où est-ce ?" in line
    assert "phrase non choisie ; il manque « Roubaix / roubaix » ; dit « Gravelines »" in line


def test_no_wrong_case_no_list(make_run: MakeRun, make_result: MakeResult) -> None:
    report = markdown_report(make_run(make_result()))
    assert "Réponses fausses" not in report
    assert "Où se perdent" not in report


@pytest.mark.parametrize(
    ("count", "said"), [(30, None), (31, "… et 1 autre\n"), (33, "… et 3 autres\n")]
)
def test_thirty_wrong_cases_then_how_many_others(
    count: int, said: str | None, make_run: MakeRun, make_result: MakeResult
) -> None:
    wrong = (make_result(f"cas-{n}", stage=Stage.DOCUMENT) for n in range(count))
    report = markdown_report(make_run(*wrong))
    assert report.count("- **cas") == 30
    assert ("… et" in report) == (said is not None)
    assert said is None or said in report


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a | b", r"a \| b"),
        ("une\nligne\r\n\tseule", "une ligne seule"),
        ("<img src=x>", r"\<img src=x\>"),
        ("![x](y)", r"!\[x\](y)"),
        ("a\x00b\x1b[31m", r"ab\[31m"),
    ],
)
def test_cell_is_one_line_of_text(text: str, written: str) -> None:
    assert cell(text) == written


@settings(deadline=None)
@example(words="a|b\n\n# c\n- d\n<b>e</b> `f` [g](h) ![i](j) *k* ~~l~~ &lt; <http://m>")
@given(words=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_no_words_of_a_case_change_the_report(
    words: str, make_run: MakeRun, make_result: MakeResult
) -> None:
    def kinds(text: str) -> list[str]:
        wrong = make_result(
            turns=(f"a{text}z",), kind=f"a{text}z", stage=Stage.COMPOSED, missing=((text,),)
        )
        report = markdown_report(make_run(wrong, name=f"a{text}z"))
        return [token.type for token in tokens(report)]

    assert [t for t in kinds(words) if t not in ("text", "text_special")] == [
        t for t in kinds("calme") if t not in ("text", "text_special")
    ]


def test_comparison_tells_differences_gained_lost_and_settings(
    run: Run, make_run: MakeRun, make_result: MakeResult
) -> None:
    before = make_run(
        make_result("juste", stage=Stage.DOCUMENT),
        make_result("refus"),
        make_result("ancien"),
        name="avant",
        settings={"search": {"passages": 6}},
    )
    report = markdown_comparison(compare(before, run))
    assert "## Comparaison : avant (A), cas d'essai (B)" in report
    assert "1 cas gagnés, 1 perdus" in report
    assert "- **juste** : Où se trouve OVHcloud ? → dans A, document non trouvé" in report
    assert "- **refus** : Où se trouve OVHcloud ? → dans B, refus à tort" in report
    assert ["settings.search.passages", "6", "8"] in rows(report)
    assert "1 cas qui ne sont que dans A, 3 qui ne sont que dans B" in report
    assert "a changé pour juste, refus" in report
