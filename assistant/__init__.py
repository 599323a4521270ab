"""From a question to an answer whose every statement can be pointed at."""
