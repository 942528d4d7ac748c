"""What those who watch over tickets do."""
