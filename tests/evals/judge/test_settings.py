"""Where the judge is: addresses that are taken, refused and shown."""

from __future__ import annotations

import sys

import pytest
from pydantic import SecretStr

from corpus.document import BaliseError
from evals.judge.judge import judge_run
from evals.judge.settings import JudgeSettings, judge_settings
from tests.evals.judge.conftest import result, run_of


@pytest.mark.parametrize(
    "url",
    ["ftp://machine/v1", "file:///etc/passwd", "machine:8080", "http://", "http://[::1", "http://m:x"],
)  # fmt: skip
def test_an_address_that_is_not_of_http_is_refused(url: str) -> None:
    with pytest.raises(BaliseError, match="http:// ou https://"):
        JudgeSettings(url=url, model="petit")


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://machine:8080", "http://machine:8080/v1"),
        ("https://machine/", "https://machine/v1"),
        ("https://machine/api/v1/", "https://machine/api/v1"),
        ("https://machine/v1/chat/completions", "https://machine/v1"),
    ],
)
def test_an_address_may_be_given_with_or_without_its_path(url: str, base: str) -> None:
    assert JudgeSettings(url=url, model="petit").base == base


def test_credentials_are_never_shown() -> None:
    settings = JudgeSettings(
        url="https://moi:secret@machine:8443/v1?cle=secret", model="petit", key=SecretStr("secret")
    )
    assert settings.server == "https://machine:8443/v1"
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "model", "missing"),
    [(None, "petit", "BALISE_LLM_URL"), ("http://machine", None, "BALISE_LLM_MODEL")],
)
def test_what_is_missing_is_named(url: str | None, model: str | None, missing: str) -> None:
    with pytest.raises(BaliseError, match=f"{missing} manque"):
        judge_settings(url, model, None)


def test_a_key_that_no_header_can_hold_is_refused() -> None:
    with pytest.raises(BaliseError, match="BALISE_LLM_KEY"):
        JudgeSettings(url="http://machine", model="petit", key=SecretStr("clé\n"))


def test_without_the_libraries_what_to_install_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_index.llms.openai_like", None)
    with pytest.raises(BaliseError, match=r"pip install 'balise\[llm\]'"):
        judge_settings("http://machine", "petit", None)
    with pytest.raises(BaliseError, match=r"pip install 'balise\[llm\]'"):
        judge_run(run_of(result()), JudgeSettings(url="http://machine", model="petit"))
