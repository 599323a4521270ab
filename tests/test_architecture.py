"""The rules of the code base that no linter knows: who imports whom, and how large files are."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "assistant": {"corpus", "index", "assistant"},
    "evals": {"corpus", "index", "assistant", "evals"},
    "ui": {"corpus", "index", "assistant", "evals", "ui"},
}
HEAVY = {"torch", "transformers", "sentence_transformers", "gradio", "chromadb", "llama_index"}
MAY_IMPORT_LLAMA_INDEX = {
    "index.retriever",
    "index.llama_embedding",
    "assistant.query_engine",
    "evals.judge.chat_model",
}
PAGE = "ui.page."
"""The page is made of gradio, and nobody loads it before it is opened."""
DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common"}
LONGEST = 400


@dataclass(frozen=True)
class Import:
    """One import: who asks, for which module, and whether it runs when the module is loaded."""

    importer: str
    imported: str
    on_load: bool


def sources() -> list[Path]:
    """All Python files of the project, tests included."""
    return sorted(p for name in [*ALLOWED, "tests"] for p in (ROOT / name).rglob("*.py"))


def module_name(path: Path) -> str:
    """`index/build.py` → `index.build`; a package is its `__init__.py`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    """The modules of the product, by name."""
    return {module_name(p): p for p in sources() if not p.is_relative_to(ROOT / "tests")}


def imports_of(module: str, path: Path) -> Iterator[Import]:
    """Yield what a file imports; what stands under `if TYPE_CHECKING:` never runs."""
    yield from _walk(ast.parse(path.read_text(encoding="utf-8")), module, path, on_load=True)


def _walk(node: ast.AST, module: str, path: Path, on_load: bool) -> Iterator[Import]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        for child in node.orelse:
            yield from _walk(child, module, path, on_load)
        return
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        on_load = False
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(module, alias.name, on_load)
    if isinstance(node, ast.ImportFrom):
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            yield Import(module, inner if inner in modules() else base, on_load)
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, module, path, on_load)


@cache
def product_imports() -> tuple[Import, ...]:
    """Every import of the product."""
    return tuple(found for name, path in modules().items() for found in imports_of(name, path))


def test_the_product_is_found() -> None:
    assert {"corpus.document", "index.build", "assistant.engine", "ui.cli.app"} <= modules().keys()
    assert Import("ui.cli.app", "ui.cli.french", True) in product_imports()
    assert Import("index.dense", "chromadb", False) in product_imports()


def test_imports_go_one_way() -> None:
    wrong = [
        f"{found.importer} imports {found.imported}"
        for found in product_imports()
        if found.imported.partition(".")[0] in ALLOWED
        and found.imported.partition(".")[0] not in ALLOWED[found.importer.partition(".")[0]]
    ]
    assert not wrong


def test_no_cycle_between_modules() -> None:
    graph: dict[str, set[str]] = {name: set() for name in modules()}
    for found in product_imports():
        if found.imported in graph and found.imported != found.importer:
            graph[found.importer].add(found.imported)
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_heavy_libraries_are_imported_only_when_used() -> None:
    wrong = [
        f"{found.importer} imports {found.imported} when it is loaded"
        for found in product_imports()
        if found.on_load
        and (library := found.imported.partition(".")[0]) in HEAVY
        and not (library == "llama_index" and found.importer in MAY_IMPORT_LLAMA_INDEX)
        and not (library == "gradio" and found.importer.startswith(PAGE))
    ]
    assert not wrong


def test_the_page_is_loaded_only_when_it_is_opened() -> None:
    wrong = [
        f"{found.importer} imports {found.imported} when it is loaded"
        for found in product_imports()
        if found.on_load and found.imported.startswith(PAGE) and not found.importer.startswith(PAGE)
    ]
    assert not wrong


def test_modules_that_import_llama_index_are_themselves_imported_when_used() -> None:
    wrong = [
        f"{found.importer} imports {found.imported} when it is loaded"
        for found in product_imports()
        if found.on_load
        and found.imported in MAY_IMPORT_LLAMA_INDEX
        and found.importer not in MAY_IMPORT_LLAMA_INDEX
    ]
    assert not wrong


def test_files_are_short() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert not {str(path.relative_to(ROOT)): n for path, n in sizes.items() if n > LONGEST}


def test_no_module_is_a_drawer() -> None:
    paths = [*sources(), *(path.parent for path in sources())]
    assert not {path for path in paths if path.stem in DRAWERS}
