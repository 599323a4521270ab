"""The evaluation suite: cases are asked, judged, summed up, reported and held to gates."""
