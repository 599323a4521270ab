"""Pictures of risk and coverage: what is drawn, where, and what is said of bad input."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import BaliseError
from evals.ablation import BEFORE, SYSTEMS
from evals.curves import (
    BOTTOM,
    COLOURS,
    DASHES,
    LEFT,
    RIGHT,
    TOP,
    draw,
    main,
    read_results,
    write_curves,
)
from evals.suite.metrics import measure
from evals.suite.result import Metrics, RiskPoint

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [system.name for system in (*BEFORE, *SYSTEMS)]


def curve(*points: tuple[float, float]) -> tuple[RiskPoint, ...]:
    """A curve from its coverages and risks."""
    return tuple(RiskPoint(threshold=1 - c, coverage=c, risk=r) for c, r in points)


def measured(*points: tuple[float, float]) -> Metrics:
    """The measures of a run, with this curve."""
    metrics = measure([], 1)
    silence = metrics.abstention.model_copy(update={"curve": curve(*points)})
    return metrics.model_copy(update={"abstention": silence})


def lines_of(picture: str) -> list[list[tuple[float, float]]]:
    """The places of each curve's points."""
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.get("points").split())]  # type: ignore[union-attr]
        for line in ET.fromstring(picture).iter(f"{SVG}polyline")
    ]


def texts_of(picture: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(picture).iter(f"{SVG}text")]


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """What the ablation writes: two subjects."""
    content = {
        "Cas de Balise": {"Lecteur": measured((0.5, 0.1), (1.0, 0.2))},
        "PIAF, à l'écart (test)": {"Lecteur": measured((0.5, 0.1), (1.0, 0.3))},
    }
    path = tmp_path / "ablation.json"
    path.write_text(
        json.dumps(
            {n: {s: m.model_dump(mode="json") for s, m in by.items()} for n, by in content.items()}
        ),
        "utf-8",
    )
    return path


def test_every_system_has_a_line_and_a_name() -> None:
    picture = draw("Cas", {name: curve((0.5, 0.1), (1.0, 0.2)) for name in NAMES})
    assert len(lines_of(picture)) == len(NAMES)
    assert set(NAMES) <= set(texts_of(picture))


def test_no_two_systems_share_a_colour_or_a_dash_pattern() -> None:
    picture = draw("Cas", {name: curve((1.0, 0.2)) for name in NAMES})
    drawn = list(ET.fromstring(picture).iter(f"{SVG}polyline"))
    assert len({line.get("stroke") for line in drawn}) == len(NAMES)
    assert len({line.get("stroke-dasharray") for line in drawn}) == len(NAMES)
    assert len(COLOURS) != len(DASHES), "a seventh system has the first one's colour, not its dash"


def test_the_legend_shows_a_sample_of_the_line() -> None:
    picture = ET.fromstring(draw("Cas", {name: curve((1.0, 0.2)) for name in NAMES}))
    styles = [
        [(e.get("stroke"), e.get("stroke-dasharray")) for e in picture.iter(f"{SVG}{kind}")]
        for kind in ("polyline", "path")
    ]
    assert styles[0] == [style for style in styles[1] if style[1]]


def test_names_in_the_legend_do_not_overlap() -> None:
    picture = ET.fromstring(draw("Cas", {name: curve((1.0, 0.2)) for name in NAMES}))
    heights = sorted(float(t.get("y", 0)) for t in picture.iter(f"{SVG}text") if t.text in NAMES)
    assert all(b - a >= 20 for a, b in pairwise(heights))
    assert heights[-1] < float(picture.get("height", 0))


def test_the_end_of_each_line_is_written_in_figures() -> None:
    said = texts_of(draw("Cas", {"Lecteur": curve((0.5, 0.1), (0.64, 0.125))}))
    assert {"64,0\u202f%", "12,5\u202f%"} <= set(said)


def test_axes_are_named_and_go_from_nothing_to_a_round_ceiling() -> None:
    said = texts_of(draw("Cas", {"Lecteur": curve((0.5, 0.1), (1.0, 0.27))}))
    assert "Couverture (part des questions auxquelles il est répondu)" in said
    assert "Risque (part de réponses fausses)" in said
    marks = [text for text in said if re.fullmatch("[0-9]+\u202f%", text)]
    assert marks == [f"{n}\u202f%" for n in (0, 10, 20, 30, 0, 25, 50, 75, 100)]


@pytest.mark.parametrize("name", ["R & D <lecteur> « d'avant »", 'a"b', "nul\x00\x0b\ud800"])
def test_the_picture_is_well_formed_whatever_the_names(name: str) -> None:
    assert ET.fromstring(draw(name, {name: curve((1.0, 0.2)), "": ()})).tag == f"{SVG}svg"


def test_the_picture_needs_nothing_else_and_has_its_own_background() -> None:
    picture = ET.fromstring(draw("Cas", {"Lecteur": curve((1.0, 0.2))}))
    assert not {e.tag.removeprefix(SVG) for e in picture.iter()} & {"image", "script", "use"}
    back = next(picture.iter(f"{SVG}rect"))
    assert (back.get("width"), back.get("height")) == (picture.get("width"), picture.get("height"))
    assert back.get("fill") == "#ffffff"


def test_no_text_is_smaller_than_twelve_pixels() -> None:
    picture = draw("Cas", {"Lecteur": curve((1.0, 0.2)), "Muet": ()})
    assert min(int(size) for size in re.findall('font-size="([0-9]+)"', picture)) >= 12
    root = ET.fromstring(picture)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}", "not shrunk"


@pytest.mark.parametrize("colour", COLOURS)
def test_lines_stand_out_from_the_background(colour: str) -> None:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (luminance + 0.05) >= 4.5, "the contrast that WCAG asks of text"


@pytest.mark.parametrize("others", [{}, {"Lecteur": curve((1.0, 0.2))}])
def test_a_system_without_an_answer_has_no_line_and_it_is_said(
    others: Mapping[str, Sequence[RiskPoint]],
) -> None:
    picture = draw("Cas", {**others, "Muet": ()})
    assert len(lines_of(picture)) == len(others)
    said = texts_of(picture)
    assert said[said.index("Muet") + 1] == "aucune réponse, pas de courbe"


def test_first_answers_are_too_few_to_be_drawn() -> None:
    drawn = curve((0.01, 1.0), (0.5, 0.1), (1.0, 0.2))
    assert lines_of(draw("Cas", {"a": drawn})) == lines_of(draw("Cas", {"a": drawn[1:]}))


def test_curves_of_a_picture_are_on_one_scale() -> None:
    low, high = lines_of(draw("Cas", {"a": curve((1.0, 0.2)), "b": curve((1.0, 0.4))}))
    assert BOTTOM - high[0][1] == pytest.approx(2 * (BOTTOM - low[0][1]), abs=0.5)


SHARES = st.floats(min_value=0, max_value=1)
CURVES = st.lists(st.tuples(SHARES, SHARES), max_size=400).map(lambda p: curve(*sorted(p)))


@given(curves=st.dictionaries(st.text(max_size=20), CURVES, max_size=9))
def test_points_lie_inside_the_axes(curves: dict[str, tuple[RiskPoint, ...]]) -> None:
    lines = lines_of(draw("Cas", curves))
    assert len(lines) == sum(map(bool, curves.values()))
    for x, y in (place for line in lines for place in line):
        assert LEFT - 0.1 <= x <= RIGHT + 0.1
        assert TOP - 0.1 <= y <= BOTTOM + 0.1


@given(points=st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=600))
def test_a_line_goes_forward_and_ends_where_the_curve_ends(
    points: list[tuple[float, float]],
) -> None:
    (line,) = lines_of(draw("Cas", {"Lecteur": curve(*sorted(points))}))
    across = [x for x, _ in line]
    assert across == sorted(across)
    assert across[-1] == pytest.approx(LEFT + max(points)[0] * (RIGHT - LEFT), abs=0.2)


def test_the_command_draws_each_subject_of_a_file(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "nouveau" / "courbes"
    assert main([str(results), str(folder)]) == 0
    names = ["cas-de-balise.svg", "piaf-a-l-ecart-test.svg"]
    assert capsys.readouterr().out.splitlines() == [str(folder / name) for name in names]
    assert "Lecteur" in texts_of((folder / names[1]).read_text("utf-8"))


def test_a_file_draws_what_was_measured(results: Path, tmp_path: Path) -> None:
    (read, _) = write_curves(read_results(results), tmp_path / "relu")
    metrics = {"Cas de Balise": {"Lecteur": measured((0.5, 0.1), (1.0, 0.2))}}
    (direct,) = write_curves(metrics, tmp_path / "direct")
    assert read.read_bytes() == direct.read_bytes()


def test_subjects_whose_names_look_alike_have_each_their_picture(tmp_path: Path) -> None:
    subjects = ("Été", "ete", "ÉTÉ !", "…", "/", "n" * 400)
    written = write_curves({name: {} for name in subjects}, tmp_path)
    assert [path.stem for path in written[:5]] == ["ete", "ete-2", "ete-3", "courbes", "courbes-2"]
    assert {path.parent for path in written} == {tmp_path}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"Cas": {"Lecteur": {}}}',
        json.dumps({"Cas": {"a": measured((1.2, 0.1)).model_dump(mode="json")}}).encode(),
        json.dumps({"Cas": {"a": measured((1.0, 0.1)).model_dump(mode="json")}})
        .replace("0.1", "NaN")
        .encode(),
    ],
    ids=["empty", "cut", "not text", "a list", "no subject", "no measures", "above 1", "nan"],
)
def test_a_file_of_something_else_is_told_in_one_line(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "autre.json"
    path.write_bytes(content)
    assert main([str(path), str(tmp_path / "courbes")]) == 1
    said = capsys.readouterr().err
    assert said == f"« {path} » n'est pas un résultat de « evals.ablation ».\n"
    assert not (tmp_path / "courbes").exists()


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "rien.json"), str(tmp_path)]) == 1
    assert capsys.readouterr().err.endswith("rien.json » n'existe pas.\n")


def test_a_folder_instead_of_a_file_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), str(tmp_path)]) == 1
    assert "ne s'ouvre pas" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(results), str(results / "dedans")]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"« {results / 'dedans'} » ne peut pas être écrit (")
    assert said.count("\n") == 1


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "cas.svg").mkdir()
    with pytest.raises(BaliseError, match=r"cas\.svg » ne peut pas être écrit"):
        write_curves({"Cas": {"Lecteur": measured((1.0, 0.2))}}, tmp_path)
