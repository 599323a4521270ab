"""The JSON Schema of an answer: `python -m assistant.schema` prints it, `--write` refreshes it."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant import answer

SCHEMA_FILE = Path(__file__).with_name("answer.schema.json")
"""The schema as it is published."""


def answer_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what `balise ask --json` writes.

    Descriptions are the docstrings of the classes and of their fields.
    """
    schema = answer.Answer.model_json_schema(mode="serialization")
    definitions = {schema["title"]: schema, **schema["$defs"]}
    for definition in definitions.values():
        if "properties" in definition:  # every key is always written
            definition["required"] = list(definition["properties"])
    for name, fields in _field_docstrings().items():
        for field, text in fields.items():
            definitions[name]["properties"][field]["description"] = text
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _field_docstrings() -> dict[str, dict[str, str]]:
    """Map each class of the answer to its fields that are followed by a docstring."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(answer)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        for field, after in pairwise(node.body):
            match field, after:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    found.setdefault(node.name, {})[name] = inspect.cleandoc(text)
    return found


def schema_text() -> str:
    """Return the schema as it is written to `SCHEMA_FILE`."""
    return json.dumps(answer_schema(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> None:
    """Print the schema, or write it with `--write`."""
    if arguments == ["--write"]:
        SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    else:
        sys.stdout.write(schema_text())


if __name__ == "__main__":
    main(sys.argv[1:])
