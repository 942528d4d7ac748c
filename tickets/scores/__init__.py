"""Scores: what each unit did, told by the history alone, of any day that is past."""
