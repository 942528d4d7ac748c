"""The door: `/bot<token>/<method>` over HTTP, for Bot API clients that are not this program."""
