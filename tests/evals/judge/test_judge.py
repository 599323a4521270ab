"""The judge at work: what it is asked, what it may say, and how it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.answer import Status
from corpus.document import BaliseError
from evals.judge.judge import judge_run
from evals.judge.settings import JudgeSettings
from evals.judge.texts import NAMES, prompts
from evals.judge.verdicts import Judgement
from evals.suite.case import Case, Proof
from evals.suite.result import write_run
from tests.evals.judge.conftest import QUOTE, Received, Sent, Server, citation, result, run_of

ROOT = Path(__file__).parents[3]


def about(server: Server) -> tuple[str, str]:
    """What the server was told for each of both questions of a single case."""
    faithful, score = sorted(server.received, key=lambda asked: asked.asks_a_score)
    return faithful.prompt, score.prompt


def test_an_answer_is_judged_on_its_quotes_and_on_its_reference(server: Server) -> None:
    server.says("NON\nLe lieu manque.", "4\nIl manque l'année.")
    [judged] = judge_run(run_of(result()), server.settings()).cases
    assert (judged.faithful, judged.correctness, judged.error) == (False, 4, None)
    assert judged.reason == "Fidélité : Le lieu manque.\nJustesse : Il manque l'année."


def test_the_texts_are_ours_and_hold_the_quote_its_source_and_the_answer(server: Server) -> None:
    judge_run(run_of(result()), server.settings())
    faithful, score = about(server)
    assert faithful.startswith("Vous vérifiez le travail d'un assistant documentaire")
    assert f"[1] L'emploi numérique (Kalyptus, 2024)\n« {QUOTE} »" in faithful
    assert "28 433 salariés [1] (Kalyptus, 2024)" in faithful
    assert score.startswith("Vous notez la réponse d'un assistant documentaire")
    assert "Combien de salariés ?" in score
    for told in (faithful, score):
        assert not {"{query", "{context", "YES", "score", "context"} & set(told.split())


def test_only_chat_completions_are_asked_at_temperature_zero(server: Server) -> None:
    judge_run(run_of(result("a"), result("b")), server.settings())
    assert [asked.path for asked in server.received] == ["/v1/chat/completions"] * 4
    assert {asked.body["temperature"] for asked in server.received} == {0.0}
    assert {asked.body["model"] for asked in server.received} == {"petit"}


def test_a_model_that_the_library_would_heat_is_asked_at_temperature_zero_too(
    server: Server,
) -> None:
    judge_run(run_of(result()), server.settings(model="o1"))
    assert {asked.body["temperature"] for asked in server.received} == {0.0}


@pytest.mark.parametrize(
    ("case", "reference"),
    [
        (
            Case(id="preuves", turns=("Où ?",), expect=(("Lille",),), proofs=(
                Proof(document="a.md", quote="L'école est à Lille."),
                Proof(document="a.md", quote="Elle date de 1854."),
                Proof(document="b.md", quote="À Lille, l'école.", alternative=True),
            )),
            "– L'école est à Lille.\n– Elle date de 1854.\nou bien :\n– À Lille, l'école.",
        ),
        (
            Case(id="mots", turns=("Où ?",), expect=(("Lille", "nordiste"), ("1854",))),
            "La réponse contient :\n– « Lille » ou « nordiste »\n– « 1854 »",
        ),
        (
            Case(id="rien", turns=("Où ?",), abstain=True),
            "Les documents ne disent rien qui réponde à cette question.",
        ),
    ],
)  # fmt: skip
def test_the_reference_is_what_proves_the_case_or_what_it_expects(
    server: Server, case: Case, reference: str
) -> None:
    judge_run(run_of(result(case=case)), server.settings())
    assert f"<reference>\n{reference}" in about(server)[1]


def test_a_conversation_is_shown_up_to_its_last_question(server: Server) -> None:
    case = Case(id="suite", turns=("Combien à Lille ?", "Et à Lens ?"), expect=(("3",),))
    judge_run(run_of(result(case=case)), server.settings())
    assert "<question>\nCombien à Lille ?\nEt à Lens ?\n</question>" in about(server)[1]


def test_braces_in_a_source_are_shown_as_they_are(server: Server) -> None:
    judge_run(
        run_of(result(citations=(citation("Le modèle {query_str} vaut {x}."),))), server.settings()
    )
    assert "« Le modèle {query_str} vaut {x}. »" in about(server)[0]


def test_quotes_too_long_for_one_message_are_sent_in_several(server: Server) -> None:
    long = tuple(citation(f"Phrase {n}. " * 900, n) for n in range(1, 4))
    server.says("OUI\nJusqu'ici.", "5\n")
    [judged] = judge_run(run_of(result(citations=long)), server.settings()).cases
    first, *more = [asked.prompt for asked in server.received if not asked.asks_a_score]
    assert "Phrase 1." in first
    assert more
    assert all("<avis>\nOUI\nJusqu'ici.\n</avis>" in told for told in more)
    assert "Phrase 3." in more[-1]
    assert judged.faithful is True


def test_refused_questions_are_not_judged(server: Server) -> None:
    told: list[tuple[int, int]] = []
    run = run_of(result("a"), result("b", status=Status.NOT_FOUND, citations=()), result("c"))
    judgement = judge_run(run, server.settings(), lambda *seen: told.append(seen))
    assert [case.id for case in judgement.cases] == ["a", "c"]
    assert told == [(1, 2), (2, 2)]


def test_a_run_without_answers_asks_nothing(server: Server) -> None:
    run = run_of(result(status=Status.NOT_FOUND, citations=()))
    assert judge_run(run, server.settings()).cases == ()
    assert not server.received


def test_an_answer_without_quotes_is_not_called_unfaithful(server: Server) -> None:
    judgement = judge_run(run_of(result(citations=())), server.settings())
    assert (judgement.cases[0].faithful, judgement.cases[0].error) == (None, None)
    assert (judgement.faithfulness.count, judgement.correctness.count) == (0, 1)


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ("Yes, of course!", "réponse illisible, « Yes, of course! »"),
        ("", "réponse vide"),
        (Sent(500), "erreur HTTP 500"),
        (Sent(401, '{"error": {"message": "clé sk-secrete refusée"}}'), "erreur HTTP 401"),
        (Sent(200, "<html>"), "le serveur ne parle pas le format « chat completions »"),
        (Sent(200, "<html>", "text/html"), "le serveur ne parle pas"),
        (Sent(200, '{"choices": []}'), "le serveur ne parle pas"),
        (Sent(200, '{"choices": [{"message": null}]}'), "le serveur ne parle pas"),
    ],
)
def test_a_failure_is_an_error_and_never_a_bad_answer(
    server: Server, sent: str | Sent, error: str
) -> None:
    server.says(sent, sent)
    judgement = judge_run(run_of(result()), server.settings())
    [judged] = judgement.cases
    assert (judged.faithful, judged.correctness) == (None, None)
    assert str(judged.error).startswith(error)
    assert "sk-secrete" not in judgement.model_dump_json()
    assert (judgement.errors, judgement.faithfulness.count, judgement.correctness.count) == (
        1,
        0,
        0,
    )
    assert judgement.score_mean is None
    assert not judgement.disagreements


def test_a_server_that_takes_too_long_is_an_error(server: Server) -> None:
    server.says(Sent(delay_s=0.6), Sent(delay_s=0.6))
    [judged] = judge_run(run_of(result()), server.settings(timeout_s=0.2)).cases
    assert judged.error == "pas de réponse en 0,2 s"


def test_a_server_that_is_not_there_is_an_error(server: Server) -> None:
    nobody = JudgeSettings(url="http://127.0.0.1:9", model="petit", retries=0)
    [judged] = judge_run(run_of(result()), nobody).cases
    assert "le serveur n'est pas joignable" in str(judged.error)


def test_one_opinion_is_kept_when_the_other_fails(server: Server) -> None:
    server.says("OUI\nTout y est.", Sent(500))
    judgement = judge_run(run_of(result()), server.settings())
    assert judgement.cases[0].faithful is True
    assert judgement.cases[0].error == "Justesse : erreur HTTP 500"
    assert (judgement.errors, judgement.faithfulness.count, judgement.correctness.count) == (
        1,
        1,
        0,
    )


def test_a_busy_server_is_asked_again(server: Server) -> None:
    def busy_once(asked: Received) -> str | Sent:
        return Sent(503) if len(server.received) == 1 else "5" if asked.asks_a_score else "OUI"

    server.answer = busy_once
    [judged] = judge_run(run_of(result()), server.settings(retries=1)).cases
    assert (judged.faithful, judged.correctness, judged.error) == (True, 5, None)
    assert len(server.received) == 3


def test_a_server_that_keeps_failing_is_left_in_peace(server: Server) -> None:
    server.says(Sent(500), Sent(500))
    judgement = judge_run(run_of(*(result(f"c{n}") for n in range(6))), server.settings())
    assert len(server.received) == 2 * 3
    assert judgement.errors == 6
    assert "non demandé" in str(judgement.cases[3].error)


def test_each_opinion_that_is_missing_has_its_own_reason(server: Server) -> None:
    server.says("Euh.", Sent(500))
    [judged] = judge_run(run_of(result()), server.settings()).cases
    assert judged.error == "Fidélité : réponse illisible, « Euh. » ; Justesse : erreur HTTP 500"


def test_claims_that_we_find_unsupported_are_not_faithful_for_us(server: Server) -> None:
    invented = result().model_copy(update={"supported": (True, False)})
    judgement = judge_run(run_of(invented), server.settings())
    assert (judgement.cases[0].verified, judgement.faithfulness.share) == (False, 0.0)


def test_unreadable_answers_do_not_stop_the_others(server: Server) -> None:
    server.says("Euh.", "Euh.")
    judge_run(run_of(*(result(f"c{n}") for n in range(6))), server.settings())
    assert len(server.received) == 2 * 6


def test_agreement_with_our_verdicts_is_measured_and_disagreements_are_listed(
    server: Server,
) -> None:
    def by_answer(asked: Received) -> str:
        if not asked.asks_a_score:
            return "OUI\nTout y est."
        return "5\nJuste." if "bonne réponse" in asked.prompt else "2\nFaux."

    server.answer = by_answer
    judgement = judge_run(
        run_of(
            result("a", answer="bonne réponse"),
            result("b", answer="mauvaise réponse"),
            result("c", answer="mauvaise réponse", right=False),
            result("d", answer="bonne réponse", faithful=False, right=False),
        ),
        server.settings(),
    )
    assert (judgement.correctness.good, judgement.correctness.share) == (0.5, 0.5)
    assert judgement.correctness.kappa == pytest.approx(0.0)
    assert (judgement.faithfulness.good, judgement.faithfulness.share) == (1.0, 0.75)
    assert judgement.score_mean == 3.5
    assert [(d.id, d.about.value) for d in judgement.disagreements] == [
        ("b", "correctness"),
        ("d", "faithfulness"),
        ("d", "correctness"),
    ]


def test_what_was_asked_of_whom_and_when_is_recorded(server: Server) -> None:
    url = server.url.replace("://", "://moi:motdepasse@")
    judgement = judge_run(run_of(result()), server.settings(url=url, key=SecretStr("sk-secrete")))
    assert judgement.info.server == server.url
    assert judgement.info.model == "petit"
    assert judgement.info.temperature == 0.0
    assert judgement.info.created.endswith("+00:00")
    assert [prompt.name for prompt in judgement.info.prompts] == list(NAMES)
    written = judgement.model_dump_json()
    assert "motdepasse" not in written
    assert "sk-secrete" not in written
    assert Judgement.model_validate_json(written) == judgement


def test_half_a_character_does_not_spoil_the_result(server: Server) -> None:
    body = '{"choices": [{"message": {"role": "assistant", "content": "OUI\\nBien \\ud800."}}]}'
    server.says(Sent(200, body), "5")
    judgement = judge_run(run_of(result()), server.settings())
    assert judgement.cases[0].reason == "Fidélité : Bien ?."
    assert Judgement.model_validate_json(judgement.model_dump_json()) == judgement


def test_no_verdict_of_the_run_is_changed(server: Server, tmp_path: Path) -> None:
    server.says("NON", "1")
    run = run_of(result())
    before = run.model_dump_json()
    judge_run(run, server.settings())
    assert run.model_dump_json() == before


def test_every_text_is_french_and_has_a_fingerprint() -> None:
    assert all(len(prompt.sha256) == 64 and "\ufffd" not in prompt.text for prompt in prompts())
    assert all(" the " not in prompt.text for prompt in prompts())


def test_the_key_is_sent_to_the_server(server: Server) -> None:
    judge_run(run_of(result()), server.settings(key=SecretStr("sk-secrete")))
    assert {r.headers["Authorization"] for r in server.received} == {"Bearer sk-secrete"}


def test_what_openai_variables_hold_is_sent_to_nobody(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "BASE_URL", "API_BASE")
    for name in names:
        monkeypatch.setenv(f"OPENAI_{name}", "http://d-un-autre.invalid")
    judge_run(run_of(result()), server.settings())
    assert len(server.received) == 2
    assert not any("d-un-autre" in str(r.headers) + str(r.body) for r in server.received)


def test_a_redirection_is_not_followed(make_server: Callable[[], Server]) -> None:
    server, elsewhere = make_server(), make_server()
    away = Sent(307, location=f"{elsewhere.url}/chat/completions")
    server.says(away, away)
    [judged] = judge_run(run_of(result()), server.settings()).cases
    assert judged.error == "erreur HTTP 307"
    assert not elsewhere.received


def test_a_model_that_has_no_chat_is_refused(server: Server) -> None:
    with pytest.raises(BaliseError, match="ne peut pas servir de juge"):
        judge_run(run_of(result()), server.settings(model="gpt-5.4-pro"))


ALONE = """
import json, os, sys
from pathlib import Path

seen = []
names = {"socket.connect": 1, "socket.getaddrinfo": 0}
sys.addaudithook(lambda name, args: seen.append(args[names[name]]) if name in names else None)

from evals.judge.judge import judge_run
from evals.judge.settings import JudgeSettings
from evals.suite.result import read_run

judgement = judge_run(
    read_run(Path(sys.argv[1])), JudgeSettings(url=sys.argv[2], model="petit", retries=0)
)
models = [name for name in ("torch", "sentence_transformers") if name in sys.modules]
print(json.dumps({"seen": seen, "models": models, "errors": judgement.errors}))
"""


def test_nothing_else_is_reached_and_no_embedding_model_is_loaded(
    server: Server, tmp_path: Path
) -> None:
    write_run(run_of(result()), tmp_path / "essai.json")
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(tmp_path / "essai.json"), server.url],
        cwd=ROOT,
        env={
            "PATH": "",
            "HOME": str(tmp_path),
            "TIKTOKEN_CACHE_DIR": str(tmp_path / "vide"),
            "NLTK_DATA": str(tmp_path / "vide"),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    host, port = server.url.removeprefix("http://").removesuffix("/v1").split(":")
    assert told["seen"]
    assert {str(place if isinstance(place, str) else place[0]) for place in told["seen"]} == {host}
    assert {place[1] for place in told["seen"] if isinstance(place, list)} == {int(port)}
    assert told["models"] == []
    assert told["errors"] == 0
    assert done.stderr == ""
