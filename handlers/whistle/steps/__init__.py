"""What can be done with a whistle that is blown: one file for each who does it, one table of steps."""
