"""Conversations kept for a while, where the settings ask for it."""
