"""Passages: whole sentences with exact offsets, under their headings, on one page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, Heading, Page
from index.passage import MAX_CHARS, Passage, split_document
from index.sentences import MAX_SENTENCE, split_sentences

LINES = [
    "Un titre", "## Titre", "Une phrase assez courte.", "- un point ;", "1. Premier", "", "   ",
    "Tarif : 8 600 €", "Quand ?", "* * *", "TITRE EN CAPITALES", "Une longue phrase, " * 30, "🙂",
]  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> Document:
    lines = draw(st.lists(st.sampled_from(LINES) | st.text(max_size=40), max_size=25))
    text = unicodedata.normalize("NFC", "\n".join(lines))
    marks = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pages = [
        Page(number=n + 1, start=start, end=end)
        for n, (start, end) in enumerate(zip([0, *marks], [*marks, len(text)], strict=True))
    ]
    starts = [start for start, _ in split_sentences(text)]
    chosen = draw(st.lists(st.sampled_from(starts), unique=True, max_size=4)) if starts else []
    headings = tuple(Heading(level=1 + n % 3, start=s, end=s) for n, s in enumerate(chosen))
    paged = draw(st.booleans())
    return document(text, pages=tuple(pages) if paged else (), headings=headings)


def document(
    text: str,
    *,
    title: str = "Le document",
    pages: tuple[Page, ...] = (),
    headings: tuple[Heading, ...] = (),
) -> Document:
    return Document(
        id="d.txt", text=text, title=title, path="d.txt", sha256="0", pages=pages, headings=headings
    )


def texts(source: Document) -> list[str]:
    return [source.text[p.start : p.end] for p in split_document(source)]


@given(documents())
@settings(max_examples=100, deadline=None)
def test_passages_hold_every_sentence_once_and_in_order(source: Document) -> None:
    inside = [span for passage in split_document(source) for span in passage.sentences]

    assert inside == split_sentences(source.text)


@given(documents())
@settings(max_examples=100, deadline=None)
def test_a_passage_goes_from_its_first_sentence_to_its_last(source: Document) -> None:
    cursor = 0
    for passage in split_document(source):
        assert passage.start == passage.sentences[0][0] >= cursor
        assert passage.end == passage.sentences[-1][1]
        assert len(passage.sentences) == len(passage.headings) == len(passage.leads)
        cursor = passage.end


@given(documents())
@settings(max_examples=100, deadline=None)
def test_no_passage_is_longer_than_the_limit(source: Document) -> None:
    assert all(p.end - p.start <= max(MAX_CHARS, MAX_SENTENCE) for p in split_document(source))


@given(documents())
@settings(max_examples=100, deadline=None)
def test_the_sentences_of_a_passage_begin_on_its_page(source: Document) -> None:
    for passage in split_document(source):
        assert {source.page_at(start) for start, _ in passage.sentences} == {passage.page}


def test_a_heading_opens_a_passage_that_holds_its_text() -> None:
    source = document("Le métier\nIl recrute beaucoup.\n\nLa paie\nElle monte chaque année.")

    assert texts(source) == ["Le métier\nIl recrute beaucoup.", "La paie\nElle monte chaque année."]


def test_the_context_of_a_passage_is_the_title_and_the_headings_above() -> None:
    text = "Le métier\n\n" + "Il recrute beaucoup, partout et longtemps. " * 40
    source = document(text, headings=(Heading(level=2, start=0, end=9),))

    assert [p.context for p in split_document(source)][1] == "Le document — Le métier"


def test_a_title_that_stands_in_the_passage_is_not_repeated() -> None:
    source = document("Le document\nIl recrute beaucoup.")

    assert split_document(source)[0].context == ""


def test_a_list_stays_with_the_line_that_opens_it() -> None:
    items = "\n".join(f"- une pièce à fournir, numéro {n} ;" for n in range(12))

    assert len(texts(document(f"Pièces à fournir :\n{items}"))) == 1


def test_a_text_without_words_gives_no_passage() -> None:
    assert split_document(document(" \n ")) == []


def test_the_id_of_a_passage_depends_on_its_document_and_offsets_only() -> None:
    def passage(doc_id: str, end: int) -> Passage:
        return Passage(doc_id, 0, end, ((0, end),), (False,))

    assert passage("a", 5).id == passage("a", 5).id
    assert len({passage("a", 5).id, passage("a", 6).id, passage("b", 5).id}) == 3


@pytest.mark.parametrize(
    "title", ["2. Licence pro Réseaux", "3) Master Données", "Effectifs par ville (fin 2024)"]
)
def test_a_title_over_named_values_is_what_they_are_read_under(title: str) -> None:
    source = document(f"Le catalogue des écoles.\n\n{title}\nPlaces : 48\nDurée : 2 ans")
    passage = split_document(source)[-1]

    assert [passage.lead(source.text, n) for n in range(3)] == ["", title, title]


def test_a_numbered_item_of_a_list_is_no_title() -> None:
    items = "1. Un appel de 20 minutes\n2. Un entretien\n3. Une rencontre"
    source = document(f"Les étapes\n{items}\nContact : Mme Roux")

    assert split_document(source)[0].headings == (True, False, False, False, False)


def test_a_numbered_line_apart_above_a_sentence_heads_it() -> None:
    source = document(
        "Les ateliers qui recrutent.\n\n1. Orvalia (Lille) – 240 postes\nElle cherche des scieurs "
        "et des affûteurs.\n\n2. Tellurio (Douai) – 200 postes\nElle cherche des menuisiers."
    )
    first, second = split_document(source)[1:]

    assert first.headings == second.headings == (True, False)
    assert second.lead(source.text, 1) == "2. Tellurio (Douai) – 200 postes"


def test_numbered_lines_of_one_list_head_nothing() -> None:
    source = document(
        "Les étapes\n1. Un appel de vingt minutes\nOn vous rappelle sous huit jours.\n"
        "2. Un entretien\nIl dure une heure."
    )
    assert split_document(source)[0].headings == (True, False, False, False, False)


@pytest.mark.parametrize(
    "line",
    [
        "Par Odile Vasseur | Mis à jour le 7 mai 2023 à 9h42",
        "Publié le 7 mai 2023 à 9h42",
        "Temps de lecture : 5 min",
    ],
)
def test_who_wrote_a_page_and_when_heads_nothing(line: str) -> None:
    source = document(
        f"Le bois\n\n{line}\n\nLes scieries recrutent cette année encore, et pas "
        "seulement des apprentis sortis de l'école."
    )

    heads = [
        source.text[slice(*span)]
        for passage in split_document(source)
        for span, heading in zip(passage.sentences, passage.headings, strict=True)
        if heading
    ]
    assert heads == ["Le bois"]


def leads_of(text: str) -> dict[str, str]:
    """What each sentence is read under."""
    source = document(text)
    return {
        text[slice(*span)]: passage.lead(text, number)
        for passage in split_document(source)
        for number, span in enumerate(passage.sentences)
    }


def test_a_few_words_that_open_paragraphs_head_them() -> None:
    leads = leads_of(
        "Nos formules sont au nombre de deux.\n\nCopeau. Trois mois. Prix : 120 euros.\n\n"
        "Grande scie. Un an, le soir. Prix : 300 euros."
    )
    assert leads["Prix : 120 euros."] == "Copeau."
    assert leads["Prix : 300 euros."] == "Grande scie."


def test_a_short_answer_heads_nothing() -> None:
    leads = leads_of("Est-ce long à apprendre, ce métier ?\nUn peu. Il faut compter trois ans.")
    assert leads["Il faut compter trois ans."] != "Un peu."


def test_a_line_right_above_a_list_is_what_its_items_are_read_under() -> None:
    leads = leads_of("Le bois emploie.\n\nSalariés (fin 2022)\n- Dijon : 2 140\n- Chalon : 870")
    assert leads["- Chalon : 870"] == "Salariés (fin 2022)"


def test_a_whole_sentence_above_a_list_does_not_open_it() -> None:
    text = "Le pass\nIl ouvre tous les bus de la ville.\n- Les jeunes le paient 16 €."
    assert leads_of(text)["- Les jeunes le paient 16 €."] != "Il ouvre tous les bus de la ville."


def test_a_line_between_two_rules_heads_what_follows() -> None:
    text = "Bonjour.\n\n-----\n2) Forum de la poterie\n-----\nLe 2 avril, au moulin de la ville.\n"
    source = document(text)
    passage = next(p for p in split_document(source) if "moulin" in text[p.start : p.end])
    number = next(n for n, s in enumerate(passage.sentences) if "moulin" in text[slice(*s)])

    assert passage.lead(text, number) == "2) Forum de la poterie"


def test_a_rule_further_down_closes_a_heading() -> None:
    text = "FORUM DE LA POTERIE\nLe 2 avril, au moulin.\n-----\nÀ bientôt dans nos ateliers.\n"
    passages = split_document(document(text))
    last = passages[-1]

    assert last.lead(text, len(last.sentences) - 1) == ""


def test_steps_numbered_without_a_mark_are_no_headings() -> None:
    text = "Comment candidater\n1 Le dossier en ligne\n2 Une réunion d'information à la mairie\n"
    headings = [
        text[slice(*span)]
        for passage in split_document(document(text))
        for span, heads in zip(passage.sentences, passage.headings, strict=True)
        if heads
    ]

    assert headings == ["Comment candidater"]


def test_a_description_in_brackets_heads_names_and_their_figures() -> None:
    text = "Salaires (brut par an)\nDébutant 22 400 €\nConfirmé 29 100 €\n"
    passage = split_document(document(text))[0]

    assert [passage.lead(text, n) for n in (1, 2)] == ["Salaires (brut par an)"] * 2
