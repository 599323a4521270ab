"""The shipped sheets: valid, complete, and written in our own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import UnreadableError
from corpus.sheet import Sheet, load_sheet, parse_front_matter

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "corpus" / "sheets").glob("*.md"))
SEEDS = ROOT.parent / "shared" / "seeds"
RUN = 9
FIGURE = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3}(?!\d))*(?:,\d+)?")
VALID = SHEETS[0].read_text(encoding="utf-8") if SHEETS else ""


def seed_texts() -> list[str]:
    paths = sorted(SEEDS.glob("*.txt"))
    if not paths:
        pytest.skip(f"documents d'origine absents : {SEEDS}")
    return [path.read_text(encoding="utf-8") for path in paths]


def words(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.findall(r"\w+", FIGURE.sub(lambda figure: "".join(figure[0].split()), bare))


def runs(tokens: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield each run of RUN words, case folded, unless most of its words are capitalised."""
    for start in range(len(tokens) - RUN + 1):
        run = tokens[start : start + RUN]
        if sum(token[0].isupper() for token in run) * 2 <= RUN:
            yield tuple(token.casefold() for token in run)


def figures(text: str) -> set[str]:
    return {"".join(figure.split()) for figure in FIGURE.findall(text)}


def own_prose(sheet: Sheet, body: str) -> str:
    """Return the words of ours in a body: all of it but the line that names the source."""
    prose, _, source_line = body.rstrip().rpartition("\n\n")
    assert source_line.startswith("Source\u00a0: «")
    assert sheet.source_title in source_line
    return prose


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_sheet_is_valid(path: Path) -> None:
    sheet, body = load_sheet(path)
    assert body.lstrip().startswith(f"# {sheet.title}\n")
    assert 120 <= len(words(body)) <= 400
    assert unicodedata.is_normalized("NFC", body)


def test_enough_sheets_with_distinct_titles() -> None:
    titles = {load_sheet(path)[0].title for path in SHEETS}
    assert len(titles) == len(SHEETS) >= 15


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_sheet_is_in_our_own_words(path: Path) -> None:
    seen = {
        tuple(token.casefold() for token in tokens[start : start + RUN])
        for tokens in map(words, seed_texts())
        for start in range(len(tokens) - RUN + 1)
    }
    shared = [" ".join(run) for run in runs(words(own_prose(*load_sheet(path)))) if run in seen]
    assert not shared


def test_every_figure_of_the_seeds_is_carried() -> None:
    carried = set().union(*(figures(load_sheet(path)[1]) for path in SHEETS))
    for text in seed_texts():
        assert figures(re.sub(r"https?://\S+", "", text)) <= carried


def refusal(folder: Path, text: str) -> str:
    path = folder / "fiche.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        load_sheet(path)
    return str(caught.value)


def test_broken_yaml_is_explained_in_french() -> None:
    with pytest.raises(UnreadableError, match="en-tête YAML est illisible à la ligne 4"):
        parse_front_matter("---\ntitle: Fiche\nterritory: [Lille\n---\n# Fiche\n")


@pytest.mark.parametrize(
    ("pattern", "replacement", "said"),
    [
        (r"^licence:", "couleur: bleu\nlicence:", "« couleur », clé inconnue"),
        (r"^url: .*\n", "", "« url », clé manquante"),
        (r"^date: .*$", 'date: "12/03/2024"', "AAAA-MM-JJ"),
        (r"^date: .*$", "date: 2024-03", "« date_precision » doit être « month »"),
        (r"^publisher_kind: .*$", "publisher_kind: blog", "hors de la liste permise"),
        (r"^    value: .*$", '    value: "987 654"', "ne contient pas « 987 654 »"),
        (r"^    held: .*$", "    held: naguère", "« facts.0.held », date attendue"),
        (r"^territory: .*$", "territory: Lille", "« territory », liste attendue"),
    ],
)
def test_faulty_sheet_is_explained_in_french(
    tmp_path: Path, pattern: str, replacement: str, said: str
) -> None:
    faulty = re.sub(pattern, replacement, VALID, count=1, flags=re.MULTILINE)
    assert said in refusal(tmp_path, faulty)


def test_unreadable_and_bare_files_are_refused(tmp_path: Path) -> None:
    assert "clé manquante" in refusal(tmp_path, "# Sans en-tête\n")
    with pytest.raises(UnreadableError, match="ne peut pas être lue"):
        load_sheet(tmp_path / "absente.md")


def test_front_matter_values_stay_text() -> None:
    text = "---\nseen: 2024-03-29\ncount: 12\nflag: oui\nnone: null\n---\nCorps"
    mapping, start = parse_front_matter(text)
    assert mapping == {"seen": "2024-03-29", "count": "12", "flag": "oui", "none": None}
    assert text[start:] == "Corps"


@pytest.mark.parametrize("text", ["", "Corps", "---\nsans fin", "---\nUne phrase.\n---\nCorps"])
def test_text_without_front_matter(text: str) -> None:
    assert parse_front_matter(text) == ({}, 0)
