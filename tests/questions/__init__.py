"""The thirty competency questions: what they must answer, and how far a graph answers them."""
