"""The user's own language model as llama-index sees it; it speaks to the given server alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import llama_index.core
import openai
from llama_index.core.llms import ChatMessage, ChatResponse
from llama_index.llms.openai_like import OpenAILike

from corpus.document import BaliseError
from evals.judge.settings import MAX_TOKENS, TEMPERATURE, JudgeSettings

_CONTEXT_TOKENS = 4096
"""Longer quotes are sent in several messages: local servers often read no more than this."""
_PIECE = re.compile(r"\w{1,3}|[^\w\s]")
_NO_KEY = "aucune"
_NOT_SENT = ("OpenAI-Organization", "OpenAI-Project")


class NotChatFormatError(Exception):
    """A server answered, but not as OpenAI's chat format says."""


class ChatModel(OpenAILike):  # type: ignore[misc]  # llama-index is read untyped
    """An `OpenAILike` that names an answer of another format.

    llama-index's evaluators would take the errors that it leads to for an empty answer.
    """

    async def achat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """Ask the server.

        Raises:
            NotChatFormatError: its answer has another format.
            openai.APIError: it cannot be reached, or answers with an error.
        """
        try:
            return await super().achat(messages, **kwargs)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise NotChatFormatError from error


@asynccontextmanager
async def open_model(settings: JudgeSettings) -> AsyncIterator[ChatModel]:
    """Open the model for as long as the context lasts.

    Raises:
        BaliseError: llama-index refuses the model by its name.
    """
    # A redirection would take questions and documents to a server that nobody chose.
    async with httpx.AsyncClient(follow_redirects=False, timeout=settings.timeout_s) as http:
        try:
            model = ChatModel(
                model=settings.model,
                api_base=settings.base,
                api_key=_NO_KEY,
                is_chat_model=True,
                max_tokens=MAX_TOKENS,
                context_window=_CONTEXT_TOKENS,
                # Its own retries would multiply those of the client.
                max_retries=0,
                async_openai_client=_client(settings, http),
            )
        except ValueError as error:
            raise BaliseError(
                f"Le modèle « {settings.model} » ne peut pas servir de juge : il ne parle pas "
                "le format « chat completions »."
            ) from error
        # Given above, it would be raised for some of OpenAI's models: a judge must not vary.
        model.temperature = TEMPERATURE
        with _tokens_counted_here():
            yield model


def failure(error: openai.APIError | NotChatFormatError, settings: JudgeSettings) -> str:
    """Say in French why the server gave nothing, without its own words, which may hold a key."""
    if isinstance(error, openai.APITimeoutError):
        return f"pas de réponse en {settings.timeout_s:g} s".replace(".", ",")
    if isinstance(error, openai.APIStatusError):
        return f"erreur HTTP {error.status_code}"
    if isinstance(error, openai.APIConnectionError):
        return "le serveur n'est pas joignable"
    return "le serveur ne parle pas le format « chat completions »"


def _client(settings: JudgeSettings, http: httpx.AsyncClient) -> openai.AsyncOpenAI:
    """Return a client that takes no key or identity from OpenAI's own variables."""
    # The client's types leave out that a header may be omitted, though it reads `Omit`.
    headers: Any = dict.fromkeys(_NOT_SENT, openai.Omit())
    return openai.AsyncOpenAI(
        base_url=settings.base,
        api_key=settings.key.get_secret_value() if settings.key else _NO_KEY,
        max_retries=settings.retries,
        timeout=settings.timeout_s,
        default_headers=headers,
        http_client=http,
    )


@contextmanager
def _tokens_counted_here() -> Iterator[None]:
    """Have llama-index count tokens without GPT's vocabulary, which it may have to download.

    The model's own vocabulary is unknown; pieces of three letters are more than any has.
    """
    before = llama_index.core.global_tokenizer
    llama_index.core.global_tokenizer = _PIECE.findall
    try:
        yield
    finally:
        llama_index.core.global_tokenizer = before
