"""The published JSON Schema says what an answer is, and every answer obeys it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from assistant.answer import Answer, Citation, Claim, Conflict, Reason, Short, Status, Timings
from assistant.schema import SCHEMA_FILE, answer_schema, main, schema_text
from corpus.document import PublisherKind

CITATION = Citation(
    n=1,
    doc_id="emploi.md",
    path="/textes/emploi.md",
    url="https://exemple.fr/emploi",
    title="L'emploi",
    publisher="Observatoire",
    publisher_kind=PublisherKind.INSTITUTION,
    date="2024-03",
    territory=("Lille",),
    page=2,
    quote="28 433 salariés",
    start=10,
    end=25,
    score=0.5,
)
ANSWERS = [
    Answer(
        id="q1",
        question="Combien ?",
        understood="Combien de salariés ?",
        status=Status.ANSWERED,
        short=Short(text="28 433", citation=1, start=10, end=16),
        answer="28 433 salariés [1]",
        claims=(Claim(text="28 433 salariés", citations=(1,)),),
        citations=(CITATION,),
        conflicts=(Conflict(about="salariés", values=("28 433", "15 000"), citations=(1, 2)),),
        related=("Où ?",),
        confidence=0.9,
        timings_ms=Timings(search=3.5, total=9),
    ),
    Answer(
        question="Où ?",
        understood="Où ?",
        status=Status.NOT_FOUND,
        reason=Reason.OTHER_TERRITORY,
        answer="Je ne trouve rien.",
    ),
]
VALIDATOR = Draft202012Validator(answer_schema())


def test_the_published_file_is_up_to_date() -> None:
    """If this fails: `python -m assistant.schema --write`."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(answer_schema())


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.status.value)
def test_answers_obey_the_schema(answer: Answer) -> None:
    VALIDATOR.validate(json.loads(answer.model_dump_json()))


@pytest.mark.parametrize(
    "change",
    [
        {"status": "perhaps"},
        {"confidence": 2},
        {"added": 1},
        {"citations": [{"n": 0}]},
        {"answer": None},
    ],
)
def test_the_schema_refuses_anything_else(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(json.loads(ANSWERS[0].model_dump_json()) | change)


def test_every_key_is_always_there() -> None:
    schema = answer_schema()
    assert set(schema["required"]) == set(Answer.model_fields)
    assert set(schema["$defs"]["Citation"]["required"]) == set(Citation.model_fields)


def test_descriptions_come_from_docstrings() -> None:
    schema = answer_schema()
    assert schema["description"] == Answer.__doc__
    assert schema["properties"]["answer"]["description"].startswith("Text for a person")
    assert schema["$defs"]["Citation"]["properties"]["date"]["description"].startswith("ISO date")


def test_printing_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    assert json.loads(capsys.readouterr().out) == answer_schema()
