"""Opinions on answers: what is kept of them, and how they become evaluation cases."""
