"""What those who work on a ticket do: hold it, talk, bring helpers in, follow a flow, answer."""
