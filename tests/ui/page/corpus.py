"""The documents of the page's tests: one of everything that the page must show."""

from __future__ import annotations

SCRIPT = "<img src=x onerror=\"document.title='piégé'\"><script>document.title='piégé'</script>"
"""What must be shown as text, wherever it comes from."""

DOCUMENTS = {
    "emploi-2024.md": """---
title: L'emploi numérique dans les Hauts-de-France
publisher: Kalyptus
publisher_kind: entreprise
date: 2024
territory: [Hauts-de-France]
url: https://exemple.fr/emploi
---

# L'emploi numérique dans les Hauts-de-France

En 2024, le numérique emploie 28 433 salariés dans les Hauts-de-France. La région propose
6 800 offres d'emploi dans le numérique en 2024.
""",
    "offres.md": """---
title: Recruter dans le numérique
publisher: Aletheia Press
publisher_kind: presse
territory: [Hauts-de-France]
---

# Recruter dans le numérique

Les entreprises du numérique proposent 15 000 offres d'emploi dans les Hauts-de-France.
""",
    "ateliers.md": """---
title: Les ateliers du textile à Roubaix
publisher: Insee
publisher_kind: statistique
date: 2012-03
territory: [Roubaix]
---

# Les ateliers du textile à Roubaix

La filière du textile compte 310 ateliers à Roubaix en mars 2012.
""",
    "ecole.txt": (
        "L'École du Littoral\n\n"
        + "Cette page présente les formations et la vie de l'école, sur la côte. \n\n" * 60
        + "L'École du Littoral a été créée en 2019 à Calais.\n\n"
        + "Les inscriptions se font sur place, auprès de l'accueil de l'école. \n\n" * 60
    ),
    "<i>verre.txt": (
        f"Note sur le verre {SCRIPT}\n\n"
        f"La filière du verre {SCRIPT} compte 47 fours à Arques en 2024.\n"
    ),
}

OFFERS = "Combien d'offres d'emploi dans le numérique en Hauts-de-France ?"
STAFF = "Combien de salariés dans le numérique en Hauts-de-France ?"
WORKSHOPS = "Combien d'ateliers compte la filière du textile à Roubaix ?"
SCHOOL = "Quand a été créée l'École du Littoral ?"
NOWHERE = "Combien de salariés dans le numérique à Brest ?"
GLASS = "Combien de fours compte la filière du verre à Arques ?"
