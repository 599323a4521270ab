"""How often one client may ask, and may try a password."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from corpus.document import BaliseError

LOGIN_ATTEMPTS = "10 per 5 minutes"
"""Wrong passwords that one client may give."""


class TooManyError(BaliseError):
    """A client asks too often. `retry_after` is how many seconds it should wait."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Limiter:
    """Counts what each client does over a moving window. Safe to share between threads."""

    def __init__(self, rule: str, message: str) -> None:
        """Read the rule, like « 60/minute »; `message` is what a client over it is told.

        Raises:
            BaliseError: it's not a rule.
        """
        self._rule = parse_rule(rule)
        self._message = message
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, client: str) -> None:
        """Count one.

        Raises:
            TooManyError: it was one too many, and was not counted.
        """
        if not self._window.hit(self._rule, client):
            raise self._refusal(client)

    def check(self, client: str) -> None:
        """Count nothing.

        Raises:
            TooManyError: one more would be too many.
        """
        if not self._window.test(self._rule, client):
            raise self._refusal(client)

    def _refusal(self, client: str) -> TooManyError:
        reset = self._window.get_window_stats(self._rule, client).reset_time
        seconds = max(1, math.ceil(reset - time.time()))
        return TooManyError(f"{self._message} Réessayez dans {seconds} s.", seconds)


def parse_rule(rule: str) -> RateLimitItem:
    """Return the rule that `rule` writes.

    Raises:
        BaliseError: it's not a rule.
    """
    try:
        item = parse(rule)
    except ValueError as error:
        raise _impossible(rule) from error
    if item.amount < 1:
        raise _impossible(rule)
    return item


def _impossible(rule: str) -> BaliseError:
    return BaliseError(
        f"Valeur impossible pour BALISE_RATE_LIMIT (« {rule} ») : "
        "attendu une limite comme 60/minute."
    )
