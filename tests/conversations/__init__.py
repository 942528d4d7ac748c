"""Stories: updates in, messages out, on a real database; only the wire and the clock are ours."""
