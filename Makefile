# Everything that a newcomer needs is in two commands: `make run` and `make test`.

.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PINNED := pyproject.toml constraints.txt

# The question reaches the program through the environment, as it was typed: neither make nor the
# shell may read it.
unexport Q
export QUESTION := $(value Q)

.PHONY: help run chat ask test lint format constraints clean python question

help: ## Affiche cette aide
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.installed ## Installe Balise, indexe ses fiches et ouvre la page
	@$(BIN)/balise sources --json >/dev/null 2>&1 || $(BIN)/balise index
	@$(BIN)/balise ui

chat: $(VENV)/.installed ## Comme run, mais la conversation est dans le terminal
	@$(BIN)/balise sources --json >/dev/null 2>&1 || $(BIN)/balise index
	@$(BIN)/balise chat

ask: question $(VENV)/.installed ## Répond à une question : make ask Q="Quand a lieu la Semaine du numérique ?"
	@$(BIN)/balise sources --json >/dev/null 2>&1 || $(BIN)/balise index
	@$(BIN)/balise ask -- "$$QUESTION" || [ $$? -eq 3 ]

question:
	@[ -n "$$QUESTION" ] || { \
	  echo 'Donnez une question : make ask Q="Quand a lieu la Semaine du numérique ?"' >&2; exit 1; }

test: lint ## Vérifie tout : style, types, tests, réponses (ce que fait l'intégration continue)
	$(BIN)/python -m pytest
	$(BIN)/balise eval --gate

lint: $(VENV)/.installed-dev ## Vérifie le style et les types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev ## Remet le code en forme
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# torch keeps its version, and what its builds for graphics cards bring along is left out.
constraints: python ## Refait constraints.txt avec les dernières versions des dépendances
	@fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && set -e; \
	grep '^torch==' constraints.txt > "$$fresh/torch.txt"; \
	$(PYTHON) -m venv "$$fresh/venv"; \
	"$$fresh/venv/bin/pip" install --quiet -c "$$fresh/torch.txt" '.[dev]'; \
	{ sed -n '/^#/p' constraints.txt; \
	  "$$fresh/venv/bin/pip" freeze --all --exclude pip --exclude balise \
	    | sed 's/+[^;]*//' | grep -Ev '^(nvidia|cuda|triton)'; } > "$$fresh/new.txt"; \
	cp "$$fresh/new.txt" constraints.txt

clean: ## Efface les fichiers de travail (pas .venv, ni l'index)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks dist *.egg-info
	find $(wildcard assistant corpus evals index tests ui) -name __pycache__ -prune -exec rm -rf {} +

# A stamp says which versions are installed: nothing is fetched while these files stay the same.
$(VENV)/.installed: $(PINNED) | python
	@echo "Installation de Balise dans $(VENV) (quelques minutes la première fois)…"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(PINNED) | python
	@echo "Installation de Balise et de ses outils dans $(VENV) (quelques minutes la première fois)…"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet -c constraints.txt -e '.[dev]'
	@touch $(VENV)/.installed $@

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Balise demande Python 3.11 ou plus récent, et « $(PYTHON) » ne convient pas." >&2; \
	  echo "Indiquez-en un autre, par exemple : make run PYTHON=python3.12" >&2; exit 1; }
