"""Where the judge is: a server that speaks OpenAI's chat format, and the name of a model."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, field_validator

from corpus.document import BaliseError, Frozen

TEMPERATURE = 0.0
MAX_TOKENS = 1024
"""Two lines are asked for; the rest is for models that write what they think first."""


class JudgeSettings(Frozen):
    """Where the judge is, and how long it may take.

    Raises:
        BaliseError: the address is not one of HTTP, or the key cannot be sent.
    """

    url: str = Field(repr=False)
    """Such as `http://127.0.0.1:8080/v1`; `/v1` is added to an address that has no path."""
    model: str = Field(min_length=1)
    key: SecretStr | None = None
    timeout_s: float = Field(default=120.0, gt=0)
    retries: int = Field(default=2, ge=0)
    """Further tries when the server cannot be reached, is busy or fails."""

    @field_validator("url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        _split(url)
        return url

    @field_validator("key")
    @classmethod
    def _can_be_sent(cls, key: SecretStr | None) -> SecretStr | None:
        sent = key.get_secret_value() if key else ""
        if not (sent.isascii() and sent.isprintable()):
            raise BaliseError("BALISE_LLM_KEY contient un caractère qu'une clé ne peut pas avoir.")
        return key

    @property
    def base(self) -> str:
        """The address under which `chat/completions` is asked."""
        parts = _split(self.url)
        path = parts.path.rstrip("/").removesuffix("/chat/completions")
        return parts._replace(path=path or "/v1").geturl()

    @property
    def server(self) -> str:
        """`base` without a user, a password or a query: what may be shown and kept."""
        parts = urlsplit(self.base)
        host = parts.netloc.rpartition("@")[2]
        return parts._replace(netloc=host, query="", fragment="").geturl()


def judge_settings(url: str | None, model: str | None, key: SecretStr | None) -> JudgeSettings:
    """Return the judge's settings, once everything that it needs is there.

    Raises:
        BaliseError: the address or the model is missing, one of the settings is impossible, or
            the libraries are not installed.
    """
    if not url or not model:
        missing = "BALISE_LLM_MODEL" if url else "BALISE_LLM_URL"
        raise BaliseError(
            f"Le juge demande un serveur et un modèle : {missing} manque. Par exemple "
            "BALISE_LLM_URL=http://127.0.0.1:8080/v1 et BALISE_LLM_MODEL=mistral-small."
        )
    settings = JudgeSettings(url=url, model=model, key=key)
    require_libraries()
    return settings


def require_libraries() -> None:
    """Check that llama-index can speak to such a server.

    Raises:
        BaliseError: it cannot; the text says what to install.
    """
    try:
        import llama_index.llms.openai_like  # noqa: F401
    except ModuleNotFoundError as error:
        raise BaliseError(
            "Le juge demande des bibliothèques qui ne sont pas installées : "
            "pip install 'balise[llm]'."
        ) from error


def _split(url: str) -> SplitResult:
    """Return the parts of an address.

    Raises:
        BaliseError: it is not `http://` or `https://`, with a machine.
    """
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise BaliseError(
            "L'adresse du juge doit commencer par http:// ou https://, "
            "comme http://127.0.0.1:8080/v1."
        )
    return parts
