"""Speed and memory in one run, beside llama-index's default pipeline and BM25 alone."""
