"""What a ticket is and what may happen to it: states, clocks, routing, rights. No I/O: time is an argument."""
