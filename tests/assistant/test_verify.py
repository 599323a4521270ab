"""The verifier: nothing is shown that its quotes do not say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.answer import Citation, Claim
from assistant.composer import compose
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.select import Chosen, Selection
from assistant.verify import Fault, Verdict, verify_citation, verify_claim
from index.analyser import analyse

EvidenceFor = Callable[[str], list[Evidence]]
Understand = Callable[[str], Question]


def quoting(quote: str, n: int = 1) -> Citation:
    """A citation that holds just these words."""
    return Citation(
        n=n, doc_id="d", path="d.md", title="Note", quote=quote, start=0, end=len(quote)
    )


def check(claim: str, quote: str) -> Verdict:
    """What the verifier says of a claim that cites one quote."""
    return verify_claim(Claim(text=f"{claim} [1]", citations=(1,)), [quoting(quote)])


QUOTE = "En 2023, l'école d'Odile Vasseur forme 85 soudeurs par an à Tours."


def test_a_note_of_the_source_is_no_citation_of_ours() -> None:
    noted = "L'école ferme le vendredi[4]."
    assert check(noted, noted) == Verdict()
    assert check("L'école ferme le vendredi[5].", noted).fault is Fault.UNKNOWN_CITATION


@pytest.mark.parametrize(
    "claim",
    [
        QUOTE,
        "L'école forme 85 soudeurs par an.",
        "85 soudeurs : l'école d'Odile Vasseur forme 85 soudeurs.",
        "À Tours, l'école forme 85 soudeuses.",
    ],
)
def test_what_the_quote_says_is_accepted(claim: str) -> None:
    assert check(claim, QUOTE) == Verdict()


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("En 2023, l'école forme 86 soudeurs par an.", Fault.FIGURE),
        ("En 2024, l'école forme 85 soudeurs par an.", Fault.FIGURE),
        ("À Tours, 85 % des soudeurs viennent de l'école.", Fault.FIGURE),
        ("L'école d'Igor Vasseur forme 85 soudeurs.", Fault.NAME),
        ("L'école forme 85 soudeurs par an à Nantes.", Fault.NAME),
        ("L'école ne forme pas 85 soudeurs par an.", Fault.NEGATION),
        ("Les boulangers vendent volontiers des brioches dorées.", Fault.COVERAGE),
        ("!", Fault.COVERAGE),
    ],
)
def test_what_the_quote_does_not_say_is_refused(claim: str, fault: Fault) -> None:
    assert check(claim, QUOTE).fault is fault


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Le diplôme est exigé pour vendre.", "Le diplôme n'est pas exigé pour vendre."),
        ("Un diplôme est exigé pour vendre.", "Aucun diplôme n'est exigé pour vendre."),
        ("Le four fonctionne avec électricité.", "Le four fonctionne sans électricité."),
        ("Les boulangers dorment la nuit.", "Les boulangers ne dorment jamais la nuit."),
    ],
)
def test_a_dropped_negation_is_refused(claim: str, quote: str) -> None:
    assert check(claim, quote).fault is Fault.NEGATION
    assert check(quote, claim).fault is Fault.NEGATION


def test_a_claim_must_cite() -> None:
    claim = Claim(text="L'école forme 85 soudeurs.", citations=())
    assert verify_claim(claim, [quoting(QUOTE)]).fault is Fault.NO_CITATION


@pytest.mark.parametrize(
    ("text", "numbers"), [("85 soudeurs [1]", (2,)), ("85 soudeurs [0]", (1,))]
)
def test_a_citation_must_be_known(text: str, numbers: tuple[int, ...]) -> None:
    verdict = verify_claim(Claim(text=text, citations=numbers), [quoting(QUOTE)])
    assert verdict.fault is Fault.UNKNOWN_CITATION


def test_a_claim_may_rest_on_two_quotes() -> None:
    citations = [quoting("L'école forme 85 soudeurs."), quoting("La formation dure neuf mois.", 2)]
    text = "L'école forme 85 soudeurs [1] et la formation dure neuf mois [2]."
    assert verify_claim(Claim(text=text, citations=(1, 2)), citations).accepted
    assert not verify_claim(Claim(text=text, citations=(1, 2)), citations[:1]).accepted


def test_the_source_itself_may_be_named() -> None:
    citation = quoting(QUOTE).model_copy(
        update={"publisher": "Gazette de Tours", "date": "2021-05"}
    )
    text = "« L'école forme 85 soudeurs par an. » [1] (Gazette de Tours, mai 2021)"
    assert verify_claim(Claim(text=text, citations=(1,)), [citation]).accepted
    assert verify_claim(Claim(text=text, citations=(1,)), [quoting(QUOTE)]).fault is Fault.FIGURE


def test_a_quote_must_stand_where_it_says() -> None:
    citation = quoting(QUOTE)
    assert verify_citation(citation, QUOTE).accepted
    assert verify_citation(citation, " " + QUOTE).fault is Fault.QUOTE_NOT_IN_SOURCE
    assert verify_citation(quoting(" "), " ").fault is Fault.QUOTE_NOT_IN_SOURCE


def french(value: int) -> str:
    """« 28 433 »."""
    return f"{value:,}".replace(",", "\u202f")


@given(st.integers(2, 9_999_999), st.integers(2, 9_999_999))
@settings(deadline=None)
def test_another_number_is_always_refused(said: int, claimed: int) -> None:
    quote = f"La filière compte {french(said)} soudeurs."
    claim = f"La filière compte {french(claimed)} soudeurs."
    assert check(claim, quote).accepted == (said == claimed)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_any_changed_digit_of_a_source_is_refused(
    evidence_for: EvidenceFor, data: st.DataObject
) -> None:
    found = [e for e in evidence_for("Combien de salariés, d'apprentis ?") if not e.is_heading]
    quote = data.draw(st.sampled_from([e.text for e in found if any(map(str.isdigit, e.text))]))
    place = data.draw(st.sampled_from([i for i, c in enumerate(quote) if c.isdigit()]))
    digit = data.draw(st.sampled_from("123456789").filter(lambda d: d != quote[place]))
    changed = quote[:place] + digit + quote[place + 1 :]
    assert check(quote, quote).accepted
    assert check(changed, quote).fault is Fault.FIGURE


NAMES = st.from_regex(r"\A[A-Z][a-z]{3,9}\Z")


@given(NAMES, NAMES)
@settings(deadline=None)
def test_another_name_is_always_refused(said: str, claimed: str) -> None:
    assume(said != claimed)
    quote = f"La filière du bois est présidée par {said} depuis longtemps."
    assert check(quote, quote).accepted
    assert check(quote.replace(said, claimed), quote).fault is Fault.NAME


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_what_the_composer_quotes_is_always_accepted(
    understood: Understand, evidence_for: EvidenceFor, data: st.DataObject
) -> None:
    question = "Combien de salariés, d'apprentis, de soudeurs ?"
    evidence = data.draw(st.sampled_from(evidence_for(question)))
    spans = evidence.hit.passage.sentences
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    chosen = Chosen(evidence, (spans[first][0], spans[last][1]))
    assume(analyse(chosen.quote))
    composed = compose(understood(question), Selection((chosen,)))
    (citation,), (claim,) = composed.citations, composed.claims
    assert verify_citation(citation, chosen.document.text).accepted
    assert verify_claim(claim, composed.citations) == Verdict()
