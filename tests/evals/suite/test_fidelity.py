"""The suite's own check of quotes and claims, which does not trust the product's."""

from __future__ import annotations

import pytest

from assistant.answer import Citation, Claim
from evals.suite.fidelity import is_faithful, is_supported

SOURCE = "En 2024, le numérique emploie 28 433 salariés dans le Nord. L'effectif monte."
QUOTE = SOURCE[:59]


def citation(**changed: object) -> Citation:
    values = {
        "n": 1, "doc_id": "a", "path": "a.md", "title": "L'emploi", "publisher": "Insee",
        "date": "2023-05", "territory": ("Lille",), "quote": QUOTE, "start": 0, "end": len(QUOTE),
    }  # fmt: skip
    return Citation.model_validate(values | changed)


def test_a_quote_at_its_place_is_faithful() -> None:
    assert is_faithful(citation(), SOURCE)


@pytest.mark.parametrize(
    "changed",
    [
        {"start": 1},
        {"end": len(QUOTE) - 1},
        {"quote": QUOTE.replace("28 433", "28 434")},
        {"quote": "", "end": 0},
    ],
)
def test_a_quote_that_is_changed_or_moved_is_not(changed: dict[str, object]) -> None:
    assert not is_faithful(citation(**changed), SOURCE)


@pytest.mark.parametrize(
    "text",
    [
        f"« {QUOTE} » [1] (Insee, mai 2023)",
        "Le Nord compte 28 433 salariés en 2024 [1].",
        "À Lille, 28433 salariés [1].",
    ],
)
def test_a_claim_made_of_its_quotes_is_supported(text: str) -> None:
    cited = [citation(), citation(n=2, quote="À titre de rappel, Le et Mai.", publisher="Mai")]
    assert is_supported(Claim(text=text.replace("[1]", "[1]"), citations=(1, 2)), cited)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("28 434 salariés [1].", (1,)),
        ("28 433 salariés en 2025 [1].", (1,)),
        ("28 433 salariés à Marseille [1].", (1,)),
        ("28 433 salariés.", ()),
        ("28 433 salariés [2].", (2,)),
        ("8 433 salariés [1].", (1,)),
    ],
)
def test_a_claim_that_says_more_is_not(text: str, numbers: tuple[int, ...]) -> None:
    assert not is_supported(Claim(text=text, citations=numbers), [citation()])
