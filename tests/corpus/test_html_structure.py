"""What a web page is made of survives, however its author marked it up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.readers.html import HtmlReader

PROSE = (
    "Le campus de Vannes accueille chaque année des apprentis de toute la région et les prépare, "
    "dans des ateliers équipés, à quatre diplômes reconnus par l'État, du CAP au BTS. "
)
BODY = f"""<h1>Le campus des métiers du bois</h1><p>{PROSE * 4}</p>
<h2>Les chiffres 2024</h2><ul><li>310 apprentis</li><li>Taux de réussite : 87 %</li></ul>
<h2>Les dates</h2><dl><dt>Rentrée</dt><dd>8 septembre 2025</dd>
<dt>Portes ouvertes</dt><dd>15 mars</dd><dd>7 juin</dd></dl>
<h2>Les tarifs</h2><table><tr><th>Formation</th><th>Prix</th></tr>
<tr><td>Stage court</td><td>450 €</td></tr></table>
<h2>Questions</h2><details><summary>Faut-il un diplôme ?</summary>
<p>Non, aucun diplôme n'est exigé.</p></details><p>{PROSE * 4}</p>"""
MENU = '<nav><ul><li><a href="/">Accueil</a></li><li><a href="/f">Se former</a></li></ul></nav>'
FOOTER = '<footer><p><a href="/m">Mentions légales</a> © 2025</p></footer>'
Wrap = Callable[[str], str]
WRAPS: dict[str, Wrap] = {
    "nothing": lambda body: body,
    "an article": lambda body: f"<article>{body}</article>",
    "main": lambda body: f"<main>{body}</main>",
    "a block": lambda body: f'<div class="container"><div>{body}</div></div>',
    "a block a section": lambda body: f"<div>{body.replace('<h2>', '</div><div><h2>')}</div>",
}


def read(wrap: Wrap) -> str:
    page = f"<html><head><title>T</title></head><body>{MENU}{wrap(BODY)}{FOOTER}</body></html>"
    return HtmlReader().read(page.encode()).text


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
def test_headings_lists_and_tables_are_kept(wrap: Wrap) -> None:
    text = read(wrap)
    for said in (
        "\nLes chiffres 2024\n",
        "\n- 310 apprentis\n- Taux de réussite : 87 %\n",
        "\nFormation | Prix\nStage court | 450 €\n",
        "\nFaut-il un diplôme ?\n\nNon, aucun diplôme n'est exigé.\n",
    ):
        assert said in text


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
def test_menus_and_footers_are_not(wrap: Wrap) -> None:
    text = read(wrap)
    assert "Accueil" not in text
    assert "Mentions légales" not in text


def test_a_term_stands_with_its_definitions() -> None:
    text = read(WRAPS["an article"])
    assert "\n- Rentrée : 8 septembre 2025\n- Portes ouvertes : 15 mars, 7 juin\n" in text


def test_headings_of_a_page_that_has_no_article_are_known_as_such() -> None:
    page = f"<html><body>{MENU}{BODY}{FOOTER}</body></html>"
    raw = HtmlReader().read(page.encode())
    titles = [raw.text[heading.start : heading.end] for heading in raw.headings]
    assert titles[:3] == ["Le campus des métiers du bois", "Les chiffres 2024", "Les dates"]


def test_what_is_only_styled_as_a_heading_or_a_paragraph_is_one() -> None:
    page = (
        f'<html><body>{MENU}<div class="content"><div class="h1 title">Le campus du bois</div>'
        f'<div class="chapo">{PROSE * 4}</div><div class="bloc"><div class="h2">Les tarifs</div>'
        "<ul><li>Stage court : 450 €</li></ul></div>"
        '<div class="bloc"><span class="section-title">Questions</span>'
        "<details><summary>Y a-t-il un internat ?</summary><div>Oui, de 64 places.</div></details>"
        f'</div></div><div class="sidebar">Autres pages</div>{FOOTER}</body></html>'
    )
    raw = HtmlReader().read(page.encode())
    titles = [raw.text[heading.start : heading.end] for heading in raw.headings]
    assert titles[:3] == ["Le campus du bois", "Les tarifs", "Questions"]
    assert "Y a-t-il un internat ?\n\nOui, de 64 places." in raw.text
    assert "Autres pages" not in raw.text


def test_a_page_tells_its_site_at_the_end_of_its_title_and_where_it_was_saved_from() -> None:
    page = (
        "<!DOCTYPE html>\n<!-- saved from url=(0030)https://orvel.example/bois -->\n"
        "<html><head><title>Le campus du bois – Vannes | École Orvel</title></head>"
        f"<body>{MENU}{BODY}{FOOTER}</body></html>"
    )
    raw = HtmlReader().read(page.encode())
    assert (raw.publisher, raw.url) == ("École Orvel", "https://orvel.example/bois")


def test_a_title_without_a_site_names_no_publisher() -> None:
    page = f"<html><head><title>Le bois : le campus</title></head><body>{BODY}</body></html>"
    raw = HtmlReader().read(page.encode())
    assert (raw.publisher, raw.url) == ("", None)


@pytest.mark.parametrize(
    "head",
    [
        "<title>Le campus du bois – École Orvel</title>",
        "<title>Le campus du bois - École Orvel</title>",
        '<title>Le campus</title><script type="application/ld+json">'
        '{"@type": "Course", "provider": {"@type": "School", "name": "École Orvel"}}</script>',
        '<title>Le campus</title><script type="application/ld+json">'
        '{"@graph": [{"@type": "WebPage", "publisher": "École Orvel"}]}</script>',
    ],
)
def test_a_page_tells_who_publishes_it(head: str) -> None:
    footer = "<footer><p>École Orvel – société coopérative – Mentions légales</p></footer>"
    page = f"<html><head>{head}</head><body>{MENU}<main>{BODY}</main>{footer}</body></html>"
    assert HtmlReader().read(page.encode()).publisher == "École Orvel"


@pytest.mark.parametrize("data", ["{", "[]", '{"publisher": 4}', '{"provider": {"name": ""}}'])
def test_linked_data_that_tells_nobody_is_passed_over(data: str) -> None:
    script = f'<script type="application/ld+json">{data}</script>'
    page = f"<html><head><title>Le bois – Vannes</title>{script}</head><body>{BODY}</body></html>"
    assert HtmlReader().read(page.encode()).publisher == ""


def test_key_figures_in_cards_are_kept_inside_the_main_part() -> None:
    cards = (
        '<div class="cards"><div><b>87 %</b> de réussite</div><div><b>310</b> élèves</div></div>'
    )
    page = f"<html><body>{MENU}<main>{cards}{BODY}</main>{FOOTER}</body></html>"
    text = HtmlReader().read(page.encode()).text
    assert "87 % de réussite\n" in text
    assert "310 élèves\n" in text
    assert "Accueil" not in text


def test_a_question_that_is_a_term_is_followed_by_its_answer() -> None:
    terms = "<dl><dt>Y a-t-il un internat ?</dt><dd>Oui, de 64 places.</dd></dl>"
    page = f"<html><body>{MENU}<main>{BODY}{terms}</main>{FOOTER}</body></html>"
    assert "- Y a-t-il un internat ? Oui, de 64 places." in HtmlReader().read(page.encode()).text
