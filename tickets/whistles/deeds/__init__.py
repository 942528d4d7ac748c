"""What people, and the clocks, do with a whistle: use cases over `tickets.ports.Work`."""
