"""What residents do: post, add, part, rate, link their channels, be forgotten; and how much of it an hour."""
