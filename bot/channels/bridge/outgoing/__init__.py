"""From letters to what the channel shows: carried out, planned together, brought, booked."""
