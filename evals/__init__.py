"""Measurements: how right the answers are, how well Balise finds, how sure it may be, how fast.

Run from the command line: `balise eval`, `balise bench`, `python -m evals.retrieval`,
`python -m evals.tune`.
"""
