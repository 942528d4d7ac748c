"""委托 in chat: a right is lent for a time and called back; both sides see what runs."""
