"""What a reader must know to take the figures for what they are, in French."""

from __future__ import annotations

from evals.bench.result import Bench
from evals.bench.rows import MEDIAN_MS, MEDIAN_READ_MS, MODEL_SHARE, RESIDENT_GB, whole
from evals.bench.systems import BM25_TOP, CHUNK_TOKENS, LLAMA_TOP, OVERLAP_TOKENS, System
from evals.bench.vectors import COSINE
from evals.tables import decimal, percent


def conditions(bench: Bench) -> str:
    """Return where and on what the run was made, in one line."""
    info = bench.info
    machine = f"{info.cores} cœurs" + (f" ({info.processor})" if info.processor else "")
    return (
        f"{machine}, charge {decimal(info.load_before, 1)} au début et "
        f"{decimal(info.load_after, 1)} à la fin ; {info.documents} ; modèle {info.model}, "
        f"{'avec' if info.reader else 'sans'} lecteur ; "
        f"{info.questions} questions × {info.repetitions} répétitions, médianes ; "
        f"graine {info.seed} ; {whole(info.elapsed_s)} s."
    )


def notes(bench: Bench) -> tuple[str, ...]:
    """Return what must be said beside the figures."""
    info = bench.info
    shares = [size.latency[System.WHOLE].found for size in bench.sizes]
    return (
        "Entre parenthèses : le rapport à llama-index (0,5 × : la moitié). Pour un débit, plus "
        "est mieux ; pour le reste, moins est mieux. Le temps de processeur, tous fils compris, "
        "souffre moins que les autres de ce qui tourne à côté.",
        f"llama-index : SentenceSplitter({CHUNK_TOKENS}, {OVERLAP_TOKENS}), VectorStoreIndex en "
        f"mémoire, {LLAMA_TOP} passages rendus, même modèle que Balise. BM25 seul : bm25s, "
        f"racines et mots vides français, {BM25_TOP} passages rendus, aucun modèle.",
        "Chaque texte est un document d'un passage : tous cherchent parmi le même nombre "
        "d'unités, et rien n'est tronqué. De longs documents feraient moins de morceaux dans "
        "llama-index, donc un parcours plus court.",
        f"Seuls {whole(info.encoded_sample)} textes sont vraiment encodés : le débit est mesuré "
        f"sur eux. {whole(info.real_texts)} textes viennent des documents, les autres sont "
        "recousus au hasard de débuts et de fins de leurs phrases, et leurs vecteurs sont de "
        f"vrais vecteurs tournés au hasard (cosinus {decimal(COSINE, 2)}). Temps et mémoire "
        "dépendent du nombre et de la longueur des textes, non de leur sens : la justesse des "
        "réponses ne se mesure pas ici.",
        "Chaque système a ses propres processus ; les mêmes questions leur sont posées à tour de "
        "rôle, jamais deux fois. Les démarrages ne sont répétés que pour le plus petit index, et "
        "les fichiers y sont dans le cache du système. "
        f"Balise a cité une source à {' ; '.join(percent(share) for share in shares)} des "
        "questions : un refus est plus court qu'une réponse.",
        f"Exigé de Balise : {percent(MODEL_SHARE)} de l'indexation dans le modèle ; avec "
        f"10 000 passages, une réponse entière en {MEDIAN_MS:.0f} ms de médiane et "
        f"{decimal(RESIDENT_GB, 1)} Go sans lecteur (BALISE_READER=off), en "
        f"{MEDIAN_READ_MS:.0f} ms avec lui.",
    )
