"""The API: answers as JSON, refusals in French, sources, health, measures."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.answer import Answer

SALARIES = "Combien de salariés dans le numérique en Hauts-de-France ?"


def ask(client: httpx.Client, *turns: str, **filters: Any) -> httpx.Response:
    return client.post("/api/ask", json={"turns": turns, "filters": filters})


def test_a_question_gets_the_json_of_an_answer(client: httpx.Client) -> None:
    answer = Answer.model_validate(ask(client, SALARIES).json())
    assert answer.short is not None
    assert "28 433" in answer.short.text


def test_a_question_follows_the_ones_before_it(client: httpx.Client) -> None:
    answer = Answer.model_validate(ask(client, SALARIES, "Et d'offres d'emploi ?").json())
    assert "6 800" in answer.answer
    assert answer.understood != answer.question


def test_filters_are_honoured(client: httpx.Client) -> None:
    answer = Answer.model_validate(ask(client, SALARIES, since=2025).json())
    assert (answer.status, answer.reason) == ("not_found", "filtered")


def test_a_citation_is_found_in_the_text_of_its_source(client: httpx.Client) -> None:
    [cited] = Answer.model_validate(ask(client, SALARIES).json()).citations
    source = client.get(f"/api/sources/{cited.doc_id}").json()
    assert source["text"][cited.start : cited.end] == cited.quote
    assert source["title"] == cited.title


def test_html_in_a_question_stays_text_in_json(client: httpx.Client) -> None:
    question = "<script>alert(1)</script> <b>Combien de salariés</b> dans le numérique ?"
    response = ask(client, question)
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.json()["question"] == question


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ({"turns": ["  "]}, 400, "La question est vide"),
        ({"turns": ["Où ?"], "filters": {"territories": ["Nullepart"]}}, 400, "Lieu inconnu"),
        ({"turns": []}, 422, "« turns » est vide"),
        ({}, 422, "« turns » manque"),
        ({"turns": ["a" * 2001]}, 422, "« turns.0 » dépasse 2000 caractères"),
        ({"turns": [1]}, 422, "« turns.0 » doit être du texte"),
        ({"turns": "Où ?"}, 422, "« turns » doit être une liste"),
        ({"turns": ["Où ?"] * 101}, 422, "« turns » compte trop d'éléments"),
        ({"turns": ["Où ?"], "lang": "fr"}, 422, "« lang » n'est pas connu"),
        ({"turns": ["Où ?"], "filters": {"since": 1}}, 422, "« filters.since » doit valoir 1900"),
        ({"turns": ["Où ?"], "filters": {"since": "hier"}}, 422, "doit être un nombre entier"),
        (
            {"turns": ["Où ?"], "filters": {"since": 2024, "until": 2020}},
            422,
            "La période finit avant de commencer",
        ),
        ({"turns": ["Où ?"], "filters": {"publisher_kinds": ["x"]}}, 422, "Valeur inconnue pour"),
        ([], 422, "Un objet JSON est attendu"),
        ("Où ?", 422, "Un objet JSON est attendu"),
    ],
)
def test_what_is_no_question_is_refused_in_french(
    client: httpx.Client, body: Any, code: int, said: str
) -> None:
    response = client.post("/api/ask", json=body)
    assert response.status_code == code
    assert said in response.json()["detail"]


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"", b'{"turns": ["\\ud800"]}'])
def test_a_broken_body_is_refused_in_french(client: httpx.Client, content: bytes) -> None:
    json_type = {"content-type": "application/json"}
    response = client.post("/api/ask", content=content, headers=json_type)
    assert response.status_code in (400, 422)
    assert response.json()["detail"].endswith((".", "?"))


def test_a_form_of_another_page_cannot_pass_for_json(client: httpx.Client) -> None:
    content = json.dumps({"turns": [SALARIES]})
    response = client.post("/api/ask", content=content, headers={"content-type": "text/plain"})
    assert response.status_code == 422


def test_nothing_says_where_files_lie(client: httpx.Client, documents: Path) -> None:
    answered = ask(client, SALARIES)
    assert [c["path"] for c in answered.json()["citations"]] == ["emploi.md"]
    listed, one = client.get("/api/sources"), client.get("/api/sources/emploi.md")
    for response in (answered, listed, one, client.get("/health")):
        assert response.status_code == 200
        assert str(documents) not in response.text
        assert documents.anchor + documents.parts[1] not in response.text


def test_sources_are_listed_without_the_folders_of_this_machine(client: httpx.Client) -> None:
    rows = client.get("/api/sources").json()
    assert {row["file"] for row in rows} == {"emploi.md", "ecole.txt", "piege.txt"}
    [emploi] = [row for row in rows if row["file"] == "emploi.md"]
    assert emploi["publisher"] == "Observatoire de Lille"
    assert (emploi["date"], emploi["date_inferred"]) == ("2024", False)
    assert emploi["territory"] == ["Hauts-de-France"]
    assert emploi["passages"] > 0


@pytest.mark.parametrize("doc_id", ["rien.md", "../emploi.md", "%2e%2e/emploi.md", "<b>x</b>"])
def test_an_unknown_source_is_not_found(client: httpx.Client, doc_id: str) -> None:
    response = client.get(f"/api/sources/{doc_id}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/json"


def test_health_says_what_answers(client: httpx.Client) -> None:
    health = client.get("/health").json()
    assert health["ready"] is True
    assert health["fingerprint"]
    assert health["documents"] == 3
    assert health["passages"] == sum(row["passages"] for row in client.get("/api/sources").json())


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/api", "/api/asks", "/api/ask"]
)
def test_nothing_else_is_there(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "POST /api/ask" in response.json()["detail"]


def test_questions_are_counted_by_status_and_timed_by_stage(client: httpx.Client) -> None:
    def value(name: str) -> float:
        lines = client.get("/metrics").text.splitlines()
        [found] = [line for line in lines if line.startswith(f"{name} ")]
        return float(found.rpartition(" ")[2])

    answered = 'balise_questions_total{status="answered"}'
    refused = 'balise_questions_total{status="refused"}'
    timed = 'balise_answer_seconds_count{stage="total"}'
    searched = 'balise_answer_seconds_count{stage="search"}'
    before = [value(name) for name in (answered, refused, timed, searched)]
    ask(client, SALARIES)
    ask(client, " ")
    after = [value(name) for name in (answered, refused, timed, searched)]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 1]
    assert value("balise_questions_in_progress") == 0


def test_no_question_is_ever_in_the_measures(client: httpx.Client) -> None:
    ask(client, "Où habite Gwendoline Trucmuche ?")
    assert "Trucmuche" not in client.get("/metrics").text


def test_two_applications_count_apart(client: httpx.Client, serve: Any) -> None:
    ask(client, SALARIES)
    assert 'questions_total{status="answered"} 0.0' in serve().get("/metrics").text


def test_twenty_people_at_once_each_get_their_own_answer(client: httpx.Client) -> None:
    about = {SALARIES: "28 433", "Combien d'ateliers compte la filière du textile ?": "310"}
    about["En quelle année l'École du Littoral a-t-elle été créée ?"] = "2019"
    about["Combien de développeurs forme l'École du Littoral ?"] = "120"
    questions = list(about) * 5

    def own(question: str) -> tuple[str, Answer]:
        return question, Answer.model_validate(ask(client, question).json())

    with ThreadPoolExecutor(20) as people:
        answers = list(people.map(own, questions))
    assert len(answers) == 20
    for question, answer in answers:
        assert answer.question == question
        assert answer.short is not None
        assert about[question] in answer.short.text
