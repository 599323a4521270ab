"""The sheet of an interview: questions, answers and their sources, on paper."""
