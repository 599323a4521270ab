"""Settings: `BALISE_…` variables and `balise.toml`, checked when they are read."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from corpus.document import BaliseError

PREFIX = "BALISE_"
FILE = Path("balise.toml")

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def _host_names(given: object) -> tuple[str, ...]:
    """Return the host names of a list, or of a text where commas or spaces part them.

    Raises:
        ValueError: one of them is none: a scheme, a port or a path is no part of a name.
    """
    names = re.split(r"[\s,]+", given.strip(" ,")) if isinstance(given, str) else given
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ValueError("not a list of names")
    # A browser sends a name with accents in its ASCII form.
    plain = tuple(name.encode("idna").decode("ascii").lower() for name in names)
    if not all(len(name) <= 253 and _HOST_NAME.fullmatch(name) for name in plain):
        raise ValueError("not a host name")
    return plain


class Settings(BaseSettings):
    """What a user may choose. Command-line flags win, then variables, then `balise.toml`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True, env_ignore_empty=True
    )

    index: Path = Field(default_factory=lambda: user_data_path("balise") / "index")
    """Folder of the index."""
    embedding: str | None = None
    """Embedding model: a local sentence-transformers folder or a hub name."""
    chroma_url: str | None = None
    """Address of a Chroma server; without it Chroma is embedded."""
    threshold: float | None = Field(default=None, ge=0, le=1)
    """Confidence under which Balise says that it does not know."""
    reader: str | None = None
    """Folder of the reader's weights, or « off »; without it the weights that ship with Balise."""
    data: Path = Field(default_factory=lambda: user_data_path("balise"))
    """Folder of what the page keeps: opinions, added documents, conversations if asked to."""
    host: str = "127.0.0.1"
    """Address that the page listens on."""
    port: int = Field(default=7860, ge=0, le=65535)
    """Port that the page listens on."""
    public_host: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_host_names)] = ()
    """Names that a reverse proxy is reached by; the page then answers to no other name."""
    users: SecretStr | None = None
    """Accounts of the page, « name:role:hash » separated by commas."""
    users_file: Path | None = None
    """File of accounts, one a line."""
    open_to_all: bool = False
    """Listen on another address than this machine's own without any account."""
    history_days: int = Field(default=0, ge=0, le=3650)
    """Days that conversations are kept for; 0 keeps none."""
    rate_limit: str = "60/minute"
    """Questions that one client may ask, as « number/period »."""
    llm_url: str | None = None
    """Address of an OpenAI-compatible server: the judge of `balise eval --judge`."""
    llm_model: str | None = None
    """Name of the model on that server."""
    llm_key: SecretStr | None = None
    """Key of that server, if it wants one."""

    @property
    def has_accounts(self) -> bool:
        """Whether one must log in."""
        return self.users is not None or self.users_file is not None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read flags, then variables, then the file: no `.env`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: Any) -> Settings:
    """Return the settings; a flag that is None was not given.

    Raises:
        BaliseError: an unknown name or an impossible value, named in French.
    """
    known = set(Settings.model_fields)
    unknown = sorted(
        name
        for name in os.environ
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in known
    )
    if unknown:
        raise BaliseError(f"Réglage inconnu : {unknown[0]}. {_choices()}")
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except UnicodeDecodeError as error:
        raise BaliseError(f"« {FILE} » n'est pas en UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f" (ligne {place[1]}, colonne {place[2]})" if place else ""
        raise BaliseError(f"« {FILE} » n'est pas un fichier TOML valable{where}.") from error
    except ValidationError as error:
        raise BaliseError(_explain(error)) from error


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"Réglage inconnu dans {FILE} : {name}. {_choices()}"
    expected = f" : attendu {_EXPECTED[name]}" if name in _EXPECTED else ""
    given = "" if name in _HIDDEN else f" (« {first['input']} »)"
    return f"Valeur impossible pour {PREFIX}{name.upper()}{given}{expected}."


_EXPECTED = {
    "reader": "un dossier, ou « off »",
    "data": "un dossier",
    "host": "une adresse comme 127.0.0.1",
    "port": "un nombre entre 0 et 65535",
    "public_host": (
        "un nom de machine comme balise.exemple.fr, ou plusieurs séparés par des virgules, "
        "sans « https:// » ni port"
    ),
    "users": "des comptes « nom:rôle:empreinte » séparés par des virgules",
    "users_file": "un fichier de comptes",
    "open_to_all": "true ou false",
    "history_days": "un nombre de jours, 0 pour ne rien garder",
    "rate_limit": "une limite comme 60/minute",
    "index": "un dossier",
    "embedding": "un dossier ou un nom de modèle",
    "chroma_url": "une adresse comme http://machine:port",
    "threshold": "un nombre entre 0 et 1",
    "llm_url": "une adresse comme http://127.0.0.1:8080/v1",
    "llm_model": "le nom d'un modèle",
    "llm_key": "du texte entre guillemets",
}
_HIDDEN = frozenset({"llm_url", "llm_key", "users"})
"""Settings that may hold a secret: an error does not repeat them."""


def _choices() -> str:
    names = ", ".join(PREFIX + name.upper() for name in sorted(Settings.model_fields))
    return f"Réglages connus : {names}."
