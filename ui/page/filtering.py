"""Filters as a person sees them: lists to choose from, and chips to remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from assistant.filters import Filters
from corpus.document import Document, PublisherKind, TerritoryLevel
from corpus.places import resolve
from ui.page.rendering import render
from ui.page.state import Register
from ui.page.texts import labels, tell

_LEVELS = list(TerritoryLevel)


@dataclass(frozen=True, slots=True)
class Choice:
    """A list to choose from."""

    name: str
    label: str
    none: str
    options: tuple[tuple[str, str], ...]
    """Values and their words."""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter."""

    field: str
    value: str
    words: str


def filters_html(
    filters: Filters,
    documents: Sequence[Document],
    register: Register = Register.ADVISER,
    *,
    is_open: bool = False,
    message: str = "",
) -> str:
    """Return the lists and the chips of the filters."""
    return render(
        "filters",
        register,
        fields=choices(filters, documents, register),
        chips=chips(filters, documents),
        open=is_open,
        message=message,
    )


def choices(
    filters: Filters, documents: Sequence[Document], register: Register = Register.ADVISER
) -> list[Choice]:
    """Return what can be chosen: only what some document holds."""
    places = {t.name: t for d in documents for t in d.territories if resolve(t.name)}
    in_order = sorted(places.values(), key=lambda t: (_LEVELS.index(t.level), t.name))
    years = sorted({d.published.year for d in documents if d.published.year}, reverse=True)
    year_options = tuple((str(year), str(year)) for year in years)
    kinds = {d.publisher_kind for d in documents}
    titles = sorted(((d.id, d.title) for d in documents), key=lambda pair: pair[1].casefold())
    any_, add = tell("filter_any", register), tell("filter_add", register)

    def several(name: str, label: str, taken: Sequence[str], all_: list[tuple[str, str]]) -> Choice:
        left = tuple(pair for pair in all_ if pair[0] not in taken)
        return Choice(name, tell(label, register), add if taken else any_, left)

    return [
        several(
            "territories",
            "filter_territory",
            filters.territories,
            [(t.name, f"{t.name} ({t.level.value})") for t in in_order],
        ),
        Choice(
            "since", tell("filter_since", register), any_, year_options, str(filters.since or "")
        ),
        Choice(
            "until", tell("filter_until", register), any_, year_options, str(filters.until or "")
        ),
        several(
            "publisher_kinds",
            "filter_kind",
            [kind.value for kind in filters.publisher_kinds],
            [(k.value, labels("publisher_kind")[k.value]) for k in PublisherKind if k in kinds],
        ),
        several("documents", "filter_document", filters.documents, titles),
    ]


def chips(filters: Filters, documents: Sequence[Document]) -> list[Chip]:
    """Return the active filters, each of which can be removed."""
    titles = {d.id: d.title for d in documents}
    found = [Chip("territories", name, name) for name in filters.territories]
    for field in ("since", "until"):
        year = getattr(filters, field)
        if year:
            found.append(Chip(field, str(year), tell(f"filter_{field}_chip", year=year)))
    found += [
        Chip("publisher_kinds", kind.value, labels("publisher_kind")[kind.value])
        for kind in filters.publisher_kinds
    ]
    found += [Chip("documents", i, titles.get(i, i)) for i in filters.documents]
    return found


def added(filters: Filters, field: str, value: str) -> tuple[Filters, str]:
    """Return the filters with a value chosen, and what to say of it; an unknown one is ignored."""
    if field in {"since", "until"}:
        return _in_period(filters, field, value)
    if field not in {"territories", "publisher_kinds", "documents"} or not value:
        return filters, ""
    values = tuple(dict.fromkeys((*map(str, getattr(filters, field)), value)))
    return _changed(filters, **{field: values}) or filters, ""


def removed(filters: Filters, field: str, value: str) -> Filters:
    """Return the filters without a value; field « all » removes them all."""
    if field == "all":
        return Filters()
    if field in {"since", "until"}:
        return _changed(filters, **{field: None}) or filters
    if field not in {"territories", "publisher_kinds", "documents"}:
        return filters
    left = tuple(v for v in map(str, getattr(filters, field)) if v != value)
    return _changed(filters, **{field: left}) or filters


def _in_period(filters: Filters, field: str, value: str) -> tuple[Filters, str]:
    year = value or None
    changed = _changed(filters, **{field: year})
    if changed:
        return changed, ""
    other = "until" if field == "since" else "since"
    alone = _changed(filters, **{field: year, other: None})
    return (alone, tell("filter_period_error")) if alone else (filters, "")


def _changed(filters: Filters, **changes: object) -> Filters | None:
    """Return the filters with these values, or None when they make no sense."""
    try:
        return Filters.model_validate({**filters.model_dump(mode="json"), **changes})
    except ValidationError:
        return None
