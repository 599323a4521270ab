"""`balise sources`: the documents of the index."""

from __future__ import annotations

import json

import typer

from ui.cli.options import IndexOption, JsonOption, counted
from ui.opening import open_catalogue
from ui.settings import load_settings


def sources(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List documents with publisher, date, territory and number of passages."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from assistant.wording import french_date

    settings = load_settings(index=index)
    with open_catalogue(settings) as catalogue:
        documents = list(catalogue.documents())
        counts = catalogue.passage_counts()
    if as_json:
        kept = ("id", "title", "path", "publisher", "publisher_kind", "published", "territories")
        rows = [
            {k: v for k, v in d.model_dump(mode="json").items() if k in kept}
            | {"passages": counts[d.id]}
            for d in documents
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table(title=counted(len(documents), "document"), title_justify="left")
    for heading, options in (
        ("Titre", {"ratio": 4}), ("Publié par", {"ratio": 2}), ("Date", {"ratio": 1}),
        ("Territoire", {"ratio": 2}), ("Passages", {"justify": "right"}),
    ):  # fmt: skip
        table.add_column(heading, **options)
    for document in documents:
        date = french_date(document.published) or "non datée"
        if document.published.inferred and document.published.iso:
            date += " *"
        places = ", ".join(t.name for t in document.territories)
        table.add_row(
            Text(document.title),
            Text(document.publisher or "—"),
            date,
            Text(places + (" *" if document.territories_inferred and places else "")),
            str(counts[document.id]),
        )
    console = Console()
    console.print(table)
    console.print("* déduit du texte", style="dim")
