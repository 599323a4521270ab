"""Tuning the embedding model on French questions: the data, the training, the averaging."""
