"""`balise status`: what is installed, indexed and set."""

from __future__ import annotations

from corpus.document import BaliseError
from ui.cli.options import IndexOption, counted
from ui.settings import load_settings


def status(index: IndexOption = None) -> None:
    """Show the index, the model and the settings in force."""
    from importlib.metadata import version

    from rich.console import Console
    from rich.table import Table

    from index.build import fingerprint, read_identity
    from index.identity import check_identity
    from index.publish import current_generation
    from ui.opening import expected_identity, open_catalogue

    settings = load_settings(index=index)
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    table.add_row("Balise", version("balise"))
    table.add_row("Index", str(settings.index))
    generation = current_generation(settings.index)
    if generation is None:
        table.add_row("État", "pas encore d'index : « balise index » en fait un")
    else:
        with open_catalogue(settings) as catalogue:
            documents = len(catalogue.hashes())
            table.add_row(
                "Contenu",
                f"{counted(documents, 'document')}, "
                f"{counted(catalogue.passage_count, 'passage')}, "
                f"{counted(catalogue.sentence_count, 'phrase')}",
            )
        identity = read_identity(generation)
        table.add_row("Modèle", f"{identity.model} ({identity.dimension} dimensions)")
        table.add_row("Empreinte", fingerprint(generation))
        try:
            check_identity(identity, expected_identity(settings))
            table.add_row("État", "prêt")
        except BaliseError as error:
            table.add_row("État", str(error))
    table.add_row("Lecteur", _reader(settings.reader))
    table.add_row("Chroma", settings.chroma_url or "intégré")
    Console().print(table)


def _reader(choice: str | None) -> str:
    from index.reader.shipped import reader_identity

    try:
        identity = reader_identity(choice)
    except BaliseError as error:
        return str(error)
    return f"{identity}{'' if choice else ' (celui de Balise)'}" if identity else "désactivé"
