"""One client cannot take the place of all others."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from corpus.document import BaliseError
from ui.server.rates import Limiter, TooManyError


def ask(client: httpx.Client) -> httpx.Response:
    return client.post("/api/ask", json={"turns": ["Combien de salariés ?"]})


def test_a_client_over_the_limit_is_told_when_to_come_back(serve: Any) -> None:
    client = serve(rate_limit="2/minute")
    assert [ask(client).status_code for _ in range(3)] == [200, 200, 429]
    refused = ask(client)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.json()["detail"].startswith("Vous posez beaucoup de questions d'un coup.")
    assert 'balise_questions_total{status="limited"} 2.0' in client.get("/metrics").text


def test_only_questions_are_limited(serve: Any) -> None:
    client = serve(rate_limit="1/hour")
    assert all(client.get("/api/sources").status_code == 200 for _ in range(5))


def test_each_account_has_its_own_limit(serve: Any, users: str) -> None:
    client = serve(rate_limit="1/minute", users=users)
    client.auth = ("Anne", "pas si secret")
    assert [ask(client).status_code for _ in range(2)] == [200, 429]
    client.auth = ("Léo", "pas si secret")
    assert ask(client).status_code == 200


def test_a_refused_hit_is_not_counted() -> None:
    limiter = Limiter("1/hour", "Trop.")
    limiter.hit("a")
    with pytest.raises(TooManyError):
        limiter.hit("a")
    with pytest.raises(TooManyError):
        limiter.check("a")
    limiter.check("b")


@pytest.mark.parametrize("rule", ["", "souvent", "60", "0/minute", "-1/minute", "60/an"])
def test_a_rule_that_is_none_is_explained(rule: str) -> None:
    with pytest.raises(BaliseError, match="BALISE_RATE_LIMIT"):
        Limiter(rule, "Trop.")
