"""The service as everyone shares it here: questions take turns, and are counted."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus.document import BaliseError
from ui.server.metrics import REFUSED, Metrics

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.filters import Filters
    from ui.service import Service


class WatchedService:
    """A `Service` whose questions are counted, wherever they come from.

    At most `at_once` are answered together: more would only fight for the processor, and all of
    them would be late. The others wait, in the order in which they came as near as threads allow.
    """

    def __init__(self, service: Service, metrics: Metrics, at_once: int) -> None:
        self._service = service
        self._metrics = metrics
        self._places = threading.BoundedSemaphore(at_once)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._service, name)

    def ask(self, turns: Sequence[str], filters: Filters | None = None) -> Answer:
        """Answer as `Service.ask` does.

        Raises:
            QuestionError, BaliseError: as `Service.ask`.
        """
        came = time.perf_counter()
        try:
            with self._metrics.in_progress.track_inprogress(), self._places:
                began = time.perf_counter()
                answer = self._service.ask(turns, filters)
        except BaliseError:
            self._metrics.turned_away(REFUSED)
            raise
        self._metrics.answered(answer, began - came, time.perf_counter() - came)
        return answer
