"""Passages, their vectors and their words: from `Document`s to ranked `Hit`s."""
