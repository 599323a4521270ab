"""Measurements: how well Balise finds, how sure it may be, how fast it is, and how it was tuned.

Run from the command line: `python -m evals.retrieval`, `python -m evals.tune`,
`python -m evals.speed`.
"""
