"""An optional second opinion on a run's answers, by the user's own language model."""
