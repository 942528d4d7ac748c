"""The rules, pure and tabular: moves, rights, clocks, who hears when, routes, places, scores."""
