"""Guesses from words: matter, topic, kind, urgency, danger, place, personal data, likeness."""
