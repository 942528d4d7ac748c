"""吹哨报到: a street or community calls, departments must come. The whistle, its rules and what is done with it."""
